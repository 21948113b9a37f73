use crate::analysis::calibration::Reference;
use crate::vocabulary::{Estimate, Outcome};
use serde::{Deserialize, Serialize};

/// What one model may label alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelRouting {
    /// The model.
    pub model: String,
    /// What an error is told by: gold where there is gold, else people's majority.
    pub against: Reference,
    /// Items that tell an error: with a confidence and gold (or one majority label).
    pub judged: u64,
    /// Share of them on which the model is wrong.
    pub error: Outcome<Estimate>,
    /// Items to be labelled: answered by the model or rated by people.
    pub items: u64,
    /// Of these, items without a usable confidence: people label them whatever the threshold.
    pub without_confidence: u64,
    /// Area under the risk–coverage curve: the mean over k of the error among the k most confident items.
    pub aurc: Outcome<Estimate>,
    /// Area less that of a model with the same error which knew every one of its errors.
    pub excess_aurc: f64,
    /// The curve at up to a hundred places, most confident first.
    pub curve: Vec<RiskPoint>,
    /// Seconds of one person on one item.
    pub secs_per_item: Outcome<f64>,
    /// For the stated target error, where one was stated.
    pub by_target: Option<RoutingByTarget>,
    /// For the stated hours, where they were.
    pub by_hours: Option<RoutingByHours>,
}

/// The error among the most confident items.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RiskPoint {
    /// Share of the judged items that are as confident or more.
    pub coverage: f64,
    /// The least confidence among them.
    pub threshold: f64,
    /// Items among them.
    pub items: u64,
    /// Share of them that is wrong.
    pub error: f64,
    /// Its Wilson interval, point by point.
    pub ends: (f64, f64),
}

/// What a threshold does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoutingThreshold {
    /// The model labels alone from this confidence up.
    pub threshold: f64,
    /// Judged items from the threshold up.
    pub judged: u64,
    /// Of these, wrong ones.
    pub errors: u64,
    /// What their error is at most, at the stated certainty.
    pub at_most: f64,
    /// Items that the model labels alone.
    pub alone: u64,
    /// Their share of all items.
    pub alone_share: f64,
    /// Items that are left to people.
    pub to_people: u64,
    /// Hours that people need for them.
    pub hours: Outcome<f64>,
}

/// The threshold for a target error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoutingByTarget {
    /// The share of errors that is acceptable.
    pub target: f64,
    /// How certain it must be, in 0–1.
    pub certainty: f64,
    /// One threshold for all labels, or why none is certified.
    pub threshold: Outcome<RoutingThreshold>,
    /// A threshold for each label, where that leaves more to the model.
    pub by_label: Option<LabelThresholds>,
}

/// Thresholds label by label that hold together at the stated certainty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelThresholds {
    /// Labels that were tried: each at (1 − certainty) / tried.
    pub tried: u64,
    /// Labels with a certified threshold.
    pub labels: Vec<LabelThreshold>,
    /// Items that the model labels alone under all of them.
    pub alone: u64,
    /// Their share of all items.
    pub alone_share: f64,
    /// Items that are left to people.
    pub to_people: u64,
    /// Hours that people need for them.
    pub hours: Outcome<f64>,
}

/// One label's threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelThreshold {
    /// The label that the model gives.
    pub label: String,
    /// It stands alone from this confidence up.
    pub threshold: f64,
    /// Judged items from there up.
    pub judged: u64,
    /// Of these, wrong ones.
    pub errors: u64,
    /// Items that the model labels so alone.
    pub alone: u64,
}

/// The threshold for a number of hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoutingByHours {
    /// Hours that people have.
    pub hours: f64,
    /// How certain the bound of the error is, in 0–1.
    pub certainty: f64,
    /// The threshold that spends them, or why there is none.
    pub threshold: Outcome<RoutingThreshold>,
}
