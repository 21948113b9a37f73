//! Stage 3: what analyses see. [`Summaries`] are small, sorted and mergeable over any split of a resolved log by item;
//! indexes are as long as the log and never serialised.

mod annotator_patterns;
mod calendar_count;
mod calendar_tally;
mod cluster_cells;
mod cluster_kinds;
mod coalesce;
mod confident_answer;
mod count;
mod group_count;
mod group_tally;
mod intake;
mod intervention_count;
mod intervention_tally;
mod item_index;
mod merge;
mod merge_parts;
mod merger;
mod model_count;
mod model_labels;
mod model_probabilities;
mod model_tally;
mod order_index;
mod own_clusters;
mod pattern_census;
mod pattern_interner;
mod pattern_table;
mod probability_tally;
mod score_sums;
mod sequence_count;
mod sequence_crossing;
mod sequence_tally;
mod session_differences;
mod slice_crossing;
mod tallies;
mod time_counts;
mod union;
mod work_count;
mod work_tally;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod random_log;
#[cfg(test)]
mod worked_example;

use coalesce::coalesce;

pub use annotator_patterns::{AnnotatorPatterns, OwnLabel};
pub use calendar_tally::{CalendarTally, ModelCalendar, PeriodLabels, PeriodMeetings};
pub use cluster_cells::{ClusterCell, ClusterCells};
pub use cluster_kinds::ClusterKinds;
pub use confident_answer::ConfidentAnswer;
pub use count::count;
pub use group_tally::{AnnotatorLabels, AttributeTally, GroupTally, SliceTally};
pub use intake::Intake;
pub use intervention_tally::{ActionCell, InterventionTally, LatencyBin, OddReviews, SuggestionIndex};
pub use item_index::{ItemClusters, ItemIndex};
pub use model_labels::ModelLabels;
pub use model_probabilities::ModelProbabilities;
pub use model_tally::{ConfidenceCell, ModelTally, OwnAnswer};
pub use order_index::OrderIndex;
pub use own_clusters::{OwnClusters, OwnInCluster};
pub use pattern_table::{Pattern, PatternTable};
pub use probability_tally::{ProbabilityTally, RankCell};
pub use score_sums::ScoreSums;
pub use sequence_tally::{
    BlockSums, Crossing, SequenceTally, SessionDifference, SessionLength, SessionSums, SlopeSums,
};
pub use slice_crossing::SliceCrossing;
pub use tallies::{QuestionTallies, Summaries, Tallies};
pub use time_counts::TimeCounts;
pub use work_tally::{OutcomeSum, SharedItems, WeekSums, WorkCell, WorkOutcome, WorkTally};

pub use crate::log::{ItemAttribute, ModelAttribute, Names, Repeat, SliceColumn};
