use super::union::Union;
use super::{ClusterKinds, PatternTable, coalesce};
use crate::vocabulary::Reason;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// An item that belongs to no cluster.
pub(super) const ALONE: u32 = u32::MAX;

/// Which items of a [`PatternTable`] belong together: (cluster, pattern) → items. Sorted and sparse.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterCells {
    /// The column that tells it.
    pub column: String,
    /// Sorted by cluster, then pattern.
    pub cells: Vec<ClusterCell>,
    /// (pattern, items) of items by themselves, each a cluster of its own; sorted.
    pub alone: Vec<(u32, u64)>,
    /// Why there are no cells though there are clusters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<Reason>,
}

/// (cluster, pattern, items with it).
pub type ClusterCell = (u32, u32, u64);

impl ClusterCells {
    /// From (cluster, pattern) of each item, in any order.
    pub(super) fn of(column: &str, mut items: Vec<(u32, u32)>) -> Self {
        items.par_sort_unstable();
        let mut out = Self { column: column.to_owned(), ..Self::default() };
        for run in items.chunk_by(|a, b| a == b) {
            let (cluster, pattern) = run[0];
            match cluster {
                ALONE => out.alone.push((pattern, run.len() as u64)),
                _ => out.cells.push((cluster, pattern, run.len() as u64)),
            }
        }
        out
    }

    /// A log without clusters: every item by itself.
    fn all_alone(column: &str, table: &PatternTable) -> Self {
        Self {
            column: column.to_owned(),
            alone: (0u32..).zip(table.items.iter().copied()).collect(),
            ..Self::default()
        }
    }

    /// The cells of two tables under new ids; clusters are matched by name, so one that was split comes together again.
    /// `None` where neither has clusters.
    pub(super) fn merged(tables: [&PatternTable; 2], places: [&[u32]; 2], clusters: &Union) -> Option<Self> {
        let column = tables.iter().find_map(|table| table.clusters.as_ref()).map(|cells| &cells.column)?;
        let mut out = Self { column: column.clone(), ..Self::default() };
        for ((table, places), clusters) in
            tables.into_iter().zip(places).zip([&clusters.ours, &clusters.theirs])
        {
            let own = table.clusters.clone().unwrap_or_else(|| Self::all_alone(column, table));
            out.left_out = out.left_out.or(own.left_out);
            let place = |pattern: u32| places[pattern as usize];
            out.cells
                .extend(own.cells.iter().map(|&(cluster, p, n)| (clusters[cluster as usize], place(p), n)));
            out.alone.extend(own.alone.iter().map(|&(p, n)| (place(p), n)));
        }
        out.add_up();
        Some(out)
    }

    /// The same where patterns have become others: pattern `p` is now `places[p]`.
    pub fn moved(&self, places: &[u32]) -> Self {
        let mut out = self.clone();
        out.cells.iter_mut().for_each(|cell| cell.1 = places[cell.1 as usize]);
        out.alone.iter_mut().for_each(|own| own.0 = places[own.0 as usize]);
        out.add_up();
        out
    }

    fn add_up(&mut self) {
        coalesce(&mut self.cells, |&(cluster, p, _)| (cluster, p), |kept, next| kept.2 += next.2);
        coalesce(&mut self.alone, |&(p, _)| p, |kept, next| kept.1 += next.1);
    }

    /// The same without a trace of which cluster is which: they are numbered in the order of what they hold.
    pub fn nameless(&self) -> Self {
        let kinds = ClusterKinds::of(self);
        let mut out =
            Self { column: self.column.clone(), left_out: self.left_out.clone(), ..Self::default() };
        let mut next = 0u32;
        for (kind, &clusters) in kinds.clusters.iter().enumerate() {
            let held = kinds.kind(kind);
            if let [(pattern, 1)] = *held {
                out.alone.push((pattern, clusters));
                continue;
            }
            for _ in 0..clusters {
                out.cells.extend(held.iter().map(|&(pattern, items)| (next, pattern, items)));
                next += 1;
            }
        }
        out
    }
}
