use crate::vocabulary::{Estimate, Outcome, SliceKey};
use serde::{Deserialize, Serialize};

/// What changed from one audit to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Title of the earlier audit.
    pub before: String,
    /// Title of the later audit.
    pub after: String,
    /// Questions that both audits ask, sorted by name.
    pub questions: Vec<QuestionComparison>,
    /// What to know: questions that only one side asks, what the intervals leave out.
    pub notes: Vec<String>,
}

/// Changes of one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionComparison {
    /// The question.
    pub question: String,
    /// Changes of the whole first, then of the groups and slices that both audits show.
    pub changes: Vec<Change>,
}

/// One coefficient before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Stable id: `krippendorff_alpha`.
    pub metric: String,
    /// The part of the log; empty = the whole.
    pub slice: SliceKey,
    /// Value before, or why there is none.
    pub before: Outcome<f64>,
    /// Value after, or why there is none.
    pub after: Outcome<f64>,
    /// After minus before, with its interval. Its sample is the smaller side's.
    pub change: Outcome<Estimate>,
}
