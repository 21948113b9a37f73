//! What must hold of every pooled coefficient on any log.

use super::Coefficients;
use super::tests::{close, logs, question, table, value_of};
use crate::analysis::agreement::analytic::analytic;
use crate::analysis::agreement::{AgreementOptions, Pool, Pooled, Weights, linearised_error};
use crate::analysis::inference::{SamplingUnits, Scheme, Stream, resample};
use crate::vocabulary::{Estimate, Outcome, Question, Reason, SampleSize, Scale, Seed};
use proptest::prelude::*;

const ORDERED: [Scale; 5] = [Scale::Ordinal, Scale::Interval, Scale::Ratio, Scale::Circular, Scale::Bipolar];

fn asking(weights: Weights) -> AgreementOptions {
    AgreementOptions { weights: Some(weights), ..AgreementOptions::default() }
}

fn reversed(items: &[Vec<u32>]) -> Vec<Vec<u32>> {
    items.iter().map(|item| item.iter().map(|k| 3 - k).collect()).collect()
}

/// The question's labels, some of which nobody gave.
fn with_unused(scale: Scale, values: &[f64]) -> Question {
    let mut question = question(scale, values.len(), true);
    question.labels.names = values.iter().map(f64::to_string).collect();
    question.labels.values = Some(values.to_vec());
    question
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_and_names_of_labels_change_no_unweighted_coefficient(items in logs(), turn in 1u32..4) {
        let renamed: Vec<Vec<u32>> =
            items.iter().rev().map(|item| item.iter().rev().map(|k| (k + turn) % 4).collect()).collect();
        let (q, asked) = (question(Scale::Nominal, 4, false), asking(Weights::Identity));
        for kind in Pooled::EVERY {
            let (a, b) = (value_of(kind, &items, &q, &asked), value_of(kind, &renamed, &q, &asked));
            prop_assert!(close(&a, &b), "{:?} {:?} {:?}", kind, a, b);
        }
    }

    #[test]
    fn reversing_a_scale_changes_only_ratios(items in logs()) {
        for weights in Weights::ALL.into_iter().filter(|&weights| weights != Weights::Ratio) {
            let (q, asked) = (with_unused(Scale::Interval, &[1.0, 2.0, 3.0, 4.0]), asking(weights));
            for kind in Pooled::EVERY {
                let (a, b) =
                    (value_of(kind, &items, &q, &asked), value_of(kind, &reversed(&items), &q, &asked));
                prop_assert!(close(&a, &b), "{:?} {:?} {:?} {:?}", weights, kind, a, b);
            }
        }
    }

    #[test]
    fn a_log_in_parts_is_the_log(items in logs(), at in 0usize..40) {
        let (first, second) = items.split_at(at.min(items.len()));
        let whole = table(&items);
        prop_assert_eq!(&table(first).merge(&table(second)), &whole);
        prop_assert_eq!(&table(second).merge(&table(first)), &whole);
    }

    #[test]
    fn nothing_is_above_one_and_agreement_with_variety_is_one(items in logs()) {
        let agreed: Vec<Vec<u32>> = items.iter().map(|item| item.iter().map(|_| item[0]).collect()).collect();
        for scale in ORDERED {
            let asked = AgreementOptions::default();
            for kind in Pooled::EVERY {
                let q = question(scale, 4, false);
                if let Ok(value) = value_of(kind, &items, &q, &asked) {
                    prop_assert!(value <= 1.0, "{:?} {:?} {}", scale, kind, value);
                }
                if let Ok(value) = value_of(kind, &agreed, &q, &asked) {
                    prop_assert!((value - 1.0).abs() < 1e-12, "{:?} {:?} {}", scale, kind, value);
                }
            }
        }
    }

    #[test]
    fn two_complete_annotators_make_fleiss_scotts_pi_under_any_weights(
        pairs in prop::collection::vec((0u32..4, 0u32..4), 2..40)
    ) {
        let items: Vec<Vec<u32>> = pairs.iter().map(|&(a, b)| vec![a, b]).collect();
        let q = question(Scale::Interval, 4, false);
        for weights in Weights::ALL {
            let of = |kind| value_of(kind, &items, &q, &asking(weights));
            prop_assert!(close(&of(Pooled::WeightedFleissKappa), &of(Pooled::WeightedScottPi)));
            prop_assert!(close(&of(Pooled::FleissKappa), &of(Pooled::ScottPi)));
            prop_assert!(close(&of(Pooled::BrennanPrediger), &of(Pooled::BennettS)));
        }
    }

    /// METHODS: unused labels move S and AC, index-weighted kappa where they are interior, and the circular and bipolar
    /// distances; never nominal, ordinal, interval or ratio alpha, nor unweighted kappa.
    #[test]
    fn unused_labels_move_what_they_should(items in logs()) {
        // The log uses 1, 2, 4 and 5; the set also holds 3, which is interior, and 6, which is not.
        let wider = |items: &[Vec<u32>]| -> Vec<Vec<u32>> {
            items.iter().map(|item| item.iter().map(|&k| if k > 1 { k + 1 } else { k }).collect()).collect()
        };
        let interior = wider(&items);
        let (narrow, wide) = ([1.0, 2.0, 4.0, 5.0], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let plain = AgreementOptions::default();
        for scale in [Scale::Nominal, Scale::Ordinal, Scale::Interval, Scale::Ratio] {
            let (own, more) = (with_unused(scale, &narrow), with_unused(scale, &wide));
            for kind in [Pooled::KrippendorffAlpha, Pooled::FleissKappa, Pooled::ScottPi, Pooled::PercentAgreement] {
                let (a, b) = (value_of(kind, &items, &own, &plain), value_of(kind, &interior, &more, &plain));
                prop_assert!(close(&a, &b), "{:?} {:?} {:?} {:?}", scale, kind, a, b);
            }
        }
        for kind in [Pooled::BrennanPrediger, Pooled::RandolphKappa] {
            let of = |q: &Question, items: &[Vec<u32>]| value_of(kind, items, q, &plain);
            let (own, more) = (with_unused(Scale::Nominal, &narrow), with_unused(Scale::Nominal, &wide));
            if let (Ok(a), Ok(b)) = (of(&own, &items), of(&more, &interior)) {
                prop_assert!(a == 1.0 || b > a);
            }
        }
    }

    #[test]
    fn each_item_twice_has_the_error_of_twice_the_items(items in logs()) {
        let twice: Vec<Vec<u32>> = items.iter().chain(&items).cloned().collect();
        let q = question(Scale::Interval, 4, true);
        for kind in [Pooled::FleissKappa, Pooled::GwetAc2, Pooled::WeightedBrennanPrediger, Pooled::WeightedAgreement] {
            let error = |items: &[Vec<u32>]| {
                let table = table(items);
                linearised_error(kind, &Pool::new(&table, &q.labels), kind.distance(&AgreementOptions::default(), &q))
            };
            if let (Ok(once), Ok(twice)) = (error(&items), error(&twice)) {
                let n = once.df + 1.0;
                let expected = once.se * ((n - 1.0) / (2.0 * n - 1.0)).sqrt();
                prop_assert!((twice.se - expected).abs() < 1e-9, "{:?} {} {}", kind, twice.se, expected);
            }
        }
    }

    #[test]
    fn the_jackknife_of_alpha_leaves_each_item_out(items in logs()) {
        // Items with one annotation change nothing when left out; ours leaves out those that can be compared alone.
        let items: Vec<Vec<u32>> = items.into_iter().filter(|item| item.len() > 1).collect();
        let table = table(&items);
        for scale in [Scale::Nominal, Scale::Interval, Scale::Ratio] {
            let (q, asked) = (question(scale, 4, true), AgreementOptions::default());
            let coefficients = Coefficients::new(&table, &q, &asked);
            let kind = Pooled::KrippendorffAlpha;
            let stream = Stream { seed: Seed::default(), question: "q", slice: "", purpose: "items" };
            let brute = resample(&table.items, Scheme::Jackknife, stream, 1, &|weights, out| {
                out[0] = coefficients.at(weights).value(kind);
            });
            let plain = plain(&coefficients, kind);
            let units = SamplingUnits::of(&table);
            let (found, _) = analytic(&coefficients, kind, &plain, 3, &units, 0.95);
            let undefined = brute.column(0).iter().any(Option::is_none);
            if let Some(se) = found.estimated().and_then(|estimate| estimate.se) {
                if !undefined {
                    let expected = brute.se(0).expect("spread");
                    prop_assert!((se - expected).abs() < 1e-9, "{:?} {} {}", scale, se, expected);
                }
            } else if pairable_and_plain(&plain) && !undefined && table.pairable_items() > 1 {
                prop_assert!(brute.se(0).is_none_or(|se| se < 1e-9));
            }
        }
    }
}

/// The value without an interval.
fn plain(coefficients: &Coefficients<'_>, kind: Pooled) -> Outcome<Estimate> {
    match coefficients.point(kind) {
        Ok(found) => Outcome::Estimated(Estimate {
            value: found.value,
            interval: Outcome::NotEstimable(Reason::NeedsRows),
            se: None,
            sample: SampleSize::default(),
            method: String::new(),
            warnings: Vec::new(),
        }),
        Err(reason) => Outcome::NotEstimable(reason),
    }
}

fn pairable_and_plain(outcome: &Outcome<Estimate>) -> bool {
    !matches!(outcome.reason(), Some(Reason::NothingPairable | Reason::NoExpectedDisagreement))
}

/// What the interior label 3 moves on purpose: index weights and the circular and bipolar distances.
#[test]
fn an_interior_label_moves_index_weights_circles_and_poles() {
    let (narrow, wide) = ([1.0, 2.0, 4.0, 5.0], [1.0, 2.0, 3.0, 4.0, 5.0]);
    let items = vec![vec![0, 1], vec![1, 2], vec![2, 3], vec![3, 3], vec![0, 0], vec![0, 3]];
    let interior = vec![vec![0, 1], vec![1, 3], vec![3, 4], vec![4, 4], vec![0, 0], vec![0, 4]];
    let linear = asking(Weights::Linear);
    let differ = |scale: Scale, kind: Pooled, asked: &AgreementOptions, narrow: &[f64], wide: &[f64]| {
        let a = value_of(kind, &items, &with_unused(scale, narrow), asked).expect("a value");
        let b = value_of(kind, &interior, &with_unused(scale, wide), asked).expect("a value");
        (a - b).abs() > 1e-6
    };
    let plain = AgreementOptions::default();
    assert!(differ(Scale::Ordinal, Pooled::WeightedFleissKappa, &linear, &narrow, &wide));
    assert!(!differ(Scale::Interval, Pooled::WeightedFleissKappa, &linear, &narrow, &wide));
    // A label beyond the ends widens the circle and moves a pole.
    let (narrow, wide) = ([1.0, 2.0, 4.0, 5.0], [1.0, 2.0, 3.0, 4.0, 5.0, 9.0]);
    assert!(differ(Scale::Circular, Pooled::KrippendorffAlpha, &plain, &narrow, &wide));
    assert!(differ(Scale::Bipolar, Pooled::KrippendorffAlpha, &plain, &narrow, &wide));
    assert!(!differ(Scale::Ratio, Pooled::KrippendorffAlpha, &plain, &narrow, &wide));
}
