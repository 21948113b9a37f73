use crate::vocabulary::Label;
use serde::{Deserialize, Serialize};

/// How many items show each multiset of labels. Items with the same pattern are interchangeable for every pooled
/// coefficient. Sorted; items with a single annotation are patterns too (not pairable, but rated).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternTable {
    /// All patterns end to end: (label, how many annotations of the item gave it), labels ascending, counts ≥ 1.
    pub entries: Vec<(Label, u32)>,
    /// Pattern `p` is `entries[offsets[p]..offsets[p + 1]]`.
    pub offsets: Vec<u32>,
    /// Number of items with pattern `p`.
    pub items: Vec<u64>,
}

/// One pattern of a [`PatternTable`].
#[derive(Debug, Clone, Copy)]
pub struct Pattern<'a> {
    /// (label, annotations), labels ascending.
    pub counts: &'a [(Label, u32)],
    /// Items that show it.
    pub items: u64,
}

impl Pattern<'_> {
    /// Annotations per item of this pattern.
    pub fn annotations(&self) -> u64 {
        self.counts.iter().map(|&(_, n)| u64::from(n)).sum()
    }

    /// Two or more annotations.
    pub fn is_pairable(&self) -> bool {
        self.annotations() >= 2
    }
}

impl PatternTable {
    /// Number of distinct patterns.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether no item was rated.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Pattern `p`.
    pub fn pattern(&self, p: usize) -> Pattern<'_> {
        let range = self.offsets[p] as usize..self.offsets[p + 1] as usize;
        Pattern { counts: &self.entries[range], items: self.items[p] }
    }

    /// All patterns in sorted order.
    pub fn iter(&self) -> impl Iterator<Item = Pattern<'_>> {
        (0..self.len()).map(|p| self.pattern(p))
    }
}
