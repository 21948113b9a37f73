use crate::tally::{ClusterCells, ClusterKinds, PatternTable};

/// What a sample is made of: items, or clusters of items that belong together. Interchangeable ones are one *cell*, so a
/// draw is a number of units for each cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamplingUnits<'a> {
    items: &'a [u64],
    clusters: Option<ClusterKinds>,
}

impl<'a> SamplingUnits<'a> {
    /// The items of a pattern table, or its clusters where it has any.
    pub fn of(table: &'a PatternTable) -> Self {
        Self { items: &table.items, clusters: table.cluster_kinds() }
    }

    /// Items by cell, or the clusters that hold them, whose cells they are.
    pub fn in_clusters(items: &'a [u64], clusters: Option<&ClusterCells>) -> Self {
        Self { items, clusters: clusters.map(ClusterKinds::of) }
    }

    /// Items by pattern.
    pub fn items(&self) -> &'a [u64] {
        self.items
    }

    /// What clusters hold, where clusters are drawn.
    pub fn clusters(&self) -> Option<&ClusterKinds> {
        self.clusters.as_ref()
    }

    /// Units by cell.
    pub fn cells(&self) -> &[u64] {
        self.clusters.as_ref().map_or(self.items, |kinds| &kinds.clusters)
    }

    /// Cells and what they hold: the work of one draw.
    pub fn work(&self) -> u64 {
        let held = self.clusters.as_ref().map_or(0, |kinds| kinds.len() + kinds.cells.len());
        (self.items.len() + held) as u64
    }

    /// All units.
    pub fn total(&self) -> u64 {
        self.cells().iter().sum()
    }

    /// Units that hold an item of a pattern that `counts`.
    pub fn with(&self, counts: impl Fn(usize) -> bool) -> u64 {
        match &self.clusters {
            Some(kinds) => kinds.with(counts),
            None => self.items.iter().enumerate().filter(|&(p, _)| counts(p)).map(|(_, n)| n).sum(),
        }
    }

    /// What the units are called in the plural, for the method column; `items` is the word for single ones.
    pub fn name(&self, items: &str) -> String {
        self.clusters.as_ref().map_or_else(|| items.to_owned(), ClusterKinds::name)
    }

    /// The items by pattern of so many units by cell; `room` is overwritten where it is needed.
    pub(super) fn drawn<'r>(&self, units: &'r [u64], room: &'r mut Vec<u64>) -> &'r [u64] {
        let Some(kinds) = &self.clusters else { return units };
        room.clear();
        room.resize(self.items.len(), 0);
        for (k, &times) in units.iter().enumerate().filter(|&(_, &times)| times > 0) {
            for &(pattern, items) in kinds.kind(k) {
                room[pattern as usize] += times * items;
            }
        }
        room
    }
}

impl<'a> From<&'a [u64]> for SamplingUnits<'a> {
    fn from(items: &'a [u64]) -> Self {
        Self { items, clusters: None }
    }
}

#[cfg(test)]
mod tests {
    use super::SamplingUnits;
    use crate::tally::{ClusterCells, PatternTable};
    use crate::vocabulary::Label;

    #[test]
    fn a_draw_of_clusters_brings_all_their_items() {
        let (x, y) = ([Label(0)], [Label(1)]);
        let mut table = PatternTable::of_items([x.as_slice(), &x, &x, &y, &y]);
        let cells = vec![(0, 0, 2), (0, 1, 1), (1, 1, 1)];
        table.clusters =
            Some(ClusterCells { column: "thread".into(), cells, alone: vec![(0, 1)], left_out: None });
        let units = SamplingUnits::of(&table);
        // By what they hold: one item of the first pattern; two of it and one of the second; one of the second.
        assert_eq!((units.cells(), units.total()), ([1, 1, 1].as_slice(), 3));
        assert_eq!(units.drawn(&[0, 3, 1], &mut Vec::new()), [6, 4]);
        assert_eq!(units.drawn(&[1, 1, 1], &mut Vec::new()), table.items);
        assert_eq!(units.with(|pattern| pattern == 1), 2);
        assert_eq!(units.name("items"), "clusters of items by `thread`");
    }
}
