use super::grid_cells::Cells;
use super::log_columns::{Column, LogColumns};
use crate::tally::AttributeTally;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who annotates in which part of the log: groups of one attribute by slice or along the calendar.
///
/// Every cell holds nobody or at least `min_group` annotators, so no cell is ever struck out and none can be worked out from
/// the others: instead of that, small groups are told together, and so are parts in which a group has few people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoverageGrid {
    /// The slicing column, or the period of the calendar: `week`.
    pub by: String,
    /// Groups told by themselves, by name.
    pub groups: Vec<String>,
    /// Whether a last column holds everybody else.
    pub others: bool,
    /// Parts in order.
    pub parts: Vec<GridPart>,
    /// How many parts of the log the last of `parts` holds together; 0 where each stands by itself.
    #[serde(default)]
    pub together: u64,
}

/// One part of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GridPart {
    /// Its name: a slice's value, `2024-W03`, `2024-W03 – 2024-W07`; empty for the slices that are told together.
    pub part: String,
    /// Annotators by group, everybody else last.
    pub annotators: Vec<u64>,
    /// Annotations likewise.
    pub annotations: Vec<u64>,
}

/// Stretches of the calendar at most: more are no chart.
const MOST_STRETCHES: usize = 60;

/// A grid that is safe by itself, with those whom its cells speak of: whoever tells grids of several attributes must know.
/// It names people, so it never reaches an audit.
#[derive(Debug, Clone)]
pub struct GridChoice {
    /// What would be told.
    pub grid: CoverageGrid,
    cells: Cells,
    /// The columns behind each part.
    columns: Vec<Vec<usize>>,
}

impl GridChoice {
    /// By told cell that holds somebody: its (column, annotator) pairs.
    pub fn people(&self, log: &LogColumns) -> Vec<Vec<(usize, u32)>> {
        let mut out = Vec::new();
        for columns in &self.columns {
            let mut part = vec![Vec::new(); self.cells.count()];
            for &column in columns {
                for &who in log.columns[column].people.keys() {
                    if let Some(place) = self.cells.place(who) {
                        part[place].push((column, who));
                    }
                }
            }
            out.extend(part.into_iter().filter(|cell| !cell.is_empty()));
        }
        out
    }
}

/// Grids of an attribute's groups by the columns of a log, the one that tells most first; none where nothing can be told.
/// `hidden` tells which groups are withheld. Every cell holds nobody or at least `min_group` annotators: along the calendar
/// in the shortest stretches for which that holds, by slice with slices taken together.
pub fn grid_choices(
    log: &LogColumns,
    tally: &AttributeTally,
    hidden: &dyn Fn(&str) -> bool,
    min_group: u64,
) -> Vec<GridChoice> {
    let made = rows(tally, hidden).into_iter().filter_map(|cells| {
        let choice = match log.in_order {
            true => timed(log, cells, min_group)?,
            false => sliced(log, cells, min_group)?,
        };
        let alone = choice.grid.parts.len() - usize::from(choice.grid.together > 0);
        Some((alone * choice.cells.kept(), choice.cells.kept(), choice))
    });
    let mut choices: Vec<(usize, usize, GridChoice)> = made.collect();
    choices.sort_by_key(|choice| std::cmp::Reverse((choice.0, choice.1)));
    choices.into_iter().map(|choice| choice.2).collect()
}

/// Ways to take groups together: the largest 1, 2, 3 … of those that may be shown, everybody else in one.
fn rows(tally: &AttributeTally, hidden: &dyn Fn(&str) -> bool) -> Vec<Cells> {
    let mut shown: Vec<usize> = (0..tally.groups.len())
        .filter(|&g| !hidden(&tally.groups[g].group.0) && !tally.groups[g].annotators.is_empty())
        .collect();
    shown.sort_by_key(|&g| std::cmp::Reverse(tally.groups[g].annotators.len()));
    let cells = |kept: usize| {
        let mut kept: Vec<usize> = shown[..kept].to_vec();
        kept.sort_unstable();
        Cells::of(tally, &kept)
    };
    (1..=shown.len()).map(cells).filter(|cells| cells.kept() + usize::from(cells.others()) > 1).collect()
}

