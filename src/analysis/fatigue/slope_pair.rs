use super::within_slope::{ClusterSums, ClusteredError, WithinSlope, by_annotator, by_session};
use super::{Slope, SlopePair};
use crate::analysis::inference::t_two_sided_p;
use crate::tally::{Crossing, SlopeSums};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// Below this many effective clusters there is no verdict.
pub(super) const EFFECTIVE_CLUSTERS_NEEDED: f64 = 8.0;

/// Positions per unit of a slope.
const PER_POSITIONS: f64 = 100.0;

/// The slope with annotator × session effects, and with annotator effects alone beside it. `what` names the outcome.
pub(super) fn measure(sums: &SlopeSums, what: &str, level: f64) -> SlopePair {
    let of = |clusters: Vec<ClusterSums>, cells: &str, effects: &str| {
        let told = Told {
            // Outcomes are tallied in millionths.
            scale: PER_POSITIONS / 1e6,
            items: sums.items,
            crossing: &sums.crossing,
            method: format!("least-squares slope per 100 positions, {effects} effects"),
            level,
        };
        match WithinSlope::fit(clusters, what, cells).and_then(|fit| slope(&fit, &told)) {
            Ok(slope) => Outcome::Estimated(slope),
            Err(reason) => Outcome::NotEstimable(reason),
        }
    };
    SlopePair {
        primary: of(by_session(&sums.sessions), "sessions", "annotator × session"),
        annotator_effects_only: of(by_annotator(&sums.sessions), "annotators", "annotator"),
    }
}

/// How a fit is to be told.
pub(super) struct Told<'a> {
    /// From the fit's unit to the one that is shown.
    pub scale: f64,
    /// Items behind it.
    pub items: u64,
    /// What annotations of the same item share, in the fit's unit.
    pub crossing: &'a Crossing,
    /// Name of the formula.
    pub method: String,
    /// Level of intervals.
    pub level: f64,
}

/// The estimate of a fit, with both of its intervals and the classic one beside.
///
/// # Errors
/// Where the fit leaves no error to estimate.
pub(super) fn slope(fit: &WithinSlope, told: &Told<'_>) -> Result<Slope, Reason> {
    let (scale, level) = (told.scale, told.level);
    let error = fit.cr2();
    let (value, clusters) = (fit.value * scale, fit.carrying());
    let (se, margin) = (error.se * scale, error.margin(level) * scale);
    if se <= 1e-12 * value.abs().max(1e-3) {
        return Err(Reason::NoErrorToEstimate);
    }
    if !margin.is_finite() {
        return Err(Reason::TooFew { what: "annotators of comparable load".into(), found: 1, needed: 2 });
    }
    let around = |margin: f64, method: String| ConfidenceInterval {
        lower: value - margin,
        upper: value + margin,
        level,
        method,
    };
    let by =
        |by: &str| format!("CR2 clustered by {by}, t with {:.1} Bell–McCaffrey degrees of freedom", error.df);
    let classic = classic(fit);
    let cr1 = || {
        let method = format!("CR1 clustered by annotator, t with {:.0} degrees of freedom", classic.df);
        around(classic.margin(level) * scale, method)
    };
    let effective = fit.effective_clusters();
    let mut warnings = Vec::new();
    if effective < EFFECTIVE_CLUSTERS_NEEDED {
        warnings.push(format!("only {effective:.1} effective annotators carry it; a verdict needs 8"));
    }
    let estimate = Estimate {
        value,
        interval: Outcome::Estimated(around(margin, by("annotator"))),
        se: Some(se),
        sample: SampleSize { items: told.items, annotations: fit.annotations(), annotators: clusters },
        method: told.method.clone(),
        warnings,
    };
    let shared = fit.two_way(told.crossing);
    Ok(Slope {
        estimate,
        allowing_for_shared_items: around(shared.margin(level) * scale, by("annotator and item")),
        cr1: classic.se.is_finite().then(cr1),
        clusters,
        effective_clusters: effective,
        degrees_of_freedom: error.df,
        p_value: error.p_value(fit.value),
    })
}

fn classic(fit: &WithinSlope) -> ClusteredError {
    fit.cr1(fit.parameters())
}

impl Slope {
    /// Two-sided p of "none" by the interval that allows for shared items.
    pub(super) fn p_for_shared_items(&self, value: f64) -> f64 {
        let wide = &self.allowing_for_shared_items;
        let half = (wide.upper - wide.lower) / 2.0;
        let quantile =
            crate::analysis::inference::t_quantile(0.5 + wide.level / 2.0, self.degrees_of_freedom);
        t_two_sided_p(value * quantile / half, self.degrees_of_freedom)
    }

    /// Whether the wider interval leaves zero out: −1 below, 1 above, 0 otherwise or with too few effective clusters.
    pub(super) fn direction(&self) -> i8 {
        let wide = &self.allowing_for_shared_items;
        if self.effective_clusters < EFFECTIVE_CLUSTERS_NEEDED {
            0
        } else {
            i8::from(wide.lower > 0.0) - i8::from(wide.upper < 0.0)
        }
    }
}
