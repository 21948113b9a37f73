use super::{Account, Names};
use crate::vocabulary::{Action, Attribute, Group, Label, Period, Question, Reason};

/// The canonical log: dense typed arrays, interned ids, everything ambiguous already settled.
#[derive(Debug, Clone)]
pub struct AnnotationLog {
    /// Items in sorted order of their names.
    pub items: Names,
    /// Human annotators in sorted order of their names (pseudonyms, where asked for). Models are in `models`.
    pub annotators: Names,
    /// One per question, sorted by name.
    pub questions: Vec<QuestionRows>,
    /// What is known of annotators, sorted by attribute; intersections among them, where they were asked for.
    pub roster: Vec<RosterAttribute>,
    /// What is known of items, sorted by attribute.
    pub item_attributes: Vec<ItemAttribute>,
    /// What the roster tells of models, sorted by attribute.
    pub model_attributes: Vec<ModelAttribute>,
    /// Which items belong together, where a column tells.
    pub clusters: Option<ClusterColumn>,
    /// What became of each row read.
    pub account: Account,
}

/// The annotations of one question: at most one per (item, annotator), sorted by item, then annotator.
#[derive(Debug, Clone)]
pub struct QuestionRows {
    /// Name, label set and scale.
    pub question: Question,
    /// Item id of each annotation, ascending.
    pub item: Vec<u32>,
    /// Annotator id, ascending within an item.
    pub annotator: Vec<u32>,
    /// The label given.
    pub label: Vec<Label>,
    /// Session, position and time on item of each annotation, or why they are not known.
    pub sequence: Result<SequenceColumns, Reason>,
    /// In which period of the calendar each annotation was made, or why that is not known.
    pub periods: Result<PeriodColumn, Reason>,
    /// Slicing columns, sorted by name.
    pub slices: Vec<SliceColumn>,
    /// Gold label by item id ([`Label::NONE`] where there is none); absent where the log has no gold.
    pub gold: Option<Vec<Label>>,
    /// Another label that the item speaks for, likewise.
    pub second_gold: Option<Vec<Label>>,
    /// What models said, sorted by name.
    pub models: Vec<ModelAnswers>,
    /// Suggestions and what annotators did with them; absent where the log has no such column.
    pub interventions: Option<InterventionColumns>,
    /// Declared repeats, and distinct annotations of one item by one annotator in different sessions at least
    /// `repeat_lag` apart; sorted by annotator, item. The annotation that counts for agreement is in the arrays above.
    pub repeats: Vec<Repeat>,
    /// Why there can be no repeats, where there are none: no annotator saw an item twice, or nothing tells when.
    pub no_repeats: Option<Reason>,
    /// Skips by annotator id.
    pub skips: Vec<u64>,
    /// (item, skips) of the items that were skipped at least once, sorted.
    pub item_skips: Vec<(u32, u64)>,
}

/// Order and time of annotations, parallel to the arrays of [`QuestionRows`].
#[derive(Debug, Clone)]
pub struct SequenceColumns {
    /// Session number within the annotator, from 0 in order of time.
    pub session: Vec<u32>,
    /// 1, 2, 3 … within the session; 0 where the annotation has no place (its time is unknown).
    pub position: Vec<u32>,
    /// Milliseconds on the item, up to twice the idle cap; `u32::MAX` where unknown. `None` where the log tells no times
    /// at all.
    pub time_on_item_ms: Option<Vec<u32>>,
    /// Longer times count as unknown; those up to twice as long are kept to show what another cap would do.
    pub idle_cap_ms: u32,
    /// Local hour of the week (0 = Monday 0:00), 255 where the offset of the clock is not known; `None` where none is.
    pub hour_of_week: Option<Vec<u8>>,
    /// How sessions and times were had, in words for the methods section.
    pub method: String,
}

/// Periods of the calendar, parallel to the arrays of [`QuestionRows`].
#[derive(Debug, Clone)]
pub struct PeriodColumn {
    /// How long a period is.
    pub period: Period,
    /// (first day from 1970-01-01, name) of the periods with an annotation, in order of time.
    pub periods: Vec<(i32, String)>,
    /// Period of each annotation; `u16::MAX` where its time is unknown.
    pub code: Vec<u16>,
}

