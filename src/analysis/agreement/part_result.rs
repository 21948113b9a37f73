use crate::vocabulary::{Estimate, Outcome, Reason};
use serde::{Deserialize, Serialize};

/// Agreement inside one slice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SliceAgreement {
    /// Slicing column.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Alpha inside the slice.
    pub alpha: Outcome<Estimate>,
    /// Percent agreement inside the slice.
    pub percent_agreement: Outcome<Estimate>,
    /// Alpha inside, its interval for other items and other annotators of the same kind.
    #[serde(default = "unknown")]
    pub alpha_redrawn: Outcome<Estimate>,
    /// Alpha inside minus alpha inside the other slices of the column, annotators as they are; paired where slices share
    /// items.
    #[serde(default = "unknown")]
    pub difference: Outcome<Estimate>,
    /// The same difference with annotators redrawn: the one that is judged.
    #[serde(default = "unknown")]
    pub difference_redrawn: Outcome<Estimate>,
    /// p of no difference after Benjamini–Hochberg over all slices of all columns.
    #[serde(default)]
    pub q_value: Option<f64>,
    /// Whether the difference is told as one: q ≤ 0.05.
    #[serde(default)]
    pub reported: bool,
}

/// Agreement with oneself after a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LagBand {
    /// Hours between the two annotations, at least.
    pub from_hours: f64,
    /// Hours, less than this; `None` for no limit.
    pub to_hours: Option<f64>,
    /// Repeats.
    pub repeats: u64,
    /// Share of repeats with the same label, clustered by annotator.
    pub agreement: Outcome<Estimate>,
    /// Cohen's kappa of first against second.
    pub kappa: Outcome<Estimate>,
}

/// How far annotators agree with themselves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SelfConsistency {
    /// Repeats.
    pub repeats: u64,
    /// Share of repeats with the same label, clustered by annotator.
    pub agreement: Outcome<Estimate>,
    /// Cohen's kappa of first against second.
    pub kappa: Outcome<Estimate>,
    /// The same by the time between the two annotations, shortest first; empty where times are not known.
    #[serde(default)]
    pub by_lag: Vec<LagBand>,
    /// Median lag in hours, where times are known.
    pub median_lag_hours: Option<f64>,
    /// Agreement among *different* annotators on the repeated items, for comparison.
    pub between_annotators: Outcome<Estimate>,
    /// A note where the repeated items are more disputed than the others.
    pub note: Option<String>,
}

/// What an audit of an earlier version does not tell.
fn unknown() -> Outcome<Estimate> {
    Outcome::NotEstimable(Reason::NeedsRows)
}
