use super::cluster_cells::ALONE;
use super::{ItemIndex, OwnLabel};
use crate::vocabulary::Label;
use rayon::prelude::*;

/// (annotator, cluster, pattern, own label) → items: what leaving an annotator, or one annotator's work on one cluster,
/// out takes where clusters are drawn. As long as the log at most, so it is no summary; made only where there are
/// clusters. Sorted; items by themselves stand last of each annotator under `u32::MAX`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnClusters {
    /// The cells.
    pub cells: Vec<OwnInCluster>,
}

/// One cell of [`OwnClusters`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnInCluster {
    /// Annotator id.
    pub annotator: u32,
    /// Cluster id; `u32::MAX` for items by themselves.
    pub cluster: u32,
    /// Row of the pattern table.
    pub pattern: u32,
    /// The label this annotator gave.
    pub label: Label,
    /// Items where that is so.
    pub items: u64,
}

impl OwnInCluster {
    /// Whether its items are clusters by themselves.
    pub fn is_alone(&self) -> bool {
        self.cluster == ALONE
    }

    /// The same items without their cluster.
    pub fn own_label(&self) -> OwnLabel {
        OwnLabel { annotator: self.annotator, pattern: self.pattern, label: self.label, items: self.items }
    }
}

impl OwnClusters {
    /// Counts the rows of an index with clusters; `None` of one without.
    pub(super) fn count(index: &ItemIndex) -> Option<Self> {
        let cluster = &index.clusters.as_ref()?.of_item;
        let mut rows = Vec::with_capacity(index.label.len());
        for (item, &cluster) in cluster.iter().enumerate() {
            for row in index.rows(item) {
                let (annotator, label) = (index.annotator[row], index.label[row]);
                rows.push((annotator, cluster, index.pattern[item], label));
            }
        }
        rows.par_sort_unstable();
        let cell = |run: &[(u32, u32, u32, Label)]| {
            let (annotator, cluster, pattern, label) = run[0];
            OwnInCluster { annotator, cluster, pattern, label, items: run.len() as u64 }
        };
        Some(Self { cells: rows.chunk_by(|a, b| a == b).map(cell).collect() })
    }

    /// The cells of one annotator.
    pub fn of_annotator(&self, annotator: u32) -> &[OwnInCluster] {
        let start = self.cells.partition_point(|cell| cell.annotator < annotator);
        let end = self.cells.partition_point(|cell| cell.annotator <= annotator);
        &self.cells[start..end]
    }
}
