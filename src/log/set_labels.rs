//! Labels that are sets: lists, or texts with a separator, become sorted members, and every distinct set one label.

use super::interner::NONE;
use super::label_sets::{OUTSIDE, Settled, Shown};
use super::{QuestionOptions, values};
use crate::vocabulary::{LabelSet, Question, Scale, set_name};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// How sets are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelling<'a> {
    /// What stands between members; `None`: only lists hold several.
    separator: Option<&'a str>,
    /// Texts that mean the empty set.
    empty: &'a [String],
}

impl<'a> Spelling<'a> {
    /// As the settings say.
    pub fn of(options: &'a QuestionOptions) -> Self {
        let separator = options.set_separator.as_deref().filter(|separator| !separator.is_empty());
        Self { separator, empty: &options.empty_set }
    }

    /// The members of a label as it was written: those of a JSON list, none for a token of the empty set, the parts
    /// between separators, or the one text.
    pub fn members(&self, text: &str) -> Vec<String> {
        if let Some(members) = list(text) {
            return members;
        }
        let text = text.trim();
        if self.empty.iter().any(|token| token == text) {
            return Vec::new();
        }
        let part = |part: &str| Some(part.trim().to_owned()).filter(|part| !part.is_empty());
        match self.separator {
            Some(separator) => text.split(separator).filter_map(part).collect(),
            None => part(text).into_iter().collect(),
        }
    }

    /// Whether labels that no setting calls sets are sets all the same: all of them are lists, or the separator that
    /// was stated stands in one of them.
    pub fn found_in<'l>(&self, mut labels: impl Iterator<Item = &'l str> + Clone) -> bool {
        let split = self.separator.is_some_and(|sep| labels.clone().any(|label| label.contains(sep)));
        split || (labels.clone().next().is_some() && labels.all(|label| list(label).is_some()))
    }
}

/// The members of all labels, sorted, where the labels are sets: by the settings, or by what they look like.
pub(super) fn members(options: &QuestionOptions, labels: &[&str]) -> Option<Vec<String>> {
    let spelling = Spelling::of(options);
    let are_sets = match options.scale {
        Some(scale) => scale == Scale::Set,
        None => spelling.found_in(labels.iter().copied()),
    };
    let members = labels.iter().flat_map(|label| spelling.members(label));
    are_sets.then(|| members.collect::<BTreeSet<_>>().into_iter().collect())
}

/// The elements of a JSON list of texts, numbers and truth values; nulls say nothing.
fn list(text: &str) -> Option<Vec<String>> {
    use serde_json::Value;
    if !text.trim_start().starts_with('[') {
        return None;
    }
    let elements: Vec<Value> = serde_json::from_str(text).ok()?;
    let mut members = Vec::with_capacity(elements.len());
    for element in elements {
        match element {
            Value::String(member) => members.push(member.nfc().collect()),
            Value::Number(number) => members.push(number.to_string()),
            Value::Bool(truth) => members.push(truth.to_string()),
            Value::Null => {}
            Value::Array(_) | Value::Object(_) => return None,
        }
    }
    Some(members)
}

impl Shown<'_> {
    /// Settles labels that are sets. Declared labels are the members that may be chosen: a set with another one is
    /// outside. The set of labels holds every distinct set that was met, fewest members first.
    pub fn settle_sets(&self, options: &QuestionOptions, merge: bool, mut notes: Vec<String>) -> Settled {
        let members = Members::of(self, options, merge, &mut notes);
        let own = |code: u32| self.counts.get(code as usize).is_some_and(|&count| count > 0);
        let mut used: BTreeMap<(usize, Vec<u32>), bool> = BTreeMap::new();
        let mut sets: BTreeMap<u32, (usize, Vec<u32>)> = BTreeMap::new();
        for (&code, set) in &members.of_code {
            let Some(set) = set else { continue };
            let key = (set.len(), set.clone());
            *used.entry(key.clone()).or_default() |= own(code);
            sets.insert(code, key);
        }
        let positions: BTreeMap<&(usize, Vec<u32>), u32> = used.keys().zip(0u32..).collect();
        let place = |code: u32| match (sets.get(&code), own(code)) {
            (Some(set), _) => positions[set],
            (None, true) => OUTSIDE,
            (None, false) => NONE,
        };
        let name = |(_, set): &(usize, Vec<u32>)| set_name(set.iter().map(|&m| &members.names[m as usize]));
        let labels = LabelSet {
            names: used.keys().map(name).collect(),
            values: None,
            declared: false,
            used: used.values().copied().collect(),
        };
        Settled {
            place: (0..self.labels.bound() as u32).map(place).collect(),
            question: Question { name: self.name.to_string(), labels, scale: Scale::Set },
            notes,
        }
    }
}

