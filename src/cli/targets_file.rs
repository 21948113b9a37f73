//! Target shares of groups from a file the user wrote: attribute, group, share.

use super::Trouble;
use super::settings::{Origin, Settings, StatedTarget, nearest, state};
use crate::audit::Targets;
use crate::tally::Tallies;
use crate::vocabulary::Group;
use csv::{ReaderBuilder, Trim};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const SHAPE: &str = "the columns are attribute, group and share, a row for each group";

/// Reads the file of targets that the settings name, where they name one, into the plan.
///
/// # Errors
/// It cannot be read, or what it states is no target.
pub fn read(settings: &mut Settings) -> Result<(), Trouble> {
    let Some(name) = &settings.targets else { return Ok(()) };
    let text = fs::read_to_string(name).map_err(|error| {
        let remedy = "name a CSV file of target shares, in UTF-8, as `targets` or by --targets";
        Trouble::usage(format!("{name}: cannot read the targets: {error}"), remedy)
    })?;
    let mut stated = BTreeMap::new();
    for (attribute, (line, shares)) in parse(name, &text)? {
        let line = usize::try_from(line).unwrap_or(0);
        let origin = Origin::File { path: Path::new(name).to_path_buf(), line, column: 1 };
        state(&mut stated, &attribute, StatedTarget { shares, origin })?;
    }
    for (attribute, target) in stated {
        let parts = attribute.split(Group::CROSS).count();
        settings.log.intersections = settings.log.intersections.max(u32::try_from(parts).unwrap_or(1));
        if settings.plan.targets.0.insert(attribute.clone(), target.shares).is_some() {
            return Err(Trouble::usage(
                format!("{name}: the target of `{attribute}` is stated in the settings, too"),
                "leave one of them out",
            ));
        }
    }
    Ok(())
}

/// Attribute → (its first line, group → share).
type Stated = BTreeMap<String, (u64, BTreeMap<String, f64>)>;

/// What the text states.
fn parse(name: &str, text: &str) -> Result<Stated, Trouble> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new().trim(Trim::All).from_reader(text.as_bytes());
    let wrong =
        |line: u64, what: &str, remedy: &str| Trouble::usage(format!("{name}: line {line}: {what}"), remedy);
    let header = reader.headers().map_err(|error| Trouble::usage(format!("{name}: {error}"), SHAPE))?.clone();
    let place = |column: &str| {
        let found = header.iter().position(|own| own.eq_ignore_ascii_case(column));
        found.ok_or_else(|| wrong(1, &format!("there is no column `{column}`"), SHAPE))
    };
    let (attribute, group, share) = (place("attribute")?, place("group")?, place("share")?);
    let mut out = Stated::new();
    for record in reader.records() {
        let record = record.map_err(|error| Trouble::usage(format!("{name}: {error}"), SHAPE))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |place: usize| record.get(place).unwrap_or_default();
        let stated = cell(share).parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
        let stated = stated.ok_or_else(|| {
            wrong(
                line,
                &format!("{:?} is no share", cell(share)),
                "a number in 0–1, with a point before decimals",
            )
        })?;
        let own = out.entry(cell(attribute).to_string()).or_insert_with(|| (line, BTreeMap::new()));
        if own.1.insert(cell(group).to_string(), stated).is_some() {
            let what = format!("the group `{}` of `{}` comes twice", cell(group), cell(attribute));
            return Err(wrong(line, &what, "leave one of them out"));
        }
    }
    Ok(out)
}

