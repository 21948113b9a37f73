use super::grid_cells::{Cells, Column};
use crate::tally::{AttributeTally, QuestionTallies};
use crate::vocabulary::{Outcome, Period, Reason};
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
/// Slices whose cells are told at most.
const MOST_SLICES: usize = 60;

/// Groups of an attribute by slice, one grid for each slicing column that can be told. `hidden` tells which groups are
/// withheld, `untold` which slices must not be told by themselves.
pub fn by_slice(
    (tallies, tally): (&QuestionTallies, &AttributeTally),
    hidden: &dyn Fn(&str) -> bool,
    untold: &dyn Fn(&str, &str) -> bool,
    min_group: u64,
) -> Vec<CoverageGrid> {
    let mut out = Vec::new();
    for own in tallies.summaries.slices.chunk_by(|a, b| a.name == b.name) {
        let column = own[0].name.as_str();
        let mut columns: Vec<Column> = own
            .iter()
            .map(|slice| Column {
                name: slice.value.clone(),
                alone: !untold(column, &slice.value),
                people: slice
                    .annotator_ids
                    .iter()
                    .copied()
                    .zip(slice.annotator_annotations.iter().copied())
                    .collect(),
            })
            .collect();
        if own.len() < 2 || own.len() > MOST_SLICES {
            continue;
        }
        columns.push(rest_of(tally, &columns));
        let choices = rows(tally, hidden).into_iter().filter_map(|cells| {
            let grid = sliced(column, &cells, &columns, min_group)?;
            let alone = grid.parts.len() - usize::from(grid.together > 0);
            Some((alone * cells.kept(), cells.kept(), grid))
        });
        out.extend(choices.max_by_key(|choice| (choice.0, choice.1)).map(|choice| choice.2));
    }
    out
}

/// Groups of an attribute along the calendar, in the shortest stretches in which every group has nobody or `min_group`
/// annotators. `None` where the log tells no dates.
pub fn over_time(
    (tallies, tally): (&QuestionTallies, &AttributeTally),
    hidden: &dyn Fn(&str) -> bool,
    min_group: u64,
) -> Option<Outcome<CoverageGrid>> {
    let calendar = tallies.summaries.calendar.estimated()?;
    let mut columns: Vec<Column> = calendar
        .periods
        .iter()
        .map(|(_, name)| Column { name: name.clone(), alone: true, people: BTreeMap::new() })
        .collect();
    for own in &calendar.labels {
        *columns[own.period as usize].people.entry(own.annotator).or_default() += own.annotations;
    }
    let undated = rest_of(tally, &columns);
    let by = match calendar.period {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
    };
    let choices = rows(tally, hidden).into_iter().filter_map(|cells| {
        if !cells.told(&undated.people, min_group) {
            return None;
        }
        let stretches = stretches(&cells, &columns, min_group);
        Some((stretches.len() * cells.kept(), cells.kept(), cells, stretches))
    });
    let best = choices.filter(|choice| choice.3.len() > 1).max_by_key(|choice| (choice.0, choice.1));
    Some(match best {
        None => Outcome::NotEstimable(Reason::TooFew {
            what: "stretches of time in which every group has enough annotators".into(),
            found: 1,
            needed: 2,
        }),
        Some((_, _, cells, stretches)) => {
            let part = |column: &Column| cells.part(&column.name, &column.people);
            Outcome::Estimated(CoverageGrid {
                by: by.into(),
                groups: cells.names(),
                others: cells.others(),
                parts: stretches.iter().map(part).collect(),
                together: 0,
            })
        }
    })
}

/// What annotators of an attribute did outside all these columns: without a value of the slice, or without a date.
fn rest_of(tally: &AttributeTally, columns: &[Column]) -> Column {
    let mut people: BTreeMap<u32, u64> = BTreeMap::new();
    for one in tally.groups.iter().flat_map(|group| &group.annotators) {
        *people.entry(one.annotator).or_default() += one.counts.iter().map(|&(_, n)| n).sum::<u64>();
    }
    for (who, n) in columns.iter().flat_map(|column| &column.people) {
        if let Some(left) = people.get_mut(who) {
            *left = left.saturating_sub(*n);
        }
    }
    people.retain(|_, left| *left > 0);
    Column { name: String::new(), alone: false, people }
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
fn sliced(by: &str, cells: &Cells, columns: &[Column], min_group: u64) -> Option<CoverageGrid> {
    let (mut told, mut pooled): (Vec<&Column>, Vec<&Column>) =
        columns.iter().partition(|column| column.alone && cells.told(&column.people, min_group));
    pooled.retain(|column| !column.people.is_empty());
    // The smallest slices join those that are told together, until these are enough, too.
    told.sort_by_key(|column| (std::cmp::Reverse(column.people.len()), column.name.clone()));
    let pool = |pooled: &[&Column]| {
        let mut people: BTreeMap<u32, u64> = BTreeMap::new();
        for (&who, &n) in pooled.iter().flat_map(|column| &column.people) {
            *people.entry(who).or_default() += n;
        }
        people
    };
    while !cells.told(&pool(&pooled), min_group) {
        pooled.push(told.pop()?);
    }
    if told.is_empty() {
        return None;
    }
    told.sort_by(|a, b| a.name.cmp(&b.name));
    let mut parts: Vec<GridPart> =
        told.iter().map(|column| cells.part(&column.name, &column.people)).collect();
    if !pooled.is_empty() {
        parts.push(cells.part("", &pool(&pooled)));
    }
    let (groups, others, together) = (cells.names(), cells.others(), pooled.len() as u64);
    Some(CoverageGrid { by: by.to_string(), groups, others, parts, together })
}

/// The shortest stretches of columns, in order, of which each can be told; one alone where that needs all of them.
fn stretches(cells: &Cells, columns: &[Column], min_group: u64) -> Vec<Column> {
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
    done.into_iter().map(|(stretch, _)| stretch).collect()
}

#[cfg(test)]
mod tests;
