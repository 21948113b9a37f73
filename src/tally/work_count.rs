use super::sequence_count::{NO_OUTCOME, log_time, shares};
use super::session_differences::{self, differences};
use super::{ItemIndex, OutcomeSum, PatternTable, SharedItems, WeekSums, WorkCell, WorkOutcome, WorkTally};
use crate::log::PeriodColumn;
use crate::vocabulary::{Label, Outcome, Period, Reason, Week};
use rayon::prelude::*;
use std::ops::Range;

/// What a calendar is counted from.
pub(super) struct DatedRows<'a> {
    /// Who rated what.
    pub(super) index: &'a ItemIndex,
    /// Patterns of the whole question.
    pub(super) table: &'a PatternTable,
    /// By row, the place of (pattern, own label) in the table's entries.
    pub(super) entry: &'a [u32],
    /// By row, when it was annotated.
    pub(super) periods: &'a PeriodColumn,
    /// By row, milliseconds on the item, where the log tells any.
    pub(super) time_ms: Option<&'a [u32]>,
    /// Gold by item.
    pub(super) gold: Option<&'a [Label]>,
    pub(super) annotators: usize,
}

/// More cells of annotator and week are not counted: a few hundred bytes each while they are.
const MOST_CELLS: usize = 1_000_000;
/// Parts of the items that are summed side by side.
const PARTS: usize = 4;
const OUTCOMES: usize = WorkOutcome::COUNT;

/// Work by annotator and week. One sweep over the items; whole numbers only, so neither order nor threads can matter.
pub(super) fn count(rows: &DatedRows<'_>) -> Outcome<WorkTally> {
    if rows.periods.period == Period::Month {
        return Outcome::NotEstimable(no_weeks());
    }
    let week = |&(start, _): &(i32, String)| u32::try_from(start).ok().map(Week::of_day);
    let week_of: Vec<Option<Week>> = rows.periods.periods.iter().map(week).collect();
    let known = || week_of.iter().flatten().map(|week| week.0);
    let (Some(first), Some(last)) = (known().min(), known().max()) else {
        let undated = rows.index.label.len() as u64;
        return Outcome::Estimated(WorkTally { undated, ..WorkTally::default() });
    };
    let weeks = (last - first + 1) as usize;
    let cells = rows.annotators * weeks;
    if cells > MOST_CELLS {
        let (what, found) = ("annotators times weeks".into(), cells as u64);
        return Outcome::NotEstimable(Reason::TooMany { what, found, limit: MOST_CELLS as u64 });
    }
    let place = |week: &Option<Week>| week.map_or(u32::MAX, |week| week.0 - first);
    let tables = Tables {
        shares: shares(rows.table),
        differences: differences(rows.table),
        weeks: week_of.iter().map(place).collect(),
    };
    let items = rows.index.items();
    let parts: Vec<Sums> = (0..PARTS)
        .into_par_iter()
        .map(|part| {
            let mut sums = Sums::empty(cells, weeks);
            sums.add(rows, &tables, weeks, items * part / PARTS..items * (part + 1) / PARTS);
            sums
        })
        .collect();
    let whole = parts.into_iter().fold(Sums::empty(cells, weeks), Sums::absorb);
    Outcome::Estimated(whole.tally(first, weeks))
}

/// Why there are no weeks in a log that is looked at month by month.
fn no_weeks() -> Reason {
    Reason::NotInLog {
        what: "weeks, being looked at by month".into(),
        columns: "rows.drift_period = \"week\"".into(),
    }
}

/// Outcomes by entry of the pattern table.
struct Tables {
    shares: Vec<u32>,
    differences: Vec<i32>,
    /// Week by code of the period, from the first; `u32::MAX` where unknown.
    weeks: Vec<u32>,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    annotations: u32,
    n: [u32; OUTCOMES],
    y: [i64; OUTCOMES],
}

#[derive(Clone, Default)]
struct WeekPart {
    shared: [SharedItems; OUTCOMES],
    times: Vec<u32>,
}

/// Sums of some items: cells by annotator and week, and weeks.
struct Sums {
    cells: Vec<Cell>,
    weeks: Vec<WeekPart>,
    undated: u64,
}

/// What one item gives to one week.
#[derive(Clone, Copy)]
struct OfItem {
    week: usize,
    n: [i64; OUTCOMES],
    y: [i64; OUTCOMES],
    squares: [i128; OUTCOMES],
}

