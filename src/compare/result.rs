use super::drivers::Drivers;
use super::row_change::RowChanges;
use super::shared_items::SharedItems;
use crate::analysis::agreement::change::{Change, PairChanges};
use crate::analysis::inference::Panel;
use serde::{Deserialize, Serialize};

/// The version of `comparison.json`'s shape.
pub const COMPARISON_VERSION: u32 = 1;

/// What changed from one audit to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// [`COMPARISON_VERSION`] of the program that wrote it.
    pub schema_version: u32,
    /// Title of the earlier audit.
    pub before: String,
    /// Title of the later audit.
    pub after: String,
    /// What both audits rest on, the earlier first.
    pub sides: [SideFacts; 2],
    /// Whether annotators are a sample, or the same people and nobody else meant.
    pub panel: Panel,
    /// Confidence level of all intervals.
    pub level: f64,
    /// Questions that both audits ask, sorted by name.
    pub questions: Vec<QuestionComparison>,
    /// What to know: questions that only one side asks, settings that differ, what the intervals leave out.
    pub notes: Vec<String>,
}

/// What one audit rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideFacts {
    /// Version of raterscope that made it.
    pub raterscope: String,
    /// First and last day, where known.
    pub period: Option<(String, String)>,
    /// Items in the log.
    pub items: u64,
    /// Annotators in the log.
    pub annotators: u64,
    /// Rows that were used.
    pub rows_used: u64,
}

/// Changes of one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionComparison {
    /// The question.
    pub question: String,
    /// Changes of the whole first, then of the groups and slices that both audits show.
    pub changes: Vec<Change>,
    /// Changes that were tested: the family over which q values are made.
    pub tested: u64,
    /// Items that both audits hold, where both kept their items.
    #[serde(default)]
    pub shared: Option<SharedItems>,
    /// Label pairs mended and newly broken; absent where a side's patterns were too many to keep.
    pub pairs: Option<PairChanges>,
    /// What may have moved the observed agreement.
    pub drivers: Drivers,
    /// Every other number that both audits have with an error.
    pub rows: RowChanges,
}
