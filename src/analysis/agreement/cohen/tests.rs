use super::*;
use crate::vocabulary::{LabelSet, Scale};
use proptest::prelude::*;

fn kappa(cells: &[(usize, usize, u64)]) -> Outcome<Estimate> {
    let items = cells.iter().map(|c| c.2).sum();
    cohen_kappa(cells, SampleSize { items, ..SampleSize::default() }, 0.95)
}

fn weights(kind: super::super::Weights, q: usize) -> WeightTable {
    let labels = LabelSet {
        names: (0..q).map(|k| k.to_string()).collect(),
        values: None,
        declared: true,
        used: Vec::new(),
    };
    WeightTable::new(kind, Scale::Ordinal, &labels).expect("ordered")
}

/// Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, table 18.1 (100 subjects in three
/// diagnostic categories): kappa .676, standard error .088, null error .076 (pp. 605–607).
const DIAGNOSES: [(usize, usize, u64); 9] =
    [(0, 0, 75), (0, 1, 1), (0, 2, 4), (1, 0, 5), (1, 1, 4), (1, 2, 1), (2, 0, 0), (2, 1, 0), (2, 2, 10)];

#[test]
fn meets_fleiss_levin_paik_table_18_1() {
    let found = kappa(&DIAGNOSES);
    let found = found.estimated().expect("categories vary");
    assert!((found.value - 0.676).abs() < 5e-4, "{}", found.value);
    assert!((found.se.expect("varies") - 0.088).abs() < 5e-4, "{:?}", found.se);
    let null = Kappa::of(&Contingency::of(&DIAGNOSES), &WeightTable::identity()).expect("varies");
    assert!((null.null_se - 0.076).abs() < 5e-4, "{}", null.null_se);
    assert!(null.p().expect("an error") < 1e-12);
}

/// Cohen 1968, table 1 (200 patients of Cohen 1960, p. 45), disagreements 1, 3 and 6: weighted kappa .348.
#[test]
fn meets_cohen_1968() {
    let cells = [
        (0, 0, 88),
        (0, 1, 14),
        (0, 2, 18),
        (1, 0, 10),
        (1, 1, 40),
        (1, 2, 10),
        (2, 0, 2),
        (2, 1, 6),
        (2, 2, 12),
    ];
    let names = ["personality", "neurosis", "psychosis"].map(String::from).to_vec();
    let labels = LabelSet { names: names.clone(), values: None, declared: false, used: vec![true; 3] };
    let table = super::super::DistanceTable {
        name: "Cohen 1968".into(),
        labels: names,
        values: vec![0.0, 1.0, 3.0, 1.0, 0.0, 6.0, 3.0, 6.0, 0.0],
    };
    let weights = WeightTable::of_distances(&table, &labels).expect("every label is there");
    let found = Kappa::of(&Contingency::of(&cells), &weights).expect("varies");
    assert!((found.value - 0.348).abs() < 5e-4, "{}", found.value);
}

#[test]
fn one_label_on_both_sides_is_not_estimable() {
    assert_eq!(kappa(&[(0, 0, 9)]).reason(), Some(&Reason::NoExpectedDisagreement));
    assert!(matches!(kappa(&[]).reason(), Some(Reason::TooFew { .. })));
}

#[test]
fn a_model_that_knows_one_label_gets_zero() {
    let found = kappa(&[(0, 0, 9), (1, 0, 3)]);
    let found = found.estimated().expect("people use two labels");
    assert!(found.value.abs() < 1e-12);
    assert!(found.interval.reason().is_some(), "0 by construction, not by evidence");
}

#[test]
fn perfect_agreement_has_no_interval() {
    let found = kappa(&[(0, 0, 9), (1, 1, 3)]);
    assert_eq!(found.estimated().and_then(|k| k.interval.reason()), Some(&Reason::NoErrorToEstimate));
}

fn cells(counts: &[u64], q: usize) -> Vec<(usize, usize, u64)> {
    counts.iter().enumerate().map(|(i, &n)| (i / q, i % q, n)).collect()
}

proptest! {
    /// Whoever is called first, and on two labels whatever the weights, kappa is the same.
    #[test]
    fn order_of_annotators_and_two_labels(counts in prop::collection::vec(0u64..30, 4)) {
        let table = Contingency::of(&cells(&counts, 2));
        let turned: Vec<_> = cells(&counts, 2).into_iter().map(|(k, l, n)| (l, k, n)).collect();
        let plain = Kappa::of(&table, &WeightTable::identity());
        let other = Kappa::of(&Contingency::of(&turned), &WeightTable::identity());
        let weighted = Kappa::of(&table, &weights(super::super::Weights::Quadratic, 2));
        match (plain, other, weighted) {
            (Ok(a), Ok(b), Ok(c)) => {
                prop_assert!((a.value - b.value).abs() < 1e-12 && (a.se - b.se).abs() < 1e-7);
                prop_assert!((a.value - c.value).abs() < 1e-9 && (a.null_se - c.null_se).abs() < 1e-7);
                prop_assert!(a.value <= 1.0 + 1e-12 && a.value >= -1.0 - 1e-12);
            }
            (a, b, c) => prop_assert!(a.is_err() && b.is_err() && c.is_err()),
        }
    }

    /// The one-pass null spread of unweighted kappa is the sum over all pairs of labels.
    #[test]
    fn unweighted_is_the_walk_over_all_pairs(counts in prop::collection::vec(0u64..9, 16)) {
        let table = Contingency::of(&cells(&counts, 4));
        let walked = WeightTable::of_distances(
            &super::super::DistanceTable {
                name: "0 or 1".into(),
                labels: (0..4).map(|k| k.to_string()).collect(),
                values: (0..16).map(|i| f64::from(u8::from(i / 4 != i % 4))).collect(),
            },
            &LabelSet {
                names: (0..4).map(|k| k.to_string()).collect(),
                values: None,
                declared: true,
                used: Vec::new(),
            },
        ).expect("all labels");
        if let (Ok(a), Ok(b)) = (Kappa::of(&table, &WeightTable::identity()), Kappa::of(&table, &walked)) {
            prop_assert!((a.value - b.value).abs() < 1e-12);
            prop_assert!((a.null_se - b.null_se).abs() < 1e-7 && (a.se - b.se).abs() < 1e-7);
        }
    }
}
