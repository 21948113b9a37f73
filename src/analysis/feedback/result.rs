use crate::vocabulary::{Estimate, Outcome};

/// One annotator's own numbers on one question.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnFeedback {
    /// Who.
    pub annotator: String,
    /// Annotations.
    pub annotations: u64,
    /// Items skipped.
    pub skips: u64,
    /// Share of the others on the same items who gave the same label, mean over items.
    pub agreement: Outcome<Estimate>,
    /// The same share among these others, over the same items.
    pub others: Outcome<Estimate>,
    /// Label pairs in which the others most often chose differently, most items first; few enough to read.
    pub confusions: Outcome<Vec<OwnConfusion>>,
    /// Different label pairs in all.
    pub confusions_total: u64,
    /// Sessions, where order is known.
    pub sessions: Outcome<OwnSessions>,
    /// Change of the outcome per 100 annotations within the own sessions.
    pub slope: Outcome<Estimate>,
    /// Change of ln(seconds on an item) per 100 annotations within the own sessions.
    pub pace_slope: Outcome<Estimate>,
}

/// A label of one's own and another label that others gave to the same items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnConfusion {
    /// Own label.
    pub own: String,
    /// The label of others.
    pub others: String,
    /// Items on which it is so.
    pub items: u64,
    /// Items with this label of one's own that others rated too.
    pub of_items: u64,
    /// A few of the items, by name.
    pub examples: Vec<String>,
}

/// One's own sessions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OwnSessions {
    /// How many.
    pub sessions: u64,
    /// Median annotations in one.
    pub median: f64,
    /// Annotations in the longest.
    pub longest: u64,
    /// Geometric mean of seconds on an item, where times are known.
    pub seconds: Option<f64>,
}