/// The members that labels are made of.
struct Members {
    /// Numbers by value, else texts by name.
    names: Vec<String>,
    /// The label codes that were met: the set's members, ascending; `None` where one was not declared.
    of_code: BTreeMap<u32, Option<Vec<u32>>>,
}

impl Members {
    fn of(shown: &Shown<'_>, options: &QuestionOptions, merge: bool, notes: &mut Vec<String>) -> Self {
        let spelling = Spelling::of(options);
        let count = |code: u32| shown.counts.get(code as usize).copied().unwrap_or(0);
        let given = (0..shown.counts.len() as u32).filter(|&code| count(code) > 0);
        let codes: BTreeSet<u32> = given.chain(shown.others.iter().copied()).collect();
        let mut written: BTreeMap<u32, Vec<String>> =
            codes.into_iter().map(|code| (code, spelling.members(shown.labels.name(code)))).collect();
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for (&code, set) in written.iter().filter(|&(&code, _)| count(code) > 0) {
            set.iter().for_each(|member| *counts.entry(member).or_default() += count(code));
        }
        let merged = shown.variants(counts.iter().map(|(&member, &n)| (n, member)), merge, notes);
        for member in written.values_mut().flatten() {
            if let Some(form) = merged.get(member) {
                member.clone_from(form);
            }
        }
        let deciding: BTreeSet<&String> = match options.labels.as_slice() {
            [] => written.iter().filter(|&(&code, _)| count(code) > 0).flat_map(|(_, set)| set).collect(),
            declared => declared.iter().collect(),
        };
        let numeric = !deciding.is_empty() && deciding.iter().all(|member| values::number(member).is_some());
        let canonical = |member: &String| match values::number(member) {
            Some(value) if numeric => values::number_text(value),
            _ => member.clone(),
        };
        let declared: BTreeSet<String> = options.labels.iter().map(canonical).collect();
        let written: BTreeMap<u32, BTreeSet<String>> =
            written.iter().map(|(&code, set)| (code, set.iter().map(canonical).collect())).collect();
        let mut names: Vec<String> =
            written.values().flatten().cloned().collect::<BTreeSet<_>>().into_iter().collect();
        // Words that only a model said stand behind the numbers.
        names.sort_by(|a, b| match (values::number(a), values::number(b)) {
            (Some(a), Some(b)) if numeric => a.total_cmp(&b),
            (a, b) if numeric => b.is_some().cmp(&a.is_some()),
            _ => a.cmp(b),
        });
        let places: BTreeMap<&String, u32> = names.iter().zip(0u32..).collect();
        let allowed = |set: &BTreeSet<String>| declared.is_empty() || set.is_subset(&declared);
        let places_of = |set: &BTreeSet<String>| {
            let mut places: Vec<u32> = set.iter().map(|member| places[member]).collect();
            places.sort_unstable();
            places
        };
        let of_code = written.iter().map(|(&code, set)| (code, allowed(set).then(|| places_of(set))));
        Self { of_code: of_code.collect(), names: names.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::interner::Interner;
    use super::*;
    use proptest::prelude::*;

    fn settle(given: &[&str], others: &[&str], options: &QuestionOptions, merge: bool) -> Settled {
        let mut labels = Interner::small(&[]);
        let mut counts = vec![0; given.len()];
        for text in given {
            counts[labels.code(text) as usize] += 1;
        }
        let others = others.iter().map(|text| labels.code(text)).collect();
        Shown { name: "label", counts: &counts, others: &others, labels: &labels }
            .settle(options, merge)
            .expect("sets need no order")
    }

    fn sets(separator: Option<&str>) -> QuestionOptions {
        QuestionOptions {
            scale: Some(Scale::Set),
            set_separator: separator.map(String::from),
            empty_set: vec!["{}".into()],
            ..QuestionOptions::default()
        }
    }

    #[test]
    fn order_and_repetition_of_members_make_no_other_set() {
        let given = [r#"["b","a"]"#, r#"["a","b"]"#, r#"["a","b","a"]"#, r#"["a"]"#, "[]"];
        let settled = settle(&given, &[], &sets(None), false);
        assert_eq!(settled.question.labels.names, ["{}", "a", "a|b"]);
        assert_eq!(settled.place, [2, 2, 2, 1, 0]);
        assert_eq!(settled.question.scale, Scale::Set);
    }

    #[test]
    fn separated_text_and_the_stated_empty_set() {
        let settled = settle(&["a | b", "b|a", "{}", "b"], &["c|a"], &sets(Some("|")), false);
        assert_eq!(settled.question.labels.names, ["{}", "b", "a|b", "a|c"]);
        assert_eq!(settled.place, [2, 2, 0, 1, 3]);
        assert_eq!(settled.question.labels.used, [true, true, true, false]);
        let other = QuestionOptions { empty_set: vec!["none".into()], ..sets(Some(";")) };
        let settled = settle(&["none", "{}", "a;{}"], &[], &other, false);
        assert_eq!(settled.question.labels.names, ["{}", "\"{}\"", "a|\"{}\""]);
    }

    #[test]
    fn numbers_are_one_member_however_written_and_sort_as_numbers() {
        let settled = settle(&["10|2", "2.0|10", "[10, 2]"], &[], &sets(Some("|")), false);
        assert_eq!(settled.question.labels.names, ["2|10"]);
    }

    #[test]
    fn declared_labels_are_the_members_that_may_be_chosen() {
        let options = QuestionOptions { labels: vec!["b".into(), "a".into()], ..sets(Some("|")) };
        let settled = settle(&["a|b", "a|x", "{}"], &["x"], &options, false);
        assert_eq!(settled.question.labels.names, ["{}", "a|b"]);
        assert_eq!(settled.place, [1, OUTSIDE, 0, NONE]);
    }

    #[test]
    fn lists_are_sets_unless_another_scale_is_stated() {
        let given = [r#"["b","a"]"#, "[]"];
        let settled = settle(&given, &[], &QuestionOptions::default(), false);
        assert_eq!(settled.question.scale, Scale::Set);
        assert!(settled.notes[0].contains("scale = \"nominal\""), "{:?}", settled.notes);
        let stated = QuestionOptions { scale: Some(Scale::Nominal), ..QuestionOptions::default() };
        assert_eq!(settle(&given, &[], &stated, false).question.scale, Scale::Nominal);
        let mixed = settle(&[r#"["b","a"]"#, "b"], &[], &QuestionOptions::default(), false);
        assert_eq!(mixed.question.scale, Scale::Nominal);
        let stated = QuestionOptions { scale: None, ..sets(Some("|")) };
        assert_eq!(settle(&["a|b", "b"], &[], &stated, false).question.scale, Scale::Set);
        assert_eq!(settle(&["a", "b"], &[], &stated, false).question.scale, Scale::Nominal);
    }

    #[test]
    fn variants_of_members_are_told_and_merged_on_request() {
        let given = ["Fear|joy", "fear", "Fear"];
        let settled = settle(&given, &[], &sets(Some("|")), false);
        assert!(settled.notes[0].contains("\"Fear\" ×2, \"fear\" ×1"), "{:?}", settled.notes);
        assert_eq!(settled.question.labels.len(), 3);
        let settled = settle(&given, &[], &sets(Some("|")), true);
        assert_eq!(settled.question.labels.names, ["Fear", "Fear|joy"]);
    }

    proptest! {
        #[test]
        fn the_order_of_members_never_matters(
            set in prop::collection::btree_set("[a-d|\"{}]{1,3}", 0..5), turn in 0usize..5
        ) {
            let sorted: Vec<&String> = set.iter().collect();
            let mut turned = sorted.clone();
            turned.rotate_left(turn.min(set.len()));
            turned.reverse();
            let json = |members: &[&String]| serde_json::to_string(members).expect("texts");
            let settled = settle(&[&json(&sorted)], &[&json(&turned)], &sets(None), false);
            prop_assert_eq!(settled.question.labels.len(), 1);
            prop_assert!(settled.place.iter().all(|&place| place == 0));
        }
    }
}
