//! What a consensus rests on.

use crate::tally::{PatternTable, QuestionTallies};
use crate::vocabulary::{Outcome, Reason, SampleSize};

/// What to know of any consensus over this table: under three annotators per rated item it is one or two persons' word.
pub fn warning(table: &PatternTable) -> Option<String> {
    let sample = rated(table, 0);
    (sample.items > 0 && sample.annotations < 3 * sample.items).then(|| {
        "Fewer than three annotations per item on average: the majority is often one or two persons' word.".into()
    })
}

/// Rated items and their annotations.
pub(super) fn rated(table: &PatternTable, annotators: u64) -> SampleSize {
    let items = table.iter().map(|pattern| pattern.items).sum();
    let annotations = table.iter().map(|pattern| pattern.items * pattern.annotations()).sum();
    SampleSize { items, annotations, annotators }
}

/// Why nothing can be held against gold.
pub(super) fn gold_missing<T>(tallies: &QuestionTallies) -> Outcome<T> {
    Outcome::NotEstimable(match tallies.gold {
        Some(_) => Reason::NeedsRows,
        None => Reason::NotInLog { what: "the right label of any item".into(), columns: "gold".into() },
    })
}
