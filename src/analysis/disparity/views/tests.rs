use super::*;
use crate::analysis::agreement::AgreementOptions;
use crate::analysis::coverage::Targets;
use crate::analysis::disparity::{Asked, grouping::groupings};
use crate::analysis::inference::InferenceOptions;
use crate::analysis::test_log::TestLog;
use crate::vocabulary::{Outcome, Reason};
use proptest::prelude::*;

fn measured(log: &TestLog, min_group: u64, targets: &Targets) -> Outcome<Views> {
    let tallies = log.tallies();
    let (agreement, inference) = (AgreementOptions::default(), InferenceOptions::default());
    let asked = Asked { min_group, agreement: &agreement, inference: &inference, targets, settled: None };
    measure(&tallies, &groupings(&tallies), &ViewOptions::default(), None, asked)
}

fn targets(attribute: &str, shares: &[(&str, f64)]) -> Targets {
    let shares = shares.iter().map(|&(name, share)| (name.to_owned(), share)).collect();
    Targets([(attribute.to_owned(), shares)].into())
}

fn view<'a>(found: &'a Outcome<Views>, group: &str) -> &'a GroupView {
    let groups = &found.estimated().expect("a roster").attributes[0].groups;
    let own = groups.iter().find(|own| own.group == group).expect("the group");
    own.numbers.estimated().expect("large enough")
}

/// Three of team a say 1 on every other item, where six of team b say 0.
fn divided() -> TestLog {
    let rows = (0..20).flat_map(|i| (0..9).map(move |a| (i, a, u32::from(a < 3 && i % 2 == 0))));
    TestLog {
        rows: rows.collect(),
        labels: 2,
        items: 20,
        annotators: 9,
        roster: vec![("team", (0..9).map(|a| if a < 3 { "a" } else { "b" }).collect())],
        ..TestLog::default()
    }
}

/// Three people drawn by lot decide so where two or three of them are of team a: 19 of 84 times, all items or none.
fn near_chance(flips: &Flips) -> bool {
    let own = 19.0 / 84.0;
    let chance = flips.relabelled.estimated().expect("people to exchange");
    (chance.p - own).abs() < 0.12 && (chance.expected - own).abs() < 0.09 && chance.most_expected > 0.99
}

#[test]
fn a_group_with_a_view_of_its_own_is_far_from_the_consensus() {
    let found = measured(&divided(), 3, &Targets::default());
    let (a, b) = (view(&found, "a"), view(&found, "b"));
    let value = |own: &ViewDistance| {
        (
            own.agreement.estimated().map(|found| found.value),
            own.difference.estimated().map(|found| found.value),
        )
    };
    assert_eq!(value(&a.consensus), (Some(0.5), Some(-0.5)));
    assert_eq!(value(&b.consensus), (Some(1.0), Some(0.5)));
    let (alone, without) = (a.alone.estimated().expect("items"), a.without.estimated().expect("items"));
    assert_eq!((alone.items, alone.flips, without.flips), (10, 10, 0));
    assert!(near_chance(alone), "{alone:?}");
    let views = found.estimated().expect("a roster");
    assert_eq!((views.items, views.disputed, views.tied, views.weighted.len()), (20, 10, 0, 0));
}

#[test]
fn weighted_to_a_target_the_minority_decides() {
    let found = measured(&divided(), 3, &targets("team", &[("a", 0.7), ("b", 0.3)]));
    let weighted = &found.estimated().expect("a roster").weighted;
    let numbers = weighted[0].numbers.estimated().expect("two groups");
    assert_eq!((weighted.len(), numbers.flips.flips, numbers.items.len()), (1, 10, 10));
    assert_eq!((numbers.items[0].from.as_str(), numbers.items[0].to.as_str()), ("l0", "l1"));
    assert!(near_chance(&numbers.flips), "{:?}", numbers.flips);
}