/// Holds targets against the attributes and groups of the log, and gives them the log's spelling.
///
/// A group that the log does not have is a target that nobody meets; but where a group of the log has no share and is
/// called nearly the same, it is taken for a slip of the pen.
///
/// # Errors
/// An attribute that nobody has, or a group that is likely misspelt.
pub fn check(targets: &mut Targets, tallies: &Tallies) -> Result<(), Trouble> {
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for tally in tallies.questions.iter().flat_map(|question| &question.summaries.attributes) {
        let groups = known.entry(&tally.attribute.0).or_default();
        groups.extend(tally.groups.iter().map(|group| group.group.0.as_str()));
    }
    let mut spelt = BTreeMap::new();
    for (attribute, shares) in &targets.0 {
        let Some(own) = same(attribute, known.keys().copied()) else {
            let remedy = match nearest(attribute, known.keys().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => {
                    "nothing is known of the annotators: give a roster (--roster)".into()
                }
                None => format!("the attributes are {}", listed(known.keys().copied())),
            };
            return Err(Trouble::usage(
                format!("targets name the attribute `{attribute}`, which nobody has"),
                remedy,
            ));
        };
        let groups = &known[own];
        let mut renamed: BTreeMap<String, f64> = BTreeMap::new();
        for (group, share) in shares {
            let name = same(group, groups.iter().copied()).unwrap_or(group);
            *renamed.entry(name.to_string()).or_default() += share;
        }
        let free = || {
            groups.iter().copied().filter(|group| !renamed.contains_key(*group) && !Group::is_unstated(group))
        };
        for group in renamed.keys().filter(|group| !groups.contains(group.as_str())) {
            if let Some(near) = nearest(group, free()) {
                return Err(Trouble::usage(
                    format!("targets name the group `{group}` of `{own}`, which nobody is in"),
                    format!(
                        "did you mean `{near}`? It has no target; state one (0 will do) if both are meant"
                    ),
                ));
            }
        }
        spelt.insert(own.to_string(), renamed);
    }
    targets.0 = spelt;
    Ok(())
}

/// The known name that is this one, but for case.
fn same<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    known.clone().find(|own| *own == name).or_else(|| {
        let mut known = known;
        known.find(|own| own.to_lowercase() == name.to_lowercase())
    })
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.take(20).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;

    fn checked(attribute: &str, groups: &[(&str, f64)]) -> Result<Targets, String> {
        let mut log = TestLog::of_items(&[&[0, 1, 1, 0]], 2);
        log.roster = vec![("gender", vec!["Female", "Male", "Woman", "unknown"])];
        let tallies = Tallies { questions: vec![log.tallies()] };
        let shares = groups.iter().map(|&(group, share)| (group.to_string(), share)).collect();
        let mut targets = Targets([(attribute.to_string(), shares)].into());
        check(&mut targets, &tallies).map_err(|trouble| trouble.to_string())?;
        Ok(targets)
    }

    #[test]
    fn targets_take_the_logs_spelling_and_slips_are_told() {
        let found = checked("Gender", &[("female", 0.5), ("Male", 0.5)]).expect("known");
        assert_eq!(found.0["gender"].keys().collect::<Vec<_>>(), ["Female", "Male"]);
        assert!(
            checked("gendre", &[("Female", 1.0)]).expect_err("unknown").contains("did you mean `gender`")
        );
        let slip = checked("gender", &[("Femal", 0.5), ("Male", 0.5)]).expect_err("a slip");
        assert!(slip.contains("did you mean `Female`"), "{slip}");
        let all = [("Female", 0.4), ("Male", 0.4), ("Woman", 0.1), ("Women", 0.1)];
        assert!(checked("gender", &all).is_ok(), "a group that nobody is in");
    }

    #[test]
    fn a_file_states_groups_row_by_row() {
        let text = "\u{feff}Attribute,group,share\ngender,Female,0.5\nage,18–29,1\ngender,Male,0.5\n";
        let found = parse("t.csv", text).expect("targets");
        assert_eq!((found["gender"].0, found["gender"].1.len(), found["age"].1["18–29"]), (2, 2, 1.0));
        for (text, told) in [
            ("a,b\n", "no column `attribute`"),
            ("attribute,group,share\ng,F,50 %\n", "line 2: \"50 %\" is no share"),
            ("attribute,group,share\ng,F,0.5\ng,F,0.5\n", "line 3: the group `F` of `g` comes twice"),
        ] {
            let trouble = parse("t.csv", text).expect_err(text).to_string();
            assert!(trouble.contains(told), "{trouble}");
        }
    }
}
