use super::OrderEffects;
use crate::vocabulary::{ConfidenceInterval, Curve, Estimate, Outcome};
use serde::{Deserialize, Serialize};

/// Fatigue along the session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fatigue {
    /// `correct against gold` or `agreement with the item's other annotators`.
    pub outcome_name: String,
    /// How sessions and positions were had.
    pub method: String,
    /// Sessions.
    pub sessions: u64,
    /// Annotators with a session.
    pub annotators: u64,
    /// Median session length in annotations.
    pub median_session: f64,
    /// Longest session.
    pub longest_session: u64,
    /// Annotations that have a place and an outcome.
    pub annotations: u64,
    /// Annotations left out for want of one.
    pub left_out: u64,
    /// Slope of the outcome per 100 positions.
    pub outcome: SlopePair,
    /// Slope of ln(time on item) per 100 positions.
    pub log_time: Outcome<SlopePair>,
    /// Outcome by block of 25 positions: everybody, and only those who reached the last block shown (panel).
    pub outcome_curve: SessionCurve,
    /// Geometric mean of seconds on the item by block.
    pub time_curve: Outcome<SessionCurve>,
    /// In one word.
    pub verdict: FatigueVerdict,
    /// What stands beside the slope.
    #[serde(default)]
    pub order: OrderEffects,
    /// What it cannot know; what was left out.
    pub notes: Vec<String>,
}

/// The primary slope and the one beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SlopePair {
    /// Annotator × session effects, CR2.
    pub primary: Outcome<Slope>,
    /// Annotator effects alone, CR2: beside it, decides nothing.
    pub annotator_effects_only: Outcome<Slope>,
}

/// A slope per 100 positions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slope {
    /// Value and interval in the outcome's unit (share, or ln seconds) per 100 positions.
    pub estimate: Estimate,
    /// The interval that also knows that annotators of one item are not independent; never narrower than the
    /// estimate's own. A verdict needs both.
    pub allowing_for_shared_items: ConfidenceInterval,
    /// The classic interval, CR1 with t(G − 1): what other programs print; too short where loads are uneven.
    #[serde(default)]
    pub cr1: Option<ConfidenceInterval>,
    /// Annotators that carry it.
    pub clusters: u64,
    /// Effective clusters, 1 / Σ h_g².
    pub effective_clusters: f64,
    /// Bell–McCaffrey degrees of freedom.
    pub degrees_of_freedom: f64,
    /// Two-sided p of "no slope".
    pub p_value: f64,
}

/// A curve by block, whole and panel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionCurve {
    /// All annotators; x = first position of the block.
    pub everybody: Curve,
    /// Those who reached the panel's last block.
    pub panel: Curve,
    /// Annotators in the panel.
    pub panel_annotators: u64,
}

/// What the slope allows to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FatigueVerdict {
    /// The outcome falls along the session.
    Falls,
    /// It falls along the session, but not once the items are held fixed: it may be the later items that are harder.
    ItemsOrOrder,
    /// It rises (learning, warming up).
    Rises,
    /// No evidence of a slope.
    NoEvidence,
    /// Fewer than 8 effective clusters, or no slope estimable.
    NoVerdict,
}