#[test]
fn small_groups_are_insufficient_and_what_is_missing_is_said() {
    let found = measured(&divided(), 5, &targets("team", &[("a", 0.7), ("b", 0.3)]));
    let views = found.estimated().expect("a roster");
    assert_eq!(views.attributes[0].groups[0].numbers, Outcome::NotEstimable(Reason::Insufficient));
    assert!(matches!(views.weighted[0].numbers.reason(), Some(Reason::TooFew { .. })), "one group is left");
    let bare = TestLog { roster: Vec::new(), ..divided() };
    assert!(matches!(measured(&bare, 5, &Targets::default()).reason(), Some(Reason::NotInLog { .. })));
    let alike =
        TestLog { rows: divided().rows.into_iter().map(|(i, a, _)| (i, a, 0)).collect(), ..divided() };
    let same = measured(&alike, 3, &Targets::default());
    let own = view(&same, "a");
    assert!(matches!(own.alone.reason(), Some(Reason::TooFew { found: 0, .. })));
    assert!(own.consensus.difference.estimated().is_some_and(|found| found.interval.reason().is_some()));
    assert!(own.consensus.p.is_none() && !own.consensus.reported);
    assert_eq!(own.beyond_chance.reason(), Some(&Reason::NoExpectedDisagreement));
}

#[test]
fn people_of_pools_apart_do_not_change_places() {
    // Each team has items of its own.
    let rows =
        (0..20).flat_map(|i| (0..6).map(move |a| (i, if i < 10 { a } else { a + 6 }, u32::from(a < 2))));
    let log = TestLog {
        rows: rows.collect(),
        labels: 2,
        items: 20,
        annotators: 12,
        roster: vec![("team", (0..12).map(|a| if a < 6 { "a" } else { "b" }).collect())],
        ..TestLog::default()
    };
    let found = measured(&log, 3, &Targets::default());
    let own = view(&found, "a");
    let alone = own.alone.estimated().expect("disputed items");
    assert!(matches!(alone.relabelled.reason(), Some(Reason::TooFew { .. })), "{alone:?}");
    assert!(matches!(own.consensus.difference.reason(), Some(Reason::TooFew { found: 0, .. })));
}

proptest! {
    /// Leaving each annotation out by hand: agreement with the others' majority, and the same less that of the rest.
    #[test]
    fn equals_leaving_each_annotation_out_by_hand(
        items in prop::collection::vec(prop::collection::vec(prop::option::of(0u32..3), 6), 2..12)
    ) {
        let mut log = TestLog { labels: 3, items: items.len() as u32, annotators: 6, ..TestLog::default() };
        log.roster = vec![("team", vec!["a", "a", "b", "b", "b", "b"])];
        let (mut whole, mut less) = ((0.0, 0.0), (0.0, 0.0));
        for (i, given) in items.iter().enumerate() {
            let rows: Vec<(u32, u32)> =
                (0u32..).zip(given).filter_map(|(a, label)| label.map(|label| (a, label))).collect();
            log.rows.extend(rows.iter().map(|&(a, label)| (i as u32, a, label)));
            let credit = |own: &(u32, u32)| {
                let votes: Vec<usize> =
                    (0..3).map(|l| rows.iter().filter(|row| row.0 != own.0 && row.1 == l).count()).collect();
                let most = votes.iter().copied().max().unwrap_or(0);
                let tied = votes.iter().filter(|&&n| n == most).count() as f64;
                if most > 0 && votes[own.1 as usize] == most { 1.0 / tied } else { 0.0 }
            };
            if rows.len() < 2 {
                continue;
            }
            let (own, rest): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.0 < 2);
            let sum = |rows: &[(u32, u32)]| rows.iter().map(credit).sum::<f64>();
            whole = (whole.0 + sum(&own), whole.1 + own.len() as f64);
            if !rest.is_empty() {
                let expected = own.len() as f64 * sum(&rest) / rest.len() as f64;
                less = (less.0 + sum(&own) - expected, less.1 + own.len() as f64);
            }
        }
        let workers: Vec<u32> = log.rows.iter().map(|row| row.1).collect();
        prop_assume!((0..6).all(|a| workers.contains(&a)));
        let found = measured(&log, 2, &Targets::default());
        let own = &view(&found, "a").consensus;
        let near = |outcome: &Outcome<crate::vocabulary::Estimate>, (sum, n): (f64, f64)| match outcome {
            Outcome::Estimated(found) => (found.value - sum / n).abs() < 1e-9,
            Outcome::NotEstimable(_) => n == 0.0,
        };
        prop_assert!(near(&own.agreement, whole), "{own:?} {whole:?}");
        prop_assert!(near(&own.difference, less), "{own:?} {less:?}");
    }
}
