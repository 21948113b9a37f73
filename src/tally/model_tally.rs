use crate::vocabulary::Label;

/// One model's answers against people: joint counts of (human pattern, model label).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelTally {
    /// The model's name.
    pub name: String,
    /// (row of the question's pattern table, model label, items), sorted; items that people rated and the model answered.
    pub joint: Vec<(u32, Label, u64)>,
    /// The same by confidence, sorted; empty where no confidence is known.
    pub confidence: Vec<ConfidenceCell>,
    /// (gold label, model label, items), sorted, over items with gold and an answer.
    pub against_gold: Vec<(Label, Label, u64)>,
    /// Items that people rated and the model did not answer.
    pub unanswered: u64,
    /// Items the model answered and nobody rated.
    pub unrated: u64,
    /// Confidences that are no number in 0–1.
    pub bad_confidence: u64,
}

/// Items with one (confidence, pattern, model label).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConfidenceCell {
    /// Confidence in millionths.
    pub confidence: u32,
    /// Row of the question's pattern table.
    pub pattern: u32,
    /// The model's label.
    pub label: Label,
    /// Items.
    pub items: u64,
}