impl Sums {
    fn empty(cells: usize, weeks: usize) -> Self {
        Self { cells: vec![Cell::default(); cells], weeks: vec![WeekPart::default(); weeks], undated: 0 }
    }

    fn add(&mut self, rows: &DatedRows<'_>, tables: &Tables, weeks: usize, items: Range<usize>) {
        let mut of_item: Vec<OfItem> = Vec::new();
        for item in items {
            let gold = rows.gold.map_or(Label::NONE, |gold| gold[item]);
            for row in rows.index.rows(item) {
                let code = usize::from(rows.periods.code[row]);
                let Some(week) = tables.weeks.get(code).filter(|&&week| week != u32::MAX) else {
                    self.undated += 1;
                    continue;
                };
                let week = *week as usize;
                let outcomes = tables.outcomes(rows, row, gold);
                let cell = &mut self.cells[rows.index.annotator[row] as usize * weeks + week];
                cell.annotations += 1;
                let own = slot(&mut of_item, week);
                for (k, y) in outcomes.into_iter().enumerate() {
                    let Some(y) = y else { continue };
                    cell.n[k] += 1;
                    cell.y[k] += y;
                    own.n[k] += 1;
                    own.y[k] += y;
                    own.squares[k] += i128::from(y * y);
                }
                if let Some(time) = outcomes[WorkOutcome::LogTime as usize] {
                    count_time(&mut self.weeks[week].times, time);
                }
            }
            for own in of_item.drain(..) {
                for (k, shared) in self.weeks[own.week].shared.iter_mut().enumerate() {
                    shared.add(own.n[k], own.y[k], own.squares[k]);
                }
            }
        }
    }

    fn absorb(mut self, other: Self) -> Self {
        self.undated += other.undated;
        for (cell, more) in self.cells.iter_mut().zip(other.cells) {
            cell.annotations += more.annotations;
            for k in 0..OUTCOMES {
                cell.n[k] += more.n[k];
                cell.y[k] += more.y[k];
            }
        }
        for (week, more) in self.weeks.iter_mut().zip(other.weeks) {
            week.shared.iter_mut().zip(&more.shared).for_each(|(own, more)| own.absorb(more));
            week.times.resize(week.times.len().max(more.times.len()), 0);
            week.times.iter_mut().zip(more.times).for_each(|(own, more)| *own += more);
        }
        self
    }

    fn tally(self, first: u32, weeks: usize) -> WorkTally {
        let mut tally = WorkTally { undated: self.undated, ..WorkTally::default() };
        let mut worked = vec![false; weeks];
        for (place, cell) in self.cells.iter().enumerate().filter(|(_, cell)| cell.annotations > 0) {
            let sum = |k: usize| OutcomeSum { n: u64::from(cell.n[k]), y: cell.y[k] };
            worked[place % weeks] = true;
            tally.cells.push(WorkCell {
                annotator: (place / weeks) as u32,
                week: Week(first + (place % weeks) as u32),
                sums: std::array::from_fn(sum),
                annotations: u64::from(cell.annotations),
            });
        }
        for (number, part) in self.weeks.into_iter().enumerate().filter(|&(number, _)| worked[number]) {
            let mut week = WeekSums::empty(Week(first + number as u32));
            week.shared = part.shared;
            let steps = (0u16..).zip(part.times).filter(|&(_, n)| n > 0);
            week.times = steps.map(|(step, n)| (step, u64::from(n))).collect();
            tally.weeks.push(week);
        }
        tally
    }
}

impl Tables {
    /// By [`WorkOutcome`], in millionths.
    fn outcomes(&self, rows: &DatedRows<'_>, row: usize, gold: Label) -> [Option<i64>; OUTCOMES] {
        let entry = rows.entry[row] as usize;
        let known = |y: u32| (y != NO_OUTCOME).then_some(i64::from(y));
        let difference = self.differences[entry];
        [
            known(self.shares[entry]),
            (difference != session_differences::NONE).then_some(i64::from(difference)),
            gold.is_some().then(|| if rows.index.label[row] == gold { 1_000_000 } else { 0 }),
            rows.time_ms.and_then(|times| known(log_time(times[row]))),
        ]
    }
}

/// Adds one to the step of a time given as ln(ms) in millionths.
fn count_time(times: &mut Vec<u32>, log_millionths: i64) {
    let step = (log_millionths as f64 / 1e6 / WeekSums::TIME_STEP) as usize;
    if step >= times.len() {
        times.resize(step + 1, 0);
    }
    times[step] += 1;
}

