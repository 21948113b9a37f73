use std::fmt;

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
    /// A metric that the whole log has no single number of.
    NeedsSlice {
        /// The metric.
        metric: String,
        /// One of its parts.
        example: String,
    },
    /// A rule on one person's numbers.
    Person {
        /// Its metric.
        metric: String,
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
                write!(f, "unknown {what} \"{name}\" in a gate rule: estimates.csv lists what can be named")
            }
            Self::NeedsSlice { metric, example } => {
                let (all, _) = example.split_once('=').unwrap_or((example, ""));
                write!(
                    f,
                    "the gate rule for \"{metric}\" names no part, and the whole log has no such number: write \
                     slice = \"{example}\", or slice = \"{all}=*\" for all of them"
                )
            }
            Self::Person { metric } => write!(
                f,
                "the gate rule for \"{metric}\" names a person: a gate judges the work, not people, who are named by the \
                 report's own rule or not at all"
            ),
            Self::NoLimit { metric } => {
                write!(f, "the gate rule for \"{metric}\" has no limit: give min, max, max_drop or max_rise")
            }
            Self::BadLimit { metric, why } => write!(f, "the gate rule for \"{metric}\": {why}"),
        }
    }
}

impl std::error::Error for PolicyError {}
