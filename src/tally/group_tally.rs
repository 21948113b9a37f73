use super::PatternTable;
use crate::vocabulary::{Attribute, Group, Label};
use std::collections::BTreeSet;

/// The groups of one attribute, sorted by group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeTally {
    /// The attribute; of an intersection, named by its parts.
    pub attribute: Attribute,
    /// How many attributes it crosses: 1 for one by itself. Intersections give way where either must be withheld.
    pub depth: u32,
    /// Its groups, unknown among them.
    pub groups: Vec<GroupTally>,
}

/// One group's part of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupTally {
    /// The group.
    pub group: Group,
    /// Labels by annotator of the group who annotated this question, sorted by annotator.
    pub annotators: Vec<AnnotatorLabels>,
    /// Patterns among this group's annotations alone.
    pub patterns: PatternTable,
}

/// How often one annotator gave each label.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnnotatorLabels {
    /// Annotator id.
    pub annotator: u32,
    /// (label, annotations), labels ascending, counts ≥ 1.
    pub counts: Vec<(Label, u64)>,
}

/// One value of a slicing column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SliceTally {
    /// The column.
    pub name: String,
    /// The value.
    pub value: String,
    /// Patterns among the annotations in the slice.
    pub patterns: PatternTable,
    /// Distinct annotators in the slice.
    pub annotators: u64,
    /// Their ids, ascending: slices that share people must know whom when they are merged or compared.
    pub annotator_ids: Vec<u32>,
    /// How many annotations each of them made there.
    pub annotator_annotations: Vec<u64>,
}

impl SliceTally {
    /// Whether a column's values (all its slices) are (nearly) a property of the annotators and no part of the work: no
    /// more than a tenth of them have a second one.
    pub fn cut_people(column: &[SliceTally]) -> bool {
        let people: BTreeSet<u32> =
            column.iter().flat_map(|slice| slice.annotator_ids.iter().copied()).collect();
        let met: u64 = column.iter().map(|slice| slice.annotators).sum();
        column.len() > 1 && met * 10 <= people.len() as u64 * 11
    }
}
