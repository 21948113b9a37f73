use super::lines::Drawn;
use super::{TrendChange, TrendOptions, TrendPoint, TrendSlope};
use crate::analysis::inference::{
    FEWEST_POINTS, InferenceOptions, LevelShift, LevelShifts, Stream, level_shifts, mann_kendall, sen_slope,
    serial_factor, t_quantile,
};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// False discovery rate of changes, and of slopes.
pub(super) const Q: f64 = 0.05;
/// Fewer audits have no slope: the normal approximation of Mann and Kendall's score needs about so many.
const FEWEST_FOR_SLOPE: usize = 8;
/// Days of a dated slope's unit.
const DAYS: f64 = 30.0;

/// The likeliest change of a line's level by the test that the calendar section uses, which allows for audits that differ
/// more than their own errors explain and for neighbours that hang together.
pub(super) fn shifts(line: &Drawn, options: &InferenceOptions) -> Outcome<LevelShifts> {
    let found = line.points.len();
    if found < FEWEST_POINTS {
        let needed = FEWEST_POINTS as u64;
        return Outcome::NotEstimable(Reason::TooFew { what: "audits".into(), found: found as u64, needed });
    }
    let values: Vec<f64> = line.points.iter().map(|point| point.value).collect();
    // Without errors audits count alike; their own spread decides.
    let least = if line.errors_known { 0.0 } else { 1e-9 };
    let variances: Vec<f64> = line.variances.iter().map(|variance| variance.max(least)).collect();
    let key = &line.key;
    let slice = format!("{};{};{}", key.section, key.metric, key.slice);
    let stream = Stream { seed: options.seed, question: &key.question, slice: &slice, purpose: "audits" };
    level_shifts(&values, &variances, Q, stream).map_or_else(
        || Outcome::NotEstimable(Reason::NoVariation { what: "this number over the audits".into() }),
        Outcome::Estimated,
    )
}

/// The change in words of the result, with `q` over all lines.
pub(super) fn change(line: &Drawn, found: &LevelShifts, q: f64, options: &TrendOptions) -> TrendChange {
    let shift = &found.first;
    let reported = q <= Q;
    let audit = |at: &usize| line.points[*at].audit;
    TrendChange {
        from: audit(&shift.at),
        difference: difference(shift, options.inference.level),
        p: shift.p,
        q_value: q,
        reported,
        dispersion: line.errors_known.then_some(shift.dispersion),
        correlation: shift.correlation,
        further: if reported { found.further.iter().map(audit).collect() } else { Vec::new() },
    }
}

fn difference(shift: &LevelShift, level: f64) -> Estimate {
    let half = t_quantile(0.5 + level / 2.0, shift.df) * shift.se;
    let method = format!("between audits, t({:.1}), for the place as found", shift.df);
    let (lower, upper) = (shift.change - half, shift.change + half);
    Estimate {
        value: shift.change,
        interval: Outcome::Estimated(ConfidenceInterval { lower, upper, level, method }),
        se: Some(shift.se),
        sample: SampleSize::default(),
        method: "weighted mean of the audits after minus before".into(),
        warnings: Vec::new(),
    }
}

/// Sen's slope with Mann and Kendall's test, its variance widened for serial correlation; `at` is where each audit stands.
pub(super) fn slope(points: &[TrendPoint], at: &[i32], dated: bool, level: f64) -> Outcome<TrendSlope> {
    if points.len() < FEWEST_FOR_SLOPE {
        let (what, found, needed) = ("audits".into(), points.len() as u64, FEWEST_FOR_SLOPE as u64);
        return Outcome::NotEstimable(Reason::TooFew { what, found, needed });
    }
    let unit = if dated { DAYS } else { 1.0 };
    let places: Vec<(f64, f64)> =
        points.iter().map(|own| (f64::from(at[own.audit as usize]) / unit, own.value)).collect();
    let values: Vec<f64> = points.iter().map(|own| own.value).collect();
    let factor = serial_factor(&places);
    let flat = || Reason::NoVariation { what: "this number over the audits".into() };
    let (Some(test), Some(slope)) = (mann_kendall(&values), sen_slope(&places, level, factor)) else {
        return Outcome::NotEstimable(flat());
    };
    if test.tau_b.is_none() {
        return Outcome::NotEstimable(flat());
    }
    let (_, p) = test.with_variance(factor);
    let (lower, upper) = slope.interval;
    let method = format!("rank interval, variance × {factor:.2} for serial correlation");
    let slope = Estimate {
        value: slope.slope,
        interval: Outcome::Estimated(ConfidenceInterval { lower, upper, level, method }),
        se: None,
        sample: SampleSize::default(),
        method: format!("Sen's slope per {}", if dated { "30 days" } else { "audit" }),
        warnings: Vec::new(),
    };
    Outcome::Estimated(TrendSlope { slope, p, q_value: p, reported: false, serial_factor: factor })
}
