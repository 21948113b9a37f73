use crate::log::ClusterColumn;
use crate::vocabulary::Label;

/// Item → its (annotator, label)s, for whatever must know who said what. Annotators ascend within an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemIndex {
    /// Item `i` owns rows `offsets[i]..offsets[i + 1]` (an item nobody rated owns none); `items + 1` entries.
    pub offsets: Vec<u32>,
    /// Annotator id of each row.
    pub annotator: Vec<u32>,
    /// Label of each row.
    pub label: Vec<Label>,
    /// Row of the pattern table by item; `u32::MAX` for an item nobody rated.
    pub pattern: Vec<u32>,
    /// Which items belong together; absent where every item stands for itself.
    pub clusters: Option<ItemClusters>,
}

/// Clusters by item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemClusters {
    /// The column that tells them.
    pub column: String,
    /// Cluster id by item, `u32::MAX` for an item by itself.
    pub of_item: Vec<u32>,
}

impl ItemIndex {
    /// How many items the log has (rated for this question or not).
    pub fn items(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// The rows of item `i`.
    pub fn rows(&self, i: usize) -> std::ops::Range<usize> {
        self.offsets[i] as usize..self.offsets[i + 1] as usize
    }

    /// The labels of item `i`.
    pub fn labels(&self, i: usize) -> &[Label] {
        &self.label[self.rows(i)]
    }

    /// The annotators of item `i`, ascending.
    pub fn annotators(&self, i: usize) -> &[u32] {
        &self.annotator[self.rows(i)]
    }
}

impl ItemClusters {
    /// Of the log's column.
    pub(super) fn of(column: &ClusterColumn) -> Self {
        Self { column: column.name.clone(), of_item: column.of_item.clone() }
    }
}
