use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// Wilson's score interval of a share of `n` independent units, without continuity correction, in 0–1. Stays inside
/// the range and has width even where all units agree.
///
/// Reference: Newcombe 1998, Statistics in Medicine 17:857–872, method 3; 81 of 263 gives (.2553, .3662).
pub fn wilson(successes: f64, n: u64, level: f64) -> (f64, f64) {
    let n = n as f64;
    let z = normal_quantile(level);
    let share = successes / n;
    let center = share + z * z / (2.0 * n);
    let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    // The ends are exact where nobody, or everybody, succeeds: rounding must not leave the range of a share.
    let lower = if successes <= 0.0 { 0.0 } else { ((center - half) / scale).max(0.0) };
    let upper = if successes >= n { 1.0 } else { ((center + half) / scale).min(1.0) };
    (lower, upper)
}

/// The two-sided quantile of the standard normal at this level: 1.96 at 0.95.
pub fn normal_quantile(level: f64) -> f64 {
    Normal::standard().inverse_cdf(0.5 + level / 2.0)
}

/// A share over items that each count once, with Wilson's interval. `successes` may hold part items (a tie counted
/// half): they vary less than whole ones, so the interval can only be a little wide. Not estimable without items.
pub fn share_of_items(successes: f64, sample: SampleSize, level: f64, method: &str) -> Outcome<Estimate> {
    if sample.items == 0 {
        return Outcome::NotEstimable(Reason::TooFew { what: "items".into(), found: 0, needed: 1 });
    }
    let (lower, upper) = wilson(successes, sample.items, level);
    Outcome::Estimated(Estimate {
        value: successes / sample.items as f64,
        interval: Outcome::Estimated(ConfidenceInterval {
            lower,
            upper,
            level,
            method: "Wilson score over items, annotators as they are".into(),
        }),
        se: None,
        sample,
        method: method.into(),
        warnings: Vec::new(),
    })
}

/// The mean over items of a bounded value, from (value, items that have it), with Student's t over items, cut at the
/// bounds. Not estimable without items; no interval where one item, or no variation, leaves no error to estimate.
pub fn mean_of(
    values: &[(f64, u64)],
    bounds: (f64, f64),
    sample: SampleSize,
    level: f64,
    method: &str,
) -> Outcome<Estimate> {
    let items: u64 = values.iter().map(|&(_, n)| n).sum();
    if items == 0 {
        return Outcome::NotEstimable(Reason::TooFew { what: "items".into(), found: 0, needed: 1 });
    }
    let mean = values.iter().map(|&(value, n)| value * n as f64).sum::<f64>() / items as f64;
    let squares: f64 = values.iter().map(|&(value, n)| n as f64 * (value - mean) * (value - mean)).sum();
    let se = if items > 1 { (squares / (items - 1) as f64 / items as f64).sqrt() } else { 0.0 };
    let interval = t_interval(mean, se, items - 1, bounds, level);
    Outcome::Estimated(Estimate {
        value: mean,
        se: interval.estimated().map(|_| se),
        interval,
        sample: SampleSize { items, ..sample },
        method: method.into(),
        warnings: Vec::new(),
    })
}

/// Value ± t · se, cut at the bounds; no interval where the error is 0 by construction.
pub fn t_interval(
    value: f64,
    se: f64,
    degrees_of_freedom: u64,
    bounds: (f64, f64),
    level: f64,
) -> Outcome<ConfidenceInterval> {
    // Below this the squares are rounding, not variation.
    if degrees_of_freedom == 0 || se < 1e-12 {
        return Outcome::NotEstimable(Reason::NoErrorToEstimate);
    }
    let t = StudentsT::new(0.0, 1.0, degrees_of_freedom as f64)
        .expect("scale 1 and positive degrees of freedom are valid")
        .inverse_cdf(0.5 + level / 2.0);
    Outcome::Estimated(ConfidenceInterval {
        lower: (value - t * se).max(bounds.0),
        upper: (value + t * se).min(bounds.1),
        level,
        method: "Student's t over items, annotators as they are".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_meets_newcombe_1998_table_i() {
        for (r, n, lower, upper) in [
            (81.0, 263, 0.2553, 0.3662),
            (15.0, 148, 0.0624, 0.1605),
            (0.0, 20, 0.0, 0.1611),
            (1.0, 29, 0.0061, 0.1718),
        ] {
            let (l, u) = wilson(r, n, 0.95);
            assert!((l - lower).abs() < 5e-5 && (u - upper).abs() < 5e-5, "{r}/{n}: {l} {u}");
        }
    }

    #[test]
    fn a_share_of_all_is_never_certain() {
        let (lower, upper) = wilson(10.0, 10, 0.95);
        assert!(lower < 1.0);
        assert_eq!(upper, 1.0);
    }

    #[test]
    fn a_mean_without_variation_has_no_interval() {
        let sample = SampleSize::default();
        let mean = mean_of(&[(0.5, 7)], (0.0, 1.0), sample, 0.95, "m");
        let mean = mean.estimated().expect("seven items");
        assert_eq!(mean.interval.reason(), Some(&Reason::NoErrorToEstimate));
        assert_eq!(mean_of(&[], (0.0, 1.0), sample, 0.95, "m").estimated(), None);
    }

    #[test]
    fn the_mean_has_students_interval() {
        // 1, 2, 3, 4, 5: mean 3, se .7071, t(4) 2.7764.
        let values: Vec<(f64, u64)> = (1..=5).map(|v| (f64::from(v), 1)).collect();
        let mean = mean_of(&values, (-100.0, 100.0), SampleSize::default(), 0.95, "m");
        let interval = mean.estimated().and_then(|m| m.interval.estimated()).expect("five values").clone();
        assert!((interval.lower - 1.036_757).abs() < 1e-5, "{interval:?}");
    }
}
