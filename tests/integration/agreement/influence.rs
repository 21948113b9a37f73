//! What moves alpha, and how far it lies elsewhere with other annotators, against leaving rows out of the log.

use super::log::{Given, simulated};
use super::{SCALES, audited, value};
use raterscope::vocabulary::{Estimate, Scale};
use std::collections::BTreeSet;

const LABELS: usize = 4;

fn alpha(given: &[Given], scale: Scale) -> f64 {
    let items: BTreeSet<u32> = given.iter().map(|g| g.0).collect();
    let place = |item: u32| items.iter().position(|&i| i == item).expect("own") as u32;
    let dense: Vec<Given> = given.iter().map(|g| (place(g.0), g.1, g.2)).collect();
    super::pooled_alpha(&dense, LABELS, scale)
}

/// The jackknife error of a statistic with one part left out at a time.
fn jackknife(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    ((n - 1.0) / n * values.iter().map(|v| (v - mean).powi(2)).sum::<f64>()).sqrt()
}

fn without(given: &[Given], keep: impl Fn(&Given) -> bool) -> Vec<Given> {
    given.iter().filter(|g| keep(g)).copied().collect()
}

/// Items of two or more annotations.
fn pairable(given: &[Given]) -> Vec<u32> {
    let items: BTreeSet<u32> = given.iter().map(|g| g.0).collect();
    items.into_iter().filter(|i| given.iter().filter(|g| g.0 == *i).count() > 1).collect()
}

/// Closed forms are exact but for ordinal distances, where what the distances change is taken to first order.
fn tolerance(scale: Scale) -> f64 {
    if scale == Scale::Ordinal { 0.02 } else { 1e-6 }
}

fn meets(found: &Estimate, change: f64, se: f64, scale: Scale, what: &str) {
    assert!((found.value - change).abs() < 1e-9, "{what}: {} {change}", found.value);
    let own = found.se.expect("spread");
    assert!((own / se - 1.0).abs() < tolerance(scale), "{scale:?} {what}: {own} {se}");
}

#[test]
fn changes_of_alpha_are_paired_over_items_as_if_each_item_were_left_out() {
    for (seed, scale) in (1..).zip(SCALES) {
        let given = simulated(50, LABELS as u32, 0.6, seed, &[0.9, 0.8, 0.4, 0.7, 0.6]);
        let found = audited(&given, LABELS, scale);
        let change = |keep: &dyn Fn(&Given) -> bool| {
            let of = |rows: &[Given]| alpha(&without(rows, keep), scale) - alpha(rows, scale);
            let left: Vec<f64> =
                pairable(&given).iter().map(|&i| of(&without(&given, |g| g.0 != i))).collect();
            (of(&given), jackknife(&left))
        };
        for (who, row) in (0u32..).zip(found.annotators.estimated().expect("pairable")) {
            let (value, se) = change(&|g: &Given| g.1 != who);
            let own = row.alpha_change.estimated().expect("pairable");
            meets(own, value, se, scale, &row.annotator);
            assert!(own.interval.estimated().is_some_and(|i| i.lower < own.value && own.value < i.upper));
        }
        assert_eq!(found.influence.len(), LABELS);
        for (label, part) in (0u32..).zip(&found.influence) {
            let (value, se) = change(&|g: &Given| g.2 != label);
            meets(part.change.estimated().expect("three labels left"), value, se, scale, &part.value);
        }
    }
}

#[test]
fn the_redrawn_error_is_that_of_leaving_out_items_annotators_and_annotations() {
    for (seed, scale) in (5..).zip(SCALES) {
        let given = simulated(40, LABELS as u32, 0.6, seed, &[0.95, 0.9, 0.3, 0.7, 0.5, 0.9]);
        let found = audited(&given, LABELS, scale);
        let items: Vec<f64> =
            pairable(&given).iter().map(|&i| alpha(&without(&given, |g| g.0 != i), scale)).collect();
        let people: Vec<f64> = (0..6).map(|a| alpha(&without(&given, |g| g.1 != a), scale)).collect();
        let company = pairable(&given);
        let single: Vec<f64> = given
            .iter()
            .filter(|own| company.contains(&own.0))
            .map(|own| alpha(&without(&given, |g| (g.0, g.1) != (own.0, own.1)), scale))
            .collect();
        let [items, who, single] = [&items, &people, &single].map(|values| jackknife(values).powi(2));
        let expected = (items + (who - single).max(0.0)).sqrt();
        let redrawn = &found.redrawn[0];
        let own = redrawn.outcome.estimated().expect("six annotators");
        meets(own, value(&found, "krippendorff_alpha").expect("pairable"), expected, scale, "redrawn");
        assert!(own.se.expect("spread") + 1e-12 >= items.sqrt());
        let mut sorted = people.clone();
        sorted.sort_by(f64::total_cmp);
        for (left_out, expected) in redrawn.leave_outs.iter().zip(sorted) {
            assert!((left_out - expected).abs() < 1e-9, "no ids, in order of the values");
        }
    }
}

#[test]
fn two_annotators_cannot_be_redrawn() {
    let given = simulated(60, LABELS as u32, 1.0, 9, &[0.8, 0.8]);
    let found = audited(&given, LABELS, Scale::Nominal);
    let redrawn = found.redrawn[0].outcome.estimated().expect("the value is known");
    assert!(redrawn.interval.reason().is_some());
}
