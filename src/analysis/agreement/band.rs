use super::ReliabilityBand;
use super::benchmark::{KRIPPENDORFF, named};
use crate::analysis::inference::{Bounds, Resampled};
use crate::vocabulary::{Estimate, Outcome, Reason};

/// The highest band that alpha reaches with probability 0.95 or more, cumulated from above (Gwet 2014, Handbook of
/// Inter-Rater Reliability, 4th ed., ch. 6), by the resampling of items: a band is never put on a bare point. `column` of
/// `resampled` is alpha.
pub(super) fn band(
    alpha: &Outcome<Estimate>,
    resampled: &Resampled,
    column: usize,
) -> Outcome<ReliabilityBand> {
    let estimate = match alpha {
        Outcome::Estimated(estimate) => estimate,
        Outcome::NotEstimable(reason) => return Outcome::NotEstimable(reason.clone()),
    };
    if let Outcome::NotEstimable(reason) = &estimate.interval {
        return Outcome::NotEstimable(reason.clone());
    }
    let mut probabilities = Vec::with_capacity(KRIPPENDORFF.len());
    for (band, from) in KRIPPENDORFF {
        let reached = match from {
            from if from <= -1.0 => Some(1.0),
            from => resampled.probability_at_least(column, from, Bounds::BelowOne),
        };
        match reached {
            Some(probability) => probabilities.push((band, probability)),
            None => return Outcome::NotEstimable(Reason::NoErrorToEstimate),
        }
    }
    named(probabilities.into_iter())
}
