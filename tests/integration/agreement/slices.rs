//! Slices beside the rest of their column, against leaving rows out of the log.

use super::log::{Given, simulated, tallies_with};
use super::{SCALES, few, pooled_alpha};
use raterscope::analysis::agreement::{Agreement, AgreementOptions, measure};
use raterscope::log::SliceColumn;
use raterscope::vocabulary::Scale;
use std::collections::BTreeSet;

const LABELS: usize = 4;

/// Which slice an annotation is in; `None`: not told.
type Slicing = fn(&Given) -> Option<u32>;

fn sliced(given: &[Given], scale: Scale, slicing: Slicing) -> Agreement {
    let column = SliceColumn {
        name: "week".into(),
        values: (0..3).map(|v| format!("w{v}")).collect(),
        code: given.iter().map(|g| slicing(g).unwrap_or(u32::MAX)).collect(),
    };
    let tallies = tallies_with(given, LABELS, scale, vec![column]);
    measure(&tallies, &AgreementOptions::default(), &few())
}

/// Alpha of units: each annotation's unit is named beside it.
fn alpha_of_units(rows: &[((u32, u32), Given)], scale: Scale) -> Option<f64> {
    let units: BTreeSet<(u32, u32)> = rows.iter().map(|row| row.0).collect();
    let place = |unit: (u32, u32)| units.iter().position(|&u| u == unit).expect("own") as u32;
    let dense: Vec<Given> = rows.iter().map(|(unit, g)| (place(*unit), g.1, g.2)).collect();
    (!dense.is_empty()).then(|| pooled_alpha(&dense, LABELS, scale))
}

/// Alpha inside slice `v`, and alpha inside the others, each slice's part of an item a unit of its own.
fn both(given: &[Given], scale: Scale, slicing: Slicing, v: u32) -> (f64, f64) {
    let of = |keep: &dyn Fn(u32) -> bool| -> Vec<((u32, u32), Given)> {
        let own = |g: &Given| slicing(g).filter(|&s| keep(s)).map(|s| ((g.0, s), *g));
        given.iter().filter_map(own).collect()
    };
    let inside = alpha_of_units(&of(&|s| s == v), scale).expect("pairable");
    (inside, alpha_of_units(&of(&|s| s != v), scale).expect("pairable"))
}

fn jackknife(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (n - 1.0) / n * values.iter().map(|v| (v - mean).powi(2)).sum::<f64>()
}

fn meets_brute_force(given: &[Given], scale: Scale, slicing: Slicing) {
    let found = sliced(given, scale, slicing);
    // Of variances; a slice has some 25 items, and what ordinal distances change is taken to first order in one of them.
    let tolerance = if scale == Scale::Ordinal { 0.05 } else { 1e-6 };
    let difference = |rows: &[Given], v: u32| {
        let (inside, rest) = both(rows, scale, slicing, v);
        inside - rest
    };
    for (v, slice) in (0u32..).zip(&found.slices) {
        let whole = difference(given, v);
        // What moves nothing is no unit of the jackknife.
        let left = |of: &dyn Fn(&Given) -> (u32, u32)| -> f64 {
            let units: BTreeSet<(u32, u32)> = given.iter().map(of).collect();
            let without = |unit: &(u32, u32)| {
                let rest: Vec<Given> = given.iter().filter(|g| of(g) != *unit).copied().collect();
                difference(&rest, v)
            };
            let moved: Vec<f64> = units.iter().map(without).filter(|d| (d - whole).abs() > 1e-12).collect();
            jackknife(&moved)
        };
        let items = left(&|g| (g.0, 0));
        let own = slice.difference.estimated().expect("three slices");
        assert!((own.value - whole).abs() < 1e-9, "{scale:?} {v}: {} {whole}", own.value);
        let se = own.se.expect("spread");
        assert!((se * se / items - 1.0).abs() < tolerance, "{scale:?} {v}: {} {items}", se * se);
        let (people, single) = (left(&|g| (0, g.1)), left(&|g| (g.0, g.1 + 1)));
        let expected = items + (people - single).max(0.0);
        let redrawn = slice.difference_redrawn.estimated().and_then(|d| d.se).expect("five annotators");
        assert!((redrawn * redrawn / expected - 1.0).abs() < tolerance, "{scale:?} {v}: redrawn");
        assert!(redrawn + 1e-12 >= se, "never narrower");
        assert!(slice.q_value.is_some_and(|q| (0.0..=1.0).contains(&q)));
    }
}

#[test]
fn slices_of_items_are_compared_as_if_they_were_logs() {
    for (seed, scale) in (21..).zip(SCALES) {
        let given = simulated(75, LABELS as u32, 0.7, seed, &[0.95, 0.8, 0.5, 0.7, 0.6]);
        meets_brute_force(&given, scale, |g| Some(g.0 % 3));
    }
}

#[test]
fn slices_of_annotations_share_items_and_stay_paired() {
    for (seed, scale) in (31..).zip(SCALES) {
        let skills = [0.95, 0.8, 0.5, 0.7, 0.6, 0.9, 0.8, 0.7];
        let given = simulated(60, LABELS as u32, 0.8, seed, &skills);
        meets_brute_force(&given, scale, |g| Some((g.0 + g.1) % 3).filter(|_| (g.0 * g.1) % 7 != 3));
    }
}

#[test]
fn alpha_without_a_slice_is_alpha_of_the_log_without_its_rows() {
    let given = simulated(90, LABELS as u32, 0.7, 41, &[0.95, 0.8, 0.5, 0.7, 0.6]);
    let slicing: Slicing = |g| Some((g.0 / 2 + g.1) % 3);
    let found = sliced(&given, Scale::Nominal, slicing);
    let whole = pooled_alpha(&given, LABELS, Scale::Nominal);
    for v in 0..3 {
        let rest: Vec<Given> = given.iter().filter(|g| slicing(g) != Some(v)).copied().collect();
        let units: Vec<((u32, u32), Given)> = rest.iter().map(|g| ((g.0, 0), *g)).collect();
        let expected = alpha_of_units(&units, Scale::Nominal).expect("pairable");
        let part = found.influence.iter().find(|p| p.name == "week" && p.value == format!("w{v}"));
        let part = part.expect("every slice");
        assert!((part.alpha_without.estimated().expect("pairable") - expected).abs() < 1e-9);
        let change = part.change.estimated().expect("pairable");
        assert!((change.value - (expected - whole)).abs() < 1e-9);
    }
}

#[test]
fn a_slice_of_its_own_kind_is_told_and_equal_ones_are_not() {
    let mut given = simulated(900, LABELS as u32, 0.5, 51, &[0.9; 12]);
    let equal = sliced(&given, Scale::Nominal, |g| Some(g.0 % 3));
    assert!(equal.slices.iter().all(|slice| !slice.reported), "{:?}", equal.slices);
    for g in given.iter_mut().filter(|g| g.0 % 3 == 1) {
        if (g.0 * 7 + g.1 * 13) % 4 == 0 {
            g.2 = (g.0 + g.1 * 3) % LABELS as u32;
        }
    }
    let found = sliced(&given, Scale::Nominal, |g| Some(g.0 % 3));
    let worse = &found.slices[1];
    assert!(worse.reported && worse.difference_redrawn.estimated().expect("spread").value < 0.0);
}
