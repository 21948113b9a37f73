use crate::tally::{QuestionTallies, SliceTally};
use crate::vocabulary::Period;
use std::collections::BTreeMap;

/// A log cut into columns of a grid, whole, whatever may be told of them: by the values of a slicing column, or by the
/// periods of the calendar. Names people, so it never reaches an audit.
#[derive(Debug, Clone, PartialEq)]
pub struct LogColumns {
    /// The slicing column, or the period of the calendar: `week`.
    pub by: String,
    /// Whether neighbours belong together: periods do, values do not.
    pub in_order: bool,
    /// In order; the last holds what has no value, or no date.
    pub columns: Vec<Column>,
}

/// One column: who worked in it, and how much.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its value or period; empty for the rest.
    pub name: String,
    /// Whether it may be told by itself at all; what everybody did in it is then known.
    pub alone: bool,
    /// Annotator → annotations.
    pub people: BTreeMap<u32, u64>,
}

/// Slices whose cells are told at most.
const MOST_SLICES: usize = 60;

/// By every slicing column that can be told; `untold` tells which slices must not be told by themselves.
pub fn slicing_columns(tallies: &QuestionTallies, untold: &dyn Fn(&str, &str) -> bool) -> Vec<LogColumns> {
    let of_slice = |slice: &SliceTally| Column {
        name: slice.value.clone(),
        alone: !untold(&slice.name, &slice.value),
        people: (slice.annotator_ids.iter().copied())
            .zip(slice.annotator_annotations.iter().copied())
            .collect(),
    };
    let slices = tallies.summaries.slices.chunk_by(|a, b| a.name == b.name);
    slices
        .filter(|own| (2..=MOST_SLICES).contains(&own.len()))
        .map(|own| {
            let mut columns: Vec<Column> = own.iter().map(of_slice).collect();
            columns.push(rest_of(tallies, &columns));
            LogColumns { by: own[0].name.clone(), in_order: false, columns }
        })
        .collect()
}

/// By the periods of the calendar; `None` where the log tells no dates.
pub fn calendar_columns(tallies: &QuestionTallies) -> Option<LogColumns> {
    let calendar = tallies.summaries.calendar.estimated()?;
    let named = |(_, name): &(_, String)| Column { name: name.clone(), alone: true, people: BTreeMap::new() };
    let mut columns: Vec<Column> = calendar.periods.iter().map(named).collect();
    for own in &calendar.labels {
        *columns[own.period as usize].people.entry(own.annotator).or_default() += own.annotations;
    }
    columns.push(rest_of(tallies, &columns));
    let by = match calendar.period {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
    };
    Some(LogColumns { by: by.into(), in_order: true, columns })
}

/// What annotators did outside all these columns: without a value of the slice, or without a date. Every attribute divides
/// the same people, so any tells who they are.
fn rest_of(tallies: &QuestionTallies, columns: &[Column]) -> Column {
    let mut people: BTreeMap<u32, u64> = BTreeMap::new();
    let groups = tallies.summaries.attributes.first().map(|attribute| &attribute.groups);
    for one in groups.into_iter().flatten().flat_map(|group| &group.annotators) {
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
