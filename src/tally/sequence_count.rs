use super::{
    BlockSums, ItemIndex, OrderIndex, PatternTable, SequenceTally, SessionLength, SessionSums, SlopeSums,
    TimeCounts,
};
use super::{sequence_crossing, session_differences};
use crate::log::{SequenceColumns, SequenceIndex};
use crate::vocabulary::{Label, Outcome, Reason};
use rayon::prelude::*;

/// What the sums are made from; owns what nobody needs after them.
pub(super) struct SequenceRows<'a> {
    /// Item of each row; empty where there is no gold.
    pub(super) item: Vec<u32>,
    /// Who rated what.
    pub(super) index: &'a ItemIndex,
    /// Patterns of the whole question.
    pub(super) table: &'a PatternTable,
    /// Place of (pattern, own label) in the table's entries.
    pub(super) entry: Vec<u32>,
    /// Rows by annotator.
    pub(super) by_annotator: SequenceIndex,
    /// Gold by item.
    pub(super) gold: Option<&'a [Label]>,
}

const MILLION: u64 = 1_000_000;
pub(super) const NO_OUTCOME: u32 = u32::MAX;

/// Reduces order and time to sums; exact, so neither rows' order nor threads can matter. What it was made from is handed
/// on where the log is short enough to keep it.
pub(super) fn count(
    rows: SequenceRows<'_>,
    columns: SequenceColumns,
    kept: Outcome<OrderIndex>,
) -> (SequenceTally, Outcome<OrderIndex>) {
    let rows = &rows;
    let mut tally = SequenceTally::default();
    tally.agreement.items = items_where(rows, &columns, |item| rows.index.rows(item).len() > 1, |_| true);
    if let Some(gold) = rows.gold {
        tally.correctness.items = items_where(rows, &columns, |item| gold[item].is_some(), |_| true);
    }
    if let Some(times) = &columns.time_on_item_ms {
        tally.log_time.items = items_where(rows, &columns, |_| true, |row| is_time(times[row]));
        tally.times = TimeCounts::count(times, &columns.position);
    }
    tally.method.clone_from(&columns.method);
    let times = columns.time_on_item_ms.is_some();
    let columns = Outcomes::of(rows, columns);
    let arranged = columns.arranged(rows);
    let annotators = 0..rows.by_annotator.annotators();
    let own = |who: usize| &arranged[rows.by_annotator.rows(who)];
    let gold = rows.gold.is_some();
    let lines: Vec<Line> =
        annotators.into_par_iter().map(|who| line(who as u32, own(who), gold, times)).collect();
    for line in lines {
        tally.sessions.extend(line.lengths.into_iter().filter(|s| s.annotations > 0));
        line.agreement.append_to(&mut tally.agreement);
        line.correctness.append_to(&mut tally.correctness);
        line.log_time.append_to(&mut tally.log_time);
    }
    drop(arranged);
    let order = (&columns.session[..], &columns.position[..]);
    tally.differences = session_differences::count(rows, order, &tally.sessions);
    let outcomes = [&mut tally.agreement, &mut tally.correctness, &mut tally.log_time];
    let sessions = outcomes.each_ref().map(|sums| &sums.sessions[..]);
    let crossings = sequence_crossing::count(rows, sessions, |row| columns.at(rows, row));
    for (sums, crossing) in outcomes.into_iter().zip(crossings) {
        sums.crossing = crossing;
    }
    let Outcomes { session, position, .. } = columns;
    (tally, kept.map(|order| OrderIndex { session, position, ..order }))
}

/// What the sums do not need, or need otherwise, of a log that is short enough. Times above the idle cap become unknown
/// for everybody else.
pub(super) fn kept(columns: &mut Result<SequenceColumns, Reason>) -> Outcome<OrderIndex> {
    let columns = match columns {
        Ok(columns) => columns,
        Err(reason) => return Outcome::NotEstimable(reason.clone()),
    };
    let (cap, rows) = (columns.idle_cap_ms, columns.position.len());
    let keep = rows <= OrderIndex::MOST_ROWS;
    let time_on_item_ms = columns.time_on_item_ms.as_ref().filter(|_| keep).cloned();
    if let Some(times) = &mut columns.time_on_item_ms {
        let idle = |time: &&mut u32| **time > cap;
        times.par_iter_mut().with_min_len(1 << 14).filter(idle).for_each(|time| *time = u32::MAX);
    }
    if !keep {
        let (found, limit) = (rows as u64, OrderIndex::MOST_ROWS as u64);
        let what = "annotations to follow one by one".into();
        return Outcome::NotEstimable(Reason::TooMany { what, found, limit });
    }
    Outcome::Estimated(OrderIndex {
        session: Vec::new(),
        position: Vec::new(),
        time_on_item_ms,
        idle_cap_ms: cap,
        hour_of_week: columns.hour_of_week.take(),
    })
}

