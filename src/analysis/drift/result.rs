use crate::vocabulary::{Estimate, Outcome, Period};
use serde::{Deserialize, Serialize};

/// What was said along the calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drift {
    /// How long a period is.
    pub period: Period,
    /// Names of the periods in order of time: `2014-W28`.
    pub periods: Vec<String>,
    /// First day of each, counted from 1970-01-01.
    pub starts: Vec<i32>,
    /// What was followed, models first.
    pub series: Vec<DriftSeries>,
    /// Series that were tested for a change: the family of the q values.
    pub tests: u64,
}

/// What one series tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DriftKind {
    /// Share of annotations with the model's label.
    HumanModelAgreement,
    /// The model's mean confidence minus that share.
    CalibrationInTheLarge,
    /// How often the model gives a label.
    ModelLabelShare,
    /// How often people give a label.
    LabelShare,
}

impl DriftKind {
    /// Metric of its points.
    pub const fn metric(self) -> &'static str {
        match self {
            DriftKind::HumanModelAgreement => "human_model_agreement_in_period",
            DriftKind::CalibrationInTheLarge => "calibration_in_the_large_in_period",
            DriftKind::ModelLabelShare => "model_label_share_in_period",
            DriftKind::LabelShare => "label_share_in_period",
        }
    }
}

/// One series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DriftSeries {
    /// What is followed.
    pub kind: DriftKind,
    /// The model, where it is about one.
    pub model: Option<String>,
    /// The label, where it is about one.
    pub label: Option<String>,
    /// (place among the periods, value) of the periods with annotations enough to say something.
    pub points: Vec<DriftPoint>,
    /// Whether the level changes.
    pub change: Outcome<DriftChange>,
}

/// One period of a series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DriftPoint {
    /// Place among the periods.
    pub period: u32,
    /// The share, or the difference of confidence and agreement.
    pub value: f64,
    /// Ends of its interval, where it has one: clustered by annotator; of what a model gives, Wilson's over items.
    pub ends: Option<(f64, f64)>,
    /// Annotations behind it; of what a model gives, items.
    pub n: u64,
    /// Annotators behind it; 0 of what a model gives.
    pub annotators: u64,
}

/// The likeliest change of a series' level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DriftChange {
    /// Place among the periods of the first one after the change.
    pub from: u32,
    /// Mean after minus mean before.
    pub difference: Estimate,
    /// Probability of as large a change where nothing changes.
    pub p: f64,
    /// Benjamini–Hochberg over all series of the question.
    pub q_value: f64,
    /// Whether it is told: q of .05 or less.
    pub reported: bool,
    /// How much more periods differ than their own counts explain, beside the change: 1 = no more.
    pub dispersion: f64,
    /// How much neighbouring periods hang together, 0 to .9.
    pub correlation: f64,
    /// Further changes before and after it, as places of the first period after each; only where this one is told.
    pub further: Vec<u32>,
}
