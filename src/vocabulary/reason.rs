use serde::{Deserialize, Serialize};

/// Why a number cannot be had. Each says in [`Reason::sentence`] what would make it possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Reason {
    /// No item has two or more annotations.
    NothingPairable,
    /// Every pairable annotation has the same label, so no disagreement was to be expected.
    NoExpectedDisagreement,
    /// The chance model needs two or more labels in the set.
    OneLabelInSet,
    /// The scale does not allow it.
    NotOnThisScale {
        /// The question's scale.
        scale: String,
    },
    /// Too few of something.
    TooFew {
        /// What is counted: `annotators`, `items`, `clusters`, `shared items`.
        what: String,
        /// How many there are.
        found: u64,
        /// How many are needed.
        needed: u64,
    },
    /// More than can be shown or computed at this place.
    TooMany {
        /// What is counted.
        what: String,
        /// How many there are.
        found: u64,
        /// The limit.
        limit: u64,
    },
    /// The log carries no column for it.
    NotInLog {
        /// What is missing, in the reader's words: `a model's label`, `the time of submission`.
        what: String,
        /// Column names that would supply it: `model_label`.
        columns: String,
    },
    /// Values are there but do not vary, so nothing can be read from them.
    NoVariation {
        /// What does not vary.
        what: String,
    },
    /// A group of fewer than `min_group` annotators: not shown, so that nobody can be recognised.
    Insufficient,
    /// Withheld because it would give a small group away by subtraction.
    WithheldForOthers,
    /// The tallies came without rows.
    NeedsRows,
    /// The standard error is 0 by construction, not by evidence.
    NoErrorToEstimate,
    /// Agreement is not above chance, so adding annotators adds nothing.
    NotAboveChance,
    /// The question is answered by so many different numbers that two are hardly ever the same.
    Continuous {
        /// How many different ones.
        labels: u64,
    },
    /// A model makes too many errors, even where it is most confident, for a threshold to be certified.
    NoneCertified {
        /// The error it was to be certified for, in hundredths of a per cent.
        basis_points: u64,
    },
    /// Too many bootstrap replicates had no value.
    ReplicatesUndefined {
        /// How many of the replicates, in per cent.
        percent: u64,
    },
}

impl Reason {
    /// The stable word for machines: `nothing_pairable`.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::NothingPairable => "nothing_pairable",
            Reason::NoExpectedDisagreement => "no_expected_disagreement",
            Reason::OneLabelInSet => "one_label_in_set",
            Reason::NotOnThisScale { .. } => "not_on_this_scale",
            Reason::TooFew { .. } => "too_few",
            Reason::TooMany { .. } => "too_many",
            Reason::NotInLog { .. } => "not_in_log",
            Reason::NoVariation { .. } => "no_variation",
            Reason::Insufficient => "insufficient",
            Reason::WithheldForOthers => "withheld_for_others",
            Reason::NeedsRows => "needs_rows",
            Reason::NoErrorToEstimate => "no_error_to_estimate",
            Reason::NotAboveChance => "not_above_chance",
            Reason::Continuous { .. } => "continuous",
            Reason::NoneCertified { .. } => "none_certified",
            Reason::ReplicatesUndefined { .. } => "replicates_undefined",
        }
    }

    /// One sentence for people: why, and what would make it possible.
    pub fn sentence(&self) -> String {
        match self {
            Reason::NothingPairable => {
                "No item has two or more annotations, so nothing can be compared: have some \
                items annotated by two people."
                    .into()
            }
            Reason::NoExpectedDisagreement => {
                "Everyone used one and the same label, so there was no disagreement \
                to expect and a chance-corrected coefficient is undefined."
                    .into()
            }
            Reason::OneLabelInSet => {
                "The label set holds a single label: declare the labels that could have been \
                chosen."
                    .into()
            }
            Reason::NotOnThisScale { scale } => format!("Not defined for labels on the {scale} scale."),
            Reason::TooFew { what, found, needed } => {
                format!("Too few {what}: {found}, where {needed} are needed.")
            }
            Reason::TooMany { what, found, limit } => {
                format!("Too many {what}: {found}, where {limit} is the limit.")
            }
            Reason::NotInLog { what, columns } => format!("The log does not tell {what}: add {}.", wanted(columns)),
            Reason::NoVariation { what } => format!("There is no variation in {what}."),
            Reason::Insufficient => {
                "Insufficient: too few annotators to show without pointing at persons.".into()
            }
            Reason::WithheldForOthers => {
                "Withheld: with it, a smaller group could be worked out by subtraction.".into()
            }
            Reason::NeedsRows => "Needs the annotations themselves, not only their tallies.".into(),
            Reason::NoErrorToEstimate => {
                "The error is 0 by construction here, so no interval can be given.".into()
            }
            Reason::NotAboveChance => {
                "Annotators agree no more than chance would have it, or may do so, and then no number of annotators \
                makes their mean or majority reliable."
                    .into()
            }
            Reason::Continuous { labels } => format!(
                "The answers are {labels} different numbers, and two are hardly ever the same: what counts equal \
                labels says nothing here, what measures distances does (alpha, ICC)."
            ),
            Reason::NoneCertified { basis_points } => none_certified(*basis_points),
            Reason::ReplicatesUndefined { percent } => {
                format!("Undefined in {percent} % of the bootstrap replicates, too many for an interval.")
            }
        }
    }
}

/// Column names as what to add: `a column gold`, `columns suggestion, action`; words that say more stay as they are.
fn wanted(columns: &str) -> String {
    let name = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    match columns.split(", ").filter(|word| name(word)).count() {
        1 if name(columns) => format!("a column {columns}"),
        n if n == columns.split(", ").count() => format!("columns {columns}"),
        _ => columns.into(),
    }
}

/// Why no threshold is certified for an error of so many hundredths of a per cent.
fn none_certified(basis_points: u64) -> String {
    format!(
        "None certified: even among its most confident answers the model is wrong too often to be certain of an error of \
        at most {} %.",
        basis_points as f64 / 100.0
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_a_column_columns_or_said_in_words() {
        let told = |columns: &str| Reason::NotInLog { what: "it".into(), columns: columns.into() }.sentence();
        assert_eq!(told("gold"), "The log does not tell it: add a column gold.");
        assert_eq!(told("suggestion, action"), "The log does not tell it: add columns suggestion, action.");
        assert_eq!(told("gold, or work without"), "The log does not tell it: add gold, or work without.");
    }
}
