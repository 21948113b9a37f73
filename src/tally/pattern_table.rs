use super::pattern_interner::PatternInterner;
use super::{ClusterCells, ClusterKinds};
use crate::vocabulary::Label;
use serde::{Deserialize, Serialize};

/// How many items show each multiset of labels. Items with the same pattern are interchangeable for every pooled
/// coefficient. Sorted; items with a single annotation are patterns too (not pairable, but rated).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternTable {
    /// All patterns end to end: (label, how many annotations of the item gave it), labels ascending, counts ≥ 1.
    pub entries: Vec<(Label, u32)>,
    /// Pattern `p` is `entries[offsets[p]..offsets[p + 1]]`.
    pub offsets: Vec<u32>,
    /// Number of items with pattern `p`.
    pub items: Vec<u64>,
    /// Which of these items belong together; absent where every item stands for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clusters: Option<ClusterCells>,
}

impl Default for PatternTable {
    fn default() -> Self {
        Self { entries: Vec::new(), offsets: vec![0], items: Vec::new(), clusters: None }
    }
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
        self.counts.len() > 1 || self.counts.first().is_some_and(|&(_, n)| n > 1)
    }

    /// How many annotations of such an item gave `label`.
    pub fn count_of(&self, label: Label) -> u32 {
        self.counts.binary_search_by_key(&label, |&(l, _)| l).map_or(0, |at| self.counts[at].1)
    }
}

impl PatternTable {
    /// The table of items given by their labels, in any order; items without labels are left out.
    pub fn of_items<'a>(items: impl IntoIterator<Item = &'a [Label]>) -> Self {
        let mut interner = PatternInterner::default();
        let mut buffer = Vec::new();
        for labels in items {
            buffer.clear();
            buffer.extend_from_slice(labels);
            interner.count_labels(0, &mut buffer);
        }
        interner.into_sorted(1).0.pop().unwrap_or_default()
    }

    /// Items of both tables together, without their clusters; both must speak of the same label set. Tables with label sets of their own are
    /// merged by name through [`QuestionTallies::merge`](super::QuestionTallies::merge).
    pub fn merge(&self, other: &Self) -> Self {
        let mut interner = PatternInterner::default();
        for pattern in self.iter().chain(other.iter()) {
            interner.add(0, pattern.counts, pattern.items);
        }
        interner.into_sorted(1).0.pop().unwrap_or_default()
    }

    /// What its clusters of items hold; `None` where every item stands for itself, or they were left out.
    pub fn cluster_kinds(&self) -> Option<ClusterKinds> {
        self.clusters.as_ref().filter(|cells| cells.left_out.is_none()).map(ClusterKinds::of)
    }

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

    /// Patterns of items with two or more annotations, in sorted order.
    pub fn pairable(&self) -> impl Iterator<Item = Pattern<'_>> {
        self.iter().filter(Pattern::is_pairable)
    }

    /// Items with at least one annotation.
    pub fn rated_items(&self) -> u64 {
        self.items.iter().sum()
    }

    /// All annotations.
    pub fn annotations(&self) -> u64 {
        self.iter().map(|p| p.items * p.annotations()).sum()
    }

    /// Items with two or more annotations.
    pub fn pairable_items(&self) -> u64 {
        self.pairable().map(|p| p.items).sum()
    }

    /// Annotations of items with two or more.
    pub fn pairable_annotations(&self) -> u64 {
        self.pairable().map(|p| p.items * p.annotations()).sum()
    }

    /// Items whose annotations are not all the same label.
    pub fn disagreeing_items(&self) -> u64 {
        self.iter().filter(|p| p.counts.len() > 1).map(|p| p.items).sum()
    }

    /// Annotations by label over all rated items; `labels` is the size of the label set.
    pub fn label_totals(&self, labels: usize) -> Vec<u64> {
        totals(self.iter(), labels)
    }

    /// Annotations by label over pairable items alone.
    pub fn pairable_label_totals(&self, labels: usize) -> Vec<u64> {
        totals(self.pairable(), labels)
    }

    /// Appends a pattern; the caller keeps the order.
    pub(super) fn push(&mut self, counts: &[(Label, u32)], items: u64) {
        self.entries.extend_from_slice(counts);
        self.offsets.push(self.entries.len() as u32);
        self.items.push(items);
    }
}

fn totals<'a>(patterns: impl Iterator<Item = Pattern<'a>>, labels: usize) -> Vec<u64> {
    let mut totals = vec![0; labels];
    for pattern in patterns {
        for &(label, n) in pattern.counts {
            totals[label.index()] += u64::from(n) * pattern.items;
        }
    }
    totals
}
