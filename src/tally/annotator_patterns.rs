use crate::vocabulary::Label;

/// (pattern, annotator, own label) → items: what "without this annotator" and item-adjusted agreement need.
/// Sorted by annotator, then pattern, then label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnnotatorPatterns {
    /// The cells.
    pub cells: Vec<OwnLabel>,
}

/// One cell of [`AnnotatorPatterns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnLabel {
    /// Annotator id.
    pub annotator: u32,
    /// Row of the question's pattern table.
    pub pattern: u32,
    /// The label this annotator gave.
    pub label: Label,
    /// Items where that is so.
    pub items: u64,
}
