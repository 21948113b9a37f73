use crate::analysis::agreement::SideEstimate;
use crate::vocabulary::Outcome;
use serde::{Deserialize, Serialize};

/// Whether groups of annotators agree more within themselves than with the others: all of one question.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cohesion {
    /// By attribute, sorted.
    pub attributes: Vec<AttributeCohesion>,
    /// Groups of all attributes that were tested: the one family over which false reports are held down.
    pub tests: u64,
    /// Relabellings behind a p value at most.
    pub most_draws: u64,
    /// Differences nearer to what chance makes of them are not reported.
    pub margin: f64,
    /// Strata within which annotators were exchanged.
    pub strata: u64,
    /// Pools of items that share nobody.
    pub pools: u64,
    /// Slicing columns that part strata, sorted.
    pub strata_columns: Vec<String>,
    /// Items that were tested on, where the log is so long that some had to do.
    pub tested_items: Option<u64>,
}

/// The groups of one attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttributeCohesion {
    /// Its name.
    pub attribute: String,
    /// Its groups, sorted by name; those of whom the attribute is not known are in none, and in nobody's rest.
    pub groups: Vec<GroupCohesion>,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupCohesion {
    /// Its name.
    pub group: String,
    /// What is known of it, or that it is too small.
    pub numbers: Outcome<GroupAgreement>,
}

/// A group's agreement within itself beside its agreement with the others (Prabhakaran et al. 2024, GRASP, NAACL).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupAgreement {
    /// Its annotators.
    pub annotators: u64,
    /// The others: annotators known to be in another group; 0 where that would tell how many are withheld.
    pub others: u64,
    /// IRR: Krippendorff's alpha within the group.
    pub within: SideEstimate,
    /// xRR: agreement across, of the group with the others.
    pub across: SideEstimate,
    /// IRR − xRR.
    pub difference: SideEstimate,
    /// GAI, the group association index: IRR / xRR.
    pub association: SideEstimate,
    /// Whether chance could have made the difference, or why that cannot be told.
    pub test: Outcome<CohesionTest>,
    /// What follows.
    pub verdict: CohesionVerdict,
}

/// The difference IRR − xRR beside that of relabelled annotators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CohesionTest {
    /// The group's annotators who could be exchanged for others.
    pub exchangeable: u64,
    /// Everybody who could be exchanged; 0 where that would tell how many are withheld.
    pub exchangeable_all: u64,
    /// Relabellings drawn.
    pub draws: u64,
    /// Mean difference of relabelled groups: what chance makes of it.
    pub expected: f64,
    /// Two-sided p, (1 + b) / (1 + B) of the rarer side, doubled.
    pub p: f64,
    /// q over all groups of all attributes.
    pub q: f64,
    /// The smallest distance from `expected` that would have been reported in four logs of five, were it the only one.
    pub smallest_seen: Option<f64>,
}

/// What is said of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CohesionVerdict {
    /// It agrees more within itself than with the others: a view of its own.
    OwnView,
    /// It agrees less within itself than with the others: no one view.
    Divided,
    /// No more than chance explains.
    NoEvidence,
    /// It cannot be tested.
    Untested,
}

impl CohesionVerdict {
    /// Whether something is reported.
    pub fn reported(self) -> bool {
        matches!(self, CohesionVerdict::OwnView | CohesionVerdict::Divided)
    }
}
