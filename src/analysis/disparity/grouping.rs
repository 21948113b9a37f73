use crate::tally::{AttributeTally, QuestionTallies};
use crate::vocabulary::{Group, Reason};

/// Who is in which group of one attribute (or of an intersection of attributes), among those who annotated the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    /// The attribute's name.
    pub attribute: String,
    /// Its groups by name, sorted.
    pub groups: Vec<String>,
    /// Group by annotator id of the log; [`Grouping::NONE`] for who did not annotate the question.
    pub of_annotator: Vec<u32>,
    /// Annotators by group.
    pub annotators: Vec<u64>,
}

impl Grouping {
    /// The code of an annotator in no group.
    pub const NONE: u32 = u32::MAX;

    /// Whether it is known of a group's annotators what they are: not where an attribute (or one of an intersection's) is
    /// unknown or withheld, which may be anything.
    pub fn is_known(&self, group: usize) -> bool {
        !Group::is_unstated(&self.groups[group])
    }

    fn of(tally: &AttributeTally, annotators: usize) -> Self {
        let mut of_annotator = vec![Self::NONE; annotators];
        for (code, group) in (0u32..).zip(&tally.groups) {
            for one in &group.annotators {
                of_annotator[one.annotator as usize] = code;
            }
        }
        Self {
            attribute: tally.attribute.0.clone(),
            groups: tally.groups.iter().map(|group| group.group.0.clone()).collect(),
            of_annotator,
            annotators: tally.groups.iter().map(|group| group.annotators.len() as u64).collect(),
        }
    }
}

/// The groupings of a question, sorted by attribute; empty where nothing is known of the annotators.
pub fn groupings(tallies: &QuestionTallies) -> Vec<Grouping> {
    let annotators = tallies.annotators.len();
    tallies.summaries.attributes.iter().map(|tally| Grouping::of(tally, annotators)).collect()
}

/// What a log without groups lacks.
pub(super) fn no_groups() -> Reason {
    Reason::NotInLog {
        what: "anything about the annotators".into(),
        columns: "a roster (annotator_id and attributes), or columns named as attributes".into(),
    }
}
