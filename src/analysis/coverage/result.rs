use crate::vocabulary::{Estimate, Outcome};
use serde::{Deserialize, Serialize};

/// Coverage by every attribute, sorted by attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// One per attribute.
    pub attributes: Vec<AttributeCoverage>,
}

/// One attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttributeCoverage {
    /// Its name.
    pub attribute: String,
    /// Its groups, sorted by name, unknown last.
    pub groups: Vec<GroupCoverage>,
    /// Effective number of groups: exp of the Shannon entropy of annotator shares. Suppressed with its groups.
    pub effective_groups: Outcome<f64>,
    /// Groups that disclosure control folded away, and why (filled above the analysis).
    #[serde(default)]
    pub suppressed_groups: u64,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupCoverage {
    /// Its name (a suppressed group keeps its name and nothing else).
    pub group: String,
    /// The numbers, or `Insufficient` / `WithheldForOthers`.
    pub numbers: Outcome<GroupNumbers>,
}

/// What a group shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupNumbers {
    /// Annotators.
    pub annotators: u64,
    /// Their share of all annotators.
    pub annotator_share: f64,
    /// Annotations.
    pub annotations: u64,
    /// Their share of all annotations.
    pub annotation_share: f64,
    /// Items that at least one of the group annotated.
    pub items: u64,
    /// Krippendorff's alpha within the group.
    pub alpha: Outcome<Estimate>,
    /// Fleiss' kappa within the group.
    pub fleiss: Outcome<Estimate>,
    /// Share of each label among the group's annotations, clustered by annotator.
    pub labels: Vec<LabelShare>,
}

/// How often a group gives a label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelShare {
    /// The label.
    pub label: String,
    /// The share with its interval.
    pub share: Outcome<Estimate>,
}
