//! Sessions, positions and times on items: the whole work of each annotator in order.

use super::clock::UNKNOWN;
use super::interner::NONE;
use super::records::{Fate, Records};
use super::sequence_index::SequenceIndex;
use super::{Options, schema};
use crate::vocabulary::Reason;
use rayon::prelude::*;

/// By annotation, in order of reading.
pub(super) struct Sequences {
    pub session: Vec<u32>,
    pub position: Vec<u32>,
    pub spent_ms: Option<Vec<u32>>,
    pub idle_cap_ms: u32,
    pub hour_of_week: Option<Vec<u8>>,
    pub method: String,
    /// Times above the idle cap.
    pub idle: u64,
}

/// One annotation's place: (number among its annotator's, session, position, gap in ms).
type Place = (u32, u32, u32, u32);

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
    let spent = records.spent_ms.values.take();
    let gaps = spent.is_none() && records.time.values.is_some();
    let (session, position, gap) = placed(records, fates, annotators, question_rank, (options, gaps));
    let mut spent = spent.or(gap);
    let idle = cap(spent.as_deref_mut(), options);
    let method = method(records, spent.is_some(), gaps, options);
    let (idle_cap_ms, hour_of_week) = (idle_cap_ms(options), records.hour_of_week.values.take());
    Ok(Sequences { session, position, spent_ms: spent, idle_cap_ms, hour_of_week, method, idle })
}

/// Sessions, positions and (where asked for) gaps by annotation; 0 and unknown for those without a place.
fn placed(
    records: &Records,
    fates: &[Fate],
    annotators: usize,
    question_rank: &[u32],
    (options, gaps): (&Options, bool),
) -> (Vec<u32>, Vec<u32>, Option<Vec<u32>>) {
    let n = records.len();
    let who = |i: usize| if fates[i] == Fate::Counts { records.annotator[i] } else { SequenceIndex::NOBODY };
    let index = SequenceIndex::build(annotators, n, &who);
    let clock = records.clock().unwrap_or_default();
    let (times, members) = index.arrange_both(&who, &|i| clock[i], &|i| i as u32);
    let (mut session, mut position) = (vec![0; members.len()], vec![0; members.len()]);
    let mut gap = if gaps { vec![NONE; members.len()] } else { Vec::new() };
    let mut lines = Vec::with_capacity(annotators);
    let (mut sessions, mut positions, mut all_gaps) = (&mut session[..], &mut position[..], &mut gap[..]);
    for annotator in 0..annotators {
        let own = index.rows(annotator);
        let (session, later) = sessions.split_at_mut(own.len());
        let (position, after) = positions.split_at_mut(own.len());
        let (gap, rest) = all_gaps.split_at_mut(if gaps { own.len() } else { 0 });
        (sessions, positions, all_gaps) = (later, after, rest);
        lines.push((own, session, position, gap));
    }
    lines.into_par_iter().for_each(|(own, session, position, gap)| {
        let places = walk(records, &members[own.clone()], &times[own], question_rank, options);
        for (k, own_session, own_position, own_gap) in places {
            session[k as usize] = own_session;
            position[k as usize] = own_position;
            if gaps {
                gap[k as usize] = own_gap;
            }
        }
    });
    drop((times, members));
    let back = index.by_row(&who, (&session, &position), (0, 0));
    drop((session, position));
    let nothing = vec![(); gap.len()];
    (back.0, back.1, gaps.then(|| index.by_row(&who, (&gap, &nothing), (NONE, ())).0))
}

/// The places of one annotator's annotations, `own` in order of reading with the moments `times`.
fn walk(
    records: &Records,
    own: &[u32],
    times: &[i64],
    question_rank: &[u32],
    options: &Options,
) -> Vec<Place> {
    let has_time = records.time.values.is_some();
    let mut work: Vec<(i64, u32)> =
        times.iter().copied().zip(0u32..).filter(|(time, _)| *time != UNKNOWN).collect();
    work.sort_unstable();
    let tie = |&(_, k): &(i64, u32)| {
        let at = own[k as usize] as usize;
        let question = u64::from(question_rank[records.question_of(at) as usize]);
        (question << 33) | (u64::from(records.item[at]) << 1) | u64::from(records.is_repeat.at(at))
    };
    for same in work.chunk_by_mut(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        // Numbers ascend in order of reading, which a stable sort leaves to decide last.
        same.sort_by_key(tie);
    }
    let gap_micros = options.session_gap_secs.saturating_mul(1_000_000);
    if records.session.values.is_some() {
        return walk_sessions(records, own, &work, has_time);
    }
    let mut out = Vec::with_capacity(work.len());
    let (mut session, mut position) = (0, 0);
    for (k, &(time, number)) in work.iter().enumerate() {
        let since = if k == 0 { 0 } else { time - work[k - 1].0 };
        if has_time && since > gap_micros {
            session += 1;
            position = 0;
        }
        position += 1;
        out.push((number, session, position, if position == 1 { NONE } else { gap_ms(since, has_time) }));
    }
    out
}

/// Sessions by column: numbered by their first annotation, ties by name.
fn walk_sessions(records: &Records, own: &[u32], work: &[(i64, u32)], has_time: bool) -> Vec<Place> {
    let codes: Vec<u32> = work.iter().map(|&(_, k)| records.session.at(own[k as usize] as usize)).collect();
    let mut order: Vec<usize> = (0..work.len()).collect();
    order.sort_by_key(|&k| codes[k]);
    let mut sessions: Vec<&[usize]> = order.chunk_by(|&a, &b| codes[a] == codes[b]).collect();
    // `order` is a stable sort of work in time, so the first member is the earliest.
    sessions.sort_by_key(|members| (work[members[0]].0, codes[members[0]]));
    let mut out = Vec::with_capacity(work.len());
    for (session, members) in (0u32..).zip(sessions) {
        for (position, (k, &at)) in (1u32..).zip(members.iter().enumerate()) {
            let gap = if k == 0 { NONE } else { gap_ms(work[at].0 - work[members[k - 1]].0, has_time) };
            out.push((work[at].1, session, position, gap));
        }
    }
    out
}

/// The gap to the previous submission; two at one time (one form with several questions) tell nothing.
fn gap_ms(micros: i64, has_time: bool) -> u32 {
    if has_time && micros > 0 { u32::try_from(micros / 1000).unwrap_or(NONE - 1) } else { NONE }
}

fn idle_cap_ms(options: &Options) -> u32 {
    u32::try_from(options.idle_cap_secs.saturating_mul(1000)).unwrap_or(NONE - 1)
}

/// How many times are above the idle cap; forgets those above its double, which nobody looks at again.
fn cap(spent: Option<&mut [u32]>, options: &Options) -> u64 {
    let Some(spent) = spent else { return 0 };
    let cap = idle_cap_ms(options);
    let most = cap.saturating_mul(2).min(NONE - 1);
    let mut idle = 0;
    for ms in spent.iter_mut().filter(|ms| **ms != NONE && **ms > cap) {
        if *ms > most {
            *ms = NONE;
        }
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
