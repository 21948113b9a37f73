use super::sequence_count::SequenceRows;
use super::{PatternTable, SessionDifference, SessionLength};
use rayon::prelude::*;

/// Millionths of a difference where there is none.
pub(super) const NONE: i32 = i32::MIN;
/// More sessions than this (of one or two annotations each, then) are not told apart.
const MOST_SESSIONS: usize = 4_000_000;
/// Parts of the log that are summed side by side.
const PARTS: usize = 4;

/// Item-adjusted differences by session; `lengths` are all sessions, sorted, and `session` and `position` stand by row.
/// Sums of whole millionths, so neither rows' order nor threads can matter.
pub(super) fn count(
    rows: &SequenceRows<'_>,
    (session, position): (&[u32], &[u32]),
    lengths: &[SessionLength],
) -> Vec<SessionDifference> {
    let Some(starts) = starts(lengths, rows.by_annotator.annotators()) else { return Vec::new() };
    let differences = differences(rows.table);
    let sessions = starts.last().map_or(0, |&end| end as usize);
    let part = |part: usize| {
        let mut sums = vec![(0u32, 0i64); sessions];
        for row in session.len() * part / PARTS..session.len() * (part + 1) / PARTS {
            let difference = differences[rows.entry[row] as usize];
            if difference != NONE && position[row] > 0 {
                let sum = &mut sums[(starts[rows.index.annotator[row] as usize] + session[row]) as usize];
                *sum = (sum.0 + 1, sum.1 + i64::from(difference));
            }
        }
        sums
    };
    let add = |mut a: Vec<(u32, i64)>, b: Vec<(u32, i64)>| {
        a.iter_mut().zip(b).for_each(|(a, b)| *a = (a.0 + b.0, a.1 + b.1));
        a
    };
    let sums = (0..PARTS).into_par_iter().map(part).reduce(|| vec![(0, 0); sessions], add);
    let told = lengths.iter().map(|length| {
        let (n, sum) = sums[(starts[length.annotator as usize] + length.session) as usize];
        SessionDifference { annotator: length.annotator, session: length.session, n: u64::from(n), sum }
    });
    told.filter(|told| told.n > 0).collect()
}

/// Where each annotator's sessions begin among all of them.
fn starts(lengths: &[SessionLength], annotators: usize) -> Option<Vec<u32>> {
    let mut ends = vec![0usize; annotators + 1];
    for length in lengths {
        let own = &mut ends[length.annotator as usize + 1];
        *own = (*own).max(length.session as usize + 1);
    }
    for who in 0..annotators {
        ends[who + 1] += ends[who];
    }
    (ends[annotators] <= MOST_SESSIONS).then(|| ends.into_iter().map(|end| end as u32).collect())
}

/// An item-adjusted difference by entry of the table.
pub(super) fn differences(table: &PatternTable) -> Vec<i32> {
    let mut differences = Vec::with_capacity(table.entries.len());
    for pattern in table.iter() {
        let others = pattern.annotations() as f64 - 1.0;
        let pairs: f64 = pattern.counts.iter().map(|&(_, n)| f64::from(n) * (f64::from(n) - 1.0)).sum();
        for &(_, n) in pattern.counts {
            let same = f64::from(n) - 1.0;
            // Without this annotation, its label has `same` annotations: pairs lose 2 · same.
            let among = (pairs - 2.0 * same) / (others * (others - 1.0));
            let rounded = || ((same / others - among) * 1e6).round() as i32;
            differences.push(if others < 2.0 { NONE } else { rounded() });
        }
    }
    differences
}
