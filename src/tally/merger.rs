use super::pattern_interner::PatternInterner;
use super::union::Union;
use super::{ClusterCells, PatternTable};
use crate::vocabulary::Label;

/// New ids of everything that has a name.
pub(super) struct Merger {
    pub(super) labels: Union,
    pub(super) items: Union,
    pub(super) annotators: Union,
    pub(super) clusters: Union,
}

impl Merger {
    /// Both tables under the new labels, and where each pattern went.
    pub(super) fn patterns(&self, a: &PatternTable, b: &PatternTable) -> (PatternTable, Union) {
        let mut interner = PatternInterner::default();
        let ours = relabelled(&mut interner, a, &self.labels.ours);
        let theirs = relabelled(&mut interner, b, &self.labels.theirs);
        let (mut tables, place) = interner.into_sorted(1);
        let placed = |ids: Vec<u32>| ids.into_iter().map(|id| place[id as usize]).collect();
        let places = Union { ours: placed(ours), theirs: placed(theirs) };
        let mut table = tables.pop().unwrap_or_default();
        table.clusters = ClusterCells::merged([a, b], [&places.ours, &places.theirs], &self.clusters);
        (table, places)
    }
}

fn relabelled(interner: &mut PatternInterner, table: &PatternTable, labels: &[u32]) -> Vec<u32> {
    let mut counts: Vec<(Label, u32)> = Vec::new();
    let mut add = |pattern: super::Pattern<'_>| {
        counts.clear();
        counts.extend(pattern.counts.iter().map(|&(label, n)| (Union::label_of(labels, label), n)));
        counts.sort_unstable();
        interner.add(0, &counts, pattern.items)
    };
    table.iter().map(&mut add).collect()
}
