use super::{Flips, WeightedConsensus};
use crate::vocabulary::{Estimate, Outcome, Reason};
use serde::{Deserialize, Serialize};

/// Whose view the consensus loses: all of one question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Views {
    /// By attribute, sorted.
    pub attributes: Vec<AttributeViews>,
    /// What annotators weighted to each stated target would decide; empty where no target is stated.
    pub weighted: Vec<WeightedConsensus>,
    /// The consensus that was asked for where it is not the majority: groups are held against it, too.
    pub chosen: Option<String>,
    /// Items with a majority, tied ones left out.
    pub items: u64,
    /// Those of them on which annotators disagree: no others can flip.
    pub disputed: u64,
    /// Items whose labels are tied: they have no consensus that could flip.
    pub tied: u64,
    /// Size of the family of tests: distances of groups from the consensus, and flips.
    pub tests: u64,
    /// Relabellings behind a p value at most.
    pub most_draws: u64,
    /// Differences of agreement below this are not reported.
    pub margin: f64,
    /// Strata within which annotators change places.
    pub strata: u64,
    /// Slicing columns that part strata, sorted.
    pub strata_columns: Vec<String>,
}

/// The groups of one attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttributeViews {
    /// Its name.
    pub attribute: String,
    /// Its groups, sorted by name; those of whom the attribute is not known are in none, and in everybody's rest.
    pub groups: Vec<GroupViews>,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupViews {
    /// Its name.
    pub group: String,
    /// What is known of it, or that it is too small.
    pub numbers: Outcome<GroupView>,
}

/// One group beside the consensus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupView {
    /// Its annotators.
    pub annotators: u64,
    /// Against the majority of an item's other annotators.
    pub consensus: ViewDistance,
    /// Agreement with that majority beyond chance: 1 − (1 − p_o) / (1 − p_e), p_e of the label shares of both sides.
    pub beyond_chance: Outcome<f64>,
    /// Against the consensus that was asked for, the annotator's own vote in it; absent where that is the majority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<ViewDistance>,
    /// What would change if the group decided alone.
    pub alone: Outcome<Flips>,
    /// What would change if the group were left out.
    pub without: Outcome<Flips>,
}

/// How often a group's annotations agree with one label per item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ViewDistance {
    /// Share of the group's annotations; a tie of k labels counts 1/k.
    pub agreement: Outcome<Estimate>,
    /// That share minus the share of the others' annotations *of the same items*.
    pub difference: Outcome<Estimate>,
    /// p of no difference.
    pub p: Option<f64>,
    /// q over the whole family.
    pub q: Option<f64>,
    /// Whether the difference is told as one: q ≤ .05 and beyond the margin.
    pub reported: bool,
    /// The smallest difference that would have been seen in four logs of five, were it the only test.
    pub smallest_seen: Option<f64>,
}

impl ViewDistance {
    /// A distance that cannot be had.
    pub(super) fn absent(reason: &Reason) -> Self {
        Self {
            agreement: Outcome::NotEstimable(reason.clone()),
            difference: Outcome::NotEstimable(reason.clone()),
            p: None,
            q: None,
            reported: false,
            smallest_seen: None,
        }
    }
}
