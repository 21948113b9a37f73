use super::suppression::{SuppressedCells, SuppressionNote};
use super::{
    Agreement, Consensus, Course, Coverage, Disparity, Drift, Fatigue, Finding, GuidelineVersions,
    HumanModel, IntakeReport, Interventions, ItemAttributeCoverage, ModelCalibration, ModelRouting, Pace,
    Plan, SelfConsistency, TwoGolds,
};
use crate::tally::PatternTable;
use crate::vocabulary::{Outcome, Question, Reason, SliceKey};
use serde::{Deserialize, Serialize};

/// The version of `audit.json`'s shape.
pub const SCHEMA_VERSION: u32 = 1;

/// The result of one audit: all that rendering and comparing need, nothing suppressed, no texts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    /// [`SCHEMA_VERSION`] of the program that wrote it.
    pub schema_version: u32,
    /// Title of the report.
    pub title: String,
    /// Who, what, how.
    pub provenance: Provenance,
    /// What was read.
    pub intake: IntakeReport,
    /// One per question, sorted by name.
    pub questions: Vec<QuestionAudit>,
    /// What to notice, most rewarding first.
    pub findings: Vec<Finding>,
    /// What was withheld and why.
    pub suppression: Vec<SuppressionNote>,
    /// How many numbers that concerns, by part of the audit; absent in audits of earlier versions.
    #[serde(default)]
    pub suppressed_cells: Vec<SuppressedCells>,
}

/// Where the numbers come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of raterscope.
    pub raterscope: String,
    /// What was asked for.
    pub plan: Plan,
}

/// One question's results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionAudit {
    /// Name, labels, scale.
    pub question: Question,
    /// Agreement among annotators.
    pub agreement: Agreement,
    /// Agreement of annotators with themselves.
    pub self_consistency: Outcome<SelfConsistency>,
    /// The majority of each item's annotators.
    pub consensus: Consensus,
    /// People and models.
    pub human_model: Outcome<HumanModel>,
    /// Which of two gold labels people and models follow; absent where the log has no second one.
    #[serde(default)]
    pub two_golds: Option<Outcome<TwoGolds>>,
    /// Whether models' confidence means what it says.
    #[serde(default = "no_confidence")]
    pub calibration: Outcome<Vec<ModelCalibration>>,
    /// What models may label alone.
    #[serde(default = "no_confidence")]
    pub routing: Outcome<Vec<ModelRouting>>,
    /// Suggestions and what annotators did with them.
    #[serde(default = "no_interventions")]
    pub interventions: Outcome<Interventions>,
    /// Along the calendar; absent in audits of earlier versions.
    #[serde(default)]
    pub drift: Option<Outcome<Drift>>,
    /// Along the session.
    pub fatigue: Outcome<Fatigue>,
    /// Along the calendar.
    #[serde(default = "not_measured")]
    pub course: Outcome<Course>,
    /// Each annotator's pace, and early work beside late work.
    #[serde(default = "not_measured")]
    pub pace: Outcome<Pace>,
    /// Who annotates.
    pub coverage: Outcome<Coverage>,
    /// From each version of the guideline to the next; absent where the log names no versions.
    #[serde(default)]
    pub guideline_versions: Option<Outcome<GuidelineVersions>>,
    /// Whose content it is: groups of items, by attribute.
    #[serde(default)]
    pub item_groups: Vec<ItemAttributeCoverage>,
    /// How groups see the items, and how models serve groups of items; absent in audits of earlier versions.
    #[serde(default)]
    pub disparity: Option<Disparity>,
    /// Pattern tables that may be shown: the whole, slices, groups that are not suppressed.
    pub tables: Vec<DisclosedTable>,
}

/// What an audit of an earlier version tells of models' confidence.
fn no_confidence<T>() -> Outcome<T> {
    Outcome::NotEstimable(Reason::NotInLog {
        what: "how confident any model was".into(),
        columns: "model_confidence".into(),
    })
}

/// What an audit says that knew nothing of suggestions.
fn no_interventions() -> Outcome<Interventions> {
    Outcome::NotEstimable(Reason::NotInLog {
        what: "what was suggested to annotators, or what they did with it".into(),
        columns: "suggestion, action".into(),
    })
}

/// What an audit of an earlier program says of what it did not measure.
fn not_measured<T>() -> Outcome<T> {
    Outcome::NotEstimable(Reason::NeedsRows)
}

/// A pattern table that may leave the house.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DisclosedTable {
    /// What part of the log it is.
    pub slice: SliceKey,
    /// The table, or why it is not given.
    pub patterns: Outcome<PatternTable>,
}
