//! Stage 2: chunks become the canonical [`AnnotationLog`]. Column names, aliases, null tokens, repeats, sessions and
//! pseudonyms are settled here, on the whole log, and known to no later stage.

mod account;
mod annotation_log;
mod names;
mod options;
mod set_aside_row;

pub use account::{Account, InputFile, SetAside};
pub use annotation_log::{
    AnnotationLog, ModelAnswers, QuestionRows, Repeat, RosterAttribute, SequenceColumns, SliceColumn,
};
pub use names::Names;
pub use options::{Options, QuestionOptions, RepeatPolicy};
pub use set_aside_row::SetAsideRow;
