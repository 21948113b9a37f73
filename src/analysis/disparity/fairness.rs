//! How models serve groups of items.

mod options;
mod result;

pub use options::FairnessOptions;
pub use result::Fairness;

use super::Asked;
use crate::tally::QuestionTallies;
use crate::vocabulary::{Outcome, Reason};

/// How models serve groups of items. Not estimable where the tallies came without rows.
pub fn measure(
    tallies: &QuestionTallies,
    _options: &FairnessOptions,
    _asked: Asked<'_>,
) -> Outcome<Fairness> {
    if tallies.index.is_none() {
        return Outcome::NotEstimable(Reason::NeedsRows);
    }
    Outcome::Estimated(Fairness { attributes: Vec::new() })
}
