use super::{RiskCoverage, RiskPoint};
use crate::analysis::inference::{Bounds, Scheme, Stream, resample, wilson};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// Places of the curve that are kept.
const PLACES: u64 = 100;
/// Steps that the curve is resampled on.
const RESAMPLED: u64 = 100;
/// Errors under which the area has no interval: with so few, and where they lie, it covers too seldom.
const FEWEST_ERRORS: u64 = 30;
/// Replicates behind the area's error.
const REPLICATES: u32 = 400;

/// The curve at about a hundred places, each with Wilson's interval.
pub(super) fn points(curve: &RiskCoverage, level: f64) -> Vec<RiskPoint> {
    let all = curve.items();
    let point = |tie: &super::risk_coverage::Tie| {
        let ends = wilson(tie.errors, tie.items, level)?;
        Some(RiskPoint {
            coverage: tie.items as f64 / all as f64,
            threshold: f64::from(tie.confidence) / 1e6,
            items: tie.items,
            error: tie.errors as f64 / tie.items as f64,
            ends: (ends.lower, ends.upper),
        })
    };
    curve.coarse(PLACES).ties.iter().filter_map(point).collect()
}

/// The area under the curve, its error by a bootstrap of items on a curve of a hundred steps (which has an area of its
/// own, so that only the spread is taken from it), symmetric on the logit scale; no interval under thirty errors.
pub(super) fn area(
    curve: &RiskCoverage,
    replicates: u32,
    stream: Stream<'_>,
    level: f64,
) -> Outcome<Estimate> {
    let items = curve.items();
    if items == 0 {
        return Outcome::NotEstimable(Reason::TooFew { what: "items".into(), found: 0, needed: 1 });
    }
    let coarse = curve.coarse(RESAMPLED);
    let mut cells = Vec::with_capacity(2 * coarse.ties.len());
    let mut before = (0, 0);
    for tie in &coarse.ties {
        let (own, wrong) = (tie.items - before.0, tie.errors - before.1);
        cells.extend([own - wrong, wrong]);
        before = (tie.items, tie.errors);
    }
    let scheme = Scheme::Bootstrap { replicates: replicates.min(REPLICATES) };
    let statistic = |drawn: &[u64], out: &mut [Option<f64>]| out[0] = Some(stepped_area(drawn));
    let se = resample(&cells, scheme, stream, 1, &statistic).se(0);
    let value = curve.aurc();
    let enough = curve.errors() >= FEWEST_ERRORS;
    let ends =
        se.filter(|_| enough).and_then(|se| Bounds::Share.interval(value, se, items as f64 - 1.0, level));
    let interval = match ends {
        Some((lower, upper)) => Outcome::Estimated(ConfidenceInterval {
            lower,
            upper,
            level,
            method: format!(
                "bootstrap error of items, {} replicates, on the logit scale",
                replicates.min(REPLICATES)
            ),
        }),
        None if curve.errors() < FEWEST_ERRORS => Outcome::NotEstimable(Reason::TooFew {
            what: "errors".into(),
            found: curve.errors(),
            needed: FEWEST_ERRORS,
        }),
        None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
    };
    Outcome::Estimated(Estimate {
        value,
        se: interval.estimated().and(se),
        interval,
        sample: SampleSize { items, ..SampleSize::default() },
        method: "mean over k of the error among the k most confident items, ties averaged".into(),
        warnings: Vec::new(),
    })
}

/// The area of (right, wrong) step by step, by the trapezoid rule over coverage.
fn stepped_area(drawn: &[u64]) -> f64 {
    let (mut items, mut errors, mut sum, mut last) = (0.0, 0.0, 0.0, None);
    for step in drawn.chunks_exact(2) {
        let own = (step[0] + step[1]) as f64;
        if own == 0.0 {
            continue;
        }
        items += own;
        errors += step[1] as f64;
        let risk = errors / items;
        sum += own * (risk + last.unwrap_or(risk)) / 2.0;
        last = Some(risk);
    }
    if items > 0.0 { sum / items } else { 0.0 }
}
