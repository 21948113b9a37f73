use super::FairnessMeasure;
use crate::tally::{ClusterCells, ItemClusters};
use crate::vocabulary::Label;
use std::collections::BTreeMap;

/// Items of one group with one pair of labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    /// Code of the group.
    pub group: u32,
    /// Gold, or the consensus.
    pub reference: Label,
    /// The model's label.
    pub answer: Label,
}

/// Items by group, reference and answer of one model, and by cluster where items belong together.
#[derive(Debug, Clone, Default)]
pub(super) struct Counted {
    /// Sorted.
    pub cells: Vec<Cell>,
    /// Items by cell.
    pub items: Vec<u64>,
    /// (cluster, cell, items), sorted, items by themselves under clusters of their own; empty without clusters.
    pub pieces: Vec<(u32, u32, u64)>,
}

/// Hits and items of a rate within one cell, for each item of it.
pub(super) fn part(measure: FairnessMeasure, positive: Label, cell: Cell) -> (bool, bool) {
    let (wanted, given) = (cell.reference == positive, cell.answer == positive);
    match measure {
        FairnessMeasure::Accuracy => (cell.reference == cell.answer, true),
        FairnessMeasure::SelectionRate => (given, true),
        FairnessMeasure::TruePositiveRate => (wanted && given, wanted),
        FairnessMeasure::FalsePositiveRate => (!wanted && given, !wanted),
        FairnessMeasure::Precision => (wanted && given, given),
    }
}

impl Counted {
    /// Counts items that have a group, a reference and an answer.
    pub fn of(items: impl Iterator<Item = (usize, Cell)>, clusters: Option<&ItemClusters>) -> Self {
        let mut counts: BTreeMap<Cell, u64> = BTreeMap::new();
        let mut by_cluster: BTreeMap<(u32, Cell), u64> = BTreeMap::new();
        let mut alone = clusters
            .map_or(0, |own| own.of_item.iter().filter(|c| **c != u32::MAX).max().map_or(0, |m| m + 1));
        for (item, cell) in items {
            *counts.entry(cell).or_default() += 1;
            if let Some(clusters) = clusters {
                let cluster = match clusters.of_item[item] {
                    u32::MAX => {
                        alone += 1;
                        alone - 1
                    }
                    cluster => cluster,
                };
                *by_cluster.entry((cluster, cell)).or_default() += 1;
            }
        }
        let cells: Vec<Cell> = counts.keys().copied().collect();
        let place = |cell: &Cell| cells.binary_search(cell).unwrap_or(0) as u32;
        let pieces = by_cluster.iter().map(|((cluster, cell), &n)| (*cluster, place(cell), n)).collect();
        Self { items: counts.into_values().collect(), pieces, cells }
    }

    /// (hits, items) of a rate by group.
    pub fn rate(
        &self,
        measure: FairnessMeasure,
        positive: Label,
        groups: usize,
        items: &[u64],
    ) -> Vec<(u64, u64)> {
        let mut out = vec![(0, 0); groups];
        for (&cell, &n) in self.cells.iter().zip(items) {
            let (hit, counts) = part(measure, positive, cell);
            let own = &mut out[cell.group as usize];
            *own = (own.0 + n * u64::from(hit), own.1 + n * u64::from(counts));
        }
        out
    }

    /// The same by cluster and group, sorted: (cluster, group, hits, items), those with items alone.
    pub fn by_cluster(&self, measure: FairnessMeasure, positive: Label) -> Vec<(u32, u32, u64, u64)> {
        let mut out: Vec<(u32, u32, u64, u64)> = Vec::new();
        for &(cluster, cell, n) in &self.pieces {
            let cell = self.cells[cell as usize];
            let (hit, counts) = part(measure, positive, cell);
            if !counts {
                continue;
            }
            let own = (n * u64::from(hit), n);
            match out.last_mut().filter(|last| (last.0, last.1) == (cluster, cell.group)) {
                Some(last) => (last.2, last.3) = (last.2 + own.0, last.3 + own.1),
                None => out.push((cluster, cell.group, own.0, own.1)),
            }
        }
        out
    }

    /// The clusters as a bootstrap wants them; `None` where every item stands for itself.
    pub fn clusters(&self, column: Option<&str>) -> Option<ClusterCells> {
        let column = column?;
        Some(ClusterCells { column: column.into(), cells: self.pieces.clone(), ..ClusterCells::default() })
    }
}
