use super::{BandProbability, Pooled, ReliabilityBand};
use crate::analysis::inference::normal_cdf;
use crate::vocabulary::{Estimate, Outcome, Reason};

/// The probability that a band must reach, cumulated from above, before its name is given.
pub(super) const CONFIDENCE: f64 = 0.95;

/// Words for ranges of a coefficient, highest first: the word and where its range begins. The last begins at −1.
pub(super) type Bands = [(&'static str, f64)];

/// Krippendorff's (2004, Human Communication Research 30:429).
pub(super) const KRIPPENDORFF: [(&str, f64); 3] =
    [("reliable", 0.800), ("tentative", 0.667), ("not reliable", -1.0)];

/// Landis and Koch's (1977, Biometrics 33:165), customary for kappas.
const LANDIS_KOCH: [(&str, f64); 6] = [
    ("almost perfect", 0.8),
    ("substantial", 0.6),
    ("moderate", 0.4),
    ("fair", 0.2),
    ("slight", 0.0),
    ("poor", -1.0),
];

/// The band of a coefficient by Gwet's benchmarking (2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 6): the
/// probability of each band is that of a normal distribution around the value, cut off at −1 and 1, with the analytic
/// error; the highest band whose probability, cumulated from above, reaches 0.95 is named. `None` for shares, which have
/// no customary bands.
pub(super) fn benchmark(kind: Pooled, analytic: &Outcome<Estimate>) -> Option<Outcome<ReliabilityBand>> {
    let bands: &Bands = match kind {
        kind if kind.is_share() => return None,
        Pooled::KrippendorffAlpha | Pooled::WeightedAlpha => &KRIPPENDORFF,
        _ => &LANDIS_KOCH,
    };
    Some(match analytic {
        Outcome::NotEstimable(reason) => Outcome::NotEstimable(reason.clone()),
        Outcome::Estimated(estimate) => match (estimate.se, &estimate.interval) {
            (Some(se), _) if se > 0.0 => {
                named(bands.iter().zip(cumulative(bands, estimate.value, se)).map(|(band, p)| (band.0, p)))
            }
            (_, Outcome::NotEstimable(reason)) => Outcome::NotEstimable(reason.clone()),
            _ => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        },
    })
}

/// The highest band whose cumulated probability reaches [`CONFIDENCE`], with those of all.
pub(super) fn named<'b>(bands: impl Iterator<Item = (&'b str, f64)>) -> Outcome<ReliabilityBand> {
    let bands: Vec<BandProbability> =
        bands.map(|(band, probability)| BandProbability { band: band.into(), probability }).collect();
    match bands.iter().find(|band| band.probability >= CONFIDENCE) {
        Some(reached) => {
            let (band, probability) = (reached.band.clone(), reached.probability);
            Outcome::Estimated(ReliabilityBand { band, probability, bands })
        }
        None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
    }
}

/// Probability of lying in each band or above.
fn cumulative(bands: &Bands, value: f64, se: f64) -> Vec<f64> {
    let above = |line: f64| normal_cdf((value - line) / se);
    let beyond = above(1.0);
    let whole = above(-1.0) - beyond;
    bands.iter().map(|&(_, from)| ((above(from) - beyond) / whole).clamp(0.0, 1.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::{KRIPPENDORFF, cumulative, named};

    /// Gwet's example as printed by his program's documentation (irrCAC, altman.bf(0.67, 0.15)): .18168, .67511, .96356,
    /// .99912, 1.
    #[test]
    fn gwets_example() {
        let altman = [("very good", 0.8), ("good", 0.6), ("moderate", 0.4), ("fair", 0.2), ("poor", -1.0)];
        let found = cumulative(&altman, 0.67, 0.15);
        for (found, printed) in found.iter().zip([0.18168, 0.67511, 0.96356, 0.99912, 1.0]) {
            assert!((found - printed).abs() < 5e-6, "{found} {printed}");
        }
        let band = named(altman.iter().zip(found).map(|(band, p)| (band.0, p)));
        assert_eq!(band.estimated().map(|band| band.band.as_str()), Some("moderate"));
    }

    #[test]
    fn the_lowest_band_is_certain() {
        assert_eq!(cumulative(&KRIPPENDORFF, -0.4, 0.3).last(), Some(&1.0));
        let sure =
            named(KRIPPENDORFF.iter().zip(cumulative(&KRIPPENDORFF, 0.9, 0.01)).map(|(b, p)| (b.0, p)));
        assert_eq!(sure.estimated().map(|band| band.band.as_str()), Some("reliable"));
    }
}