/// The item's sums of that week; nearly always there is one week.
fn slot(of_item: &mut Vec<OfItem>, week: usize) -> &mut OfItem {
    let at = of_item.iter().position(|own| own.week == week).unwrap_or_else(|| {
        of_item.push(OfItem { week, n: [0; OUTCOMES], y: [0; OUTCOMES], squares: [0; OUTCOMES] });
        of_item.len() - 1
    });
    &mut of_item[at]
}

#[cfg(test)]
mod tests {
    use super::{DatedRows, WorkOutcome, count};
    use crate::log::PeriodColumn;
    use crate::tally::count::entries_by_row;
    use crate::tally::{ItemIndex, PatternTable, WorkTally};
    use crate::vocabulary::{Label, Outcome, Period, Week};

    const A: Label = Label(0);
    const B: Label = Label(1);

    /// Item 0 is A A B by three people, the last a week later; item 1 is A B, the second undated; item 2 is B alone.
    fn counted(code: &[u16]) -> Outcome<WorkTally> {
        let label = vec![A, A, B, A, B, B];
        let items = [&label[0..3], &label[3..5], &label[5..6]];
        let table = PatternTable::of_items(items);
        let pattern = [vec![(A, 2), (B, 1)], vec![(A, 1), (B, 1)], vec![(B, 1)]];
        let place = |counts: &Vec<(Label, u32)>| table.iter().position(|p| p.counts == counts.as_slice());
        let pattern = pattern.iter().map(|counts| place(counts).expect("its pattern") as u32).collect();
        let index = ItemIndex {
            offsets: vec![0, 3, 5, 6],
            annotator: vec![0, 1, 2, 0, 1, 2],
            label,
            pattern,
            clusters: None,
        };
        let (entry, times) = (entries_by_row(&index, &table), [1000, 2000, u32::MAX, 4000, 1000, 0]);
        let gold = [A, Label::NONE, A];
        let periods = PeriodColumn {
            period: Period::Day,
            periods: [4, 5, 10, 11, 12].map(|day| (day, format!("day {day}"))).to_vec(),
            code: code.to_vec(),
        };
        let (index, table, entry, periods, annotators) = (&index, &table, &entry, &periods, 3);
        let (time_ms, gold) = (Some(&times[..]), Some(&gold[..]));
        count(&DatedRows { index, table, entry, periods, time_ms, gold, annotators })
    }

    #[test]
    fn sums_by_hand() {
        let tally = counted(&[0, 1, 3, 4, u16::MAX, 2]);
        let tally = tally.estimated().expect("days are known");
        let places: Vec<_> = tally.cells.iter().map(|c| (c.annotator, c.week, c.annotations)).collect();
        assert_eq!(
            places,
            [(0, Week(1), 1), (0, Week(2), 1), (1, Week(1), 1), (2, Week(1), 1), (2, Week(2), 1)]
        );
        assert_eq!(tally.undated, 1);
        let sum = |cell: usize, of: WorkOutcome| {
            (tally.cells[cell].sums[of as usize].n, tally.cells[cell].sums[of as usize].y)
        };
        assert_eq!(sum(0, WorkOutcome::Agreement), (1, 500_000));
        // One of two others agrees with A, who do not agree with each other; none of two agrees with B, who do.
        assert_eq!(sum(0, WorkOutcome::Difference), (1, 500_000));
        assert_eq!(sum(4, WorkOutcome::Difference), (1, -1_000_000));
        assert_eq!(sum(3, WorkOutcome::Agreement), (0, 0), "nobody else rated item 2");
        assert_eq!(sum(3, WorkOutcome::Correctness), (1, 0));
        assert_eq!(sum(3, WorkOutcome::LogTime), (0, 0), "0 ms is no time");
        let shared = tally.weeks[0].shared[WorkOutcome::Agreement as usize];
        assert_eq!((shared.items, shared.pairs), (1, 2));
        assert_eq!(shared.yy, 2 * 500_000i128.pow(2));
        assert_eq!(shared.around(500_000.0), 0.0);
        let seconds = tally.weeks[1].median_log_time().expect("one time").exp() / 1000.0;
        assert!((seconds / 4.0 - 1.0).abs() < 0.01, "{seconds}");
    }

    #[test]
    fn annotations_without_a_day_are_counted() {
        let tally = counted(&[u16::MAX; 6]);
        let tally = tally.estimated().expect("a column of days");
        assert_eq!((tally.cells.len(), tally.undated), (0, 6));
    }
}
