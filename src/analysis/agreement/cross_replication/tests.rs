use super::*;
use crate::vocabulary::{LabelSet, Scale, Seed};
use proptest::prelude::*;

fn counts(labels: &[u32]) -> Vec<(Label, u32)> {
    let mut sorted = labels.to_vec();
    sorted.sort_unstable();
    sorted.chunk_by(|a, b| a == b).map(|run| (Label(run[0]), run.len() as u32)).collect()
}

fn cells(items: &[(Vec<u32>, Vec<u32>)]) -> Vec<CrossCell> {
    let cell = |(x, y): &(Vec<u32>, Vec<u32>)| CrossCell { first: counts(x), second: counts(y), items: 1 };
    items.iter().map(cell).collect()
}

fn measured(cells: &[CrossCell], labels: usize, distance: &Distance) -> CrossReplication {
    let stream = Stream { seed: Seed::default(), question: "q", slice: "", purpose: "items" };
    cross_replication(cells, labels, distance, stream, &InferenceOptions::default())
}

fn value(outcome: &Outcome<Estimate>) -> Option<f64> {
    outcome.estimated().map(|estimate| estimate.value)
}

/// google-research/cross-replication-reliability, unit tests, XRR_RESULT: labels A = 0 and B = 1 of five items that
/// both groups rated: .1818182.
#[test]
fn googles_own_test_value() {
    let items = [
        (vec![1, 1], vec![1, 1]),
        (vec![1, 1, 1], vec![0, 1]),
        (vec![0, 0], vec![0, 1]),
        (vec![0, 0, 0], vec![0, 1]),
        (vec![0, 1], vec![0, 0]),
    ];
    let found = measured(&cells(&items), 2, &Distance::Nominal);
    assert!((value(&found.xrr).expect("five items") - 2.0 / 11.0).abs() < 1e-12);
    assert_eq!(found.items, 5);
}

#[test]
fn full_agreement_is_one_and_one_label_is_nothing() {
    let same = measured(&cells(&[(vec![0, 0], vec![0]), (vec![1, 1], vec![1])]), 2, &Distance::Nominal);
    assert_eq!(value(&same.xrr), Some(1.0));
    assert_eq!(value(&same.normalised), Some(1.0));
    let flat = measured(&cells(&[(vec![0, 0], vec![0]), (vec![0], vec![0])]), 2, &Distance::Nominal);
    assert_eq!(flat.xrr.reason(), Some(&Reason::NoExpectedDisagreement));
    let none = measured(&[], 2, &Distance::Nominal);
    assert!(matches!(none.xrr.reason(), Some(Reason::TooFew { found: 0, .. })));
}

#[test]
fn noise_among_people_has_no_normalised_form() {
    let found = measured(&cells(&[(vec![0, 1], vec![0]), (vec![0, 1], vec![1])]), 2, &Distance::Nominal);
    assert_eq!(found.normalised.reason(), Some(&Reason::NotAboveChance));
}

fn brute(items: &[(Vec<u32>, Vec<u32>)], apart: &dyn Fn(u32, u32) -> f64) -> Option<f64> {
    let both: Vec<_> = items.iter().filter(|(x, y)| !x.is_empty() && !y.is_empty()).collect();
    let mean = |x: &[u32], y: &[u32]| {
        let sum: f64 = x.iter().flat_map(|&a| y.iter().map(move |&b| apart(a, b))).sum();
        sum / (x.len() * y.len()) as f64
    };
    let size = |(x, y): &&&(Vec<u32>, Vec<u32>)| (x.len() + y.len()) as f64;
    let total: f64 = both.iter().map(|item| size(&item)).sum();
    let observed: f64 = both.iter().map(|item| size(&item) * mean(&item.0, &item.1)).sum();
    let x: Vec<u32> = both.iter().flat_map(|item| item.0.clone()).collect();
    let y: Vec<u32> = both.iter().flat_map(|item| item.1.clone()).collect();
    let expected = mean(&x, &y);
    (expected > 0.0).then(|| 1.0 - observed / total / expected)
}

proptest! {
    #[test]
    fn equals_the_definition_on_every_scale(
        items in prop::collection::vec((prop::collection::vec(0u32..4, 1..5), prop::collection::vec(0u32..4, 1..4)), 1..12)
    ) {
        let cells = cells(&items);
        let labels = LabelSet {
            names: (0..4).map(|k| k.to_string()).collect(),
            values: Some(vec![1.0, 2.0, 4.0, 9.0]),
            declared: false,
            used: Vec::new(),
        };
        let mut margins = [0.0; 4];
        items.iter().flat_map(|(x, y)| x.iter().chain(y)).for_each(|&k| margins[k as usize] += 1.0);
        for scale in [Scale::Nominal, Scale::Ordinal, Scale::Interval, Scale::Ratio] {
            let distance = Distance::of_scale(scale, &labels);
            let metric = distance.metric(&margins);
            let wanted = brute(&items, &|a, b| metric.between(a as usize, b as usize));
            let found = value(&measured(&cells, 4, &distance).xrr);
            match (wanted, found) {
                (Some(wanted), Some(found)) => prop_assert!((wanted - found).abs() < 1e-9, "{scale:?}"),
                (wanted, found) => prop_assert_eq!(wanted, found),
            }
        }
    }

    #[test]
    fn the_sources_may_change_places(
        items in prop::collection::vec((prop::collection::vec(0u32..3, 1..5), prop::collection::vec(0u32..3, 1..4)), 1..12)
    ) {
        let turned: Vec<_> = items.iter().map(|(x, y)| (y.clone(), x.clone())).collect();
        let (one, other) = (measured(&cells(&items), 3, &Distance::Nominal), measured(&cells(&turned), 3, &Distance::Nominal));
        prop_assert!((value(&one.xrr).unwrap_or(9.0) - value(&other.xrr).unwrap_or(9.0)).abs() < 1e-9);
    }
}
