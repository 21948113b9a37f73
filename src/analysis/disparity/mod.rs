//! How groups of annotators see the items differently, whose view the consensus and the models lose, and how models serve
//! groups of items. Group names and who is in which come from [`Grouping`]; disclosure comes after all of it.

pub mod cohesion;
pub mod fairness;
mod grouping;
mod label_cells;
pub mod severity;
mod strata;
pub mod views;

pub use grouping::{Grouping, groupings};
pub use strata::Strata;

use crate::analysis::agreement::AgreementOptions;
use crate::analysis::consensus::Settled;
use crate::analysis::coverage::Targets;
use crate::analysis::inference::InferenceOptions;
use crate::tally::QuestionTallies;
use crate::vocabulary::Outcome;
use serde::{Deserialize, Serialize};

/// What is asked of groups.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DisparityOptions {
    /// Of groups' agreement within themselves and with the others.
    pub cohesion: cohesion::CohesionOptions,
    /// Of label rates by group.
    pub severity: severity::SeverityOptions,
    /// Of groups beside the consensus.
    pub views: views::ViewOptions,
    /// Of models by group of items.
    pub fairness: fairness::FairnessOptions,
}

/// What all parts are measured with.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Groups of fewer annotators are not measured: they are insufficient.
    pub min_group: u64,
    /// Distances.
    pub agreement: &'a AgreementOptions,
    /// Intervals, seed, replicates.
    pub inference: &'a InferenceOptions,
    /// Stated shares of groups.
    pub targets: &'a Targets,
    /// The consensus that was asked for, item by item, where one was.
    pub settled: Option<&'a Outcome<Settled>>,
}

/// One question's groups beside each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Disparity {
    /// Whether groups agree more within themselves than with the others.
    pub cohesion: Outcome<cohesion::Cohesion>,
    /// Whether groups give labels more often than the others do, on the same items.
    pub severity: Outcome<severity::Severity>,
    /// Whose view the consensus and the models lose.
    pub views: Outcome<views::Views>,
    /// How models serve groups of items.
    pub fairness: Outcome<fairness::Fairness>,
}

/// Every part of one question. Complete but for groups under `min_group`: what larger groups must be withheld for their
/// sake is decided by disclosure.
pub fn measure(tallies: &QuestionTallies, options: &DisparityOptions, asked: Asked<'_>) -> Disparity {
    let groupings = groupings(tallies);
    Disparity {
        cohesion: cohesion::measure(tallies, &groupings, &options.cohesion, asked),
        severity: severity::measure(tallies, &groupings, &options.severity, asked),
        views: views::measure(tallies, &groupings, &options.views, options.cohesion.strata.as_deref(), asked),
        fairness: fairness::measure(tallies, &options.fairness, asked),
    }
}
