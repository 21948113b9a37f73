use super::Agreement;
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason};
use serde::{Deserialize, Serialize};

/// Numbers of annotators that the table goes up to.
const LISTED: u32 = 10;

/// More annotators per item than this are no advice.
const MOST: f64 = 1e6;

/// How reliable the mean (or the majority) of several annotators is, and how many an item needs: what alpha says of a
/// pair, carried to k by Spearman and Brown's formula.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AggregateReliability {
    /// (k, reliability of the mean or majority of k annotators), k = 1 … 10.
    pub by_annotators: Vec<(u32, Outcome<Estimate>)>,
    /// The reliability that is wanted, in 0–1.
    pub target: f64,
    /// Annotators an item needs to reach it, a whole number; its interval from alpha's.
    pub needed: Outcome<Estimate>,
}

/// Reliability of the mean of `k` annotators of whom one alone has reliability `alpha`: k α / (1 + (k − 1) α)
/// (Spearman 1910, Br. J. Psychol. 3:271; Brown 1910, ibid. 296). It supposes that further annotators are like those
/// seen. `None` where alpha is not above 0: then no number of annotators helps.
pub fn spearman_brown(alpha: f64, k: f64) -> Option<f64> {
    (alpha > 0.0).then(|| k * alpha / (1.0 + (k - 1.0) * alpha))
}

/// Annotators that bring the mean to `target`: T (1 − α) / (α (1 − T)), rounded up; `None` where alpha is not above 0.
fn needed(alpha: f64, target: f64) -> Option<f64> {
    let exact = target * (1.0 - alpha) / (alpha * (1.0 - target));
    // A whole number of annotators that meets the target exactly must not become one more by rounding.
    (alpha > 0.0).then(|| (exact - 1e-9).ceil().max(1.0)).filter(|&k| k <= MOST)
}

/// From alpha of the whole log and its interval.
pub(super) fn aggregate(agreement: &Agreement, target: f64) -> Option<AggregateReliability> {
    let alpha = &agreement.coefficients.iter().find(|c| c.metric == "krippendorff_alpha")?.outcome;
    let carried = |of: &dyn Fn(f64) -> Option<f64>, floor: f64, method: &str| match alpha {
        Outcome::NotEstimable(reason) => Outcome::NotEstimable(reason.clone()),
        Outcome::Estimated(alpha) => of(alpha.value)
            .map_or(Outcome::NotEstimable(Reason::NotAboveChance), |value| {
                Outcome::Estimated(transformed(alpha, value, of, floor, method))
            }),
    };
    let method = "Spearman–Brown from Krippendorff's alpha";
    let of_k = |k: u32| (k, carried(&|alpha| spearman_brown(alpha, f64::from(k)), 0.0, method));
    Some(AggregateReliability {
        by_annotators: (1..=LISTED).map(of_k).collect(),
        target,
        needed: carried(&|alpha| needed(alpha, target), f64::NAN, method),
    })
}

/// Both ends carried over in ascending order; an end of alpha that is not above 0 becomes `floor`, and where there is
/// none (NaN), nothing bounds the value.
fn transformed(
    alpha: &Estimate,
    value: f64,
    of: &dyn Fn(f64) -> Option<f64>,
    floor: f64,
    method: &str,
) -> Estimate {
    let interval = alpha.interval.clone();
    let carried = |interval: ConfidenceInterval| {
        let ends = [interval.lower, interval.upper].map(|end| of(end).unwrap_or(floor));
        if ends.iter().any(|end| end.is_nan()) {
            return Outcome::NotEstimable(Reason::NotAboveChance);
        }
        let method = format!("{}, carried over", interval.method);
        let (lower, upper) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
        Outcome::Estimated(ConfidenceInterval { lower, upper, level: interval.level, method })
    };
    Estimate {
        value,
        interval: match interval {
            Outcome::Estimated(interval) => carried(interval),
            Outcome::NotEstimable(reason) => Outcome::NotEstimable(reason),
        },
        se: None,
        sample: alpha.sample,
        method: method.into(),
        warnings: alpha.warnings.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Two annotators of reliability .5 make 2/3; from .5 to .8 takes four.
    #[test]
    fn the_textbook_values() {
        assert!((spearman_brown(0.5, 2.0).unwrap_or(0.0) - 2.0 / 3.0).abs() < 1e-15);
        assert_eq!(needed(0.5, 0.8), Some(4.0));
        assert_eq!(needed(0.8, 0.8), Some(1.0));
        assert_eq!(needed(0.95, 0.8), Some(1.0));
        assert_eq!((needed(0.0, 0.8), spearman_brown(-0.2, 3.0)), (None, None));
    }

    proptest! {
        /// More annotators are never less reliable, one of them is alpha itself, and the number needed is the first
        /// that reaches the target.
        #[test]
        fn spearman_brown_is_monotone_and_needed_is_its_inverse(alpha in 0.01..0.999_f64, target in 0.05..0.99_f64) {
            let of = |k: f64| spearman_brown(alpha, k).unwrap_or(f64::NAN);
            prop_assert!((of(1.0) - alpha).abs() < 1e-12);
            for k in 1..40 {
                prop_assert!(of(f64::from(k)) < of(f64::from(k + 1)));
            }
            let k = needed(alpha, target).expect("alpha is above 0");
            prop_assert!(of(k) >= target - 1e-9);
            prop_assert!(k <= 1.0 || of(k - 1.0) < target + 1e-9);
        }
    }
}