/// Items that qualify and hold a row with a place that qualifies.
fn items_where(
    rows: &SequenceRows<'_>,
    columns: &SequenceColumns,
    item: impl Fn(usize) -> bool + Sync,
    row: impl Fn(usize) -> bool + Sync,
) -> u64 {
    let placed = |i: usize| rows.index.rows(i).any(|r| columns.position[r] > 0 && row(r));
    (0..rows.index.items()).into_par_iter().filter(|&i| item(i) && placed(i)).count() as u64
}

/// A row's place in its annotator's work and what came of it: agreement, correctness and time, each in millionths or
/// [`NO_OUTCOME`].
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) session: u32,
    /// 0 for none.
    pub(super) position: u32,
    pub(super) outcomes: [u32; 3],
}

impl Place {
    /// Bits of a share, all of them set where there is none.
    const SHARE: u32 = (1 << 21) - 1;

    /// In two words, which is what ten million of them are kept in.
    fn packed(self) -> [u64; 2] {
        let [share, correct, time] = self.outcomes.map(u64::from);
        let correct = if correct == u64::from(NO_OUTCOME) { 2 } else { correct / MILLION };
        let share = share.min(u64::from(Self::SHARE));
        [u64::from(self.session) << 32 | u64::from(self.position), share << 34 | correct << 32 | time]
    }

    fn unpacked([place, outcomes]: [u64; 2]) -> Self {
        let share = match (outcomes >> 34) as u32 {
            Self::SHARE => NO_OUTCOME,
            share => share,
        };
        let correct = match outcomes >> 32 & 3 {
            2 => NO_OUTCOME,
            correct => (correct * MILLION) as u32,
        };
        let outcomes = [share, correct, outcomes as u32];
        Self { session: (place >> 32) as u32, position: place as u32, outcomes }
    }
}

/// What places are made of, by row.
struct Outcomes {
    session: Vec<u32>,
    position: Vec<u32>,
    /// Agreeing share of the others by entry of the pattern table.
    shares: Vec<u32>,
    log_time: Option<Vec<u32>>,
}

impl Outcomes {
    fn of(rows: &SequenceRows<'_>, columns: SequenceColumns) -> Self {
        let SequenceColumns { session, position, time_on_item_ms, .. } = columns;
        let logs = |mut times: Vec<u32>| {
            times.par_iter_mut().with_min_len(1 << 13).for_each(|time| *time = log_time(*time));
            times
        };
        Self { session, position, shares: shares(rows.table), log_time: time_on_item_ms.map(logs) }
    }

    #[inline]
    fn at(&self, rows: &SequenceRows<'_>, row: usize) -> Place {
        let share = self.shares[rows.entry[row] as usize];
        let correct = rows.gold.map_or(NO_OUTCOME, |gold| match gold[rows.item[row] as usize] {
            Label::NONE => NO_OUTCOME,
            right => MILLION as u32 * u32::from(right == rows.index.label[row]),
        });
        let time = self.log_time.as_ref().map_or(NO_OUTCOME, |times| times[row]);
        Place { session: self.session[row], position: self.position[row], outcomes: [share, correct, time] }
    }

    /// Places in annotator order, packed.
    fn arranged(&self, rows: &SequenceRows<'_>) -> Vec<[u64; 2]> {
        rows.by_annotator.arrange(&|row| rows.index.annotator[row], &|row| self.at(rows, row).packed())
    }
}

