use super::Level;
use serde::{Deserialize, Serialize};

/// How one limit of one rule was met. Numbers are formatted by who shows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Metric id.
    pub metric: String,
    /// The question.
    pub question: String,
    /// The part of the log; empty = the whole.
    pub slice: String,
    /// What a failure means.
    pub level: Level,
    /// The limit.
    pub limit: Limit,
    /// Pass, fail or inconclusive.
    pub judgement: Judgement,
    /// The value judged (for a drop: after minus before).
    pub value: Option<f64>,
    /// Lower end of its interval.
    pub lower: Option<f64>,
    /// Upper end of its interval.
    pub upper: Option<f64>,
    /// Why, in one sentence without numbers.
    pub why: String,
}

/// What the value is held against.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Not below.
    Min(f64),
    /// Not above.
    Max(f64),
    /// Not fallen by more.
    MaxDrop(f64),
}

/// An interval on the right side of the limit passes, on the wrong side fails, across it decides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// The whole interval keeps the limit.
    Pass,
    /// The whole interval breaks it.
    Fail,
    /// The interval lies across it, or there is none.
    Inconclusive,
}

impl Judgement {
    /// The word shown.
    pub fn name(self) -> &'static str {
        match self {
            Judgement::Pass => "pass",
            Judgement::Fail => "fail",
            Judgement::Inconclusive => "inconclusive",
        }
    }
}
