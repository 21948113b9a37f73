use crate::analysis::inference::{LeaveOuts, t_quantile, t_two_sided_p};
use crate::vocabulary::{Estimate, Outcome, Reason, SliceKey};
use serde::{Deserialize, Serialize};

/// One coefficient before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Stable id: `krippendorff_alpha`.
    pub metric: String,
    /// Name for people: `Krippendorff's alpha (nominal)`.
    pub name: String,
    /// The part of the log; empty = the whole.
    pub slice: SliceKey,
    /// Value before, or why there is none.
    pub before: Outcome<f64>,
    /// Value after, or why there is none.
    pub after: Outcome<f64>,
    /// After minus before with the interval that leads: the wider of the two below, or the first where the people are
    /// declared to be the same. Its sample is the smaller side's.
    pub change: Outcome<Estimate>,
    /// The same with annotators as they are: items alone are drawn.
    pub fixed: Outcome<Estimate>,
    /// The same with other items and other annotators of the same kind.
    pub redrawn: Outcome<Estimate>,
    /// Two-sided p of no change, by the error of the leading interval.
    #[serde(default)]
    pub p_value: Option<f64>,
    /// The same after Benjamini–Hochberg over its family.
    #[serde(default)]
    pub q_value: Option<f64>,
    /// Whether it is told as a change: q ≤ 0.05.
    #[serde(default)]
    pub reported: bool,
    /// The smallest change that such data would have shown in four comparisons of five.
    #[serde(default)]
    pub would_show: Option<f64>,
}

/// A change with the p of no change.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// After minus before.
    pub estimate: Estimate,
    /// Two-sided p of no change; `None` without an error.
    pub p_value: Option<f64>,
    /// The smallest change that would have been told from none in four comparisons of five; `None` without an error.
    pub would_show: Option<f64>,
}

impl Change {
    /// A change that cannot be had on either side for the same reason.
    pub fn absent((metric, name): (&str, &str), slice: &SliceKey, reason: &Reason) -> Self {
        let not = || Outcome::NotEstimable(reason.clone());
        Self {
            metric: metric.into(),
            name: name.into(),
            slice: slice.clone(),
            before: Outcome::NotEstimable(reason.clone()),
            after: Outcome::NotEstimable(reason.clone()),
            change: not(),
            fixed: not(),
            redrawn: not(),
            p_value: None,
            q_value: None,
            reported: false,
            would_show: None,
        }
    }
}

impl Moved {
    /// The p and the smallest change that would show, from an error and the level of the interval.
    pub(super) fn judged(estimate: Estimate, error: Option<LeaveOuts>) -> Self {
        let level = estimate.interval.estimated().map(|interval| interval.level);
        let known = level.zip(error.filter(|error| error.se > 1e-12));
        Self {
            p_value: known.map(|(_, error)| t_two_sided_p(estimate.value / error.se, error.df)),
            would_show: known.map(|(level, error)| {
                (t_quantile(0.5 + level / 2.0, error.df) + t_quantile(FOUR_OF_FIVE, error.df)) * error.se
            }),
            estimate,
        }
    }
}

/// The power at which a change is said to be one that would have shown.
const FOUR_OF_FIVE: f64 = 0.8;
