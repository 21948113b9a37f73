use super::{Evidence, Inconclusive, Level, Limit, Place, Settling};
use serde::Serialize;

/// How one limit of one rule was met on one part of the log. Numbers are formatted by who shows them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Metric id.
    pub metric: String,
    /// The question; empty where the number is of the whole log.
    pub question: String,
    /// The part of the log; empty = the whole.
    pub slice: String,
    /// What a failure means.
    pub level: Level,
    /// The limit.
    pub limit: Limit,
    /// What was held against it.
    pub evidence: Evidence,
    /// Pass, fail or inconclusive.
    pub judgement: Judgement,
    /// What an inconclusive judgement counts as.
    pub inconclusive: Inconclusive,
    /// The value judged (for a drop or a rise: after − before).
    pub value: Option<f64>,
    /// Lower end of its interval.
    pub lower: Option<f64>,
    /// Upper end of its interval.
    pub upper: Option<f64>,
    /// The level of that interval, in 0–1.
    pub interval_level: Option<f64>,
    /// One-sided p of "the limit is kept", adjusted for all rules judged together; absent where a point was judged.
    pub p_adjusted: Option<f64>,
    /// Of a change: the value before.
    pub before: Option<f64>,
    /// Of a change: the value after.
    pub after: Option<f64>,
    /// Items behind the value.
    pub items: Option<u64>,
    /// How the interval was made.
    pub method: String,
    /// Why, in one sentence without numbers.
    pub why: String,
    /// What would settle an inconclusive judgement; absent where nothing can be said of it.
    pub settling: Option<Settling>,
    /// Where the rule is written.
    pub place: Option<Place>,
}

/// An interval on the right side of the limit passes, on the wrong side fails, across it decides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// What was judged keeps the limit.
    Pass,
    /// It breaks it.
    Fail,
    /// It lies across it, or there is none.
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

/// What a verdict does to the gate. Every output and the exit status are made from it, so that they never disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Nothing: the limit is kept.
    Kept,
    /// It is told and fails nothing: a warning, or inconclusive where that counts as passed.
    Told,
    /// The gate cannot pass.
    Open,
    /// The gate fails.
    Fails,
}

impl Verdict {
    /// What it does to the gate.
    pub fn effect(&self) -> Effect {
        match (self.judgement, self.level, self.inconclusive) {
            (Judgement::Pass, ..) => Effect::Kept,
            (_, Level::Off | Level::Warn, _) => Effect::Told,
            (Judgement::Fail, ..) | (Judgement::Inconclusive, _, Inconclusive::Fail) => Effect::Fails,
            (Judgement::Inconclusive, _, Inconclusive::Report) => Effect::Open,
            (Judgement::Inconclusive, _, Inconclusive::Pass) => Effect::Told,
        }
    }
}
