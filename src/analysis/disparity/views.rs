//! Whose view the consensus and the models lose.

mod options;
mod result;

pub use options::ViewOptions;
pub use result::Views;

use super::Asked;
use super::grouping::{Grouping, no_groups};
use crate::tally::QuestionTallies;
use crate::vocabulary::{Outcome, Reason};

/// Whose view the consensus and the models lose. Not estimable where nothing is known of the annotators, or where the tallies came without rows.
pub fn measure(
    tallies: &QuestionTallies,
    groupings: &[Grouping],
    _options: &ViewOptions,
    _asked: Asked<'_>,
) -> Outcome<Views> {
    if groupings.is_empty() {
        return Outcome::NotEstimable(no_groups());
    }
    if tallies.index.is_none() {
        return Outcome::NotEstimable(Reason::NeedsRows);
    }
    Outcome::Estimated(Views { attributes: Vec::new() })
}