/// A column that cuts annotations into named parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SliceColumn {
    /// Its name.
    pub name: String,
    /// The values in sorted order.
    pub values: Vec<String>,
    /// Value id of each annotation; `u32::MAX` where missing.
    pub code: Vec<u32>,
}

/// One model's (or model version's) answers by item.
#[derive(Debug, Clone)]
pub struct ModelAnswers {
    /// Its name.
    pub name: String,
    /// Label by item id, [`Label::NONE`] where it gave none. Labels that no person used are in the question's set.
    pub label: Vec<Label>,
    /// Confidence in 0–1 by item id, NaN where unknown; absent where no confidence is known at all.
    pub confidence: Option<Vec<f32>>,
    /// Label → its probability by item id, NaN where unknown; labels ascending. Empty where none is known, or kept.
    pub probabilities: Vec<(Label, Vec<f32>)>,
}

/// Suggestions and actions, parallel to the arrays of [`QuestionRows`]. What the log has no column for is absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InterventionColumns {
    /// What was done; `None` where the row says nothing.
    pub action: Option<Vec<Option<Action>>>,
    /// What was suggested; [`Label::NONE`] where nothing was.
    pub suggestion: Option<Vec<Label>>,
    /// Whether the suggestion was shown; `None` where the row says nothing.
    pub shown: Option<Vec<Option<bool>>>,
    /// Confidence of the suggestion: band 0 (up to .1) to 9 (above .9); 255 where unknown.
    pub band: Option<Vec<u8>>,
    /// Week of submission: whole weeks since Monday, 29 December 1969; `u16::MAX` where unknown.
    pub week: Option<Vec<u16>>,
    /// Rows with an action and without a label (a refusal, a flag), sorted.
    pub unlabelled: Vec<UnlabelledReview>,
}

impl InterventionColumns {
    /// Confidence unknown.
    pub const NO_BAND: u8 = u8::MAX;
    /// Week unknown.
    pub const NO_WEEK: u16 = u16::MAX;
}

/// Rows that say what became of a suggestion and give no label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnlabelledReview {
    /// Who.
    pub annotator: u32,
    /// What was suggested; [`Label::NONE`] where nothing was, or nothing known.
    pub suggestion: Label,
    /// What was done.
    pub action: Action,
    /// As in [`InterventionColumns::band`].
    pub band: u8,
    /// As in [`InterventionColumns::week`].
    pub week: u16,
    /// Rows.
    pub rows: u64,
}

/// One annotator's two annotations of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Repeat {
    /// Who.
    pub annotator: u32,
    /// What.
    pub item: u32,
    /// The earlier label.
    pub first: Label,
    /// The later label.
    pub second: Label,
    /// Seconds between them, where known.
    pub lag_secs: Option<i64>,
}

/// One attribute of the annotators.
#[derive(Debug, Clone)]
pub struct RosterAttribute {
    /// Its name; of an intersection, the names of its parts.
    pub attribute: Attribute,
    /// How many attributes it crosses: 1 for one by itself.
    pub depth: u32,
    /// The groups in sorted order; [`Group::UNKNOWN`] is one of them where a value is missing, [`Group::WITHHELD`] where
    /// somebody would rather not say.
    pub groups: Vec<Group>,
    /// Group id by annotator id.
    pub of_annotator: Vec<u32>,
}

/// One attribute of the items: whose content it is, where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemAttribute {
    /// Its name.
    pub attribute: Attribute,
    /// The groups in sorted order, [`Group::UNKNOWN`] among them where a value is missing.
    pub groups: Vec<Group>,
    /// Group id by item id.
    pub of_item: Vec<u32>,
}

/// One attribute of the models: their size, who trained them, on whose labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelAttribute {
    /// Its name.
    pub attribute: Attribute,
    /// (model, value), sorted by model; models of which it is not known are left out.
    pub of_model: Vec<(String, String)>,
}

/// A column that tells which items belong together: posts of one thread, sentences of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterColumn {
    /// Its name.
    pub name: String,
    /// The clusters in sorted order of their names.
    pub clusters: Names,
    /// Cluster id by item id; `u32::MAX` where none is told, or more than one: such an item is a cluster by itself.
    pub of_item: Vec<u32>,
}
