use super::count::entries_by_row;
use super::group_count::MOST_SLICE_VALUES;
use super::{AnnotatorPatterns, ItemIndex, OwnClusters, PatternTable, annotator_patterns, pattern_census};
use crate::log::{SequenceIndex, SliceColumn};
use crate::vocabulary::{Label, Reason};

/// Patterns over (value of one slicing column, label): what tells how values share items, and who worked in which.
/// A label of these tables is value × labels + label, labels being those of the question; the value past the last means
/// that an annotation's value is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SliceCrossing {
    /// The column.
    pub name: String,
    /// Its values in sorted order; some may have no annotation of this question.
    pub values: Vec<String>,
    /// Items by what they show.
    pub patterns: PatternTable,
    /// (annotator, pattern, own value and label) → items.
    pub annotator_patterns: AnnotatorPatterns,
    /// Who gave what in which cluster; absent where items stand for themselves.
    pub own_clusters: Option<OwnClusters>,
    /// Why both are empty: nearly as many patterns as items would make them as long as the log.
    pub left_out: Option<Reason>,
}

/// More patterns than this are left out.
const MOST_PATTERNS: usize = 500_000;

/// Crosses each slicing column that has few enough values with labels and annotators. The index lends its label and
/// pattern columns for the time and has them back unchanged.
pub(super) fn all(
    columns: &[SliceColumn],
    index: &mut ItemIndex,
    labels: usize,
    people: usize,
) -> Vec<SliceCrossing> {
    let fitting = columns.iter().filter(|column| column.values.len() <= MOST_SLICE_VALUES);
    fitting.map(|column| one(column, index, labels, people)).collect()
}

fn one(column: &SliceColumn, index: &mut ItemIndex, labels: usize, people: usize) -> SliceCrossing {
    let values = column.values.len();
    let crossed =
        |(&code, label): (&u32, &Label)| Label(((code as usize).min(values) * labels) as u32 + label.0);
    let crossed = column.code.iter().zip(&index.label).map(crossed).collect();
    let own_labels = std::mem::replace(&mut index.label, crossed);
    let (patterns, of_item) = pattern_census::of_items(index, (values + 1) * labels);
    let mut crossing = SliceCrossing {
        name: column.name.clone(),
        values: column.values.clone(),
        patterns: PatternTable::default(),
        annotator_patterns: AnnotatorPatterns::default(),
        own_clusters: None,
        left_out: None,
    };
    if patterns.len() > MOST_PATTERNS {
        let what = format!("patterns of label and {}", column.name);
        let (found, limit) = (patterns.len() as u64, MOST_PATTERNS as u64);
        crossing.left_out = Some(Reason::TooMany { what, found, limit });
    } else {
        let own_patterns = std::mem::replace(&mut index.pattern, of_item);
        let by_annotator =
            SequenceIndex::build(people, index.label.len(), &|row: usize| index.annotator[row]);
        let entry = entries_by_row(index, &patterns);
        let entry = by_annotator.arrange(&|row: usize| index.annotator[row], &|row: usize| entry[row]);
        crossing.annotator_patterns = annotator_patterns::count(&patterns, &entry, &by_annotator, None).0;
        crossing.left_out = crossing.annotator_patterns.left_out.clone();
        crossing.own_clusters = OwnClusters::count(index);
        crossing.patterns = patterns;
        index.pattern = own_patterns;
    }
    index.label = own_labels;
    crossing
}
