//! Which items belong together, as their rows tell it.

use super::ClusterColumn;
use super::cells::Cells;
use super::interner::{Interner, NONE, Ranked};
use super::item_facts::Constant;
use super::normalize::rank_all;
use super::reading::Reading;
use crate::source::Column;

/// Clusters by item code, as read so far.
pub(super) struct ClusterTold {
    /// Columns they came from; several files may spell it differently.
    columns: Vec<String>,
    values: Interner,
    of_item: Constant,
}

impl ClusterTold {
    /// Nothing told yet.
    pub fn new(nulls: &[String]) -> Self {
        Self { columns: Vec::new(), values: Interner::large(nulls), of_item: Constant::default() }
    }

    /// Takes one chunk's column.
    pub fn take(&mut self, name: &str, column: &Column, cells: &Cells) {
        if !self.columns.iter().any(|known| known == name) {
            self.columns.push(name.to_owned());
        }
        let codes = self.values.codes(column);
        for (row, &code) in codes.iter().enumerate().filter(|&(row, _)| cells.uses[row].is_used()) {
            self.of_item.tell(cells.item[row], code);
        }
    }
}

/// The clusters of all items; `None` where no column tells any. An item under two clusters cannot be drawn with either:
/// it is counted as a defect and stands for itself, like an item without a cluster.
pub(super) fn settle(reading: &mut Reading, items: &Ranked) -> Option<ClusterColumn> {
    let mut told = reading.clusters.take()?;
    let name = told.columns.iter().min().cloned().unwrap_or_default();
    reading.defects.field("items in more than one cluster (each taken by itself)", told.of_item.conflicts());
    let ranked = rank_all(&mut told.values, |_| true);
    let mut of_item = told.of_item.placed(&items.place, items.names.len());
    ranked.replace(&mut of_item);
    if of_item.iter().all(|&cluster| cluster == NONE) {
        reading.defects.notes.push(format!("the column \"{name}\" names no cluster of items"));
        return None;
    }
    Some(ClusterColumn { name, clusters: ranked.names, of_item })
}
