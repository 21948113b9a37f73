use super::{AnnotatorLabels, PatternTable};
use crate::log::SequenceIndex;
use crate::vocabulary::{Label, Reason};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// (pattern, annotator, own label) → items: what "without this annotator" and item-adjusted agreement need.
/// Sorted by annotator, then pattern, then label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnnotatorPatterns {
    /// The cells.
    pub cells: Vec<OwnLabel>,
    /// Why there are no cells though there are annotations: with (nearly) as many patterns as items they would be as
    /// long as the log; use the `ItemIndex`.
    pub left_out: Option<Reason>,
}

/// One cell of [`AnnotatorPatterns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnLabel {
    /// Annotator id.
    pub annotator: u32,
    /// Row of the question's pattern table.
    pub pattern: u32,
    /// The label this annotator gave.
    pub label: Label,
    /// Items where that is so.
    pub items: u64,
}

impl AnnotatorPatterns {
    /// More cells than this are left out.
    pub const MOST_CELLS: u64 = 5_000_000;

    /// The cells of one annotator.
    pub fn of_annotator(&self, annotator: u32) -> &[OwnLabel] {
        let start = self.cells.partition_point(|cell| cell.annotator < annotator);
        let end = self.cells.partition_point(|cell| cell.annotator <= annotator);
        &self.cells[start..end]
    }

    /// Nothing but the reason.
    pub(super) fn too_many(found: u64) -> Self {
        let what = "combinations of annotator, pattern and label".into();
        let reason = Reason::TooMany { what, found, limit: Self::MOST_CELLS };
        Self { cells: Vec::new(), left_out: Some(reason) }
    }
}

/// Cells and label counts of every annotator. `entry` is, in annotator order, the place of (the item's pattern, the own
/// label) in the table's entries: counting those counts both at once.
pub(super) fn count(
    table: &PatternTable,
    entry: &[u32],
    by_annotator: &SequenceIndex,
    not_wanted: Option<Reason>,
) -> (AnnotatorPatterns, Vec<AnnotatorLabels>) {
    let found = AtomicU64::new(0);
    let counted: Vec<(Vec<OwnLabel>, AnnotatorLabels)> = (0..by_annotator.annotators())
        .into_par_iter()
        .map(|who| {
            let runs = entry_runs(&entry[by_annotator.rows(who)], table);
            let before = found.fetch_add(runs.len() as u64, Ordering::Relaxed);
            let fits = not_wanted.is_none() && before + runs.len() as u64 <= AnnotatorPatterns::MOST_CELLS;
            let cells = if fits { cells(who as u32, &runs, table) } else { Vec::new() };
            (cells, AnnotatorLabels { annotator: who as u32, counts: label_counts(&runs, table) })
        })
        .collect();
    let found = found.into_inner();
    let mut patterns = AnnotatorPatterns::too_many(found);
    let mut labels = Vec::new();
    if found <= AnnotatorPatterns::MOST_CELLS && not_wanted.is_none() {
        patterns = AnnotatorPatterns { cells: Vec::with_capacity(found as usize), left_out: None };
    }
    if not_wanted.is_some() {
        patterns = AnnotatorPatterns { cells: Vec::new(), left_out: not_wanted };
    }
    for (cells, own) in counted {
        if patterns.left_out.is_none() {
            patterns.cells.extend(cells);
        }
        if !own.counts.is_empty() {
            labels.push(own);
        }
    }
    (patterns, labels)
}

/// (entry, times), ascending: by counting where entries are few, by sorting where they are many.
fn entry_runs(entries: &[u32], table: &PatternTable) -> Vec<(u32, u64)> {
    if table.entries.len() <= (4 * entries.len()).min(1 << 16) {
        let mut times = vec![0u64; table.entries.len()];
        for &entry in entries {
            times[entry as usize] += 1;
        }
        return (0u32..).zip(times).filter(|&(_, n)| n > 0).collect();
    }
    let mut sorted = entries.to_vec();
    sorted.sort_unstable();
    sorted.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u64)).collect()
}

fn cells(annotator: u32, runs: &[(u32, u64)], table: &PatternTable) -> Vec<OwnLabel> {
    let cell = |&(entry, items): &(u32, u64)| {
        let pattern = table.offsets.partition_point(|&offset| offset <= entry) as u32 - 1;
        OwnLabel { annotator, pattern, label: table.entries[entry as usize].0, items }
    };
    runs.iter().map(cell).collect()
}

fn label_counts(runs: &[(u32, u64)], table: &PatternTable) -> Vec<(Label, u64)> {
    let mut counts: Vec<(Label, u64)> = runs.iter().map(|&(e, n)| (table.entries[e as usize].0, n)).collect();
    super::coalesce(&mut counts, |&(label, _)| label, |kept, next| kept.1 += next.1);
    counts
}
