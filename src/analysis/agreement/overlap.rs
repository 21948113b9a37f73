use crate::tally::ItemIndex;
use hashbrown::HashMap;
use rayon::prelude::*;

/// Annotators up to whom a triangular table of all pairs is kept (18 MB at 3 000).
const TRIANGLE_LIMIT: usize = 3_000;
/// Cells of all label tables together, up to which they are kept as squares (64 MB a thread).
const SQUARE_CELLS: usize = 16_000_000;

/// Two annotators, the first with the smaller id, and the items both annotated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overlap {
    pub first: u32,
    pub second: u32,
    pub items: u32,
}

/// Pairs with enough shared items, sorted by ids, and how many pairs share fewer (but some).
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Overlaps {
    pub enough: Vec<Overlap>,
    pub too_little: u64,
}

/// Counts the shared items of every pair of annotators: pairs are sparse, so label tables come later and only for
/// those with enough.
pub(super) fn overlaps(index: &ItemIndex, annotators: usize, least: u64) -> Overlaps {
    let least = least.clamp(1, u64::from(u32::MAX)) as u32;
    if annotators <= TRIANGLE_LIMIT {
        from_triangle(&triangle(index, annotators), annotators, least)
    } else {
        by_annotator(index, annotators, least)
    }
}

/// Place of the pair (a < b) in a triangular table.
fn place(a: u32, b: u32) -> usize {
    b as usize * (b as usize - 1) / 2 + a as usize
}

/// One table per thread at most, added up: whole numbers, so the split changes nothing.
fn triangle(index: &ItemIndex, annotators: usize) -> Vec<u32> {
    let cells = annotators * annotators.saturating_sub(1) / 2;
    let pieces = rayon::current_num_threads().clamp(1, 8);
    let length = index.items().div_ceil(pieces).max(1);
    (0..pieces)
        .into_par_iter()
        .map(|piece| {
            // In bytes the table stays in a core's cache; few pairs share so much that their byte comes round.
            let mut counts = vec![0u8; cells];
            let mut rounds = Vec::new();
            for item in piece * length..((piece + 1) * length).min(index.items()) {
                let who = index.annotators(item);
                for (i, &b) in who.iter().enumerate().skip(1) {
                    for &a in &who[..i] {
                        let place = place(a, b);
                        counts[place] = counts[place].wrapping_add(1);
                        if counts[place] == 0 {
                            rounds.push(place);
                        }
                    }
                }
            }
            let mut counts: Vec<u32> = counts.into_iter().map(u32::from).collect();
            rounds.into_iter().for_each(|place| counts[place] += 256);
            counts
        })
        .reduce_with(|mut a, b| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
            a
        })
        .unwrap_or_default()
}

fn from_triangle(counts: &[u32], annotators: usize, least: u32) -> Overlaps {
    let mut out = Overlaps::default();
    for a in 0..annotators as u32 {
        for b in a + 1..annotators as u32 {
            match counts[place(a, b)] {
                0 => {}
                items if items >= least => out.enough.push(Overlap { first: a, second: b, items }),
                _ => out.too_little += 1,
            }
        }
    }
    out
}

/// Very many annotators: one after the other, with a single row of counts each.
fn by_annotator(index: &ItemIndex, annotators: usize, least: u32) -> Overlaps {
    let items_of = items_by_annotator(index, annotators);
    let found: Vec<Overlaps> = (0..annotators as u32)
        .into_par_iter()
        .map_init(
            || (vec![0u32; annotators], Vec::new()),
            |(counts, touched), a| {
                for &item in items_of.of(a) {
                    for &b in index.annotators(item as usize).iter().filter(|&&b| b > a) {
                        if counts[b as usize] == 0 {
                            touched.push(b);
                        }
                        counts[b as usize] += 1;
                    }
                }
                touched.sort_unstable();
                let mut out = Overlaps::default();
                for b in touched.drain(..) {
                    let items = std::mem::take(&mut counts[b as usize]);
                    if items >= least {
                        out.enough.push(Overlap { first: a, second: b, items });
                    } else {
                        out.too_little += 1;
                    }
                }
                out
            },
        )
        .collect();
    found.into_iter().fold(Overlaps::default(), |mut all, one| {
        all.enough.extend(one.enough);
        all.too_little += one.too_little;
        all
    })
}

