//! Same annotator, same item, same question: what is the same row twice, what is a conflict.

use super::clock::UNKNOWN;
use super::records::{Fate, Records};
use rayon::prelude::*;
use std::cmp::Ordering;

/// Annotations of one question that count so far, by item, then annotator, then time. Ties end in whatever else tells
/// two annotations apart, so that the order of rows decides nothing.
pub(super) fn by_item(
    records: &Records,
    fates: &[Fate],
    question: u16,
    items: usize,
    place: &[u32],
) -> Vec<u32> {
    let mine = |i: usize| fates[i] == Fate::Counts && records.question_of(i) == question;
    let mut next = vec![0u32; items + 1];
    for i in (0..records.len()).filter(|&i| mine(i)) {
        next[records.item[i] as usize + 1] += 1;
    }
    for item in 0..items {
        next[item + 1] += next[item];
    }
    let mut order = vec![0u32; next[items] as usize];
    for i in (0..records.len()).filter(|&i| mine(i)) {
        let slot = &mut next[records.item[i] as usize];
        order[*slot as usize] = i as u32;
        *slot += 1;
    }
    let item = |i: &u32| records.item[*i as usize];
    order
        .par_chunk_by_mut(|a, b| item(a) == item(b))
        .for_each(|group| group.sort_unstable_by(|&a, &b| compare(records, place, a as usize, b as usize)));
    order
}

fn compare(records: &Records, place: &[u32], a: usize, b: usize) -> Ordering {
    records.annotator[a].cmp(&records.annotator[b]).then_with(|| {
        let label = |i: usize| place[records.label[i] as usize];
        let slices = || records.slices.values().map(|s| s.at(a).cmp(&s.at(b))).find(|o| o.is_ne());
        moment(records, a)
            .cmp(&moment(records, b))
            .then_with(|| label(a).cmp(&label(b)))
            .then_with(|| records.spent_ms.at(a).cmp(&records.spent_ms.at(b)))
            .then_with(|| records.session.at(a).cmp(&records.session.at(b)))
            .then_with(|| records.order.at(a).cmp(&records.order.at(b)))
            .then_with(|| slices().unwrap_or(Ordering::Equal))
            .then_with(|| a.cmp(&b))
    })
}

/// When an annotation was made: by the clock, then declared repeats after first showings.
pub(super) fn moment(records: &Records, i: usize) -> (i64, bool) {
    (records.clock().map_or(UNKNOWN, |clock| clock[i]), records.is_repeat.at(i))
}

/// Groups of two or more annotations of one item by one annotator.
pub(super) fn groups<'a>(records: &'a Records, order: &'a [u32]) -> impl ParallelIterator<Item = &'a [u32]> {
    let pair = |i: &u32| (records.item[*i as usize], records.annotator[*i as usize]);
    order.par_chunk_by(move |a, b| pair(a) == pair(b)).filter(|group| group.len() > 1)
}

/// Marks duplicates and conflicts in `fates`.
pub(super) fn mark(records: &Records, order: &[u32], place: &[u32], fates: &mut [Fate]) {
    let found: Vec<Vec<(u32, Fate)>> =
        groups(records, order).map(|group| judge(records, group, place)).collect();
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
