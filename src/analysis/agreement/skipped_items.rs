use crate::tally::QuestionTallies;
use serde::{Deserialize, Serialize};

/// Items that are listed.
const LISTED: usize = 50;

/// An item that annotators declined to judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkippedItem {
    /// The item.
    pub item: String,
    /// How often it was skipped.
    pub skips: u64,
    /// Annotations it has all the same.
    pub annotations: u64,
}

/// How often an item was skipped.
pub(super) fn skips_of(tallies: &QuestionTallies, item: u32) -> u64 {
    let skips = &tallies.summaries.item_skips;
    skips.binary_search_by_key(&item, |&(item, _)| item).map_or(0, |at| skips[at].1)
}

/// The items skipped most, ties by name, and how many were skipped at all.
pub(super) fn skipped_items(tallies: &QuestionTallies) -> (Vec<SkippedItem>, u64) {
    let mut items = tallies.summaries.item_skips.clone();
    let total = items.len() as u64;
    items.sort_by_key(|&(item, skips)| (std::cmp::Reverse(skips), item));
    items.truncate(LISTED);
    let annotations = |item: u32| {
        let index = tallies.index.as_ref().filter(|index| (item as usize) < index.items());
        index.map_or(0, |index| index.rows(item as usize).len() as u64)
    };
    let row = |(item, skips): (u32, u64)| SkippedItem {
        item: tallies.items.name(item).to_owned(),
        skips,
        annotations: annotations(item),
    };
    (items.into_iter().map(row).collect(), total)
}