struct ItemsBy {
    offsets: Vec<u32>,
    items: Vec<u32>,
}

impl ItemsBy {
    fn of(&self, annotator: u32) -> &[u32] {
        let a = annotator as usize;
        &self.items[self.offsets[a] as usize..self.offsets[a + 1] as usize]
    }
}

fn items_by_annotator(index: &ItemIndex, annotators: usize) -> ItemsBy {
    let mut offsets = vec![0u32; annotators + 1];
    index.annotator.iter().for_each(|&a| offsets[a as usize + 1] += 1);
    for a in 0..annotators {
        offsets[a + 1] += offsets[a];
    }
    let mut next = offsets.clone();
    let mut items = vec![0u32; index.annotator.len()];
    for item in 0..index.items() {
        for &a in index.annotators(item) {
            items[next[a as usize] as usize] = item as u32;
            next[a as usize] += 1;
        }
    }
    ItemsBy { offsets, items }
}

/// Items by (label of the first, label of the second), ascending: a pair's table without its empty cells.
pub(super) type LabelTable = Vec<(usize, usize, u64)>;

/// The label table of each pair, in the order of `pairs`. Squares of counts while they are small together; with very
/// many labels (free text) only the cells that are met.
pub(super) fn label_tables(index: &ItemIndex, pairs: &[Overlap], labels: usize) -> Vec<LabelTable> {
    let meetings = Meetings::of(index, pairs);
    if pairs.len().saturating_mul(labels).saturating_mul(labels) <= SQUARE_CELLS {
        in_squares(&meetings, pairs.len(), labels)
    } else {
        cell_by_cell(&meetings, pairs.len())
    }
}

/// Where two annotators of a wanted pair meet on an item.
struct Meetings<'a> {
    index: &'a ItemIndex,
    slots: HashMap<(u32, u32), u32>,
    wanted: Vec<bool>,
    /// A bit for every wanted pair, at a place that few others share: most pairs that meet are not wanted, and a bit
    /// says so for a tenth of a search.
    perhaps: Vec<u64>,
}

/// Bits of [`Meetings::perhaps`], as a power of two: they fit into a core's nearest cache.
const PERHAPS_BITS: u32 = 18;

