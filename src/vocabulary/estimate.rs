use super::Reason;
use serde::{Deserialize, Serialize};

/// A number that was estimated, or the reason why it cannot be had. Never NaN, never a made-up 0 or 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome<T> {
    /// It was estimated.
    Estimated(T),
    /// It cannot be had from this log.
    NotEstimable(Reason),
}

impl<T> Outcome<T> {
    /// The estimate, where there is one.
    pub fn estimated(&self) -> Option<&T> {
        match self {
            Outcome::Estimated(value) => Some(value),
            Outcome::NotEstimable(_) => None,
        }
    }

    /// The estimate to be changed, where there is one.
    pub fn estimated_mut(&mut self) -> Option<&mut T> {
        match self {
            Outcome::Estimated(value) => Some(value),
            Outcome::NotEstimable(_) => None,
        }
    }

    /// The reason, where there is no estimate.
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Outcome::Estimated(_) => None,
            Outcome::NotEstimable(reason) => Some(reason),
        }
    }

    /// Applies `f` to the estimate and leaves a reason as it is.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Outcome<U> {
        match self {
            Outcome::Estimated(value) => Outcome::Estimated(f(value)),
            Outcome::NotEstimable(reason) => Outcome::NotEstimable(reason),
        }
    }
}

/// A range of values that the data do not contradict at this level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfidenceInterval {
    /// Lower end, in the estimate's unit.
    pub lower: f64,
    /// Upper end, in the estimate's unit.
    pub upper: f64,
    /// Confidence level in 0–1, usually 0.95.
    pub level: f64,
    /// How it was made, in words for the methods column: `percentile bootstrap of items, 2000 replicates`.
    pub method: String,
}

/// What a number rests on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SampleSize {
    /// Items that entered.
    pub items: u64,
    /// Annotations that entered.
    pub annotations: u64,
    /// Distinct annotators behind them (0 = not known at this place).
    pub annotators: u64,
}

/// One number with its uncertainty, its sample and the name of its method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The point estimate; always finite.
    pub value: f64,
    /// Its interval, or why it has none.
    pub interval: Outcome<ConfidenceInterval>,
    /// Standard error, where one was computed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub se: Option<f64>,
    /// What it rests on.
    pub sample: SampleSize,
    /// Which formula: `Krippendorff 2019, nominal distance`.
    pub method: String,
    /// What a careful reader must know: `fewer than 10 disagreeing items`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}