/// One grid by slice, or `None` where no slice can be told by itself.
fn sliced(log: &LogColumns, cells: Cells, min_group: u64) -> Option<GridChoice> {
    let people = |column: usize| &log.columns[column].people;
    let (mut told, mut pooled): (Vec<usize>, Vec<usize>) = (0..log.columns.len())
        .partition(|&column| log.columns[column].alone && cells.told(people(column), min_group));
    pooled.retain(|&column| !people(column).is_empty());
    // The smallest slices join those that are told together, until these are enough, too.
    let name = |column: usize| log.columns[column].name.as_str();
    told.sort_by_key(|&column| (std::cmp::Reverse(people(column).len()), name(column)));
    let pool = |pooled: &[usize]| {
        let mut all: BTreeMap<u32, u64> = BTreeMap::new();
        for (&who, &n) in pooled.iter().flat_map(|&column| people(column)) {
            *all.entry(who).or_default() += n;
        }
        all
    };
    while !cells.told(&pool(&pooled), min_group) {
        pooled.push(told.pop()?);
    }
    if told.is_empty() {
        return None;
    }
    told.sort_by_key(|&column| name(column));
    let mut parts: Vec<GridPart> =
        told.iter().map(|&column| cells.part(name(column), people(column))).collect();
    let together = pooled.len() as u64;
    let mut columns: Vec<Vec<usize>> = told.into_iter().map(|column| vec![column]).collect();
    if !pooled.is_empty() {
        parts.push(cells.part("", &pool(&pooled)));
        columns.push(pooled);
    }
    let (groups, others) = (cells.names(), cells.others());
    let grid = CoverageGrid { by: log.by.clone(), groups, others, parts, together };
    Some(GridChoice { grid, cells, columns })
}

/// One grid along the calendar, or `None` where no two stretches can be told.
fn timed(log: &LogColumns, cells: Cells, min_group: u64) -> Option<GridChoice> {
    let (undated, dated) = log.columns.split_last()?;
    if !cells.told(&undated.people, min_group) {
        return None;
    }
    let stretches = stretches(&cells, dated, min_group);
    if stretches.len() < 2 {
        return None;
    }
    let mut next = 0;
    let mut own = |length: usize| {
        next += length;
        (next - length..next).collect()
    };
    let columns = stretches.iter().map(|&(_, length)| own(length)).collect();
    let grid = CoverageGrid {
        by: log.by.clone(),
        groups: cells.names(),
        others: cells.others(),
        parts: stretches.iter().map(|(column, _)| cells.part(&column.name, &column.people)).collect(),
        together: 0,
    };
    Some(GridChoice { grid, cells, columns })
}

/// The shortest stretches of columns, in order, of which each can be told, and how many columns each has; one alone where
/// that needs all of them.
fn stretches(cells: &Cells, columns: &[Column], min_group: u64) -> Vec<(Column, usize)> {
    let least = columns.len().div_ceil(MOST_STRETCHES);
    let mut done: Vec<(Column, usize)> = Vec::new();
    let mut open: Option<(Column, usize)> = None;
    for column in columns {
        let (stretch, length) = match open.take() {
            None => (column.clone(), 1),
            Some((stretch, length)) => (stretch.joined(column), length + 1),
        };
        match length >= least && cells.told(&stretch.people, min_group) {
            true => done.push((stretch, length)),
            false => open = Some((stretch, length)),
        }
    }
    // What is left at the end joins the stretches before it.
    while let Some((rest, length)) = open.take() {
        match done.pop() {
            None => done.push((rest, length)),
            Some((before, own)) => {
                let joined = before.joined(&rest);
                match cells.told(&joined.people, min_group) {
                    true => done.push((joined, own + length)),
                    false => open = Some((joined, own + length)),
                }
            }
        }
    }
    done
}

#[cfg(test)]
mod tests;
