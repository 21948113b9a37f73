use super::{Pooled, pooled};
use crate::analysis::agreement::{AgreementOptions, Pool, coefficient};
use crate::analysis::inference::InferenceOptions;
use crate::tally::PatternTable;
use crate::vocabulary::{Label, LabelSet, Outcome, Question, Reason, Scale, SliceKey};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Counts items given as lists of labels.
pub(super) fn table(items: &[Vec<u32>]) -> PatternTable {
    let mut patterns: BTreeMap<Vec<(Label, u32)>, u64> = BTreeMap::new();
    for item in items.iter().filter(|item| !item.is_empty()) {
        let mut counts: BTreeMap<Label, u32> = BTreeMap::new();
        item.iter().for_each(|&k| *counts.entry(Label(k)).or_default() += 1);
        *patterns.entry(counts.into_iter().collect()).or_default() += 1;
    }
    let mut out = PatternTable { offsets: vec![0], ..PatternTable::default() };
    for (counts, items) in patterns {
        out.entries.extend(counts);
        out.offsets.push(out.entries.len() as u32);
        out.items.push(items);
    }
    out
}

pub(super) fn question(scale: Scale, labels: usize, declared: bool) -> Question {
    let names = (1..=labels).map(|k| k.to_string()).collect();
    let values = Some((1..=labels).map(|k| k as f64).collect());
    Question { name: "q".into(), labels: LabelSet { names, values, declared, used: Vec::new() }, scale }
}

fn value(kind: Pooled, items: &[Vec<u32>], question: &Question) -> Result<f64, Reason> {
    value_of(kind, items, question, &AgreementOptions::default())
}

pub(super) fn value_of(
    kind: Pooled,
    items: &[Vec<u32>],
    question: &Question,
    asked: &AgreementOptions,
) -> Result<f64, Reason> {
    let table = table(items);
    let mut labels = question.labels.clone();
    labels.used = (0..labels.len()).map(|k| items.iter().flatten().any(|&x| x as usize == k)).collect();
    let question = Question { labels, ..question.clone() };
    let distance = kind.distance(asked, &question);
    coefficient(kind, &Pool::new(&table, &question.labels), distance).map(|e| e.value)
}

/// Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, p. 4: four observers, twelve units, 41 values of
/// which 40 are pairable (labels here from 0).
fn four_by_twelve() -> Vec<Vec<u32>> {
    ["111", "2223", "3333", "3333", "2222", "1234", "4444", "1121", "2222", "555", "11", "3"]
        .iter()
        .map(|unit| unit.bytes().map(|b| u32::from(b - b'1')).collect())
        .collect()
}

#[test]
fn krippendorffs_four_by_twelve_table() {
    for (scale, expected) in [(Scale::Nominal, 0.743), (Scale::Ordinal, 0.815), (Scale::Interval, 0.849)] {
        let got = value(Pooled::KrippendorffAlpha, &four_by_twelve(), &question(scale, 5, false));
        assert!((got.expect("pairable") - expected).abs() < 0.0005, "{scale:?}");
    }
    // Missing cells are absent rows and no label: .761, where a program that takes them for a label has .568.
    let fleiss = value(Pooled::FleissKappa, &four_by_twelve(), &question(Scale::Nominal, 5, false));
    assert!((fleiss.expect("pairable") - 0.761_169).abs() < 1e-6);
}

#[test]
fn one_label_only_is_not_estimable() {
    let items = vec![vec![0, 0], vec![0, 0, 0], vec![1]];
    let observed = question(Scale::Nominal, 1, false);
    let only = vec![vec![0, 0], vec![0, 0, 0]];
    assert_eq!(
        value(Pooled::KrippendorffAlpha, &items, &question(Scale::Nominal, 2, false)),
        Err(Reason::NoExpectedDisagreement)
    );
    assert_eq!(value(Pooled::FleissKappa, &only, &observed), Err(Reason::NoExpectedDisagreement));
    assert_eq!(value(Pooled::GwetAc1, &only, &observed), Err(Reason::OneLabelInSet));
    assert_eq!(value(Pooled::PercentAgreement, &only, &observed), Ok(1.0));
    let declared = question(Scale::Nominal, 3, true);
    assert_eq!(value(Pooled::GwetAc1, &only, &declared), Ok(1.0));
    assert_eq!(value(Pooled::BrennanPrediger, &only, &declared), Ok(1.0));
}

