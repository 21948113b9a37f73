use crate::vocabulary::{Estimate, Outcome};
use serde::{Deserialize, Serialize};

/// Whether one model's confidence means what it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelCalibration {
    /// The model.
    pub model: String,
    /// Items with an answer.
    pub answered: u64,
    /// Of these, items without a usable confidence (none given, or none in 0–1).
    pub without_confidence: u64,
    /// Against gold.
    pub gold: Outcome<CalibrationAgainst>,
    /// Against people's majority, tied items left out.
    pub consensus: Outcome<CalibrationAgainst>,
    /// Against the share of people who gave the model's label.
    pub people: Outcome<CalibrationAgainst>,
    /// What its probabilities of all labels score, one per reference.
    pub probabilities: Outcome<Vec<ProbabilityScores>>,
}

/// What a model's label is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reference {
    /// The label held to be right.
    Gold,
    /// The majority of the item's annotators.
    Consensus,
    /// The share of the item's annotators with the same label.
    People,
}

impl Reference {
    /// The word in metrics' names: `gold`.
    pub fn word(self) -> &'static str {
        match self {
            Reference::Gold => "gold",
            Reference::Consensus => "consensus",
            Reference::People => "people",
        }
    }
}

/// A model's confidence in its label against one reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalibrationAgainst {
    /// Against what.
    pub reference: Reference,
    /// Items.
    pub items: u64,
    /// Mean confidence.
    pub mean_confidence: f64,
    /// How often the label is right (gold), the majority's, or a person's.
    pub agreement: Outcome<Estimate>,
    /// Calibration-in-the-large: mean confidence minus that; above 0 = too sure of itself.
    pub difference: Outcome<Estimate>,
    /// What the difference's interval allows to say.
    pub verdict: CalibrationVerdict,
    /// In bands of equal width.
    pub equal_width: ReliabilityDiagram,
    /// In bands with equally many items.
    pub equal_mass: ReliabilityDiagram,
    /// Mean of (confidence − outcome)².
    pub brier: Outcome<Estimate>,
    /// Mean of −ln of the probability that the confidence gave to what came.
    pub log_loss: Outcome<Estimate>,
    /// By the model's label, those given most often; in the set's order.
    pub labels: Vec<LabelCalibration>,
    /// Labels left out of the list.
    pub labels_left_out: u64,
}

/// What may be said of a difference of confidence and agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalibrationVerdict {
    /// Confidence is higher, and the interval excludes 0.
    OverConfident,
    /// Confidence is lower, and the interval excludes 0.
    UnderConfident,
    /// The interval holds 0.
    NoEvidence,
    /// There is no interval.
    Unknown,
}

/// Mean confidence against how often the model is right, in bands of confidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityDiagram {
    /// Bands with items, ascending.
    pub bins: Vec<ReliabilityBin>,
    /// Expected calibration error: the mean over items of their band's |mean confidence − mean outcome|.
    pub ece: f64,
    /// Maximum calibration error: the largest of these gaps.
    pub mce: f64,
    /// ECE less what noise alone adds to it (after Kumar, Liang & Ma 2019); not below 0.
    pub debiased_ece: f64,
    /// ECE of a perfectly calibrated model with the same confidences.
    pub ece_null: NullError,
    /// MCE of the same.
    pub mce_null: NullError,
}

/// What a calibration error would be if the model were perfectly calibrated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NullError {
    /// Its mean.
    pub mean: f64,
    /// What it exceeds in 5 % of logs.
    pub upper: f64,
    /// How often it is at least as large as the one found.
    pub p: f64,
}

/// One band of confidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// Lower end: exclusive for bands of equal width (but for 0), the lowest confidence for bands of equal mass.
    pub from: f64,
    /// Upper end, inclusive.
    pub to: f64,
    /// Items.
    pub items: u64,
    /// Their mean confidence.
    pub mean_confidence: f64,
    /// Their mean outcome.
    pub agreement: Outcome<Estimate>,
}

/// Confidence where the model gives one label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelCalibration {
    /// The label.
    pub label: String,
    /// Items.
    pub items: u64,
    /// Mean confidence.
    pub mean_confidence: f64,
    /// Mean outcome.
    pub agreement: Outcome<Estimate>,
    /// Mean confidence minus mean outcome.
    pub difference: Outcome<Estimate>,
    /// p that the difference is 0, where there is an interval.
    pub p: Option<f64>,
    /// The same after Benjamini and Hochberg over the model's labels.
    pub q: Option<f64>,
    /// What may be said at q ≤ .05.
    pub verdict: CalibrationVerdict,
}

/// Scores of a model's probabilities of all labels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProbabilityScores {
    /// Against what.
    pub reference: Reference,
    /// Items left out because their probabilities do not add up to 1.
    pub not_distributions: u64,
    /// Brier, sum form (0–2): mean of Σ_k (p_k − y_k)².
    pub brier: Outcome<Estimate>,
    /// The half of it (0–1), as binary problems have it.
    pub brier_half: Outcome<f64>,
    /// Mean of −ln of the probability given to the right label.
    pub log_loss: Outcome<Estimate>,
    /// Area under the ROC curve, label against rest, mean over labels; probabilities told apart to four digits.
    pub roc_auc: Outcome<f64>,
    /// By label: how well its probability ranks its items above the others.
    pub labels: Vec<LabelRanking>,
}

/// How well the probability of one label ranks the items that have it above the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelRanking {
    /// The label.
    pub label: String,
    /// Items whose gold it is.
    pub items: u64,
    /// Area under the ROC curve.
    pub roc_auc: Outcome<f64>,
    /// Average precision.
    pub average_precision: Outcome<f64>,
    /// Mean of (p − y)² of this label alone.
    pub brier: f64,
}
