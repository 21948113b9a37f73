use super::sequence_index::SequenceIndex;
use super::{BlockSums, ItemIndex, PatternTable, SequenceTally, SessionLength, SessionSums, SlopeSums};
use crate::log::SequenceColumns;
use crate::vocabulary::Label;
use rayon::prelude::*;

/// What the sums are made from, row by row.
pub(super) struct SequenceRows<'a> {
    /// Item of each row.
    pub(super) item: &'a [u32],
    /// Who rated what.
    pub(super) index: &'a ItemIndex,
    /// Patterns of the whole question.
    pub(super) table: &'a PatternTable,
    /// Place of (pattern, own label) in the table's entries, by row.
    pub(super) entry: &'a [u32],
    /// Rows by annotator.
    pub(super) by_annotator: &'a SequenceIndex,
    /// Gold by item.
    pub(super) gold: Option<&'a [Label]>,
    /// Order and time.
    pub(super) columns: &'a SequenceColumns,
}

const MILLION: u64 = 1_000_000;
const NO_OUTCOME: u32 = u32::MAX;

/// Reduces order and time to sums; exact, so neither rows' order nor threads can matter.
pub(super) fn count(rows: &SequenceRows<'_>) -> SequenceTally {
    let shares = shares(rows.table);
    let annotators = 0..rows.by_annotator.annotators();
    let lines: Vec<Line> = annotators.into_par_iter().map(|who| line(rows, &shares, who)).collect();
    let mut tally = SequenceTally { method: rows.columns.method.clone(), ..SequenceTally::default() };
    for line in lines {
        tally.sessions.extend(line.lengths.into_iter().filter(|s| s.annotations > 0));
        tally.idle += line.idle;
        line.agreement.append_to(&mut tally.agreement);
        line.correctness.append_to(&mut tally.correctness);
        line.log_time.append_to(&mut tally.log_time);
    }
    tally.agreement.items = items_where(rows, |item| rows.index.rows(item).len() > 1, |_| true);
    if let Some(gold) = rows.gold {
        tally.correctness.items = items_where(rows, |item| gold[item].is_some(), |_| true);
    }
    if let Some(times) = &rows.columns.time_on_item_ms {
        tally.log_time.items = items_where(rows, |_| true, |row| is_time(times[row]));
    }
    tally
}

/// Share of an item's other annotators who agree with one that gave this entry's label, in millionths, by entry.
fn shares(table: &PatternTable) -> Vec<u32> {
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

/// Items that qualify and hold a row with a place that qualifies.
fn items_where(
    rows: &SequenceRows<'_>,
    item: impl Fn(usize) -> bool + Sync,
    row: impl Fn(usize) -> bool + Sync,
) -> u64 {
    let placed = |i: usize| rows.index.rows(i).any(|r| rows.columns.position[r] > 0 && row(r));
    (0..rows.index.items()).into_par_iter().filter(|&i| item(i) && placed(i)).count() as u64
}

/// Known, above 0 (a logarithm is taken), and no pause.
fn is_time(ms: u32) -> bool {
    ms > 0 && ms <= SequenceTally::IDLE_CAP_MS
}

/// One annotator's sums.
struct Line {
    lengths: Vec<SessionLength>,
    agreement: OutcomeLine,
    correctness: OutcomeLine,
    log_time: OutcomeLine,
    idle: u64,
}

fn line(rows: &SequenceRows<'_>, shares: &[u32], who: usize) -> Line {
    let annotator = who as u32;
    let outcome = || OutcomeLine { annotator, ..OutcomeLine::default() };
    let (agreement, correctness, log_time) = (outcome(), outcome(), outcome());
    let mut line = Line { lengths: Vec::new(), agreement, correctness, log_time, idle: 0 };
    for &row in rows.by_annotator.rows(who) {
        let row = row as usize;
        let place = (rows.columns.session[row], rows.columns.position[row]);
        if place.1 > 0 {
            let length = slot(&mut line.lengths, place.0, |session| SessionLength {
                annotator,
                session,
                annotations: 0,
            });
            length.annotations += 1;
        }
        let share = shares[rows.entry[row] as usize];
        line.agreement.add(place, (share != NO_OUTCOME).then_some(i64::from(share)));
        if let Some(gold) = rows.gold {
            let right = gold[rows.item[row] as usize];
            let correct = i64::from(right == rows.index.label[row]) * MILLION as i64;
            line.correctness.add(place, right.is_some().then_some(correct));
        }
        if let Some(times) = &rows.columns.time_on_item_ms {
            let ms = times[row];
            if ms != u32::MAX && ms > SequenceTally::IDLE_CAP_MS {
                line.idle += 1;
            } else {
                let ln = || (f64::from(ms).ln() * MILLION as f64).round() as i64;
                line.log_time.add(place, is_time(ms).then(ln));
            }
        }
    }
    line
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
