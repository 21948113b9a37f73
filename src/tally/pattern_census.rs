use super::pattern_interner::{PatternInterner, mix};
use super::{ClusterCells, ItemIndex, PatternTable};
use crate::vocabulary::Label;
use hashbrown::HashTable;
use rayon::prelude::*;
use std::ops::Range;

/// Patterns of all annotations, and the row of the table by item (`u32::MAX` for an item nobody rated).
pub(super) fn of_items(index: &ItemIndex, labels: usize) -> (PatternTable, Vec<u32>) {
    let (mut tables, of_item) = census(index, labels, 1, &|_| 0);
    (tables.pop().unwrap_or_default(), of_item)
}

/// Patterns among the annotations of each group alone. `group_of` names the group of a row, `u32::MAX` for none.
pub(super) fn by_group<G>(index: &ItemIndex, labels: usize, groups: usize, group_of: &G) -> Vec<PatternTable>
where
    G: Fn(usize) -> u32 + Sync,
{
    census(index, labels, groups, group_of).0
}

/// What one range of items showed: patterns under ids of its own, and the (last) id of each item.
struct Part {
    patterns: PatternInterner,
    of_item: Vec<u32>,
    /// Where items belong together: (item, group, id) of everything counted.
    seen: Vec<Seen>,
}

fn census<G>(index: &ItemIndex, labels: usize, groups: usize, group_of: &G) -> (Vec<PatternTable>, Vec<u32>)
where
    G: Fn(usize) -> u32 + Sync,
{
    let bits = packed_bits(index, labels);
    let parts: Vec<Part> = item_ranges(index.items())
        .into_par_iter()
        .map(|range| match bits {
            Some(bits) => packed_part(index, range, bits, groups, group_of),
            None => sparse_part(index, range, group_of),
        })
        .collect();
    let mut all = PatternInterner::default();
    // Consumed one by one: with nearly as many patterns as items each part is as long as its items.
    let parts: Vec<(Vec<u32>, Vec<Seen>, Vec<u32>)> =
        parts.into_iter().map(|part| (part.of_item, part.seen, all.absorb(&part.patterns))).collect();
    let (mut tables, place) = all.into_sorted(groups);
    let mut of_item = Vec::with_capacity(index.items());
    let mut seen = Vec::new();
    for (ids, own, map) in parts {
        let placed = |id: u32| if id == u32::MAX { id } else { place[map[id as usize] as usize] };
        of_item.extend(ids.into_iter().map(placed));
        seen.extend(own.into_iter().map(|(item, group, id)| (item, group, placed(id))));
    }
    attach_clusters(index, &mut tables, &seen);
    (tables, of_item)
}

/// (item, group, id or place of the pattern).
type Seen = (u32, u32, u32);

/// Which items of each table belong together, where the log tells.
fn attach_clusters(index: &ItemIndex, tables: &mut [PatternTable], seen: &[Seen]) {
    let Some(clusters) = &index.clusters else { return };
    let mut items = vec![Vec::new(); tables.len()];
    for &(item, group, pattern) in seen {
        items[group as usize].push((clusters.of_item[item as usize], pattern));
    }
    for (table, items) in tables.iter_mut().zip(items) {
        table.clusters = Some(ClusterCells::of(&clusters.column, items));
    }
}

/// Ranges of items for one thread each at a time. They depend on the log alone, though the result would not change.
pub(super) fn item_ranges(items: usize) -> Vec<Range<usize>> {
    let step = items.div_ceil(64).max(4096);
    (0..items).step_by(step).map(|start| start..(start + step).min(items)).collect()
}

/// Bits per label with which the label counts of every item fit into one 128-bit number, if they do.
fn packed_bits(index: &ItemIndex, labels: usize) -> Option<u32> {
    let most = index.offsets.windows(2).map(|w| w[1] - w[0]).max().unwrap_or(0);
    let bits = (u32::BITS - most.leading_zeros()).max(1);
    ((labels as u64).saturating_mul(u64::from(bits)) <= 128).then_some(bits)
}

