use super::followed::Followed;
use super::item_effects::Observations;
use super::slope_pair::{Told, slope};
use super::within_slope::{WithinSlope, by_annotator, by_session};
use super::{FatigueOptions, OrderContrast, OrderFactor, Slope};
use crate::tally::{Crossing, SequenceTally, SessionSums, SliceColumn, SlopeSums};
use crate::vocabulary::{Outcome, Reason};
use std::collections::BTreeMap;

/// What order does beside tiring people, from sums alone: warm-up and learning, of the outcome and of time.
pub(super) fn of_sums(outcome: &SlopeSums, times: &SlopeSums, level: f64) -> Vec<OrderContrast> {
    let mut all = Vec::new();
    for (factor, cells) in [
        (OrderFactor::WarmUp, blocks as fn(&SlopeSums) -> Vec<SessionSums>),
        (OrderFactor::LaterSessions, sessions),
    ] {
        for (of_time, sums) in [(false, outcome), (true, times)] {
            let told = Told {
                scale: 1e-6,
                items: sums.items,
                crossing: &Crossing::default(),
                method: "mean difference, annotator effects".into(),
                level,
            };
            let fit = WithinSlope::fit(by_annotator(&cells(sums)), "the outcome", "annotators");
            all.push(contrast(factor, of_time, fit.and_then(|fit| slope(&fit, &told))));
        }
    }
    all
}

fn contrast(factor: OrderFactor, of_time: bool, change: Result<Slope, Reason>) -> OrderContrast {
    let change = match change {
        Ok(slope) => Outcome::Estimated(slope),
        Err(reason) => Outcome::NotEstimable(reason),
    };
    OrderContrast { factor, of_time, change, q_value: None, reported: false }
}

/// The first block (x = 0) and all later ones (x = 1).
fn blocks(sums: &SlopeSums) -> Vec<SessionSums> {
    let cell = |b: &crate::tally::BlockSums| {
        let x = i128::from(b.block > 0);
        let (n, annotator) = (b.n, b.annotator);
        let n_x = x * i128::from(n);
        SessionSums { annotator, session: b.block, n, x: n_x, y: b.y, xx: n_x, xy: x * b.y, yy: b.yy }
    };
    sums.blocks.iter().map(cell).collect()
}

/// The first session (x = 0) and all later ones (x = 1).
fn sessions(sums: &SlopeSums) -> Vec<SessionSums> {
    let cell = |s: &SessionSums| {
        let x = i128::from(s.session > 0);
        let n_x = x * i128::from(s.n);
        SessionSums { x: n_x, xx: n_x, xy: x * s.y, ..*s }
    };
    sums.sessions.iter().map(cell).collect()
}

/// What the kind and size of tasks do: load and rotation. Nothing where the log has no such column.
pub(super) fn of_rows(followed: &Followed<'_>, options: &FatigueOptions, level: f64) -> Vec<OrderContrast> {
    let mut all = Vec::new();
    let kinds = followed.column(&options.task_type);
    if let Some(column) = followed.column(&options.load) {
        let sizes: Vec<Option<u32>> = column.values.iter().map(|value| whole(value)).collect();
        let size = |row: usize| sizes.get(column.code[row] as usize).copied().flatten();
        let cells = cells(followed, |row| u64::from(kinds.map_or(0, |kinds| kinds.code[row])));
        for of_time in [false, true] {
            let change = one_way(followed, size, &cells, of_time, (1.0, level));
            all.push(contrast(OrderFactor::Load, of_time, change));
        }
    }
    if let Some(kinds) = kinds.filter(|kinds| kinds.values.len() > 1) {
        let run = runs(followed, kinds);
        let block = |row: usize| u64::from((followed.order.position[row] - 1) / SequenceTally::BLOCK);
        let cells = cells(followed, |row| block(row) << 32 | u64::from(kinds.code[row]));
        let in_run = |row: usize| (run[row] > 0).then_some(run[row]);
        for of_time in [false, true] {
            let own = || one_way(followed, in_run, &cells, of_time, (10.0, level));
            let change =
                if of_time { own() } else { two_way(followed, &run, &cells, level).or_else(|_| own()) };
            all.push(contrast(OrderFactor::Rotation, of_time, change));
        }
    }
    all
}

fn whole(text: &str) -> Option<u32> {
    let value: f64 = text.trim().parse().ok()?;
    (value.is_finite() && (0.0..1e6).contains(&value)).then_some(value.round() as u32)
}

/// Numbers of (annotator-session, `part`) by row, in order of the cells; [`Followed::NOWHERE`] without a place.
fn cells(followed: &Followed<'_>, part: impl Fn(usize) -> u64) -> Vec<u32> {
    let key = |row: u32| (followed.cell[row as usize], part(row as usize));
    let mut numbers: BTreeMap<(u32, u64), u32> = followed.in_order.iter().map(|&row| (key(row), 0)).collect();
    numbers.values_mut().zip(0..).for_each(|(number, next)| *number = next);
    let mut cell = vec![Followed::NOWHERE; followed.cell.len()];
    for &row in &followed.in_order {
        cell[row as usize] = numbers[&key(row)];
    }
    cell
}

/// How many annotations of one kind in a row, this one included, in the session; 0 without a place.
fn runs(followed: &Followed<'_>, kinds: &SliceColumn) -> Vec<u32> {
    let mut run = vec![0; followed.cell.len()];
    let mut before: Option<usize> = None;
    for &row in &followed.in_order {
        let row = row as usize;
        let goes_on =
            before.filter(|&b| followed.cell[b] == followed.cell[row] && kinds.code[b] == kinds.code[row]);
        run[row] = goes_on.map_or(1, |b| run[b] + 1);
        before = Some(row);
    }
    run
}

/// The slope within cells.
fn one_way(
    followed: &Followed<'_>,
    x: impl Fn(usize) -> Option<u32>,
    cells: &[u32],
    of_time: bool,
    (unit, level): (f64, f64),
) -> Result<Slope, Reason> {
    let cap = followed.order.idle_cap_ms;
    let mut sums: BTreeMap<u32, SessionSums> = BTreeMap::new();
    for &row in &followed.in_order {
        let row = row as usize;
        let y = if of_time { followed.log_time(row, cap) } else { followed.outcome[row] };
        if let (Some(x), Some(y)) = (x(row), y) {
            let (annotator, session) = (followed.annotator(row), cells[row]);
            let empty = || SessionSums { annotator, session, ..SessionSums::default() };
            sums.entry(session).or_insert_with(empty).add(x, (y * 1e6).round() as i64);
        }
    }
    // Cells are numbered by annotator and session first, so the sums come sorted by annotator.
    let sums: Vec<SessionSums> = sums.into_values().collect();
    let told = Told {
        scale: unit / 1e6,
        items: 0,
        crossing: &Crossing::default(),
        method: "least-squares slope within annotator, session and task type".into(),
        level,
    };
    WithinSlope::fit(by_session(&sums), "the outcome", "sessions and task types")
        .and_then(|fit| slope(&fit, &told))
}

/// The slope with items held fixed, where they tell.
fn two_way(followed: &Followed<'_>, run: &[u32], cells: &[u32], level: f64) -> Result<Slope, Reason> {
    let seen = Observations::of(followed, |row| f64::from(run[row]), |row| cells[row])?;
    seen.slope(10.0, "the length of a run of tasks", level).map(|found| found.slope)
}
