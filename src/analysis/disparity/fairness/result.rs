use super::FairnessMeasure;
use crate::analysis::human_model::Against;
use crate::vocabulary::{Estimate, Outcome};
use serde::{Deserialize, Serialize};

/// How models serve groups of items: all of one question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Fairness {
    /// By model and attribute of the items, sorted.
    pub models: Vec<ModelFairness>,
    /// Differences between groups that were tested: the one family over which false reports are held down.
    pub tests: u64,
    /// Differences nearer to what chance makes of them are not reported.
    pub margin: f64,
    /// Rates over fewer items carry a warning.
    pub min_items: u64,
    /// Attributes of more groups than can be compared.
    pub attributes_left_out: Vec<String>,
    /// Labels that are too seldom to be compared one by one.
    pub labels_left_out: u64,
}

/// One model over the groups of one attribute of the items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelFairness {
    /// The model.
    pub model: String,
    /// The attribute of the items, or the slicing column that holds it.
    pub attribute: String,
    /// What its labels are held against.
    pub against: Against,
    /// (group, items with a reference and an answer), sorted by group; groups without any are left out.
    pub groups: Vec<(String, u64)>,
    /// Accuracy, then the rates of each positive label.
    pub metrics: Vec<FairnessMetric>,
    /// By positive label, whether errors fall evenly.
    pub odds: Vec<EqualizedOdds>,
}

/// One rate: overall, by group, difference, ratio.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FairnessMetric {
    /// Which.
    pub measure: FairnessMeasure,
    /// The positive label; absent for accuracy, which is of all labels.
    pub positive: Option<String>,
    /// Over all items.
    pub overall: Outcome<Estimate>,
    /// By group, in the order of the groups.
    pub by_group: Vec<GroupRate>,
    /// Largest minus smallest rate.
    pub difference: Outcome<Estimate>,
    /// Largest distance from the overall rate.
    pub difference_to_overall: Outcome<Estimate>,
    /// Smallest over largest rate.
    pub ratio: Outcome<Estimate>,
    /// Smallest ratio of a group's and the overall rate, the lesser over the larger.
    pub ratio_to_overall: Outcome<Estimate>,
    /// What chance makes of the difference.
    pub chance: Option<ChanceDifference>,
    /// Whether the groups are told apart: q ≤ .05, and beyond chance by the margin.
    pub reported: bool,
}

/// A group's rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupRate {
    /// The group.
    pub group: String,
    /// Its rate.
    pub rate: Outcome<Estimate>,
    /// Its rate minus that of all other groups' items, the intervals of all groups together at the level.
    pub to_rest: Outcome<Estimate>,
}

/// The largest minus the smallest rate with the items' groups exchanged.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChanceDifference {
    /// Its mean.
    pub expected: f64,
    /// How seldom it is as large as the one seen.
    pub p: f64,
    /// q over all differences.
    pub q: f64,
    /// Exchanges drawn.
    pub draws: u64,
}

/// Whether a model's errors fall evenly on groups of items (Hardt, Price & Srebro 2016).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EqualizedOdds {
    /// The positive label.
    pub positive: String,
    /// The larger of the differences of true and of false positive rates.
    pub difference: Outcome<f64>,
    /// The smaller of their ratios.
    pub ratio: Outcome<f64>,
    /// Whether the smallest selection rate is under four fifths of the largest: a screening heuristic, no verdict.
    pub under_four_fifths: Option<bool>,
}
