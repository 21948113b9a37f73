use super::within_slope::{ClusterSums, WithinSlope, by_annotator, by_session};
use super::{Slope, SlopePair};
use crate::tally::SlopeSums;
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// Below this many effective clusters there is no verdict.
pub(super) const EFFECTIVE_CLUSTERS_NEEDED: f64 = 8.0;

/// Positions per unit of a slope.
const PER_POSITIONS: f64 = 100.0;

/// The slope with annotator × session effects, and with annotator effects alone beside it. `what` names the outcome.
pub(super) fn measure(sums: &SlopeSums, what: &str, level: f64) -> SlopePair {
    let primary = slope(by_session(&sums.sessions), "sessions", sums, what, level);
    let beside = slope(by_annotator(&sums.sessions), "annotators", sums, what, level);
    SlopePair { primary, annotator_effects_only: beside }
}

fn slope(
    clusters: Vec<ClusterSums>,
    cells: &str,
    sums: &SlopeSums,
    what: &str,
    level: f64,
) -> Outcome<Slope> {
    match WithinSlope::fit(clusters, what, cells).and_then(|fit| estimate(&fit, cells, sums, level)) {
        Ok(slope) => Outcome::Estimated(slope),
        Err(reason) => Outcome::NotEstimable(reason),
    }
}

fn estimate(fit: &WithinSlope, cells: &str, sums: &SlopeSums, level: f64) -> Result<Slope, Reason> {
    // Outcomes are tallied in millionths.
    let scale = PER_POSITIONS / 1e6;
    let by_session = cells == "sessions";
    let error = fit.cr2();
    let (value, clusters) = (fit.value * scale, fit.carrying());
    let (se, margin) = (error.se * scale, error.margin(level) * scale);
    if se <= 1e-12 * value.abs().max(1e-3) {
        return Err(Reason::NoErrorToEstimate);
    }
    if !margin.is_finite() {
        return Err(Reason::TooFew { what: "annotators of comparable load".into(), found: 1, needed: 2 });
    }
    let effects = if by_session { "annotator × session" } else { "annotator" };
    let around = |margin: f64, by: &str| ConfidenceInterval {
        lower: value - margin,
        upper: value + margin,
        level,
        method: format!("CR2 clustered by {by}, t with {:.1} Bell–McCaffrey degrees of freedom", error.df),
    };
    let interval = around(margin, "annotator");
    let items_shared = fit.two_way(&sums.crossing).margin(level) * scale;
    let effective = fit.effective_clusters();
    let mut warnings = Vec::new();
    if effective < EFFECTIVE_CLUSTERS_NEEDED {
        warnings.push(format!("only {effective:.1} effective annotators carry it; a verdict needs 8"));
    }
    let estimate = Estimate {
        value,
        interval: Outcome::Estimated(interval),
        se: Some(se),
        sample: SampleSize { items: sums.items, annotations: fit.annotations(), annotators: clusters },
        method: format!("least-squares slope per 100 positions, {effects} effects"),
        warnings,
    };
    Ok(Slope {
        estimate,
        allowing_for_shared_items: around(items_shared, "annotator and item"),
        clusters,
        effective_clusters: effective,
        degrees_of_freedom: error.df,
        p_value: error.p_value(fit.value),
    })
}