/// Share of an item's other annotators who agree with one that gave this entry's label, in millionths, by entry.
pub(super) fn shares(table: &PatternTable) -> Vec<u32> {
    let mut shares = Vec::with_capacity(table.entries.len());
    for pattern in table.iter() {
        let others = pattern.annotations() - 1;
        for &(_, n) in pattern.counts {
            let rounded = |agreeing: u64| ((agreeing * MILLION + others / 2) / others) as u32;
            shares.push(if others == 0 { NO_OUTCOME } else { rounded(u64::from(n) - 1) });
        }
    }
    shares
}

/// ln(ms) in millionths: from 0 up and below 2²⁵.
pub(super) fn log_time(ms: u32) -> u32 {
    if is_time(ms) { (f64::from(ms).ln() * MILLION as f64).round() as u32 } else { NO_OUTCOME }
}

/// Known, and above 0, for a logarithm is taken. Pauses are unknown times already.
fn is_time(ms: u32) -> bool {
    ms > 0 && ms != u32::MAX
}

/// One annotator's sums.
struct Line {
    lengths: Vec<SessionLength>,
    agreement: OutcomeLine,
    correctness: OutcomeLine,
    log_time: OutcomeLine,
}

fn line(annotator: u32, places: &[[u64; 2]], gold: bool, times: bool) -> Line {
    let outcome = || OutcomeLine { annotator, ..OutcomeLine::default() };
    let (agreement, correctness, log_time) = (outcome(), outcome(), outcome());
    let mut line = Line { lengths: Vec::new(), agreement, correctness, log_time };
    for &packed in places {
        let Place { session, position, outcomes: [agreement, correct, time] } = Place::unpacked(packed);
        let place = (session, position);
        if position > 0 {
            let empty = |session| SessionLength { annotator, session, annotations: 0 };
            slot(&mut line.lengths, session, empty).annotations += 1;
        }
        line.agreement.add(place, known(agreement));
        if gold {
            line.correctness.add(place, known(correct));
        }
        if times {
            line.log_time.add(place, known(time));
        }
    }
    line
}

/// An outcome, if there is one.
pub(super) fn known(outcome: u32) -> Option<i64> {
    (outcome != NO_OUTCOME).then_some(i64::from(outcome))
}

/// One annotator's sums of one outcome; sessions and blocks are dense from 0.
#[derive(Default)]
struct OutcomeLine {
    annotator: u32,
    sessions: Vec<SessionSums>,
    blocks: Vec<BlockSums>,
    left_out: u64,
}

impl OutcomeLine {
    fn add(&mut self, (session, position): (u32, u32), y: Option<i64>) {
        let (Some(y), Some(from_first)) = (y, position.checked_sub(1)) else {
            self.left_out += 1;
            return;
        };
        let annotator = self.annotator;
        let sums = slot(&mut self.sessions, session, |session| SessionSums {
            annotator,
            session,
            ..SessionSums::default()
        });
        sums.add(position, y);
        let block = from_first / SequenceTally::BLOCK;
        let sums =
            slot(&mut self.blocks, block, |block| BlockSums { annotator, block, ..BlockSums::default() });
        sums.add(y);
    }

    fn append_to(self, sums: &mut SlopeSums) {
        sums.sessions.extend(self.sessions.into_iter().filter(|s| s.n > 0));
        sums.blocks.extend(self.blocks.into_iter().filter(|b| b.n > 0));
        sums.left_out += self.left_out;
    }
}

/// The `at`-th of a dense vector that grows as needed.
fn slot<T>(values: &mut Vec<T>, at: u32, empty: impl Fn(u32) -> T) -> &mut T {
    while values.len() <= at as usize {
        values.push(empty(values.len() as u32));
    }
    &mut values[at as usize]
}

#[cfg(test)]
mod tests {
    use super::{NO_OUTCOME, Place};

    #[test]
    fn what_is_packed_comes_out_again() {
        for share in [0, 1, 500_000, 1_000_000, NO_OUTCOME] {
            for correct in [0, 1_000_000, NO_OUTCOME] {
                for time in [0, 22_180_709, NO_OUTCOME] {
                    let outcomes = [share, correct, time];
                    let back = Place::unpacked(Place { session: 7, position: u32::MAX, outcomes }.packed());
                    assert_eq!((back.session, back.position, back.outcomes), (7, u32::MAX, outcomes));
                }
            }
        }
    }
}
