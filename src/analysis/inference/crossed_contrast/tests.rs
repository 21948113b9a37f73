use super::{Crossed, crossed_contrast};
use crate::analysis::inference::Stream;
use crate::vocabulary::{Outcome, Reason, Seed};
use proptest::prelude::*;
use rand_xoshiro::rand_core::Rng;

fn row(stratum: u32, annotator: u32, first: bool, y: f64) -> Crossed {
    Crossed { stratum, item: stratum, unit: stratum, annotator, first, y, weight: 1.0 }
}

fn value(rows: &[Crossed], within: bool) -> f64 {
    crossed_contrast(rows, within, 0.95).estimated().map_or(f64::NAN, |found| found.estimate.value)
}

/// Solves the normal equations with a dummy for every stratum and annotator, by Gauss with pivoting.
fn by_dummies(rows: &[Crossed], strata: usize, annotators: usize) -> f64 {
    let k = 1 + strata + annotators;
    let mut a = vec![vec![0.0; k + 1]; k];
    for row in rows {
        let mut z = vec![0.0; k];
        z[0] = f64::from(u8::from(row.first));
        z[1 + row.stratum as usize] = 1.0;
        z[1 + strata + row.annotator as usize] = 1.0;
        for i in 0..k {
            for j in 0..k {
                a[i][j] += row.weight * z[i] * z[j];
            }
            a[i][k] += row.weight * z[i] * row.y;
        }
    }
    // A trace of a ridge settles the one direction that intercepts share; it does not touch β.
    (1..k).for_each(|i| a[i][i] += 1e-9);
    for i in (0..k).rev() {
        let pivot = (0..=i).max_by(|&p, &q| a[p][i].abs().total_cmp(&a[q][i].abs())).expect("a row");
        a.swap(i, pivot);
        let (above, below) = a.split_at_mut(i);
        for row in above {
            let factor = row[i] / below[0][i];
            row.iter_mut().zip(&below[0]).for_each(|(cell, own)| *cell -= factor * own);
        }
    }
    a[0][k] / a[0][0]
}

#[test]
fn two_people_and_a_constant_difference_leave_no_error() {
    let rows: Vec<Crossed> = (0..6)
        .flat_map(|i| {
            let shown = i % 2 == 0;
            let y = |first: bool, who: f64| f64::from(i) + who + if first { 0.25 } else { 0.0 };
            [row(i, 0, shown, y(shown, 0.5)), row(i, 1, !shown, y(!shown, -0.1))]
        })
        .collect();
    assert!((value(&rows, true) - 0.25).abs() < 1e-9);
    let found = crossed_contrast(&rows, true, 0.95);
    let interval = &found.estimated().expect("a difference").estimate.interval;
    assert_eq!(interval.reason(), Some(&Reason::NoErrorToEstimate));
}

#[test]
fn people_who_only_ever_did_one_thing_tell_nothing_within_themselves() {
    let rows: Vec<Crossed> = (0..6).flat_map(|i| [row(i, 0, true, 1.0), row(i, 1, false, 0.0)]).collect();
    assert!(matches!(crossed_contrast(&rows, true, 0.95).reason(), Some(Reason::TooFew { .. })));
    assert!((value(&rows, false) - 1.0).abs() < 1e-12);
    assert!(crossed_contrast(&[row(0, 0, true, 1.0)], false, 0.95).reason().is_some());
}

proptest! {
    #[test]
    fn equals_least_squares_with_dummies(seed in any::<u64>()) {
        let stream = Stream { seed: Seed(seed), question: "q", slice: "", purpose: "test" };
        let mut rng = stream.block(0);
        let mut share = || (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64;
        let mut rows = Vec::new();
        for stratum in 0..12u32 {
            for annotator in 0..5u32 {
                if share() < 0.8 {
                    let weight = 0.5 + share();
                    rows.push(Crossed { weight, ..row(stratum, annotator, share() < 0.5, share()) });
                }
            }
        }
        let both = |s: u32| [true, false].iter().all(|&k| rows.iter().any(|r| r.stratum == s && r.first == k));
        let kept: Vec<Crossed> = rows.iter().filter(|r| both(r.stratum)).copied().collect();
        if let Outcome::Estimated(found) = crossed_contrast(&rows, true, 0.95) {
            let expected = by_dummies(&kept, 12, 5);
            prop_assert!((found.estimate.value - expected).abs() < 1e-5, "{} {expected}", found.estimate.value);
        }
    }

    #[test]
    fn shifts_of_strata_and_people_do_not_matter(shift in -5.0f64..5.0, seed in any::<u64>()) {
        let y = |s: u32, a: u32| (seed.rotate_left(s * 7 + a * 13) % 1000) as f64 / 1000.0;
        let rows = |shift: f64| -> Vec<Crossed> {
            (0..10).flat_map(|s| (0..4).map(move |a| (s, a)))
                .map(|(s, a)| row(s, a, (s + a) % 3 == 0, y(s, a) + shift * f64::from(s) - shift * f64::from(a)))
                .collect()
        };
        prop_assert!((value(&rows(0.0), true) - value(&rows(shift), true)).abs() < 1e-8);
    }
}
