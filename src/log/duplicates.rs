//! Same annotator, same item, same question: what is the same row twice, what is a conflict.

use super::clock::UNKNOWN;
use super::records::{Fate, Records};
use rayon::prelude::*;
use std::cmp::Ordering;
use std::ops::Range;

/// Annotations of one question by item, then annotator, then time.
pub(super) struct ByItem {
    /// The annotations.
    pub order: Vec<u32>,
    /// Whether they were read item by item, in the items' order, all of them: then their items lie in order already.
    pub grouped: bool,
    /// Ranges of `order`, each two or more annotations of one item by one annotator: few, in most logs.
    groups: Vec<Range<usize>>,
}

/// Items are sorted in so many pieces, of at least so many items.
const PIECES: usize = 8;
const ITEMS: usize = 1 << 12;
/// Rows looked at by one thread at a time.
const ROWS: usize = 1 << 16;

/// Sorts the annotations of a question that count so far. Ties end in whatever tells two annotations apart, so that the
/// order of rows decides nothing. Annotators lie packed beside the row numbers: sorting looks up no other column.
pub(super) fn by_item(
    records: &Records,
    fates: &[Fate],
    question: u16,
    items: usize,
    place: &[u32],
) -> ByItem {
    let all =
        records.question.is_none() && fates.par_chunks(ROWS).all(|f| f.iter().all(|f| *f == Fate::Counts));
    if all && records.item.par_chunks(ROWS).all(|own| own.is_sorted()) && seams_ascend(&records.item) {
        return as_read(records, place);
    }
    let mine = |i: usize| fates[i] == Fate::Counts && records.question_of(i) == question;
    let spans = spans(&records.item);
    let pieces = (items / ITEMS).clamp(1, PIECES);
    let piece = |piece: usize| {
        let own = (items * piece / pieces) as u32..(items * (piece + 1) / pieces) as u32;
        // Most logs are roughly in the items' order: most blocks of rows hold none of a piece's items.
        let near = |block: &usize| spans[*block].0 < own.end && spans[*block].1 >= own.start;
        let rows = (0..spans.len()).filter(near).flat_map(|b| b * ROWS..((b + 1) * ROWS).min(records.len()));
        sort_piece(records, place, own.clone(), &|| {
            rows.clone().filter(|&i| own.contains(&records.item[i]) && mine(i))
        })
    };
    let sorted: Vec<(Vec<u32>, Vec<Range<usize>>)> = (0..pieces).into_par_iter().map(piece).collect();
    let (mut order, mut groups) = (Vec::with_capacity(records.len()), Vec::new());
    for (own, found) in sorted {
        groups.extend(found.into_iter().map(|group| order.len() + group.start..order.len() + group.end));
        order.extend(own);
    }
    ByItem { order, grouped: false, groups }
}

/// Lowest and highest item of each block of rows.
fn spans(item: &[u32]) -> Vec<(u32, u32)> {
    let span =
        |own: &[u32]| own.iter().fold((u32::MAX, 0), |(low, high), &item| (low.min(item), high.max(item)));
    item.par_chunks(ROWS).map(span).collect()
}

/// Some items' annotations, `rows`, in order, and the groups among them.
fn sort_piece<I: Iterator<Item = usize>>(
    records: &Records,
    place: &[u32],
    items: Range<u32>,
    rows: &impl Fn() -> I,
) -> (Vec<u32>, Vec<Range<usize>>) {
    let own = |i: usize| (records.item[i] - items.start) as usize;
    let mut ends = vec![0u32; items.len() + 1];
    rows().for_each(|i| ends[own(i) + 1] += 1);
    for item in 0..items.len() {
        ends[item + 1] += ends[item];
    }
    let mut packed = vec![0u64; ends[items.len()] as usize];
    for i in rows() {
        let slot = &mut ends[own(i)];
        packed[*slot as usize] = (u64::from(records.annotator[i]) << 32) | i as u64;
        *slot += 1;
    }
    ends.pop();
    let groups = sort_items(records, place, 0, &mut packed, ends.iter().map(|&end| end as usize));
    (packed.into_iter().map(|key| key as u32).collect(), groups)
}

/// Whether items ascend from each block of rows to the next.
fn seams_ascend(item: &[u32]) -> bool {
    (ROWS..item.len()).step_by(ROWS).all(|i| item[i - 1] <= item[i])
}

/// [`by_item`] of annotations that were read item by item: nothing is scattered, each item is sorted where it lies.
fn as_read(records: &Records, place: &[u32]) -> ByItem {
    let mut order: Vec<u32> = vec![0; records.len()];
    let mut rest = order.as_mut_slice();
    let mut blocks = Vec::new();
    let mut first = 0;
    while first < records.len() {
        let mut last = (first + ROWS).min(records.len());
        while last < records.len() && records.item[last] == records.item[last - 1] {
            last += 1;
        }
        let (block, later) = rest.split_at_mut(last - first);
        blocks.push((first, block));
        (first, rest) = (last, later);
    }
    let sorted = blocks.into_par_iter().map(|(first, block)| {
        let rows = first..first + block.len();
        let packed = |(i, &who): (usize, &u32)| (u64::from(who) << 32) | (first + i) as u64;
        let mut keys: Vec<u64> = records.annotator[rows.clone()].iter().enumerate().map(packed).collect();
        let mut end = 0;
        let ends = records.item[rows].chunk_by(|a, b| a == b).map(|item| {
            end += item.len();
            end
        });
        let groups = sort_items(records, place, first, &mut keys, ends);
        block.iter_mut().zip(keys).for_each(|(own, key)| *own = key as u32);
        groups
    });
    let groups = sorted.collect::<Vec<_>>().into_iter().flatten().collect();
    ByItem { order, grouped: true, groups }
}

