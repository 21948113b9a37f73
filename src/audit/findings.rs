use crate::vocabulary::Estimate;
use serde::{Deserialize, Serialize};

/// Something a reader should notice and can act on, ranked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Which question it is about.
    pub question: String,
    /// What kind of pattern the numbers fit.
    pub pattern: Pattern,
    /// What it is about: `harassment / hate`, an annotator's name, a group, a model.
    pub subject: String,
    /// The number behind it: gain in alpha, slope, difference …
    pub estimate: Option<Estimate>,
    /// The metric's id behind it: `gain_in_alpha`.
    pub metric: String,
    /// What was seen, in one sentence without numbers in it that are not in `estimate` (numbers are formatted later).
    pub observation: String,
    /// What to do, in one sentence.
    pub advice: String,
    /// Example item ids.
    pub example_items: Vec<String>,
    /// Reported or only listed: the one boolean on which false-report rates are measured.
    pub reported: bool,
}

/// What a finding fits (METHODS §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// A symmetric label pair, many annotators: the guideline is vague.
    Boundary,
    /// Asymmetric against gold, newer annotators.
    Training,
    /// One reviewer, by the rule for people.
    OneReviewer,
    /// Splits by group: do not "correct" it.
    Perspective,
    /// Late blocks.
    Fatigue,
    /// People agree, the model does not.
    Model,
    /// The data do not allow an answer yet.
    Data,
}
