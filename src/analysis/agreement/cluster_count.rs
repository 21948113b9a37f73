use super::sampling::Sampling;
use serde::{Deserialize, Serialize};

/// The clusters of items that intervals draw whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterCount {
    /// The column that tells them.
    pub column: String,
    /// All clusters with a rated item; an item by itself is one.
    pub clusters: u64,
    /// Clusters with an item of two or more annotations.
    pub pairable: u64,
    /// Clusters with an item on which not all annotations are the same.
    pub disagreeing: u64,
    /// Clusters of a single rated item, items that belong to none among them.
    pub of_one_item: u64,
    /// Rated items of the largest cluster.
    pub largest: u64,
}

impl ClusterCount {
    /// `None` where every item stands for itself.
    pub(super) fn of(sampling: &Sampling<'_>) -> Option<Self> {
        let kinds = sampling.units.clusters()?;
        let items = |held: &[(u32, u64)]| held.iter().map(|&(_, items)| items).sum::<u64>();
        Some(Self {
            column: kinds.column.clone(),
            clusters: kinds.total(),
            pairable: sampling.pairable_units,
            disagreeing: sampling.disagreeing_units,
            of_one_item: kinds
                .iter()
                .filter(|(held, _)| items(held) == 1)
                .map(|(_, clusters)| clusters)
                .sum(),
            largest: kinds.iter().map(|(held, _)| items(held)).max().unwrap_or(0),
        })
    }
}
