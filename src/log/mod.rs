//! Stage 2: chunks become the canonical [`AnnotationLog`]. Column names, aliases, null tokens, repeats, sessions and
//! pseudonyms are settled here, on the whole log, and known to no later stage.

mod account;
mod action_words;
mod annotation_log;
mod attribute_groups;
mod attributes;
mod bands;
mod calendar;
mod cells;
mod clock;
mod clusters;
mod defects;
mod duplicates;
mod durations;
mod error;
mod free_texts;
mod hour_of_week;
mod inputs;
mod interner;
mod intersections;
mod item_attributes;
mod item_facts;
mod label_facts;
mod label_sets;
mod later_rows;
mod layout;
mod model_attributes;
mod model_facts;
mod name_list;
mod names;
mod normalize;
mod number_labels;
mod options;
mod predictions;
mod pseudonym;
mod question_rows;
mod ranked;
mod reading;
mod records;
mod repeats;
mod reviews;
mod roles;
mod roster_columns;
mod schema;
mod sequence_index;
mod sequences;
mod set_aside_row;
mod set_labels;
mod settling;
mod shard;
mod skip_counts;
mod survey;
#[cfg(test)]
mod tests;
mod values;

pub use account::{Account, InputFile, SetAside};
pub use annotation_log::{
    AnnotationLog, ClusterColumn, InterventionColumns, ItemAttribute, ModelAnswers, ModelAttribute,
    PeriodColumn, QuestionRows, Repeat, RosterAttribute, SequenceColumns, SliceColumn, UnlabelledReview,
};
pub use error::LogError;
pub use inputs::Inputs;
pub use names::Names;
pub use normalize::normalize;
pub use options::{Options, QuestionOptions, RepeatPolicy};
pub(crate) use sequence_index::SequenceIndex;
pub use set_aside_row::SetAsideRow;
pub use survey::{ColumnSurvey, MissingFor, Survey, survey};
