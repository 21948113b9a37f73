//! Theorems of numbers and ranks, and what happens where there is nothing to measure.

use super::{Icc, icc, kendall_w, lin_concordance};
use crate::analysis::agreement::{AgreementOptions, Distance, Pool, Pooled, coefficient, measure};
use crate::analysis::inference::InferenceOptions;
use crate::analysis::test_log::TestLog;
use crate::tally::QuestionTallies;
use crate::vocabulary::{Outcome, Reason, Scale};
use proptest::prelude::*;

const LEVEL: f64 = 0.95;

/// A question whose label k is the number `values[k]`.
fn numbers(items: &[Vec<u32>], values: &[f64]) -> QuestionTallies {
    let items: Vec<&[u32]> = items.iter().map(Vec::as_slice).collect();
    let mut tallies = TestLog::of_items(&items, values.len()).tallies();
    tallies.question.scale = Scale::Interval;
    tallies.question.labels.values = Some(values.to_vec());
    tallies
}

fn scale(shift: f64, factor: f64) -> Vec<f64> {
    (0..7).map(|k| shift + factor * f64::from(k)).collect()
}

fn value(kind: Icc, tallies: &QuestionTallies) -> Option<f64> {
    icc(kind, tallies, LEVEL).estimated().map(|found| found.estimate.value)
}

fn w(tallies: &QuestionTallies) -> Option<f64> {
    kendall_w(tallies, &InferenceOptions::default()).estimated().map(|found| found.w.value)
}

fn alpha(tallies: &QuestionTallies) -> Option<f64> {
    let labels = &tallies.question.labels;
    let distance = Distance::Squared(labels.values.clone()?);
    let pool = Pool::new(&tallies.summaries.patterns, labels);
    coefficient(Pooled::KrippendorffAlpha, &pool, distance).ok().map(|found| found.value)
}

fn near(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9 * a.abs().max(1.0),
        (a, b) => a == b,
    }
}

/// 2–12 items × `k` annotators, numbers 0–6.
fn complete(k: usize) -> impl Strategy<Value = Vec<Vec<u32>>> {
    prop::collection::vec(prop::collection::vec(0..7u32, k), 2..12)
}

proptest! {
    /// On m items × k annotations 1 / (1 − alpha) is the mean of 1 / (1 − ICC(1,1)), weighing (m − 1) k, and of 1,
    /// weighing k − 1: (m k − 1) / (1 − alpha) = (m − 1) k / (1 − ICC(1,1)) + k − 1. So alpha is the ICC drawn towards
    /// 0 by the small sample, and both have the same sign and are 1 together.
    #[test]
    fn interval_alpha_is_icc_1_1_but_for_the_small_sample(k in 2..6usize, seed in complete(5)) {
        let items: Vec<Vec<u32>> = seed.into_iter().map(|row| row[..k].to_vec()).collect();
        let tallies = numbers(&items, &scale(0.0, 1.0));
        let (m, k) = (items.len() as f64, k as f64);
        if let (Some(alpha), Some(icc)) = (alpha(&tallies), value(Icc::OneWay, &tallies)) {
            let both = |left: f64, right: f64| (left - right).abs() < 1e-9 * right.abs().max(1.0);
            let scaled = (m * k - 1.0) * (1.0 - icc);
            prop_assert!(both(scaled, (1.0 - alpha) * ((m - 1.0) * k + (k - 1.0) * (1.0 - icc))));
        }
    }

    /// A common shift and a common factor above 0 are another unit, not another agreement.
    #[test]
    fn shift_and_scale_change_nothing(items in complete(3), shift in -1e6..1e6_f64, factor in 0.01..1e3_f64) {
        let plain = numbers(&items, &scale(0.0, 1.0));
        let other = numbers(&items, &scale(shift, factor));
        for kind in Icc::ALL {
            let (a, b) = (value(kind, &plain), value(kind, &other));
            prop_assert!(a.is_some() == b.is_some(), "{kind:?} {a:?} {b:?}");
            prop_assert!(a.zip(b).is_none_or(|(a, b)| (a - b).abs() < 1e-5 * a.abs().max(1.0)), "{kind:?} {a:?} {b:?}");
        }
        prop_assert!(near(w(&plain), w(&other)));
    }

    /// Who is called first changes nothing where annotators are told apart, and where they are not.
    #[test]
    fn order_of_annotators_changes_nothing(items in complete(4)) {
        let turned: Vec<Vec<u32>> =
            items.iter().map(|row| row.iter().rev().copied().collect()).collect();
        let (plain, turned) = (numbers(&items, &scale(0.0, 1.0)), numbers(&turned, &scale(0.0, 1.0)));
        for kind in Icc::ALL {
            prop_assert!(near(value(kind, &plain), value(kind, &turned)), "{kind:?}");
        }
        prop_assert!(near(w(&plain), w(&turned)));
    }

    /// One-way coefficients do not know annotators: numbers may change places within an item.
    #[test]
    fn one_way_forgets_who_said_what(items in complete(4), turn in prop::collection::vec(0..4usize, 12)) {
        let mut turned = items.clone();
        for (row, &by) in turned.iter_mut().zip(&turn) {
            row.rotate_left(by);
        }
        let (plain, turned) = (numbers(&items, &scale(0.0, 1.0)), numbers(&turned, &scale(0.0, 1.0)));
        prop_assert!(near(value(Icc::OneWay, &plain), value(Icc::OneWay, &turned)));
        prop_assert!(near(value(Icc::OneWayMean, &plain), value(Icc::OneWayMean, &turned)));
    }

    /// The mean's reliability is Spearman and Brown's of the single one; W lies in 0–1 and Lin is below Pearson.
    #[test]
    fn relations_between_the_coefficients(items in complete(3)) {
        let tallies = numbers(&items, &scale(0.0, 1.0));
        let pairs = [(Icc::OneWay, Icc::OneWayMean), (Icc::Agreement, Icc::AgreementMean),
            (Icc::Consistency, Icc::ConsistencyMean)];
        for (single, mean) in pairs {
            if let (Some(single), Some(mean)) = (value(single, &tallies), value(mean, &tallies)) {
                prop_assert!((mean * (1.0 + 2.0 * single) - 3.0 * single).abs() < 1e-7 * mean.abs().max(1.0));
            }
        }
        prop_assert!(w(&tallies).is_none_or(|w| (-1e-9..=1.0 + 1e-9).contains(&w)));
    }
}