/// Word and bit of a pair.
fn perhaps_at(first: u32, second: u32) -> (usize, u64) {
    let mixed = ((u64::from(first) << 32) | u64::from(second)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> (64 - PERHAPS_BITS);
    ((mixed >> 6) as usize, 1 << (mixed & 63))
}

impl<'a> Meetings<'a> {
    fn of(index: &'a ItemIndex, pairs: &[Overlap]) -> Self {
        let slots = pairs.iter().zip(0u32..).map(|(pair, slot)| ((pair.first, pair.second), slot)).collect();
        let last = pairs.iter().map(|pair| pair.second as usize + 1).max().unwrap_or(0);
        let mut wanted = vec![false; last];
        pairs.iter().for_each(|pair| {
            wanted[pair.first as usize] = true;
            wanted[pair.second as usize] = true;
        });
        let mut perhaps = vec![0; 1 << (PERHAPS_BITS - 6)];
        for pair in pairs {
            let (word, bit) = perhaps_at(pair.first, pair.second);
            perhaps[word] |= bit;
        }
        Self { index, slots, wanted, perhaps }
    }

    /// Adds up what `count` makes of the meetings (pair, its two labels) of a share of the items; a share a thread.
    fn fold<C: Send>(
        &self,
        empty: impl Fn() -> C + Sync,
        count: impl Fn(&mut C, u32, usize, usize) + Sync,
        add: impl Fn(C, C) -> C + Sync + Send,
    ) -> Option<C> {
        let pieces = rayon::current_num_threads().clamp(1, 8);
        let length = self.index.items().div_ceil(pieces).max(1);
        let of_piece = |piece: usize| {
            let mut counts = empty();
            let mut rows = Vec::new();
            for item in piece * length..((piece + 1) * length).min(self.index.items()) {
                self.of_item(item, &mut rows, |slot, k, l| count(&mut counts, slot, k, l));
            }
            counts
        };
        (0..pieces).into_par_iter().map(of_piece).reduce_with(add)
    }

    fn of_item(&self, item: usize, rows: &mut Vec<usize>, mut meet: impl FnMut(u32, usize, usize)) {
        let who = &self.index.annotator;
        rows.clear();
        rows.extend(self.index.rows(item).filter(|&r| self.wanted.get(who[r] as usize) == Some(&true)));
        for (i, &second) in rows.iter().enumerate().skip(1) {
            for &first in &rows[..i] {
                let (word, bit) = perhaps_at(who[first], who[second]);
                if self.perhaps[word] & bit == 0 {
                    continue;
                }
                if let Some(&slot) = self.slots.get(&(who[first], who[second])) {
                    meet(slot, self.index.label[first].index(), self.index.label[second].index());
                }
            }
        }
    }
}

fn in_squares(meetings: &Meetings<'_>, pairs: usize, labels: usize) -> Vec<LabelTable> {
    let square = labels * labels;
    let counts = meetings.fold(
        || vec![0u32; pairs * square],
        |counts, slot, k, l| counts[slot as usize * square + k * labels + l] += 1,
        |mut a, b| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
            a
        },
    );
    let table = |table: &[u32]| {
        let cells = table.iter().enumerate().filter(|&(_, &n)| n > 0);
        cells.map(|(i, &n)| (i / labels, i % labels, u64::from(n))).collect()
    };
    counts.unwrap_or_default().chunks(square.max(1)).map(table).collect()
}

fn cell_by_cell(meetings: &Meetings<'_>, pairs: usize) -> Vec<LabelTable> {
    let counts = meetings.fold(
        HashMap::new,
        |counts: &mut HashMap<(u32, u32, u32), u32>, slot, k, l| {
            *counts.entry((slot, k as u32, l as u32)).or_default() += 1;
        },
        |mut a, b| {
            b.into_iter().for_each(|(cell, n)| *a.entry(cell).or_default() += n);
            a
        },
    );
    let mut cells: Vec<((u32, u32, u32), u32)> = counts.unwrap_or_default().into_iter().collect();
    cells.sort_unstable();
    let mut tables = vec![LabelTable::new(); pairs];
    for ((slot, k, l), n) in cells {
        tables[slot as usize].push((k as usize, l as usize, u64::from(n)));
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Label;

    fn index() -> ItemIndex {
        let mut out = ItemIndex { offsets: vec![0], ..ItemIndex::default() };
        for item in 0..500u32 {
            for a in 0..7u32 {
                if (item * 7 + a * a) % 5 < 2 {
                    out.annotator.push(a);
                    out.label.push(Label((item + a) % 3));
                }
            }
            out.offsets.push(out.annotator.len() as u32);
        }
        out.pattern = vec![0; 500];
        out
    }

    #[test]
    fn both_ways_of_counting_pairs_agree() {
        let index = index();
        let all = from_triangle(&triangle(&index, 7), 7, 90);
        assert_eq!(all, by_annotator(&index, 7, 90));
        assert!(!all.enough.is_empty());
        let tables = label_tables(&index, &all.enough, 3);
        for (pair, table) in all.enough.iter().zip(tables) {
            assert_eq!(u64::from(pair.items), table.iter().map(|cell| cell.2).sum::<u64>());
        }
        let meetings = Meetings::of(&index, &all.enough);
        let pairs = all.enough.len();
        assert_eq!(in_squares(&meetings, pairs, 3), cell_by_cell(&meetings, pairs));
    }
}
