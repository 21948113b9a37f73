use crate::vocabulary::{Estimate, Outcome, Reason};
use serde::{Deserialize, Serialize};

/// Whether a model may stand in for a person (Calderon et al. 2025).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlternativeTest {
    /// How much the model may fall short of a person, for what it saves.
    pub epsilon: f64,
    /// How near a label is to those of the others, in words.
    pub alignment: String,
    /// Annotators who were tested.
    pub tested: u64,
    /// Of them, those whom the model can stand in for: their null hypothesis was rejected.
    pub wins: u64,
    /// Winning rate ω: wins / tested.
    pub winning_rate: f64,
    /// Average advantage probability ρ: how often the model is at least as near to the others as the left-out person.
    pub advantage: Estimate,
    /// Whether ω is .5 or more: the model may stand in for an annotator of this group.
    pub passes: bool,
    /// Annotators in alphabetical order, those left out among them; at most a thousand, those with most items.
    pub annotators: Vec<AlternativeAnnotator>,
    /// Annotators who were not tested: too few items.
    pub left_out: u64,
    /// Annotators beyond the list.
    pub not_listed: u64,
}

/// One annotator against the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlternativeAnnotator {
    /// Name or pseudonym.
    pub annotator: String,
    /// Items that both labelled and another person too.
    pub items: u64,
    /// Share of them on which the model is at least as near to the others as the annotator.
    pub advantage: f64,
    /// Share of them on which the annotator is at least as near as the model.
    pub human_advantage: f64,
    /// One-sided p that the annotator is ahead by less than epsilon, or why there is none.
    pub p: Outcome<f64>,
    /// Which test: `t` or `signed rank`; empty where there is none.
    pub test: String,
    /// Whether the model can stand in for this annotator (Benjamini–Yekutieli at .05 over all tested).
    pub wins: bool,
}

impl AlternativeAnnotator {
    /// Too few items for the test.
    pub(super) fn too_few(found: u64) -> Reason {
        Reason::TooFew { what: "shared items of this annotator".into(), found, needed: super::FEWEST_ITEMS }
    }
}
