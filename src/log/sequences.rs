//! Sessions, positions and times on items: the whole work of each annotator in order.

use super::clock::UNKNOWN;
use super::interner::NONE;
use super::records::{Fate, Records};
use super::{Options, schema};
use crate::vocabulary::Reason;
use rayon::prelude::*;

/// By annotation, in order of reading.
pub(super) struct Sequences {
    pub session: Vec<u32>,
    pub position: Vec<u32>,
    pub spent_ms: Option<Vec<u32>>,
    pub method: String,
    /// Times above the idle cap.
    pub idle: u64,
}

/// One annotation's place: (annotation, session, position, gap in ms).
type Place = (u32, u32, u32, u32);
/// Annotations handled between two scatters, so that their places take little memory.
const BATCH: usize = 1 << 20;

/// Places all annotations that count so far, of all questions together (ties in time by question, then item).
///
/// # Errors
/// [`Reason::NotInLog`] where nothing tells an order.
pub(super) fn place(
    records: &mut Records,
    fates: &[Fate],
    annotators: usize,
    question_rank: &[u32],
    options: &Options,
) -> Result<Sequences, Reason> {
    if records.clock().is_none() {
        return Err(Reason::NotInLog {
            what: "when or in what order annotations were made".into(),
            columns: "submitted_at (or a column of positions, named with --order)".into(),
        });
    }
    let n = records.len();
    let (offsets, members) = by_annotator(records, fates, annotators);
    let mut spent = records.spent_ms.values.take();
    let gaps = spent.is_none() && records.time.values.is_some();
    if gaps {
        spent = Some(vec![NONE; n]);
    }
    let (mut session, mut position) = (vec![0; n], vec![0; n]);
    let mut first = 0;
    while first < annotators {
        let mut last = first + 1;
        while last < annotators && (offsets[last + 1] - offsets[first]) as usize <= BATCH {
            last += 1;
        }
        let walk = |who: usize| {
            let own = &members[offsets[who] as usize..offsets[who + 1] as usize];
            walk(records, own, question_rank, options)
        };
        let places: Vec<Vec<Place>> = (first..last).into_par_iter().map(walk).collect();
        for (i, own_session, own_position, gap) in places.into_iter().flatten() {
            session[i as usize] = own_session;
            position[i as usize] = own_position;
            if let (true, Some(spent)) = (gaps, &mut spent) {
                spent[i as usize] = gap;
            }
        }
        first = last;
    }
    let idle = cap(spent.as_deref_mut(), options);
    let method = method(records, spent.is_some(), gaps, options);
    Ok(Sequences { session, position, spent_ms: spent, method, idle })
}

/// Annotations by annotator: ends and members.
fn by_annotator(records: &Records, fates: &[Fate], annotators: usize) -> (Vec<u32>, Vec<u32>) {
    let counts = |i: &usize| fates[*i] == Fate::Counts;
    let mut next = vec![0u32; annotators + 1];
    (0..records.len()).filter(counts).for_each(|i| next[records.annotator[i] as usize + 1] += 1);
    for who in 0..annotators {
        next[who + 1] += next[who];
    }
    let offsets = next.clone();
    let mut members = vec![0u32; next[annotators] as usize];
    for i in (0..records.len()).filter(counts) {
        let slot = &mut next[records.annotator[i] as usize];
        members[*slot as usize] = i as u32;
        *slot += 1;
    }
    (offsets, members)
}

