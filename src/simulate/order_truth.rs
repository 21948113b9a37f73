use super::truth::TruthError;
use serde::{Deserialize, Serialize};

/// What is true of work in order: along the session, from session to session, along the calendar. All of it is off by
/// default.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OrderTruth {
    /// Gain of the probability to be right from an annotator's first session to the eleventh, in equal steps; none after.
    pub learning: f64,
    /// Change of the probability to be right from one calendar week to the next, counted from the log's first Monday.
    pub drift: f64,
    /// Change of ln seconds on an item per 100 positions of a session (negative: people get faster).
    pub quickening: f64,
    /// Some rush.
    pub speeding: Habit,
    /// Some give one label in runs of 20.
    pub straight_lining: Habit,
    /// Probability that an annotation repeats the one before it in the session, whatever the item.
    pub sequence: f64,
    /// Change of the probability to be right per object in the item beyond the first; items have 1 to 9, all alike.
    pub load: Option<f64>,
    /// Standard deviation of the probability to be right between sessions of one annotator: good and bad days.
    pub session_sd: f64,
    /// A session one standard deviation worse than the mean (annotator and day together) is this share shorter.
    pub dropout: f64,
    /// By how much more the last item takes from everyone's skill than the first, rising evenly with their order.
    pub rising_difficulty: f64,
    /// Share of items whose true label is that of their stretch of 50 neighbours.
    pub clustered_queue: f64,
}

/// Annotations of one run of a straight-liner.
pub const RUN: u32 = 20;
/// Items of one stretch of a clustered queue.
pub const STRETCH: u64 = 50;

/// What some annotators do in some of their annotations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Habit {
    /// Share of annotators who have it, drawn at random.
    pub annotators: f64,
    /// Share of their annotations.
    pub annotations: f64,
}

impl OrderTruth {
    /// Checks that the numbers can be simulated.
    ///
    /// # Errors
    /// A sentence that names the parameter and what it may be.
    pub(super) fn check(&self) -> Result<(), TruthError> {
        let share = |x: f64| (0.0..=1.0).contains(&x);
        let habit = |habit: Habit| share(habit.annotators) && (0.0..1.0).contains(&habit.annotations);
        let refusals = [
            (!self.learning.is_finite(), "learning must be a number"),
            (!self.drift.is_finite(), "drift must be a number"),
            (!self.quickening.is_finite(), "quickening must be a number"),
            (!habit(self.speeding), "speeders must lie in 0 to 1, and speeding below 1"),
            (!habit(self.straight_lining), "straight-liners must lie in 0 to 1, and straight-lining below 1"),
            (!share(self.sequence), "sequence must lie in 0 to 1"),
            (self.load.is_some_and(|load| !load.is_finite()), "load must be a number"),
            (!self.session_sd.is_finite() || self.session_sd < 0.0, "session-sd must not be negative"),
            (!(0.0..=0.95).contains(&self.dropout), "dropout must lie in 0 to 0.95"),
            (!share(self.rising_difficulty), "rising-difficulty must lie in 0 to 1"),
            (!share(self.clustered_queue), "clustered-queue must lie in 0 to 1"),
        ];
        match refusals.iter().find(|(refused, _)| *refused) {
            Some((_, why)) => Err(TruthError((*why).to_owned())),
            None => Ok(()),
        }
    }
}
