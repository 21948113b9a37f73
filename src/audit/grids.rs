//! Grids of several attributes in the same parts of a log tell on each other: within a slice, the six people of one group less
//! the five of another attribute's group inside it are one person. They are judged together, one slicing column at a time.

use super::ledger::Ledger;
use super::shown_groups::ShownGroups;
use super::slice_people::SlicePeople;
use super::suppression_notes::{baseline_grid_note, grid_note};
use super::{AttributeCoverage, QuestionAudit, SuppressionNote, beside_baseline};
use crate::analysis::coverage::{CoverageGrid, LogColumns, calendar_columns, grid_choices, slicing_columns};
use crate::tally::{AttributeTally, GroupTally, QuestionTallies};
use crate::vocabulary::{Outcome, Reason};
use std::collections::BTreeMap;

/// Grids tried of one attribute in one log, the one that tells most first.
const MOST_TRIED: usize = 4;

/// Fills in groups by slice and along the calendar as far as they may be told, to readers who know the same question `before`
/// too; what is withheld for other attributes' sake, or beside the baseline, is noted. Attributes by themselves come before intersections, else in the order of their names.
pub(super) fn tell(
    attributes: &mut [AttributeCoverage],
    tallies: &QuestionTallies,
    (shown, slices): (&ShownGroups<'_>, &SlicePeople),
    before: Option<&QuestionAudit>,
) -> Vec<SuppressionNote> {
    let untold =
        |column: &str, value: &str| slices.nameless(column) || slices.reason(column, value).is_some();
    let mut notes = Vec::new();
    let question = &tallies.question.name;
    for log in slicing_columns(tallies, &untold) {
        let found = together(&log, tallies, shown, before);
        for own in attributes.iter_mut() {
            match found.get(own.attribute.as_str()) {
                Some(Found::Told(grid)) => own.by_slice.push(grid.clone()),
                Some(Found::Withheld) => notes.push(grid_note(question, &own.attribute, &log.by)),
                Some(Found::BesideBaseline) => {
                    notes.push(baseline_grid_note(question, &own.attribute, &log.by));
                }
                Some(Found::TooFew) | None => {}
            }
        }
    }
    let Some(log) = calendar_columns(tallies) else { return notes };
    let found = together(&log, tallies, shown, before);
    for own in attributes.iter_mut() {
        own.over_time = found.get(own.attribute.as_str()).map(|found| match found {
            Found::Told(grid) => Outcome::Estimated(grid.clone()),
            Found::Withheld => {
                notes.push(grid_note(question, &own.attribute, &log.by));
                Outcome::NotEstimable(Reason::WithheldForOthers)
            }
            Found::BesideBaseline => {
                notes.push(baseline_grid_note(question, &own.attribute, &log.by));
                Outcome::NotEstimable(Reason::WithheldForOthers)
            }
            Found::TooFew => Outcome::NotEstimable(Reason::TooFew {
                what: "stretches of time in which every group has enough annotators".into(),
                found: 1,
                needed: 2,
            }),
        });
    }
    notes
}

/// What may be told of one attribute.
#[derive(Debug, Clone, PartialEq)]
enum Found {
    Told(CoverageGrid),
    /// With other attributes' numbers it would tell, or might tell, of few people.
    Withheld,
    /// Beside the baseline's grid it would tell of the few people who came to a cell or left it.
    BesideBaseline,
    /// No grid has enough people in every cell.
    TooFew,
}

/// The grids of all attributes whose groups may be named, so that nothing that they and the totals say together is about a
/// few people.
fn together<'a>(
    log: &LogColumns,
    tallies: &'a QuestionTallies,
    shown: &ShownGroups<'_>,
    before: Option<&QuestionAudit>,
) -> BTreeMap<&'a str, Found> {
    let min_group = shown.min_group;
    let named = |tally: &&AttributeTally| !shown.nameless(&tally.attribute.0);
    let mut attributes: Vec<&AttributeTally> = tallies.summaries.attributes.iter().filter(named).collect();
    attributes.sort_by_key(|tally| tally.depth);
    let cells = Cells::of(log);
    let mut ledger = Ledger::of(cells.annotators(), &cells.known(log, &attributes, shown), min_group);
    let mut judged = |tally: &AttributeTally| {
        let hidden = |group: &str| shown.reason(&tally.attribute.0, group).is_some();
        let mut choices = grid_choices(log, tally, &hidden, min_group);
        if choices.is_empty() {
            return Found::TooFew;
        }
        let all = choices.len();
        if let Some(earlier) = before.and_then(|before| beside_baseline::grid(before, tally, &log.by)) {
            choices.retain(|choice| !beside_baseline::grid_tells(earlier, &choice.grid, min_group));
        }
        let refused = if choices.len() < all { Found::BesideBaseline } else { Found::Withheld };
        choices.truncate(MOST_TRIED);
        let told = choices.into_iter().find(|choice| {
            let sums: Vec<Vec<u32>> = choice.people(log).iter().map(|sum| cells.numbers(sum)).collect();
            min_group < 2 || ledger.tells(&sums)
        });
        told.map_or(refused, |choice| Found::Told(choice.grid))
    };
    attributes.into_iter().map(|tally| (tally.attribute.0.as_str(), judged(tally))).collect()
}

/// The cells of a log: annotators in columns, numbered.
struct Cells {
    /// (column, annotator) in order.
    cells: Vec<(usize, u32)>,
}

impl Cells {
    fn of(log: &LogColumns) -> Self {
        let columns = log.columns.iter().enumerate();
        let cells = columns.flat_map(|(column, own)| own.people.keys().map(move |&who| (column, who)));
        Self { cells: cells.collect() }
    }

    fn annotators(&self) -> Vec<u32> {
        self.cells.iter().map(|cell| cell.1).collect()
    }

    /// The numbers of some cells, in ascending order.
    fn numbers(&self, cells: &[(usize, u32)]) -> Vec<u32> {
        let mut out: Vec<u32> =
            cells.iter().filter_map(|cell| Some(self.cells.binary_search(cell).ok()? as u32)).collect();
        out.sort_unstable();
        out
    }

    /// Sums that are told elsewhere: everything, each column that may be told, each shown group.
    fn known(
        &self,
        log: &LogColumns,
        attributes: &[&AttributeTally],
        shown: &ShownGroups<'_>,
    ) -> Vec<Vec<u32>> {
        let mut columns: Vec<Vec<u32>> = vec![Vec::new(); log.columns.len()];
        let mut own: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (number, &(column, who)) in (0u32..).zip(&self.cells) {
            columns[column].push(number);
            own.entry(who).or_default().push(number);
        }
        let of_group = |group: &GroupTally| {
            let people = group.annotators.iter().filter_map(|one| own.get(&one.annotator));
            let mut sum: Vec<u32> = people.flatten().copied().collect();
            sum.sort_unstable();
            sum
        };
        let told = columns.into_iter().zip(&log.columns).filter(|(_, column)| column.alone);
        let mut out = vec![(0..self.cells.len() as u32).collect()];
        out.extend(told.map(|(cells, _)| cells));
        for tally in attributes {
            let hidden = |group: &GroupTally| shown.reason(&tally.attribute.0, &group.group.0).is_some();
            out.extend(tally.groups.iter().filter(|group| !hidden(group)).map(of_group));
        }
        out.retain(|sum| !sum.is_empty());
        out
    }
}

#[cfg(test)]
mod tests;
