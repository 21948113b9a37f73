//! Which of several annotations of one item by one annotator counts, and which tell of self-consistency.

use super::clock::UNKNOWN;
use super::duplicates::ByItem;
use super::records::{Fate, Records};
use super::sequences::Sequences;
use super::{Options, Repeat, RepeatPolicy};
use crate::vocabulary::{Label, Reason};
use rayon::prelude::*;

/// What came of one question's repeated annotations.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    /// Repeats, sorted.
    pub repeats: Vec<Repeat>,
    /// Annotations replaced by another.
    pub revisions: u64,
    /// Why there are none, where there are none.
    pub no_repeats: Option<Reason>,
    /// Pairs of annotator and item with several annotations.
    pub pairs: u64,
}

/// Settles which annotations count, in `fates`.
pub(super) fn resolve(
    records: &Records,
    order: &ByItem,
    place: &[u32],
    sequences: Option<&Sequences>,
    options: &Options,
    fates: &mut [Fate],
) -> Resolved {
    let left: &[Fate] = fates;
    let judged: Vec<Judged> = order
        .groups()
        .map(|group| {
            group.iter().copied().filter(|&i| left[i as usize] == Fate::Counts).collect::<Vec<u32>>()
        })
        .filter(|group| group.len() > 1)
        .map(|group| judge(records, &group, place, sequences, options))
        .collect();
    let mut out = Resolved { pairs: judged.len() as u64, ..Resolved::default() };
    for (marks, repeats) in judged {
        out.repeats.extend(repeats);
        for (i, fate) in marks {
            out.revisions += u64::from(fate == Fate::Replaced);
            fates[i as usize] = fate;
        }
    }
    out.repeats.sort_unstable();
    out.no_repeats = why_none(records, &out.repeats);
    out
}

/// Fates of one group's annotations, and its repeats.
type Judged = (Vec<(u32, Fate)>, Vec<Repeat>);

fn judge(
    records: &Records,
    group: &[u32],
    place: &[u32],
    sequences: Option<&Sequences>,
    options: &Options,
) -> Judged {
    let keep_first = options.repeats == RepeatPolicy::First;
    let label = |i: u32| Label(place[records.label[i as usize] as usize]);
    let (mut marks, mut repeats, mut showings) = (Vec::new(), Vec::new(), vec![group[0]]);
    for &next in &group[1..] {
        let current = showings[showings.len() - 1];
        let lag = lag_secs(records, current, next);
        let sessions = sequences.is_some_and(|s| s.session[current as usize] != s.session[next as usize]);
        let later = sessions && lag.is_some_and(|lag| lag >= options.repeat_lag_secs);
        if records.is_repeat.at(next as usize) || later {
            showings.push(next);
        } else if keep_first {
            marks.push((next, Fate::Replaced));
        } else {
            marks.push((current, Fate::Replaced));
            let last = showings.len() - 1;
            showings[last] = next;
        }
    }
    for pair in showings.windows(2) {
        repeats.push(Repeat {
            annotator: records.annotator[pair[0] as usize],
            item: records.item[pair[0] as usize],
            first: label(pair[0]),
            second: label(pair[1]),
            lag_secs: lag_secs(records, pair[0], pair[1]),
        });
    }
    let counting = if keep_first { 0 } else { showings.len() - 1 };
    let others = showings.iter().enumerate().filter(|&(k, _)| k != counting);
    marks.extend(others.map(|(_, &i)| (i, Fate::Repeat)));
    (marks, repeats)
}

fn lag_secs(records: &Records, first: u32, second: u32) -> Option<i64> {
    let times = records.time.values.as_ref()?;
    let (first, second) = (times[first as usize], times[second as usize]);
    (first != UNKNOWN && second != UNKNOWN).then(|| (second - first) / 1_000_000)
}

/// Why a question has no repeats.
fn why_none(records: &Records, repeats: &[Repeat]) -> Option<Reason> {
    if !repeats.is_empty() {
        return None;
    }
    if records.time.values.is_none() && records.is_repeat.values.is_none() {
        return Some(Reason::NotInLog {
            what: "whether an annotator saw an item again".into(),
            columns: "is_repeat, or submitted_at".into(),
        });
    }
    Some(Reason::TooFew { what: "items that an annotator annotated again".into(), found: 0, needed: 1 })
}
