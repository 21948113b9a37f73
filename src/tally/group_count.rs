use super::{AnnotatorLabels, AttributeTally, GroupTally, ItemIndex, SliceTally, pattern_census};
use crate::log::{RosterAttribute, SliceColumn};
use crate::vocabulary::Reason;

/// More values than this and a column is no slicing column.
pub(super) const MOST_SLICE_VALUES: usize = 200;

/// The groups of one attribute: one pass over the rows, whatever the number of groups.
pub(super) fn attribute(
    roster: &RosterAttribute,
    index: &ItemIndex,
    labels: usize,
    annotator_labels: &[AnnotatorLabels],
) -> AttributeTally {
    let group_of = |row: usize| roster.of_annotator[index.annotator[row] as usize];
    let tables = pattern_census::by_group(index, labels, roster.groups.len(), &group_of);
    let mut groups: Vec<GroupTally> = roster
        .groups
        .iter()
        .zip(tables)
        .map(|(group, patterns)| GroupTally { group: group.clone(), annotators: Vec::new(), patterns })
        .collect();
    for own in annotator_labels {
        if let Some(group) = groups.get_mut(roster.of_annotator[own.annotator as usize] as usize) {
            group.annotators.push(own.clone());
        }
    }
    groups.sort_by(|a, b| a.group.cmp(&b.group));
    AttributeTally { attribute: roster.attribute.clone(), depth: roster.depth, groups }
}

/// The slices of all columns, and the columns that have too many values.
pub(super) fn all_slices(
    columns: &[SliceColumn],
    index: &ItemIndex,
    labels: usize,
) -> (Vec<SliceTally>, Vec<(String, Reason)>) {
    let (mut found, mut left_out) = (Vec::new(), Vec::new());
    for column in columns {
        let name = column.name.clone();
        match slices(column, index, labels) {
            Ok(slices) => found.extend(slices),
            Err(reason) => left_out.push((name, reason)),
        }
    }
    (found, left_out)
}

/// The columns whose slices are tallied.
pub(super) fn few_valued(columns: Vec<SliceColumn>) -> Vec<SliceColumn> {
    columns.into_iter().filter(|column| column.values.len() <= MOST_SLICE_VALUES).collect()
}

/// The slices of one column, sorted by value; or why there are none.
fn slices(column: &SliceColumn, index: &ItemIndex, labels: usize) -> Result<Vec<SliceTally>, Reason> {
    let values = column.values.len();
    if values > MOST_SLICE_VALUES {
        return Err(too_many_values(&column.name, values as u64));
    }
    let tables = pattern_census::by_group(index, labels, values, &|row: usize| column.code[row]);
    let annotators = annotators_by_value(column, index);
    let parts = column.values.iter().zip(tables).zip(annotators);
    let slice = |((value, patterns), (annotator_ids, annotator_annotations)): (
        (&String, _),
        (Vec<u32>, Vec<u64>),
    )| SliceTally {
        name: column.name.clone(),
        value: value.clone(),
        patterns,
        annotators: annotator_ids.len() as u64,
        annotator_ids,
        annotator_annotations,
    };
    let mut slices: Vec<SliceTally> = parts.map(slice).filter(|s| !s.patterns.is_empty()).collect();
    slices.sort_by(|a, b| a.value.cmp(&b.value));
    Ok(slices)
}

pub(super) fn too_many_values(column: &str, found: u64) -> Reason {
    Reason::TooMany { what: format!("values of {column}"), found, limit: MOST_SLICE_VALUES as u64 }
}

/// By value: who annotated there, ascending, and how often.
fn annotators_by_value(column: &SliceColumn, index: &ItemIndex) -> Vec<(Vec<u32>, Vec<u64>)> {
    let annotators = index.annotator.iter().max().map_or(0, |&last| last as usize + 1);
    let mut seen = vec![0u32; annotators * column.values.len()];
    for (&who, &value) in index.annotator.iter().zip(&column.code) {
        if value != u32::MAX {
            seen[value as usize * annotators + who as usize] += 1;
        }
    }
    let met = |own: &[u32]| {
        let met = (0u32..).zip(own).filter(|&(_, &seen)| seen > 0);
        met.map(|(who, &seen)| (who, u64::from(seen))).unzip()
    };
    seen.chunks(annotators.max(1))
        .map(met)
        .chain(std::iter::repeat_with(Default::default))
        .take(column.values.len())
        .collect()
}
