use super::{CoverageGrid, TargetComparison};
use crate::analysis::inference::Diversity;
use crate::vocabulary::{Estimate, Outcome};
use serde::{Deserialize, Serialize};

/// Coverage by every attribute, sorted by attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// One per attribute of the annotators, intersections among them.
    pub attributes: Vec<AttributeCoverage>,
    /// Groups held against a target in one family of tests (filled above the analysis).
    #[serde(default)]
    pub tests: u64,
}

/// One attribute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttributeCoverage {
    /// Its name.
    pub attribute: String,
    /// How many attributes it crosses: 1 for one by itself.
    #[serde(default = "by_itself")]
    pub depth: u32,
    /// Its groups, sorted by name, those of whom nothing is known last.
    pub groups: Vec<GroupCoverage>,
    /// Effective number of groups: exp of the Shannon entropy of annotator shares, unknown and withheld left out.
    /// Suppressed with its groups.
    pub effective_groups: Outcome<f64>,
    /// The whole family of effective numbers; absent where they are suppressed.
    #[serde(default)]
    pub diversity: Option<Diversity>,
    /// Groups that disclosure control folded away, and why (filled above the analysis).
    #[serde(default)]
    pub suppressed_groups: u64,
    /// Beside the stated target, or why that cannot be told; absent where none is stated (filled above the analysis, from
    /// what may be shown).
    #[serde(default)]
    pub against_target: Option<Outcome<TargetComparison>>,
    /// By slicing column (filled above the analysis, likewise).
    #[serde(default)]
    pub by_slice: Vec<CoverageGrid>,
    /// Along the calendar (filled above the analysis, likewise); absent where the log tells no dates.
    #[serde(default)]
    pub over_time: Option<Outcome<CoverageGrid>>,
}

fn by_itself() -> u32 {
    1
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
    /// Items that somebody annotated, and nobody of the group; absent in audits of earlier versions.
    #[serde(default)]
    pub unseen: Option<Unseen>,
    /// Krippendorff's alpha within the group.
    pub alpha: Outcome<Estimate>,
    /// Fleiss' kappa within the group.
    pub fleiss: Outcome<Estimate>,
    /// Share of each label among the group's annotations, clustered by annotator.
    pub labels: Vec<LabelShare>,
    /// What it takes to know the group's label rates well enough; absent in audits of earlier versions.
    #[serde(default)]
    pub further: Option<Outcome<FurtherAnnotations>>,
}

/// Items that nobody of a group saw.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Unseen {
    /// How many.
    pub items: u64,
    /// Their share of all items that somebody annotated.
    pub share: f64,
    /// The share to be expected if annotations had been dealt to groups by lot, in proportion to their annotations:
    /// Σ over items of (1 − share)^annotations / items.
    pub by_lot: f64,
}

/// How many annotations would give the group's label rates an interval of the stated width.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FurtherAnnotations {
    /// The label whose rate is known least.
    pub label: String,
    /// The stated width, from end to end.
    pub width: f64,
    /// The width now, ±z standard errors.
    pub width_now: f64,
    /// What annotators' own habits cost: the variance of the rate beside that of as many independent annotations.
    pub design_effect: f64,
    /// Annotations needed in all, by annotators who do as much each as those of today: an approximation.
    pub annotations: u64,
    /// The annotators behind them.
    pub annotators: u64,
}

/// How often a group gives a label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelShare {
    /// The label.
    pub label: String,
    /// The share with its interval.
    pub share: Outcome<Estimate>,
}
