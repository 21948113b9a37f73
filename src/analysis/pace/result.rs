use crate::vocabulary::{Estimate, Outcome};
use serde::{Deserialize, Serialize};

/// Pace and early against late work, annotator by annotator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pace {
    /// In alphabetical order.
    pub annotators: Vec<AnnotatorPace>,
}

/// One annotator's own numbers, in the order of their work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnnotatorPace {
    /// Who.
    pub annotator: String,
    /// Annotations with a place in the order.
    pub annotations: u64,
    /// Seconds on an item.
    pub seconds: Outcome<SecondsOnItem>,
    /// Correctness against gold, early and late.
    pub correctness: Outcome<EarlyAndLate>,
}

/// How long one annotator takes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SecondsOnItem {
    /// Annotations with a known time.
    pub annotations: u64,
    /// Median.
    pub median: f64,
    /// First quartile, type 7.
    pub first_quartile: f64,
    /// Median absolute deviation from the median.
    pub deviation: f64,
    /// Spearman's correlation of time with the place in the whole work; absent where one of them does not vary.
    pub order_correlation: Option<f64>,
    /// Its two-sided p.
    pub order_p: Option<f64>,
}

/// Correctness of the first and of the last ⌊n/2⌋ annotations with gold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EarlyAndLate {
    /// Share correct, over all of them.
    pub all: Estimate,
    /// Of the first half.
    pub early: Estimate,
    /// Of the last half.
    pub late: Estimate,
    /// Late minus early.
    pub change: Estimate,
    /// z of "no change" with the pooled share.
    pub z: f64,
    /// Two-sided p of that z.
    pub p_pooled: f64,
    /// Two-sided p of Fisher's exact test of "no change".
    pub p_exact: f64,
    /// The exact p, adjusted over all annotators.
    pub p_adjusted: f64,
}
