use super::{
    AnnotatorLabels, AnnotatorPatterns, AttributeTally, CalendarTally, InterventionTally, ItemAttribute,
    ItemIndex, ModelAttribute, ModelLabels, ModelProbabilities, ModelTally, OrderIndex, OwnClusters,
    PatternTable, SequenceTally, SliceColumn, SliceCrossing, SliceTally, SuggestionIndex, WorkTally,
};
use crate::log::{Names, Repeat};
use crate::vocabulary::{Label, Outcome, Question, Reason};
use std::sync::Arc;

/// Everything that analyses see of one log.
#[derive(Debug, Clone)]
pub struct Tallies {
    /// One per question, sorted by name.
    pub questions: Vec<QuestionTallies>,
}

/// What analyses see of one question.
#[derive(Debug, Clone)]
pub struct QuestionTallies {
    /// Name, label set, scale.
    pub question: Question,
    /// Names of all items of the log.
    pub items: Arc<Names>,
    /// Names of all human annotators of the log.
    pub annotators: Arc<Names>,
    /// Small, sorted, mergeable.
    pub summaries: Summaries,
    /// Item → (annotator, label); absent where the tallies came without rows.
    pub index: Option<ItemIndex>,
    /// Who gave what in which cluster; absent where items stand for themselves, or the tallies came without rows.
    pub own_clusters: Option<OwnClusters>,
    /// Order and time row by row beside the index, or why they are not kept.
    pub order: Outcome<OrderIndex>,
    /// Slicing columns crossed with labels and annotators, sorted by name; empty where the tallies came without rows.
    pub crossings: Vec<SliceCrossing>,
    /// Gold label by item; absent where there is none.
    pub gold: Option<Vec<Label>>,
    /// Another label that the item speaks for; absent where there is none.
    pub second_gold: Option<Vec<Label>>,
    /// Models' answers by item, sorted by model like `summaries.models`; empty where the tallies came without rows.
    pub answers: Vec<ModelLabels>,
    /// Values of the slicing columns by row of the index, sorted by column; kept beside models only, and columns with too
    /// many values are not.
    pub slice_columns: Vec<SliceColumn>,
    /// What is known of items, sorted by attribute: group by item of the log; empty where the tallies came without rows.
    pub item_attributes: Arc<Vec<ItemAttribute>>,
    /// What is known of models, sorted by attribute.
    pub model_attributes: Arc<Vec<ModelAttribute>>,
    /// Suggestions beside the rows of `index`; absent where there are none.
    pub suggestions: Option<SuggestionIndex>,
    /// Models' probabilities of labels by item, sorted by model; those models that gave any, where they were kept.
    pub probabilities: Vec<ModelProbabilities>,
}

/// The mergeable part of a question's tallies.
#[derive(Debug, Clone, PartialEq)]
pub struct Summaries {
    /// Patterns of the whole question.
    pub patterns: PatternTable,
    /// (annotator, pattern, own label) counts.
    pub annotator_patterns: AnnotatorPatterns,
    /// Label counts of every annotator who gave any, sorted.
    pub annotator_labels: Vec<AnnotatorLabels>,
    /// Order and time, or why they are not known.
    pub sequence: Outcome<SequenceTally>,
    /// Along the calendar, or why nothing is known there.
    pub calendar: Outcome<CalendarTally>,
    /// Work by calendar week, or why it is not known.
    pub work: Outcome<WorkTally>,
    /// By attribute, sorted.
    pub attributes: Vec<AttributeTally>,
    /// By slice, sorted by name and value.
    pub slices: Vec<SliceTally>,
    /// (column, reason): slicing columns that were not tallied, sorted by column.
    pub slices_left_out: Vec<(String, Reason)>,
    /// By model, sorted by name.
    pub models: Vec<ModelTally>,
    /// Suggestions and what was done with them; absent where the log has no such column.
    pub interventions: Option<InterventionTally>,
    /// Repeats, sorted by annotator and item.
    pub repeats: Vec<Repeat>,
    /// Why there are none.
    pub no_repeats: Option<Reason>,
    /// (annotator, skips), annotators who skipped at least once, sorted.
    pub skips: Vec<(u32, u64)>,
    /// (item, skips), items that were skipped at least once, sorted.
    pub item_skips: Vec<(u32, u64)>,
    /// Names of the clusters of items that the pattern tables speak of; empty where every item stands for itself.
    pub clusters: Names,
}
