use super::PatternTable;
use crate::vocabulary::Label;
use hashbrown::HashTable;
use rayon::prelude::*;

/// Gives every distinct (group, pattern) an id in order of arrival and counts its items; the table is sorted at the
/// end, so that the order of arrival is forgotten.
#[derive(Default)]
pub(super) struct PatternInterner {
    ids: HashTable<u32>,
    group: Vec<u32>,
    table: PatternTable,
    counts: Vec<(Label, u32)>,
}

impl PatternInterner {
    /// Adds `items` items that show `counts` within `group`; the id of the pattern.
    pub(super) fn add(&mut self, group: u32, counts: &[(Label, u32)], items: u64) -> u32 {
        let Self { ids, group: groups, table, .. } = self;
        let found = ids.find(hash(group, counts), |&id| {
            groups[id as usize] == group && table.pattern(id as usize).counts == counts
        });
        if let Some(&id) = found {
            table.items[id as usize] += items;
            return id;
        }
        let id = groups.len() as u32;
        groups.push(group);
        table.push(counts, items);
        let (groups, table) = (&*groups, &*table);
        ids.insert_unique(hash(group, counts), id, |&id| {
            hash(groups[id as usize], table.pattern(id as usize).counts)
        });
        id
    }

    /// Counts one item that was given `labels` within `group` (sorted in place); `None` without labels.
    pub(super) fn count_labels(&mut self, group: u32, labels: &mut [Label]) -> Option<u32> {
        if labels.is_empty() {
            return None;
        }
        labels.sort_unstable();
        let mut counts = std::mem::take(&mut self.counts);
        counts.clear();
        for run in labels.chunk_by(|a, b| a == b) {
            counts.push((run[0], run.len() as u32));
        }
        let id = self.add(group, &counts, 1);
        self.counts = counts;
        Some(id)
    }

    /// Adds all that `other` holds; our ids by its ids.
    pub(super) fn absorb(&mut self, other: &Self) -> Vec<u32> {
        let patterns = other.group.iter().zip(other.table.iter());
        patterns.map(|(&group, pattern)| self.add(group, pattern.counts, pattern.items)).collect()
    }

    /// One sorted table per group, and the place of each id within its group's table.
    pub(super) fn into_sorted(self, groups: usize) -> (Vec<PatternTable>, Vec<u32>) {
        let key = |id: u32| (self.group[id as usize], self.table.pattern(id as usize).counts);
        let mut order: Vec<u32> = (0..self.group.len() as u32).collect();
        order.par_sort_unstable_by(|&a, &b| key(a).cmp(&key(b)));
        let mut tables = vec![PatternTable::default(); groups];
        let mut place = vec![0; order.len()];
        for id in order {
            let (group, counts) = key(id);
            let table = &mut tables[group as usize];
            place[id as usize] = table.len() as u32;
            table.push(counts, self.table.items[id as usize]);
        }
        (tables, place)
    }
}

/// A hash of our own: the order it implies is never seen, and a keyed one would cost more than the table.
fn hash(group: u32, counts: &[(Label, u32)]) -> u64 {
    let start = mix(0, u64::from(group));
    counts.iter().fold(start, |h, &(label, n)| mix(h, u64::from(label.0) << 32 | u64::from(n)))
}

/// One step of a multiply-and-fold hash: every input bit reaches the high and the low bits that the table uses.
pub(super) fn mix(hash: u64, value: u64) -> u64 {
    let wide = u128::from(hash ^ value ^ 0x9E37_79B9_7F4A_7C15) * 0xD6E8_FEB8_6659_FD93_u128;
    (wide as u64) ^ ((wide >> 64) as u64)
}
