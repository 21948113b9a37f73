use std::fmt;

/// Why two audits cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompareError {
    /// They were written with two shapes of `audit.json`.
    OtherSchema {
        /// Version of the earlier one.
        before: u32,
        /// Version of the later one.
        after: u32,
    },
    /// A question is on two scales.
    OtherScale {
        /// The question.
        question: String,
        /// Its scale before.
        before: String,
        /// Its scale after.
        after: String,
    },
    /// A question's labels lie apart by two rules.
    OtherDistance {
        /// The question.
        question: String,
        /// Its distance or weights before.
        before: String,
        /// Its distance or weights after.
        after: String,
    },
    /// The items that were kept are not those of the audit they lie beside.
    OtherItems {
        /// The question.
        question: String,
    },
    /// A question has two label sets.
    OtherLabels {
        /// The question.
        question: String,
        /// Labels that only the earlier one has (at most five).
        only_before: Vec<String>,
        /// Labels that only the later one has (at most five).
        only_after: Vec<String>,
    },
    /// No question is in both.
    NothingShared {
        /// Questions of the earlier one.
        before: Vec<String>,
        /// Questions of the later one.
        after: Vec<String>,
    },
}

impl fmt::Display for CompareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherSchema { before, after } => write!(
                f,
                "the audits have schema versions {before} and {after}: audit both logs with one version of raterscope"
            ),
            Self::OtherScale { question, before, after } => write!(
                f,
                "question \"{question}\" is {before} in one audit and {after} in the other: state its scale in the \
                 settings and audit again"
            ),
            Self::OtherItems { question } => write!(
                f,
                "items.json does not fit the audit.json beside it (question \"{question}\"): audit the log again with --keep-items"
            ),
            Self::OtherDistance { question, before, after } => write!(
                f,
                "question \"{question}\" was audited with two rules of how far labels lie apart ({before}; {after}): audit \
                 both logs with the same distance and weights"
            ),
            Self::OtherLabels { question, only_before, only_after }
                if only_before.is_empty() && only_after.is_empty() =>
            {
                write!(
                    f,
                    "question \"{question}\" has the same labels in another order: declare their order in the settings"
                )
            }
            Self::OtherLabels { question, only_before, only_after } => write!(
                f,
                "question \"{question}\" has two label sets (only before: {}; only after: {}): declare its labels in \
                 the settings and audit again",
                listed(only_before),
                listed(only_after)
            ),
            Self::NothingShared { before, after } => {
                write!(
                    f,
                    "no question is in both audits (before: {}; after: {})",
                    listed(before),
                    listed(after)
                )
            }
        }
    }
}

impl std::error::Error for CompareError {}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "none".into() } else { names.join(", ") }
}