#[test]
fn nothing_pairable_is_not_estimable() {
    let q = question(Scale::Nominal, 2, false);
    for kind in Pooled::ALL {
        assert_eq!(value(kind, &[vec![0], vec![1]], &q), Err(Reason::NothingPairable), "{kind:?}");
        assert_eq!(value(kind, &[], &q), Err(Reason::NothingPairable), "{kind:?}");
    }
}

/// 99 items agree on the common label, one does not: alpha is 0 and AC1 .99.
#[test]
fn prevalence_parts_alpha_from_ac1() {
    let mut items = vec![vec![0, 0]; 99];
    items.push(vec![0, 1]);
    let q = question(Scale::Nominal, 2, false);
    assert!(value(Pooled::KrippendorffAlpha, &items, &q).expect("pairable").abs() < 0.005);
    assert!((value(Pooled::GwetAc1, &items, &q).expect("pairable") - 0.99).abs() < 0.001);
    let table = table(&items);
    let options = InferenceOptions::default();
    let asked = AgreementOptions::default();
    let alpha = pooled(Pooled::KrippendorffAlpha, &table, &q, &SliceKey::whole(), &asked, &options);
    let alpha = alpha.estimated().expect("pairable");
    assert!(matches!(alpha.interval.reason(), Some(Reason::TooFew { .. })));
    assert!(alpha.warnings[0].contains("fewer than 10"));
}

/// A scale declared 1–5 of which 1, 2 and 5 are used: q is 5.
#[test]
fn q_is_the_declared_set() {
    let items = vec![vec![0, 0], vec![1, 1], vec![4, 1], vec![4, 4], vec![0, 1]];
    let (used, declared) = (question(Scale::Nominal, 5, false), question(Scale::Nominal, 5, true));
    let bp = |q: &Question| value(Pooled::BrennanPrediger, &items, q).expect("pairable");
    assert!((bp(&used) - (1.0 - 0.4 / (2.0 / 3.0))).abs() < 1e-12);
    assert!((bp(&declared) - (1.0 - 0.4 / 0.8)).abs() < 1e-12);
}

#[test]
fn perfect_agreement_has_a_bound_for_the_share_alone() {
    let items = vec![vec![0, 0], vec![1, 1], vec![1, 1, 1]];
    let (table, q) = (table(&items), question(Scale::Nominal, 2, false));
    let options = InferenceOptions::default();
    let run =
        |kind| match pooled(kind, &table, &q, &SliceKey::whole(), &AgreementOptions::default(), &options) {
            Outcome::Estimated(estimate) => estimate,
            Outcome::NotEstimable(reason) => panic!("{reason:?}"),
        };
    let alpha = run(Pooled::KrippendorffAlpha);
    assert_eq!((alpha.value, alpha.interval.reason()), (1.0, Some(&Reason::NoErrorToEstimate)));
    let share = run(Pooled::PercentAgreement);
    let interval = share.interval.estimated().expect("the exact bound");
    assert_eq!(interval.upper, 1.0);
    assert!((interval.lower - 0.025_f64.powf(1.0 / 3.0)).abs() < 1e-9);
}

/// Hayes and others' continuous data would fill an N × V × V array; here the price is one pass.
#[test]
fn interval_alpha_on_thousands_of_distinct_values() {
    let items: Vec<Vec<u32>> = (0..2400).map(|i| vec![2 * i, 2 * i + 1]).collect();
    let got = value(Pooled::KrippendorffAlpha, &items, &question(Scale::Interval, 4800, false));
    assert!(got.expect("pairable") > 0.999_999);
}

