use super::*;
use crate::analysis::consensus;
use crate::analysis::test_log::TestLog;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Slices of one model over a log with one slicing column, whose codes stand beside the rows sorted by item and
/// annotator; 9 is no value.
fn sliced(log: &TestLog, codes: &[u32], values: u32) -> Vec<ModelSlice> {
    let mut tallies = log.tallies();
    let code = codes.iter().map(|&code| if code == 9 { u32::MAX } else { code }).collect();
    let names = (0..values).map(|v| format!("v{v}")).collect();
    tallies.slice_columns = vec![SliceColumn { name: "batch".into(), values: names, code }];
    let majorities = consensus::by_pattern(&tallies.summaries.patterns);
    let found = model_slices(&tallies, &References::of(&tallies, &majorities), 0.95);
    found.by_model.into_iter().next().unwrap_or_default()
}

fn of<'a>(rows: &'a [ModelSlice], value: &str, against: Against) -> &'a ModelSlice {
    rows.iter().find(|row| row.value == value && row.against == against).expect("a row")
}

fn value(outcome: &Outcome<Estimate>) -> Option<f64> {
    outcome.estimated().map(|found| found.value)
}

#[test]
fn batches_of_items_are_apart_and_told_when_they_differ() {
    // Forty items of one batch all right, forty of another half right; gold is known of every second.
    let items: Vec<&[u32]> = vec![&[0, 0]; 80];
    let mut log = TestLog::of_items(&items, 2);
    let said = |i: u32| Some(u32::from(i >= 40 && i.is_multiple_of(2)));
    log.models = vec![("m", (0..80).map(said).collect())];
    log.gold = Some((0..80).map(|i| (i % 2 == 0).then_some(0)).collect());
    let codes: Vec<u32> = (0..160).map(|row| u32::from(row >= 80)).collect();
    let rows = sliced(&log, &codes, 2);
    let (first, second) = (of(&rows, "v0", Against::Consensus), of(&rows, "v1", Against::Consensus));
    assert_eq!((value(&first.agreement), value(&second.agreement)), (Some(1.0), Some(0.5)));
    assert_eq!((value(&first.difference), value(&second.difference)), (Some(0.5), Some(-0.5)));
    assert!(first.reported && second.reported);
    let gold = of(&rows, "v1", Against::Gold);
    assert_eq!((value(&gold.agreement), value(&gold.difference)), (Some(0.0), Some(-1.0)));
    let method = gold.difference.estimated().and_then(|d| d.interval.estimated()).map(|i| i.method.clone());
    assert!(method.expect("an interval").contains("independent"));
}

#[test]
fn versions_of_a_guideline_on_the_same_items_are_held_against_their_own_people() {
    // Each item: two people under v0 say 0, two under v1 say 1; the model says 1.
    let items: Vec<&[u32]> = vec![&[0, 0, 1, 1]; 30];
    let mut log = TestLog::of_items(&items, 2);
    log.models = vec![("m", vec![Some(1); 30])];
    let codes: Vec<u32> = (0..120).map(|row| u32::from(row % 4 >= 2)).collect();
    let rows = sliced(&log, &codes, 2);
    let (old, new) = (of(&rows, "v0", Against::Consensus), of(&rows, "v1", Against::Consensus));
    assert_eq!((value(&old.agreement), value(&new.agreement)), (Some(0.0), Some(1.0)));
    let difference = new.difference.estimated().expect("the same items");
    assert_eq!(difference.value, 1.0);
    let interval = difference.interval.estimated().expect("an interval");
    assert!(interval.method.contains("paired") && interval.upper <= 1.0 && interval.lower > 0.8);
}

#[test]
fn one_value_has_no_rest_and_unknown_values_are_in_neither() {
    let mut log = TestLog::of_items(&[&[0, 0], &[1, 1], &[1, 1]], 2);
    log.models = vec![("m", vec![Some(0), Some(1), Some(0)])];
    let rows = sliced(&log, &[0, 0, 0, 0, 9, 9], 1);
    let only = of(&rows, "v0", Against::Consensus);
    assert_eq!(value(&only.agreement), Some(1.0));
    assert!(matches!(only.difference.reason(), Some(Reason::TooFew { .. })) && only.q_value.is_none());
}

/// The label that most of these gave alone.
fn leader(labels: &[u32]) -> Option<u32> {
    let mut votes: BTreeMap<u32, usize> = BTreeMap::new();
    labels.iter().for_each(|&label| *votes.entry(label).or_default() += 1);
    let most = votes.values().max().copied()?;
    let leading: Vec<u32> = votes.iter().filter(|(_, n)| **n == most).map(|(&label, _)| label).collect();
    if leading.len() == 1 { leading.first().copied() } else { None }
}

proptest! {
    #[test]
    fn shares_equal_brute_force(
        items in prop::collection::vec((prop::collection::vec((0u32..3, 0u32..3), 1..5), 0u32..3), 1..25)
    ) {
        let given: Vec<Vec<u32>> = items.iter().map(|(rows, _)| rows.iter().map(|row| row.0).collect()).collect();
        let mut log = TestLog::of_items(&given.iter().map(Vec::as_slice).collect::<Vec<_>>(), 3);
        log.models = vec![("m", items.iter().map(|(_, said)| Some(*said)).collect())];
        let codes: Vec<u32> = items.iter().flat_map(|(rows, _)| rows.iter().map(|row| row.1)).collect();
        let rows = sliced(&log, &codes, 3);
        for v in 0..3 {
            let share = |inside: bool| -> Option<f64> {
                let fate = |(rows, said): &(Vec<(u32, u32)>, u32)| {
                    let own: Vec<u32> = rows.iter().filter(|row| (row.1 == v) == inside).map(|row| row.0).collect();
                    leader(&own).map(|label| label == *said)
                };
                let fates: Vec<bool> = items.iter().filter_map(fate).collect();
                let hits = fates.iter().filter(|&&right| right).count();
                (!fates.is_empty()).then(|| hits as f64 / fates.len() as f64)
            };
            let row = rows.iter().find(|row| row.value == format!("v{v}"));
            prop_assert_eq!(row.and_then(|row| value(&row.agreement)), share(true));
            if let (Some(row), Some(own), Some(rest)) = (row, share(true), share(false)) {
                let difference = value(&row.difference).expect("both have items");
                prop_assert!((difference - (own - rest)).abs() < 1e-12);
            }
        }
    }
}
