use super::Slope;
use crate::vocabulary::{Curve, Estimate, Outcome, Reason};
use serde::{Deserialize, Serialize};

/// What stands beside the primary slope: models that hold other things fixed, and what else order can do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderEffects {
    /// The slope with the items held fixed too.
    pub item_effects: Outcome<ItemEffects>,
    /// Change of the log odds of a right answer per 100 positions, given each session's number of right ones.
    pub logit: Outcome<Slope>,
    /// After how many items a session should end.
    pub cap: Outcome<SessionCap>,
    /// Warm-up, learning, load, rotation; outcome first, then time on item.
    pub contrasts: Vec<OrderContrast>,
    /// The outcome by hour of day, each annotator beside themselves; x = 0 to 23.
    pub by_hour: Outcome<Curve>,
    /// The same by day of the week; x = 0 (Monday) to 6.
    pub by_weekday: Outcome<Curve>,
    /// Whether the label before is given again.
    pub sequence: Outcome<SequenceEffect>,
    /// Runs of one label.
    pub runs: Outcome<Runs>,
    /// Everybody on their own, in alphabetical order.
    pub people: Outcome<Vec<AnnotatorAlong>>,
    /// What half and double the idle cap would make of times.
    pub idle_caps: Vec<IdleCap>,
}

impl Default for OrderEffects {
    fn default() -> Self {
        Self::missing(&Reason::NeedsRows)
    }
}

impl OrderEffects {
    /// All of it not estimable for one reason.
    pub fn missing(reason: &Reason) -> Self {
        Self {
            item_effects: Outcome::NotEstimable(reason.clone()),
            logit: Outcome::NotEstimable(reason.clone()),
            cap: Outcome::NotEstimable(reason.clone()),
            contrasts: Vec::new(),
            by_hour: Outcome::NotEstimable(reason.clone()),
            by_weekday: Outcome::NotEstimable(reason.clone()),
            sequence: Outcome::NotEstimable(reason.clone()),
            runs: Outcome::NotEstimable(reason.clone()),
            people: Outcome::NotEstimable(reason.clone()),
            idle_caps: Vec::new(),
        }
    }
}

/// A slope with item effects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemEffects {
    /// Per 100 positions; its interval allows for shared items.
    pub slope: Slope,
    /// Share of the variance of position within sessions that is left once items are held fixed.
    pub variance_left: f64,
}

/// How long sessions should be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionCap {
    /// End sessions after so many items; `None`: no cap is advised.
    pub positions: Option<u32>,
    /// The smallest fall that matters.
    pub margin: f64,
    /// First position compared with (those before it are warm-up).
    pub first: u32,
    /// Last position compared with.
    pub last: u32,
    /// Last position that the panel reached.
    pub reached: u32,
    /// Annotators with work in every block up to there.
    pub annotators: u64,
    /// The outcome after the cap (without one: after `last`) minus the outcome from `first` to `last`.
    pub change: Outcome<Estimate>,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderFactor {
    /// After the first 25 positions of a session against these.
    WarmUp,
    /// Later sessions against the first.
    LaterSessions,
    /// Per object of an item, within annotator, session and task type.
    Load,
    /// Per ten items of one task type in a row, within annotator, session, block and task type.
    Rotation,
}

/// One thing that order may do beside tiring people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderContrast {
    /// What.
    pub factor: OrderFactor,
    /// Whether the number is of ln(time on item) instead of the outcome.
    pub of_time: bool,
    /// The change.
    pub change: Outcome<Slope>,
    /// Smallest false discovery rate at which it would be reported, over all contrasts and the sequence effect.
    pub q_value: Option<f64>,
    /// Its interval leaves zero out, 8 effective annotators carry it, and q ≤ 0.05.
    pub reported: bool,
}

/// Whether people give the label before once more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SequenceEffect {
    /// How much likelier a label is for having been given to the item before, in 0–1.
    pub change: Slope,
    /// See [`OrderContrast::q_value`].
    pub q_value: f64,
    /// Whether like items follow each other where no gold tells what they are: then nothing is reported, for own habits
    /// look the same.
    #[serde(default)]
    pub sorted_queues: bool,
    /// See [`OrderContrast::reported`].
    pub reported: bool,
}

/// Runs of one label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Runs {
    /// Share of neighbours with one label, minus the share that the items' other annotators lead to.
    pub excess: Slope,
    /// Annotations per run.
    pub mean: f64,
    /// Annotations per run that the items lead to.
    pub mean_expected: f64,
    /// The longest run of one label.
    pub longest: u64,
}

/// One annotator along the session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnnotatorAlong {
    /// Who.
    pub annotator: String,
    /// Own slope per 100 positions of the item-adjusted outcome.
    pub slope: Outcome<Estimate>,
    /// The slope minus everybody's, drawn towards everybody's.
    pub shrunk: Option<f64>,
    /// By METHODS §1's rule.
    pub verdict: AlongVerdict,
    /// Share of own annotations that took under a third of the median time on like items.
    pub fast_share: Option<f64>,
    /// Annotations whose time is known and that have like items.
    pub timed: u64,
    /// A tenth or more fast, *and* lower item-adjusted quality by §1's rule.
    pub hasty: bool,
}

/// What may be said of one annotator's slope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlongVerdict {
    /// Falls along the session more than everybody.
    FallsMore,
    /// Falls less, or rises more.
    FallsLess,
    /// No evidence of a difference.
    NoEvidence,
    /// Fewer than 30 items that others did too.
    TooFew,
}

/// What another idle cap would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdleCap {
    /// Longer times count as unknown.
    pub secs: f64,
    /// Annotations with a known time.
    pub annotations: u64,
    /// Their median.
    pub median_secs: f64,
    /// Slope of ln(time) per 100 positions.
    pub slope: Outcome<Slope>,
}
