use super::{Evidence, Inconclusive, Level, Limit};

/// Limits of one metric: one `[[gate.rules]]`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rule {
    /// Metric id as in `estimates.csv`: `krippendorff_alpha`.
    pub metric: String,
    /// The question; absent = every question.
    pub question: Option<String>,
    /// The part of the log as in `estimates.csv`: `label=toxic`; a `*` at its end takes every part that begins so;
    /// absent = the whole.
    pub slice: Option<String>,
    /// What a failure means.
    pub level: Level,
    /// The value must not lie below this.
    pub min: Option<f64>,
    /// The value must not lie above this.
    pub max: Option<f64>,
    /// The value must not have fallen by more than this since the baseline.
    pub max_drop: Option<f64>,
    /// The value must not have risen by more than this since the baseline.
    pub max_rise: Option<f64>,
    /// What is held against the limit; absent = the interval, and of facts about the log the number itself.
    pub evidence: Option<Evidence>,
    /// What an inconclusive verdict counts as; absent = as the policy says.
    pub inconclusive: Option<Inconclusive>,
    /// Where it is written, for what points at lines of files; absent = it is a default.
    pub place: Option<Place>,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// The file as the user named it.
    pub path: String,
    /// 1-based line.
    pub line: usize,
}

impl Rule {
    /// Its limits, each of which gets a verdict of its own.
    pub fn limits(&self) -> impl Iterator<Item = Limit> {
        let limits = [
            self.min.map(Limit::Min),
            self.max.map(Limit::Max),
            self.max_drop.map(Limit::MaxDrop),
            self.max_rise.map(Limit::MaxRise),
        ];
        limits.into_iter().flatten()
    }

    /// The part of the log it speaks of; empty = the whole.
    pub fn part(&self) -> &str {
        self.slice.as_deref().unwrap_or("")
    }

    /// Whether it speaks of this part.
    pub(super) fn takes(&self, slice: &str) -> bool {
        match self.part().strip_suffix('*') {
            Some(beginning) => slice.starts_with(beginning) && !slice.is_empty(),
            None => slice == self.part(),
        }
    }
}
