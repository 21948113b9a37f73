use super::{Effect, Judgement, Level, Verdict};
use serde::Serialize;

/// All verdicts on one audit, and what they come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruling {
    /// Title of the audit.
    pub title: String,
    /// Title of the baseline, where there is one.
    pub baseline: Option<String>,
    /// Whether no rule was written and the default ones were judged.
    pub by_default: bool,
    /// Rules that were judged together, by level, and the error that they share.
    pub families: Vec<Family>,
    /// One per limit and part of the log, in the policy's order.
    pub verdicts: Vec<Verdict>,
    /// What to know of the comparison with the baseline.
    pub notes: Vec<String>,
}

/// Rules of one level whose intervals were judged together (Holm 1979, Scandinavian Journal of Statistics 6:65).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Family {
    /// Their level.
    pub level: Level,
    /// How many limits were held against intervals.
    pub tests: usize,
    /// The probability, at most, that any of them fails although every limit is kept.
    pub error: f64,
}

/// What a gate says as a whole, and the exit status that goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing failed and nothing is open.
    Passed,
    /// Something failed. Beats [`Standing::Inconclusive`].
    Failed,
    /// Nothing failed, but something could not be judged.
    Inconclusive,
}

impl Standing {
    /// The word shown.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Passed => "passed",
            Standing::Failed => "failed",
            Standing::Inconclusive => "inconclusive",
        }
    }

    /// The exit status that goes with it.
    pub fn exit_code(self) -> i32 {
        match self {
            Standing::Passed => 0,
            Standing::Failed => 1,
            Standing::Inconclusive => 4,
        }
    }
}

impl Ruling {
    /// What the verdicts come to: the worst effect of any of them.
    pub fn standing(&self) -> Standing {
        match self.verdicts.iter().map(Verdict::effect).max() {
            Some(Effect::Fails) => Standing::Failed,
            Some(Effect::Open) => Standing::Inconclusive,
            Some(Effect::Told | Effect::Kept) | None => Standing::Passed,
        }
    }

    /// Verdicts of this judgement, whatever they do to the gate.
    pub fn count(&self, judgement: Judgement) -> usize {
        self.verdicts.iter().filter(|verdict| verdict.judgement == judgement).count()
    }
}
