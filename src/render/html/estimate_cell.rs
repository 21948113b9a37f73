use super::table::Cell;
use crate::render::number;
use crate::render::phrase::short_reason;
use crate::vocabulary::{Estimate, Outcome};

/// A share or coefficient with its interval, or why there is none: `.62 [.59, .65]`.
pub fn share(outcome: &Outcome<Estimate>) -> Cell {
    cell(outcome, number::estimate)
}

/// A difference with its sign and interval: `−.07 [−.11, −.03]`.
pub fn difference(outcome: &Outcome<Estimate>) -> Cell {
    cell(outcome, number::signed_estimate)
}

/// A number that may exceed 1, with its interval: `0.42 [0.39, 0.45]`.
pub fn decimal(outcome: &Outcome<Estimate>) -> Cell {
    cell(outcome, |estimate| number::decimal_estimate(estimate, 3))
}

/// Items behind an estimate.
pub fn items(outcome: &Outcome<Estimate>) -> Cell {
    match outcome.estimated() {
        Some(estimate) => Cell::count(estimate.sample.items),
        None => Cell::absent(number::DASH),
    }
}

/// A number without an interval of its own, written by `text`.
pub fn plain(outcome: &Outcome<f64>, text: fn(f64) -> String) -> Cell {
    match outcome {
        Outcome::Estimated(value) => Cell::number(*value, text(*value)),
        Outcome::NotEstimable(reason) => Cell::absent(short_reason(reason)),
    }
}

fn cell(outcome: &Outcome<Estimate>, text: fn(&Estimate) -> String) -> Cell {
    match outcome {
        Outcome::Estimated(estimate) => {
            let mut shown = text(estimate);
            if let Outcome::NotEstimable(_) = estimate.interval {
                shown.push_str(" (no interval)");
            }
            if !estimate.warnings.is_empty() {
                shown.push_str(" †");
            }
            Cell::number(estimate.value, shown)
        }
        Outcome::NotEstimable(reason) => Cell::absent(short_reason(reason)),
    }
}
