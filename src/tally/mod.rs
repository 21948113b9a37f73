//! Stage 3: what analyses see. [`Summaries`] are small, sorted and mergeable over any split of a resolved log by item;
//! indexes are as long as the log and never serialised.

mod annotator_patterns;
mod group_tally;
mod intake;
mod item_index;
mod model_tally;
mod pattern_table;
mod sequence_tally;
mod tallies;

pub use annotator_patterns::{AnnotatorPatterns, OwnLabel};
pub use group_tally::{AnnotatorLabels, AttributeTally, GroupTally, SliceTally};
pub use intake::Intake;
pub use item_index::ItemIndex;
pub use model_tally::{ConfidenceCell, ModelTally};
pub use pattern_table::{Pattern, PatternTable};
pub use sequence_tally::{BlockSums, SequenceTally, SessionSums};
pub use tallies::{QuestionTallies, Summaries, Tallies};

pub use crate::log::{Names, Repeat};
