use super::*;
use crate::analysis::agreement::AgreementOptions;
use crate::analysis::coverage::Targets;
use crate::analysis::disparity::grouping::groupings;
use crate::analysis::inference::InferenceOptions;
use crate::analysis::test_log::TestLog;
use crate::vocabulary::Estimate;
use proptest::prelude::*;

fn found(log: &TestLog, min_group: u64) -> Outcome<Severity> {
    let tallies = log.tallies();
    let asked = Asked {
        min_group,
        agreement: &AgreementOptions::default(),
        inference: &InferenceOptions::default(),
        targets: &Targets::default(),
        settled: None,
    };
    measure(&tallies, &groupings(&tallies), &SeverityOptions::default(), asked)
}

/// Annotators 0 … `own` − 1 are of group a, the others of b; everybody sees every item.
fn crossed(own: usize, people: &[&[u32]]) -> TestLog {
    let items = people[0].len();
    let rows = people.iter().enumerate().flat_map(|(who, given)| {
        given.iter().enumerate().map(move |(item, &label)| (item as u32, who as u32, label))
    });
    TestLog {
        rows: rows.collect(),
        labels: 2,
        items: items as u32,
        annotators: people.len() as u32,
        roster: vec![("team", (0..people.len()).map(|who| if who < own { "a" } else { "b" }).collect())],
        ..TestLog::default()
    }
}

fn contrast(log: &TestLog) -> LabelContrast {
    let found = found(log, 3).estimated().expect("groups").clone();
    let group = &found.attributes[0].groups[0];
    group.contrasts.estimated().expect("shared items")[1].clone()
}

const A: [&[u32]; 3] = [&[1, 1, 1, 0], &[1, 1, 0, 0], &[1, 1, 1, 1]];
const B: [&[u32]; 4] = [&[0, 1, 0, 0], &[1, 0, 0, 0], &[0, 0, 0, 0], &[1, 1, 0, 1]];

/// Shares of the three are .75 .5 1, of the four .25 .25 0 .75: Welch's error is √(s²/3 + t²/4).
#[test]
fn where_everybody_sees_everything_the_error_is_welchs() {
    let people: Vec<&[u32]> = A.iter().chain(&B).copied().collect();
    let own = contrast(&crossed(3, &people));
    assert!((own.rate - 0.75).abs() < 1e-12 && (own.rest - 0.3125).abs() < 1e-12);
    let (s, t) = (0.0625, (0.0625_f64.powi(2) * 2.0 + 0.3125_f64.powi(2) + 0.4375_f64.powi(2)) / 3.0);
    // A group of 12 annotations has fewer than ten of either kind, so that the spread of all people may count instead.
    let welch = (s / 3.0 + t / 4.0).sqrt();
    let se = own.difference.se.expect("a spread");
    assert!(se >= welch - 1e-9, "{se} {welch}");
    let many: Vec<Vec<u32>> = people.iter().map(|given| given.repeat(10)).collect();
    let many: Vec<&[u32]> = many.iter().map(Vec::as_slice).collect();
    let own = contrast(&crossed(3, &many));
    assert!((own.difference.se.expect("a spread") - welch).abs() < 1e-9, "{:?} {welch}", own.difference.se);
}

#[test]
fn the_second_group_and_the_first_label_say_the_same_with_the_sign_turned() {
    let people: Vec<&[u32]> = A.iter().chain(&B).copied().collect();
    let found = found(&crossed(3, &people), 3).estimated().expect("groups").clone();
    assert_eq!((found.tests, found.attributes[0].simultaneous), (1, 1));
    let all: Vec<&LabelContrast> = found.attributes[0]
        .groups
        .iter()
        .flat_map(|group| group.contrasts.estimated().expect("shown"))
        .collect();
    let values: Vec<f64> = all.iter().map(|one| one.difference.value).collect();
    assert!(
        [values[0] + values[1], values[0] + values[2], values[1] - values[2]].iter().all(|d| d.abs() < 1e-12)
    );
    assert!(all.iter().all(|one| one.p == all[0].p && one.q == all[0].q));
}

#[test]
fn a_few_people_who_share_items_are_not_compared() {
    let people: Vec<&[u32]> = A.iter().chain(&B).copied().collect();
    let log = crossed(3, &people);
    let found = found(&log, 4).estimated().expect("groups").clone();
    let reasons: Vec<_> = found.attributes[0].groups.iter().map(|group| group.contrasts.reason()).collect();
    assert_eq!(reasons, [Some(&Reason::Insufficient), Some(&Reason::Insufficient)]);
    assert_eq!(found.tests, 0);
    let apart = TestLog {
        rows: (0..8).map(|who| (u32::from(who >= 4), who, who % 2)).collect(),
        labels: 2,
        items: 2,
        annotators: 8,
        roster: vec![("team", (0..8).map(|who| if who < 4 { "a" } else { "b" }).collect())],
        ..TestLog::default()
    };
    let found = super::tests::found(&apart, 3).estimated().expect("groups").clone();
    assert!(found.attributes[0].groups.iter().all(|group| group.contrasts.reason().is_some()));
    let pair = &found.attributes[0].distances.estimated().expect("two groups")[0];
    assert_eq!((pair.items, pair.bits()), (0, None));
}

#[test]
fn everybody_of_one_opinion_has_no_error_and_no_finding() {
    let people: Vec<&[u32]> = vec![&[1, 0, 1]; 8];
    let own = contrast(&crossed(4, &people));
    assert_eq!((own.difference.value, own.reported), (0.0, false));
    assert_eq!(own.difference.interval.reason(), Some(&Reason::NoErrorToEstimate));
}

/// Whoever is of group a gives label 1 on most items, the others on a quarter or half of them.
#[test]
fn a_group_that_always_says_more_is_reported() {
    let people: Vec<Vec<u32>> = (0..24)
        .map(|who| {
            (0..30)
                .map(|item| u32::from((who < 10 && item > who) || (item * 7 + who * who) % 4 == 0))
                .collect()
        })
        .collect();
    let people: Vec<&[u32]> = people.iter().map(Vec::as_slice).collect();
    let own = contrast(&crossed(10, &people));
    assert!(own.reported && own.difference.value > 0.3, "{own:?}");
    assert!(own.difference.interval.estimated().is_some_and(|ends| ends.lower > 0.2));
}

fn estimate(of: &LabelContrast) -> &Estimate {
    &of.difference
}

proptest! {
    /// Items that one side alone saw, and the names of items and people, change nothing.
    #[test]
    fn items_of_one_side_alone_say_nothing(given in prop::collection::vec(0u32..2, 48), extra in 0u32..2) {
        let people: Vec<&[u32]> = given.chunks(6).collect();
        let log = crossed(4, &people);
        let mut more = log.clone();
        more.items += 1;
        more.rows.extend((0..4).map(|who| (6, who, extra)));
        let (own, other) = (contrast(&log), contrast(&more));
        prop_assert!((estimate(&own).value - estimate(&other).value).abs() < 1e-12);
        prop_assert!((own.rate - other.rate).abs() < 1e-12 && own.difference.sample == other.difference.sample);
        let se = |of: &LabelContrast| of.difference.se.unwrap_or(0.0);
        prop_assert!((se(&own) - se(&other)).abs() < 1e-12);
    }
}
