use super::ReliabilityBand;
use crate::analysis::inference::{Bounds, Resampled};
use crate::vocabulary::{Estimate, Outcome, Reason};

/// Krippendorff's bands, highest first (Krippendorff 2004, Human Communication Research 30:429).
const BANDS: [(&str, f64); 2] = [("reliable", 0.800), ("tentative", 0.667)];

/// The probability that a band must reach before its name is given.
const CONFIDENCE: f64 = 0.95;

/// The highest band that alpha reaches with probability 0.95 or more, cumulated from above (Gwet 2014, Handbook of
/// Inter-Rater Reliability, 4th ed., ch. 6): a band is never put on a bare point. `column` of `resampled` is alpha.
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
    for (band, threshold) in BANDS {
        match resampled.probability_at_least(column, threshold, Bounds::BelowOne) {
            Some(probability) if probability >= CONFIDENCE => {
                return Outcome::Estimated(ReliabilityBand { band: band.into(), probability });
            }
            Some(_) => {}
            None => return Outcome::NotEstimable(Reason::NoErrorToEstimate),
        }
    }
    Outcome::Estimated(ReliabilityBand { band: "not reliable".into(), probability: 1.0 })
}
