use super::reliability::is_hard;
use super::{CalibrationVerdict, ConfidencePair};
use crate::analysis::inference::{mover_difference, t_quantile, wilson};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// What an interval of mean confidence minus mean outcome is made from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Difference {
    items: u64,
    /// Items with outcome 1, where all outcomes are 0 or 1.
    right: Option<u64>,
    mean_confidence: f64,
    mean_outcome: f64,
    /// Variances over items of confidence, of outcome, and their covariance.
    spread: (f64, f64, f64),
}

impl Difference {
    /// Sums over pairs; `None` without an item.
    pub fn of<'a>(pairs: impl Iterator<Item = &'a ConfidencePair> + Clone) -> Option<Self> {
        let items: u64 = pairs.clone().map(|pair| pair.items).sum();
        if items == 0 {
            return None;
        }
        let n = items as f64;
        let sum = |of: &dyn Fn(&ConfidencePair) -> f64| {
            pairs.clone().map(|pair| pair.items as f64 * of(pair)).sum::<f64>()
        };
        let (confidence, outcome) = (sum(&|pair| pair.stated()) / n, sum(&|pair| pair.outcome) / n);
        let below = (n - 1.0).max(1.0);
        let hard = pairs.clone().all(|pair| is_hard(std::slice::from_ref(pair)));
        Some(Self {
            items,
            right: hard
                .then(|| pairs.clone().filter(|pair| pair.outcome == 1.0).map(|pair| pair.items).sum()),
            mean_confidence: confidence,
            mean_outcome: outcome,
            spread: (
                sum(&|pair| (pair.stated() - confidence).powi(2)) / below,
                sum(&|pair| (pair.outcome - outcome).powi(2)) / below,
                sum(&|pair| (pair.stated() - confidence) * (pair.outcome - outcome)) / below,
            ),
        })
    }

    pub fn items(&self) -> u64 {
        self.items
    }

    pub fn mean_confidence(&self) -> f64 {
        self.mean_confidence
    }

    fn value(&self) -> f64 {
        self.mean_confidence - self.mean_outcome
    }

    /// The interval at this level; `None` for a single item, or shares that do not vary.
    fn ends(&self, level: f64) -> Option<(f64, f64)> {
        if self.items < 2 {
            return None;
        }
        let n = self.items as f64;
        let t = t_quantile(0.5 + level / 2.0, n - 1.0);
        let (of_confidence, of_outcome, together) = self.spread;
        let Some(right) = self.right else {
            let half = t * ((of_confidence + of_outcome - 2.0 * together).max(0.0) / n).sqrt();
            return (half > 1e-12).then(|| (self.value() - half, self.value() + half));
        };
        let half = t * (of_confidence / n).sqrt();
        let confidence = (self.mean_confidence, self.mean_confidence - half, self.mean_confidence + half);
        let wilson = wilson(right, self.items, level)?;
        let product = (of_confidence * of_outcome).sqrt();
        let correlation = if product > 0.0 { (together / product).clamp(-1.0, 1.0) } else { 0.0 };
        Some(mover_difference(confidence, (self.mean_outcome, wilson.lower, wilson.upper), correlation))
    }

    /// Mean confidence minus mean outcome with its interval. Where outcomes are right or wrong: MOVER of Wilson's
    /// interval of the share and the t interval of mean confidence with their correlation, which holds for few errors
    /// too; else the t interval of the mean of their differences by item.
    pub fn estimate(&self, sample: SampleSize, level: f64) -> Estimate {
        let method = match self.right {
            Some(_) => "MOVER (Zou & Donner 2008) of Wilson's and the t interval, items paired".to_owned(),
            None => format!("linearised error over items, t({})", self.items - 1),
        };
        let interval = match self.ends(level) {
            Some((lower, upper)) => Outcome::Estimated(ConfidenceInterval {
                lower: lower.max(-1.0),
                upper: upper.min(1.0),
                level,
                method,
            }),
            None if self.items < 2 => {
                Outcome::NotEstimable(Reason::TooFew { what: "items".into(), found: self.items, needed: 2 })
            }
            None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        };
        Estimate {
            value: self.value(),
            interval,
            se: None,
            sample: SampleSize { items: self.items, ..sample },
            method: "mean confidence minus mean agreement (calibration-in-the-large)".into(),
            warnings: Vec::new(),
        }
    }

    /// p that the difference is 0: one minus the highest level at which the interval excludes it.
    pub fn p(&self) -> Option<f64> {
        let excludes = |level: f64| self.ends(level).is_some_and(|(lower, upper)| lower > 0.0 || upper < 0.0);
        self.ends(0.5)?;
        let (mut low, mut high) = (0.0_f64, 1.0_f64);
        for _ in 0..50 {
            let p = 0.5 * (low + high);
            if excludes(1.0 - p) { high = p } else { low = p }
        }
        Some(high)
    }
}

/// What an estimated difference allows to say.
pub(super) fn verdict(difference: &Estimate) -> CalibrationVerdict {
    match difference.interval.estimated() {
        None => CalibrationVerdict::Unknown,
        Some(interval) if interval.lower > 0.0 => CalibrationVerdict::OverConfident,
        Some(interval) if interval.upper < 0.0 => CalibrationVerdict::UnderConfident,
        Some(_) => CalibrationVerdict::NoEvidence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Label;

    fn pairs(cells: &[(u32, f64, u64)]) -> Vec<ConfidencePair> {
        let pair =
            |&(confidence, outcome, items)| ConfidencePair { confidence, label: Label(0), outcome, items };
        cells.iter().map(pair).collect()
    }

    fn told(cells: &[(u32, f64, u64)]) -> Estimate {
        let pairs = pairs(cells);
        Difference::of(pairs.iter()).expect("items").estimate(SampleSize::default(), 0.95)
    }

    #[test]
    fn many_items_have_the_interval_of_a_mean() {
        let cells = [(600_000, 1.0, 3000), (600_000, 0.0, 2000), (900_000, 1.0, 4500), (900_000, 0.0, 500)];
        let found = told(&cells);
        assert!(found.value.abs() < 1e-12);
        let interval = found.interval.estimated().expect("an interval");
        let variance = (0.5 * 0.24 + 0.5 * 0.09) / 10_000.0_f64;
        assert!((interval.upper - 1.96 * variance.sqrt()).abs() < 2e-4, "{interval:?}");
        assert_eq!(verdict(&found), CalibrationVerdict::NoEvidence);
    }

    #[test]
    fn all_right_is_under_confidence_only_where_confidence_is_low() {
        let sure = told(&[(990_000, 1.0, 50)]);
        assert_eq!(verdict(&sure), CalibrationVerdict::NoEvidence);
        let unsure = told(&[(700_000, 1.0, 50)]);
        assert_eq!(verdict(&unsure), CalibrationVerdict::UnderConfident);
        let wrong = told(&[(700_000, 0.0, 50)]);
        assert_eq!(verdict(&wrong), CalibrationVerdict::OverConfident);
        assert_eq!(verdict(&told(&[(700_000, 0.0, 1)])), CalibrationVerdict::Unknown);
    }

    #[test]
    fn p_agrees_with_the_interval() {
        let cells = pairs(&[(800_000, 1.0, 70), (800_000, 0.0, 30)]);
        let difference = Difference::of(cells.iter()).expect("items");
        let p = difference.p().expect("an interval");
        let excluded = |level: f64| difference.ends(level).is_some_and(|(lower, _)| lower > 0.0);
        assert!(excluded(1.0 - 1.01 * p) && !excluded(1.0 - 0.99 * p), "{p}");
    }
}