pub(super) fn logs() -> impl Strategy<Value = Vec<Vec<u32>>> {
    prop::collection::vec(prop::collection::vec(0u32..4, 0..6), 1..40)
}

pub(super) fn close(a: &Result<f64, Reason>, b: &Result<f64, Reason>) -> bool {
    match (a, b) {
        (Ok(a), Ok(b)) => (a - b).abs() < 1e-9,
        (a, b) => a == b,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_and_names_of_labels_change_nothing_nominal(items in logs(), turn in 1u32..4) {
        let renamed: Vec<Vec<u32>> =
            items.iter().rev().map(|item| item.iter().rev().map(|k| (k + turn) % 4).collect()).collect();
        let q = question(Scale::Nominal, 4, false);
        for kind in Pooled::ALL {
            prop_assert!(close(&value(kind, &items, &q), &value(kind, &renamed, &q)), "{:?}", kind);
        }
    }

    #[test]
    fn reversing_an_ordered_scale_changes_nothing(items in logs()) {
        let reversed: Vec<Vec<u32>> = items.iter().map(|i| i.iter().map(|k| 3 - k).collect()).collect();
        for scale in [Scale::Ordinal, Scale::Interval] {
            let q = question(scale, 4, false);
            let alpha = |items: &[Vec<u32>]| value(Pooled::KrippendorffAlpha, items, &q);
            prop_assert!(close(&alpha(&items), &alpha(&reversed)));
        }
    }

    #[test]
    fn alpha_is_at_most_one_and_one_only_without_disagreement(items in logs()) {
        for scale in [Scale::Nominal, Scale::Ordinal, Scale::Interval] {
            if let Ok(alpha) = value(Pooled::KrippendorffAlpha, &items, &question(scale, 4, false)) {
                let disagree = items.iter().any(|item| item.iter().any(|k| k != &item[0]));
                prop_assert!(alpha <= 1.0 && (alpha == 1.0) != disagree, "{} {}", alpha, disagree);
            }
        }
    }

    #[test]
    fn two_complete_annotators_make_fleiss_scotts_pi(pairs in prop::collection::vec((0u32..3, 0u32..3), 2..40)) {
        let items: Vec<Vec<u32>> = pairs.iter().map(|&(a, b)| vec![a, b]).collect();
        let n = pairs.len() as f64;
        let agree = pairs.iter().filter(|(a, b)| a == b).count() as f64 / n;
        let share = |k: u32| items.iter().flatten().filter(|&&x| x == k).count() as f64 / (2.0 * n);
        let chance: f64 = (0..3).map(|k| share(k).powi(2)).sum();
        if let Ok(fleiss) = value(Pooled::FleissKappa, &items, &question(Scale::Nominal, 3, false)) {
            prop_assert!((fleiss - (agree - chance) / (1.0 - chance)).abs() < 1e-9);
        }
    }

    #[test]
    fn unused_declared_labels_move_exactly_ac1_and_brennan_prediger(items in logs()) {
        let (used, more) = (question(Scale::Nominal, 4, false), question(Scale::Nominal, 9, true));
        for kind in [Pooled::KrippendorffAlpha, Pooled::PercentAgreement, Pooled::FleissKappa] {
            prop_assert!(close(&value(kind, &items, &used), &value(kind, &items, &more)));
        }
        for scale in [Scale::Ordinal, Scale::Interval] {
            let alpha = |labels, declared| value(Pooled::KrippendorffAlpha, &items, &question(scale, labels, declared));
            prop_assert!(close(&alpha(4, false), &alpha(9, true)));
        }
        if let (Ok(a), Ok(b)) = (value(Pooled::BrennanPrediger, &items, &used), value(Pooled::BrennanPrediger, &items, &more)) {
            prop_assert!(a == 1.0 || b > a);
        }
    }
}
