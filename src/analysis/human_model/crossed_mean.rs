use crate::analysis::inference::Bounds;
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// A mean whose items and annotators are both samples.
pub(super) struct CrossedMean {
    /// The mean.
    pub value: f64,
    /// Its variance.
    pub variance: f64,
    /// Degrees of freedom of t: annotators − 1.
    pub df: f64,
    /// The scale of its interval.
    pub bounds: Bounds,
}

impl CrossedMean {
    /// The estimate with its interval.
    pub fn estimate(&self, sample: SampleSize, method: &str, level: f64) -> Estimate {
        let se = self.variance.sqrt();
        let ends = if se > 1e-12 && self.df >= 1.0 {
            self.bounds.interval(self.value, se, self.df, level)
        } else {
            None
        };
        let interval = match ends {
            None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
            Some((lower, upper)) => Outcome::Estimated(ConfidenceInterval {
                lower,
                upper,
                level,
                method: format!("items and annotators redrawn, t({}) on {}", self.df, self.bounds.name()),
            }),
        };
        let se = interval.estimated().map(|_| se);
        Estimate { value: self.value, se, interval, sample, method: method.into(), warnings: Vec::new() }
    }
}
