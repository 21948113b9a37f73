//! Values of an attribute become groups: numbers are cut into bands, answers that were withheld are one group, and what
//! is missing is another.

use super::bands::Bands;
use super::interner::{Interner, NONE};
use super::{LogError, Options};
use crate::vocabulary::Group;
use std::collections::{BTreeMap, BTreeSet};

/// Who, or what, has an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bearer {
    Annotators,
    Items,
}

impl Bearer {
    /// In a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Bearer::Annotators => "annotators",
            Bearer::Items => "items",
        }
    }
}

/// Groups in sorted order, and the group of everybody by id.
pub(super) struct Grouped {
    pub groups: Vec<Group>,
    pub of: Vec<u32>,
}

/// The groups of one attribute from everybody's value codes ([`NONE`] where none is known); `None` where nobody has a
/// value, or nearly everybody one of their own.
///
/// # Errors
/// Bands are stated for an attribute without a number.
pub(super) fn grouped(
    (name, bearer): (&str, Bearer),
    values: &Interner,
    codes: &[u32],
    options: &Options,
    notes: &mut Vec<String>,
) -> Result<Option<Grouped>, LogError> {
    let distinct: BTreeSet<u32> = codes.iter().copied().filter(|&code| code != NONE).collect();
    if distinct.is_empty() {
        return Ok(None);
    }
    let tokens: Vec<String> = options.withheld.iter().map(|token| plain(token)).collect();
    let is_withheld = |value: &str| tokens.contains(&plain(value));
    let stated: Vec<&str> =
        distinct.iter().map(|&code| values.name(code)).filter(|value| !is_withheld(value)).collect();
    let bands = match options.bands.get(name) {
        None => Bands::of(name, &stated),
        Some(edges) => Bands::stated(edges, &stated).ok_or_else(|| LogError::BandsOfWords {
            attribute: name.to_string(),
            example: stated.iter().min().map_or_else(String::new, |value| (*value).to_string()),
        })?,
    };
    if bands == Bands::None && codes.len() >= 5 && stated.len() * 2 > codes.len() {
        notes.push(format!(
            "column `{name}` has a value of its own for most {}: not taken as an attribute",
            bearer.words()
        ));
        return Ok(None);
    }
    notes.extend(bands.note(name));
    if stated.contains(&"DATA_EXPIRED") {
        notes.push(format!(
            "attribute `{name}` holds `DATA_EXPIRED`, Prolific's mark for no answer: `--null DATA_EXPIRED` reads it as unknown"
        ));
    }
    let group = |code: u32| {
        let value = values.name(code);
        if is_withheld(value) { Group::WITHHELD.to_string() } else { bands.group(value) }
    };
    let of_code: BTreeMap<u32, String> = distinct.iter().map(|&code| (code, group(code))).collect();
    let mut names: BTreeSet<&str> = of_code.values().map(String::as_str).collect();
    if codes.contains(&NONE) {
        names.insert(Group::UNKNOWN);
    }
    let names: Vec<&str> = names.into_iter().collect();
    let place = |name: &str| names.binary_search(&name).unwrap_or(0) as u32;
    let unknown = place(Group::UNKNOWN);
    let place_of: BTreeMap<u32, u32> = of_code.iter().map(|(&code, name)| (code, place(name))).collect();
    let of = codes.iter().map(|code| place_of.get(code).copied().unwrap_or(unknown)).collect();
    let groups = names.iter().map(|name| Group((*name).to_string())).collect();
    Ok(Some(Grouped { groups, of }))
}

/// An answer without regard to case, to space around it, and to how its words are joined.
fn plain(value: &str) -> String {
    value.trim().to_lowercase().replace(['_', '-'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(answers: &[&str], options: &Options) -> Result<String, LogError> {
        let mut values = Interner::small(&options.null);
        let codes: Vec<u32> = answers.iter().map(|answer| values.code(answer)).collect();
        let found = grouped(("age", Bearer::Annotators), &values, &codes, options, &mut Vec::new())?;
        let found = found.expect("values");
        let of: Vec<&str> = found.of.iter().map(|&group| found.groups[group as usize].0.as_str()).collect();
        Ok(of.join(" "))
    }

    #[test]
    fn unknown_and_withheld_are_two_groups_of_their_own() {
        let answers = ["20", "", "Prefer not to say", "20", "CONSENT_REVOKED", "20", "31"];
        let plain = Options::default();
        assert_eq!(groups(&answers, &plain).expect("groups"), "20 unknown withheld 20 withheld 20 31");
        let own = Options { withheld: vec!["31".into()], ..Options::default() };
        assert_eq!(groups(&["20", "31", "20"], &own).expect("groups"), "20 withheld 20");
    }

    #[test]
    fn stated_bands_cut_few_numbers_too_and_refuse_words() {
        let mut options = Options::default();
        options.bands.insert("age".into(), vec![21.0, 30.0]);
        assert_eq!(groups(&["20", "21", "", "40"], &options).expect("groups"), "under 21 21–29 unknown 30+");
        assert!(matches!(groups(&["x", "y"], &options), Err(LogError::BandsOfWords { .. })));
    }
}
