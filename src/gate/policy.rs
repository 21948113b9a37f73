use crate::audit::{Audit, estimates, known_metrics};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// What an audit must hold to pass: `[[gate.rules]]` of the settings file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// The rules, judged in this order.
    pub rules: Vec<Rule>,
}

/// Limits of one metric.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// Metric id as in `estimates.csv`: `krippendorff_alpha`.
    pub metric: String,
    /// The question; absent = every question.
    pub question: Option<String>,
    /// The part of the log as in `estimates.csv`: `label=toxic`; absent = the whole.
    pub slice: Option<String>,
    /// What a failure means.
    pub level: Level,
    /// The value must not lie below this.
    pub min: Option<f64>,
    /// The value must not lie above this.
    pub max: Option<f64>,
    /// The value must not have fallen by more than this since the baseline.
    pub max_drop: Option<f64>,
}

/// What a failure means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The rule is not judged.
    Off,
    /// It is told, and fails nothing.
    Warn,
    /// The gate fails.
    #[default]
    Error,
}

/// What is wrong with a policy, for people who write one.
#[derive(Debug, Clone, PartialEq)]
pub enum PolicyError {
    /// A name that is not known.
    Unknown {
        /// `metric`, `question` or `slice`.
        what: &'static str,
        /// The name given.
        name: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// A rule without a limit.
    NoLimit {
        /// Its metric.
        metric: String,
    },
    /// A limit that no value can be held against.
    BadLimit {
        /// Its metric.
        metric: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { what, name, nearest: Some(nearest) } => {
                write!(f, "unknown {what} \"{name}\" in a gate rule: did you mean \"{nearest}\"?")
            }
            Self::Unknown { what, name, nearest: None } => {
                write!(f, "unknown {what} \"{name}\" in a gate rule")
            }
            Self::NoLimit { metric } => {
                write!(f, "the gate rule for \"{metric}\" has no limit: give min, max or max_drop")
            }
            Self::BadLimit { metric, why } => write!(f, "the gate rule for \"{metric}\": {why}"),
        }
    }
}

impl std::error::Error for PolicyError {}

impl Policy {
    /// Holds every rule's names against what an audit can tell, before anything is judged by it.
    ///
    /// # Errors
    /// The first rule with an unknown metric, question or slice (with the nearest known name), or without a usable
    /// limit. Rules that are off are read all the same, so that switching one on brings no surprise.
    pub fn check(&self, audit: &Audit) -> Result<(), PolicyError> {
        let questions: BTreeSet<&str> = audit.questions.iter().map(|q| q.question.name.as_str()).collect();
        let rows =
            if self.rules.iter().any(|rule| rule.slice.is_some()) { estimates(audit) } else { Vec::new() };
        for rule in &self.rules {
            known("metric", &rule.metric, known_metrics())?;
            if let Some(question) = &rule.question {
                known("question", question, questions.iter().copied())?;
            }
            if let Some(slice) = rule.slice.as_ref().filter(|slice| !slice.is_empty()) {
                // A group that is not shown has a row that says so, and is known whatever the metric.
                let told = rows.iter().filter(|row| row.metric == rule.metric || row.value.is_none());
                known("slice", slice, told.map(|row| row.slice.as_str()))?;
            }
            rule.check_limits()?;
        }
        Ok(())
    }
}

impl Rule {
    fn check_limits(&self) -> Result<(), PolicyError> {
        let bad = |why| Err(PolicyError::BadLimit { metric: self.metric.clone(), why });
        let limits = [self.min, self.max, self.max_drop];
        if limits.iter().all(Option::is_none) {
            return Err(PolicyError::NoLimit { metric: self.metric.clone() });
        }
        if limits.iter().flatten().any(|limit| !limit.is_finite()) {
            return bad("a limit must be a finite number");
        }
        if self.max_drop.is_some_and(|drop| drop < 0.0) {
            return bad("max_drop is how far the value may fall, 0 or more");
        }
        match (self.min, self.max) {
            (Some(min), Some(max)) if min > max => bad("min lies above max"),
            _ => Ok(()),
        }
    }
}

fn known<'a>(
    what: &'static str,
    name: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Result<(), PolicyError> {
    if names.clone().any(|known| known == name) {
        return Ok(());
    }
    let near = |known: &str| strsim::jaro_winkler(known, name);
    let nearest = names
        .filter(|known| near(known) > 0.6)
        // Of two equally near names the first in the alphabet.
        .max_by(|a, b| near(a).total_cmp(&near(b)).then_with(|| b.cmp(a)))
        .map(String::from);
    Err(PolicyError::Unknown { what, name: name.into(), nearest })
}
