//! Attributes crossed with each other: gender × race, as further attributes of the same people.

use super::RosterAttribute;
use crate::vocabulary::{Attribute, Group};
use std::collections::BTreeMap;

/// Groups that one intersection may have: more are nobody's table.
const MOST_GROUPS: usize = 100;
/// Intersections that are made at most.
const MOST: usize = 100;

/// Adds the intersections of up to `depth` attributes; what would have too many groups is named in the notes. All stand in
/// order of their names.
pub(super) fn add(roster: &mut Vec<RosterAttribute>, depth: u32, notes: &mut Vec<String>) {
    if depth < 2 {
        return;
    }
    let singles = roster.len();
    let mut made: Vec<(Vec<usize>, RosterAttribute)> =
        (0..singles).map(|i| (vec![i], roster[i].clone())).collect();
    let (mut from, mut left_out, mut stopped) = (0, Vec::new(), false);
    for _ in 1..depth {
        let end = made.len();
        for at in from..end {
            let last = *made[at].0.last().expect("every intersection has parts");
            for (next, single) in roster.iter().enumerate().take(singles).skip(last + 1) {
                if made.len() - singles >= MOST {
                    stopped = true;
                    break;
                }
                let crossed = crossed(&made[at].1, single);
                if crossed.groups.len() > MOST_GROUPS {
                    left_out.push(crossed.attribute.0);
                } else {
                    made.push(([made[at].0.as_slice(), &[next]].concat(), crossed));
                }
            }
        }
        from = end;
    }
    if !left_out.is_empty() {
        notes.push(format!(
            "not crossed, because more than {MOST_GROUPS} groups would come of it: {}",
            left_out.join(", ")
        ));
    }
    if stopped {
        notes
            .push(format!("{MOST} intersections of attributes are made, and no more; name fewer attributes"));
    }
    roster.extend(made.into_iter().skip(singles).map(|(_, crossed)| crossed));
    roster.sort_by(|a, b| a.attribute.cmp(&b.attribute));
}

/// Who is in which group of both; groups that nobody is in are not made.
fn crossed(first: &RosterAttribute, second: &RosterAttribute) -> RosterAttribute {
    let name = |a: &str, b: &str| format!("{a}{}{b}", Group::CROSS);
    let pairs: Vec<(u32, u32)> =
        first.of_annotator.iter().copied().zip(second.of_annotator.iter().copied()).collect();
    let text = |&(a, b): &(u32, u32)| name(&first.groups[a as usize].0, &second.groups[b as usize].0);
    let mut names: Vec<String> = {
        let mut distinct = pairs.clone();
        distinct.sort_unstable();
        distinct.dedup();
        distinct.iter().map(text).collect()
    };
    names.sort_unstable();
    names.dedup();
    let code: BTreeMap<&str, u32> = names.iter().map(String::as_str).zip(0u32..).collect();
    let of_annotator = pairs.iter().map(|pair| code[text(pair).as_str()]).collect();
    RosterAttribute {
        attribute: Attribute(name(&first.attribute.0, &second.attribute.0)),
        depth: first.depth + second.depth,
        of_annotator,
        groups: names.into_iter().map(Group).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(name: &str, of: &[&str]) -> RosterAttribute {
        let mut groups: Vec<&str> = of.to_vec();
        groups.sort_unstable();
        groups.dedup();
        let code = |group: &&str| groups.iter().position(|own| own == group).expect("it is there") as u32;
        RosterAttribute {
            attribute: Attribute(name.into()),
            depth: 1,
            of_annotator: of.iter().map(code).collect(),
            groups: groups.iter().map(|group| Group((*group).into())).collect(),
        }
    }

    #[test]
    fn attributes_are_crossed_to_the_depth_that_was_asked_for() {
        let gender = attribute("gender", &["f", "m", "f", "unknown"]);
        let race = attribute("race", &["a", "a", "b", "b"]);
        let team = attribute("team", &["x", "y", "x", "y"]);
        for (depth, expected) in [(1, 3), (2, 6), (3, 7), (9, 7)] {
            let mut roster = vec![gender.clone(), race.clone(), team.clone()];
            add(&mut roster, depth, &mut Vec::new());
            assert_eq!(roster.len(), expected, "depth {depth}");
            assert!(roster.is_sorted_by_key(|own| own.attribute.0.clone()));
        }
        let mut roster = vec![gender, race];
        add(&mut roster, 2, &mut Vec::new());
        let crossed = &roster[1];
        assert_eq!((crossed.attribute.0.as_str(), crossed.depth), ("gender × race", 2));
        let of: Vec<&str> =
            crossed.of_annotator.iter().map(|&g| crossed.groups[g as usize].0.as_str()).collect();
        assert_eq!(of, ["f × a", "m × a", "f × b", "unknown × b"]);
    }

    #[test]
    fn an_intersection_of_too_many_groups_is_named_instead_of_made() {
        let of: Vec<String> = (0..121).map(|i| format!("g{:02}", i % 11)).collect();
        let other: Vec<String> = (0..121).map(|i| format!("h{:02}", i / 11)).collect();
        let texts = |of: &[String]| of.iter().map(String::as_str).collect::<Vec<_>>().join(",");
        let (one, two) = (texts(&of), texts(&other));
        let mut roster = vec![
            attribute("a", &one.split(',').collect::<Vec<_>>()),
            attribute("b", &two.split(',').collect::<Vec<_>>()),
        ];
        let mut notes = Vec::new();
        add(&mut roster, 2, &mut notes);
        assert_eq!((roster.len(), notes.len()), (2, 1));
        assert!(notes[0].contains("a × b"), "{notes:?}");
    }
}
