use super::quantile;
use crate::vocabulary::{ConfidenceInterval, Outcome, Reason};

/// Replicates without a value may be dropped up to this share; beyond it the rest are no fair sample.
const UNDEFINED_LIMIT: f64 = 0.05;

/// The percentile interval of replicates in ascending order, type-7 quantiles (Efron & Tibshirani 1993, An
/// Introduction to the Bootstrap, ch. 13). Undefined replicates are dropped and their number is told in the method;
/// too many of them, or no spread at all, and there is no interval.
pub fn percentile(sorted: &[f64], drawn: usize, unit: &str, level: f64) -> Outcome<ConfidenceInterval> {
    let undefined = drawn - sorted.len();
    if drawn == 0 || undefined as f64 > UNDEFINED_LIMIT * drawn as f64 {
        let percent = (100 * undefined as u64).checked_div(drawn as u64).unwrap_or(100);
        return Outcome::NotEstimable(Reason::ReplicatesUndefined { percent });
    }
    let tail = (1.0 - level) / 2.0;
    match (quantile(sorted, tail), quantile(sorted, 1.0 - tail)) {
        // Rounding leaves a trace where every replicate is the same.
        (Some(lower), Some(upper)) if upper - lower > 1e-12 => {
            let dropped =
                if undefined > 0 { format!(", {undefined} undefined ones dropped") } else { String::new() };
            let method = format!("percentile bootstrap of {unit}, {drawn} replicates{dropped}");
            Outcome::Estimated(ConfidenceInterval { lower, upper, level, method })
        }
        _ => Outcome::NotEstimable(Reason::NoErrorToEstimate),
    }
}

#[cfg(test)]
mod tests {
    use super::percentile;
    use crate::vocabulary::Reason;

    #[test]
    fn undefined_replicates_are_told_or_forbid_the_interval() {
        let values: Vec<f64> = (0..97).map(f64::from).collect();
        let some = percentile(&values, 100, "items", 0.95);
        assert!(some.estimated().expect("three dropped").method.contains("3 undefined"));
        let many = percentile(&values, 200, "items", 0.95);
        assert!(matches!(many.reason(), Some(Reason::ReplicatesUndefined { percent: 51 })));
        assert!(matches!(
            percentile(&[1.0; 50], 50, "items", 0.95).reason(),
            Some(Reason::NoErrorToEstimate)
        ));
    }
}