/// Label counts of one item and group, packed: adding a label is one shift and one addition, and nothing is sorted.
struct PackedCounter {
    ids: HashTable<u32>,
    keys: Vec<(u32, u128)>,
    items: Vec<u64>,
}

impl PackedCounter {
    fn count(&mut self, key: (u32, u128)) -> u32 {
        let Self { ids, keys, items } = self;
        if let Some(&id) = ids.find(packed_hash(key), |&id| keys[id as usize] == key) {
            items[id as usize] += 1;
            return id;
        }
        let id = keys.len() as u32;
        keys.push(key);
        items.push(1);
        let keys = &*keys;
        ids.insert_unique(packed_hash(key), id, |&id| packed_hash(keys[id as usize]));
        id
    }

    fn unpack(self, bits: u32) -> PatternInterner {
        let mut patterns = PatternInterner::default();
        let mut counts = Vec::new();
        for ((group, packed), items) in self.keys.into_iter().zip(self.items) {
            counts.clear();
            let mut rest = packed;
            let mut label = 0;
            while rest != 0 {
                let n = (rest & ((1 << bits) - 1)) as u32;
                if n > 0 {
                    counts.push((Label(label), n));
                }
                label += 1;
                rest = rest.checked_shr(bits).unwrap_or(0);
            }
            patterns.add(group, &counts, items);
        }
        patterns
    }
}

fn packed_hash((group, packed): (u32, u128)) -> u64 {
    mix(mix(u64::from(group), packed as u64), (packed >> 64) as u64)
}

fn packed_part<G>(index: &ItemIndex, range: Range<usize>, bits: u32, groups: usize, group_of: &G) -> Part
where
    G: Fn(usize) -> u32 + Sync,
{
    let mut counter = PackedCounter { ids: HashTable::new(), keys: Vec::new(), items: Vec::new() };
    let mut sums = vec![0u128; groups];
    let mut touched = Vec::new();
    let (mut of_item, mut seen) = (Vec::with_capacity(range.len()), Vec::new());
    for item in range {
        for row in index.rows(item) {
            let group = group_of(row);
            let Some(sum) = sums.get_mut(group as usize) else { continue };
            if *sum == 0 {
                touched.push(group);
            }
            *sum += 1 << (bits * index.label[row].0);
        }
        let mut id = u32::MAX;
        for group in touched.drain(..) {
            id = counter.count((group, std::mem::take(&mut sums[group as usize])));
            if index.clusters.is_some() {
                seen.push((item as u32, group, id));
            }
        }
        of_item.push(id);
    }
    Part { patterns: counter.unpack(bits), of_item, seen }
}

/// The general way: an item's few labels are sorted, whatever the size of the label set.
fn sparse_part<G>(index: &ItemIndex, range: Range<usize>, group_of: &G) -> Part
where
    G: Fn(usize) -> u32 + Sync,
{
    let mut patterns = PatternInterner::default();
    let mut given: Vec<(u32, Label)> = Vec::new();
    let mut labels = Vec::new();
    let (mut of_item, mut seen) = (Vec::with_capacity(range.len()), Vec::new());
    for item in range {
        given.clear();
        let rows = index.rows(item);
        given.extend(rows.map(|row| (group_of(row), index.label[row])).filter(|&(g, _)| g != u32::MAX));
        given.sort_unstable();
        let mut id = u32::MAX;
        for own in given.chunk_by(|a, b| a.0 == b.0) {
            labels.clear();
            labels.extend(own.iter().map(|&(_, label)| label));
            id = patterns.count_labels(own[0].0, &mut labels).unwrap_or(u32::MAX);
            if index.clusters.is_some() {
                seen.push((item as u32, own[0].0, id));
            }
        }
        of_item.push(id);
    }
    Part { patterns, of_item, seen }
}