/// Sorts a block of whole items that begins at place `first`, each up to the next of `ends`; gives the groups in it.
fn sort_items(
    records: &Records,
    place: &[u32],
    first: usize,
    block: &mut [u64],
    ends: impl Iterator<Item = usize>,
) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut start = 0;
    for end in ends {
        let item = &mut block[start..end];
        sort_distinct(item);
        if item.windows(2).all(|pair| pair[0] >> 32 != pair[1] >> 32) {
            start = end;
            continue;
        }
        let mut from = start;
        for group in item.chunk_by_mut(|a, b| a >> 32 == b >> 32) {
            if group.len() > 1 {
                group
                    .sort_unstable_by(|&a, &b| compare(records, place, a as u32 as usize, b as u32 as usize));
                groups.push(first + from..first + from + group.len());
            }
            from += group.len();
        }
        start = end;
    }
    groups
}

/// Sorts distinct keys: a few by counting, for each, those below it, which takes no branch that cannot be foreseen.
fn sort_distinct(keys: &mut [u64]) {
    const FEW: usize = 8;
    if keys.len() > FEW {
        return keys.sort_unstable();
    }
    let mut sorted = [0; FEW];
    for &key in keys.iter() {
        let below: usize = keys.iter().map(|&other| usize::from(other < key)).sum();
        sorted[below] = key;
    }
    keys.copy_from_slice(&sorted[..keys.len()]);
}

impl ByItem {
    /// Groups of two or more annotations of one item by one annotator.
    pub fn groups(&self) -> impl ParallelIterator<Item = &[u32]> {
        self.groups.par_iter().map(|group| &self.order[group.clone()])
    }
}

/// Order of two annotations of one item by one annotator.
fn compare(records: &Records, place: &[u32], a: usize, b: usize) -> Ordering {
    let label = |i: usize| place[records.label[i] as usize];
    let slices = || records.slices.values().map(|s| s.at(a).cmp(&s.at(b))).find(|o| o.is_ne());
    moment(records, a)
        .cmp(&moment(records, b))
        .then_with(|| label(a).cmp(&label(b)))
        .then_with(|| records.spent_ms.at(a).cmp(&records.spent_ms.at(b)))
        .then_with(|| records.session.at(a).cmp(&records.session.at(b)))
        .then_with(|| records.order.at(a).cmp(&records.order.at(b)))
        .then_with(|| slices().unwrap_or(Ordering::Equal))
        .then_with(|| records.review(a, place).cmp(&records.review(b, place)))
        .then_with(|| a.cmp(&b))
}

/// When an annotation was made: by the clock, then declared repeats after first showings.
pub(super) fn moment(records: &Records, i: usize) -> (i64, bool) {
    (records.clock().map_or(UNKNOWN, |clock| clock[i]), records.is_repeat.at(i))
}

/// Pairs of item and annotator with a conflict, of which fewer than two annotations still count.
pub(super) fn conflicts(order: &ByItem, fates: &[Fate]) -> u64 {
    let of = |group: &[u32], fate: Fate| group.iter().filter(|&&i| fates[i as usize] == fate).count();
    order.groups().filter(|group| of(group, Fate::Conflict) > 0 && of(group, Fate::Counts) < 2).count() as u64
}

/// Marks duplicates and conflicts in `fates`.
pub(super) fn mark(records: &Records, order: &ByItem, place: &[u32], fates: &mut [Fate]) {
    let found: Vec<Vec<(u32, Fate)>> = order.groups().map(|group| judge(records, group, place)).collect();
    for (i, fate) in found.into_iter().flatten() {
        fates[i as usize] = fate;
    }
}

fn judge(records: &Records, group: &[u32], place: &[u32]) -> Vec<(u32, Fate)> {
    let label = |i: u32| place[records.label[i as usize] as usize];
    let one_label = group.iter().all(|&i| label(i) == label(group[0]));
    let timeless = |i: u32| moment(records, i as usize) == (UNKNOWN, false);
    let timed = group.iter().any(|&i| !timeless(i));
    let clocked = group.iter().any(|&i| moment(records, i as usize).0 != UNKNOWN);
    if clocked && timeless(group[0]) && !one_label {
        // One of them has no time: nobody can say which was the last.
        return group.iter().map(|&i| (i, Fate::Conflict)).collect();
    }
    let mut out = Vec::new();
    for same in group.chunk_by(|&a, &b| moment(records, a as usize) == moment(records, b as usize)) {
        if same.iter().any(|&i| label(i) != label(same[0])) {
            out.extend(same.iter().map(|&i| (i, Fate::Conflict)));
        } else if clocked && timed && timeless(same[0]) {
            out.extend(same.iter().map(|&i| (i, Fate::Duplicate)));
        } else {
            out.extend(same[1..].iter().map(|&i| (i, Fate::Duplicate)));
        }
    }
    out
}