#[test]
fn agreement_with_variety_is_one_without_an_interval() {
    let tallies = numbers(&[vec![0, 0, 0], vec![3, 3, 3], vec![6, 6, 6]], &scale(10.0, 0.5));
    for kind in Icc::ALL {
        let found = icc(kind, &tallies, LEVEL);
        let found = found.estimated().expect("items differ");
        assert_eq!(found.estimate.value, 1.0, "{kind:?}");
        assert_eq!(found.estimate.interval.reason(), Some(&Reason::NoErrorToEstimate));
        assert_eq!((found.f, found.p), (None, None));
    }
    let found = kendall_w(&tallies, &InferenceOptions::default());
    assert_eq!(found.estimated().map(|found| found.w.value), Some(1.0));
}

#[test]
fn nothing_to_measure_has_its_reason() {
    let constant = numbers(&[vec![2, 2], vec![2, 2]], &scale(0.0, 1.0));
    let alone = numbers(&[vec![1], vec![2]], &scale(0.0, 1.0));
    let one_item = numbers(&[vec![1, 2, 3]], &scale(0.0, 1.0));
    let holes = numbers(&[vec![1, 2, 3], vec![1, 2], vec![0, 5, 4]], &scale(0.0, 1.0));
    for kind in Icc::ALL {
        let reason = |tallies| icc(kind, tallies, LEVEL).reason().cloned();
        assert_eq!(reason(&constant), Some(Reason::NoExpectedDisagreement), "{kind:?}");
        assert!(matches!(reason(&alone), Some(Reason::TooFew { .. })), "{kind:?}");
        assert!(matches!(reason(&one_item), Some(Reason::TooFew { .. })), "{kind:?}");
        let holed = reason(&holes);
        assert_eq!(holed.is_none(), kind == Icc::OneWay, "{kind:?} {holed:?}");
    }
    let mut names = constant.clone();
    names.question.scale = Scale::Nominal;
    assert!(matches!(icc(Icc::OneWay, &names, LEVEL).reason(), Some(Reason::NotOnThisScale { .. })));
    let tied = kendall_w(&constant, &InferenceOptions::default());
    assert!(matches!(tied.reason(), Some(Reason::NoVariation { .. })));
    assert!(matches!(lin_concordance(&holes, LEVEL).reason(), Some(Reason::TooMany { .. })));
    let flat = numbers(&[vec![1, 2], vec![1, 3], vec![1, 4]], &scale(0.0, 1.0));
    assert!(matches!(lin_concordance(&flat, LEVEL).reason(), Some(Reason::NoVariation { .. })));
}

/// Shrout & Fleiss 1979, table 2: six targets × four judges.
#[test]
fn the_default_set_of_numbers_gains_the_icc_that_fits() {
    let rows = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]];
    let values: Vec<f64> = (0..=10).map(f64::from).collect();
    let mut items: Vec<Vec<u32>> = rows.iter().map(|row| row.to_vec()).collect();
    let asked = AgreementOptions { coefficients: vec!["kendall_w".into()], ..AgreementOptions::default() };
    let complete = measure(&numbers(&items, &values), &asked, &InferenceOptions::default());
    let second = &complete.coefficients[1];
    let value = second.outcome.estimated().map_or(f64::NAN, |found| found.value);
    assert!((value - 0.2898).abs() < 5e-5, "{value}");
    assert_eq!((second.metric.as_str(), complete.further[0].metric.as_str()), ("icc_a_1", "kendall_w"));
    let tests: Vec<&str> = complete.tests.iter().map(|test| test.metric.as_str()).collect();
    assert_eq!(tests, ["icc_a_1", "kendall_w"]);
    items[0].pop();
    let holed = measure(&numbers(&items, &values), &asked, &InferenceOptions::default());
    assert_eq!(holed.coefficients[1].metric, "icc_1_1");
    assert!(matches!(&holed.coefficients[1].outcome, Outcome::Estimated(found) if found.warnings.len() == 1));
}