fn walk(records: &Records, own: &[u32], question_rank: &[u32], options: &Options) -> Vec<Place> {
    let Some(clock) = records.clock() else { return Vec::new() };
    let has_time = records.time.values.is_some();
    let key = |&i: &u32| {
        let at = i as usize;
        let question = u64::from(question_rank[records.question_of(at) as usize]);
        let tie = (question << 33) | (u64::from(records.item[at]) << 1) | u64::from(records.is_repeat.at(at));
        (clock[at], tie, i)
    };
    let mut work: Vec<(i64, u64, u32)> =
        own.iter().map(key).filter(|(time, _, _)| *time != UNKNOWN).collect();
    work.sort_unstable();
    let gap_micros = options.session_gap_secs.saturating_mul(1_000_000);
    if records.session.values.is_some() {
        return walk_sessions(records, &work, has_time);
    }
    let mut out = Vec::with_capacity(work.len());
    let (mut session, mut position) = (0, 0);
    for (k, &(time, _, i)) in work.iter().enumerate() {
        let since = if k == 0 { 0 } else { time - work[k - 1].0 };
        if has_time && since > gap_micros {
            session += 1;
            position = 0;
        }
        position += 1;
        out.push((i, session, position, if position == 1 { NONE } else { gap_ms(since, has_time) }));
    }
    out
}

/// Sessions by column: numbered by their first annotation, ties by name.
fn walk_sessions(records: &Records, work: &[(i64, u64, u32)], has_time: bool) -> Vec<Place> {
    let code = |i: u32| records.session.at(i as usize);
    let mut order: Vec<usize> = (0..work.len()).collect();
    order.sort_by_key(|&k| code(work[k].2));
    let mut sessions: Vec<&[usize]> = order.chunk_by(|&a, &b| code(work[a].2) == code(work[b].2)).collect();
    // `order` is a stable sort of work in time, so the first member is the earliest.
    sessions.sort_by_key(|members| (work[members[0]].0, code(work[members[0]].2)));
    let mut out = Vec::with_capacity(work.len());
    for (session, members) in (0u32..).zip(sessions) {
        for (position, pair) in (1u32..).zip(members.iter().enumerate()) {
            let (k, &at) = pair;
            let gap = if k == 0 { NONE } else { gap_ms(work[at].0 - work[members[k - 1]].0, has_time) };
            out.push((work[at].2, session, position, gap));
        }
    }
    out
}

/// The gap to the previous submission; two at one time (one form with several questions) tell nothing.
fn gap_ms(micros: i64, has_time: bool) -> u32 {
    if has_time && micros > 0 { u32::try_from(micros / 1000).unwrap_or(NONE - 1) } else { NONE }
}

fn cap(spent: Option<&mut [u32]>, options: &Options) -> u64 {
    let Some(spent) = spent else { return 0 };
    let cap = u32::try_from(options.idle_cap_secs.saturating_mul(1000)).unwrap_or(NONE - 1);
    let mut idle = 0;
    for ms in spent.iter_mut().filter(|ms| **ms != NONE && **ms > cap) {
        *ms = NONE;
        idle += 1;
    }
    idle
}

fn method(records: &Records, times: bool, gaps: bool, options: &Options) -> String {
    let has_time = records.time.values.is_some();
    let sessions = match (records.session.values.is_some(), has_time) {
        (true, _) => "sessions by column".to_string(),
        (false, true) => {
            format!("a session ends after {} without a submission", span(options.session_gap_secs))
        }
        (false, false) => "one session per annotator".to_string(),
    };
    let order = if has_time {
        "ordered by time (ties by question, then item)"
    } else {
        "ordered by a column of positions"
    };
    let spent = match (times, gaps) {
        (false, _) => "times on items not known".to_string(),
        (true, true) => format!(
            "time on item is the gap to the previous submission, unknown for the first of a session and above {}",
            span(options.idle_cap_secs)
        ),
        (true, false) => {
            format!("time on item as the log states it, unknown above {}", span(options.idle_cap_secs))
        }
    };
    format!("{sessions}; {order}; {spent}")
}

fn span(secs: i64) -> String {
    if secs % 60 == 0 { format!("{} min", secs / 60) } else { format!("{secs} s") }
}

/// The name under which the unit of a duration was read, for messages.
pub(super) fn unit(column: &str) -> &'static str {
    match schema::milliseconds_per_unit(column) {
        1.0 => "milliseconds",
        60_000.0 => "minutes",
        _ => "seconds",
    }
}
