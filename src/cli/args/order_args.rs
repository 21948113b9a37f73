use crate::simulate::{Habit, OrderTruth};
use clap::Args;

/// What `raterscope simulate` plants along sessions and the calendar.
#[derive(Debug, Args)]
#[command(next_help_heading = "Work in order")]
pub struct OrderArgs {
    /// Gain of the probability to be right from an annotator's first session to the eleventh, in equal steps.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, allow_negative_numbers = true)]
    pub learning: f64,
    /// Change of the probability to be right from one calendar week to the next.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, allow_negative_numbers = true)]
    pub drift: f64,
    /// Change of ln seconds on an item per 100 positions of a session; negative: people get faster.
    #[arg(long, value_name = "NUMBER", default_value_t = 0.0, allow_negative_numbers = true)]
    pub quickening: f64,
    /// Share of annotators who rush: a fifth of the time, and a label that the item has no part in.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub speeders: f64,
    /// Share of their annotations that they rush.
    #[arg(long, value_name = "SHARE", default_value_t = 0.3)]
    pub speeding: f64,
    /// Share of annotators who give one label in runs of 20, whatever the items.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub straight_liners: f64,
    /// Share of their annotations that lie in such runs; a little less where sessions are short.
    #[arg(long, value_name = "SHARE", default_value_t = 0.3)]
    pub straight_lining: f64,
    /// Probability that an annotation repeats the one before it in the session, whatever the item.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub sequence: f64,
    /// Change of the probability to be right per object beyond the first; adds a column objects_per_item (1 to 9).
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    pub load: Option<f64>,
    /// Standard deviation of the probability to be right between sessions of one annotator: good and bad days.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub session_sd: f64,
    /// Sessions that are one standard deviation worse (annotator and day together) are this share shorter.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub dropout: f64,
    /// By how much more the last item takes from everyone's skill than the first, rising evenly with their order.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub rising_difficulty: f64,
    /// Share of items whose true label is that of their stretch of 50 neighbours.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub clustered_queue: f64,
}

impl OrderArgs {
    /// The truth that the flags state.
    pub fn truth(&self) -> OrderTruth {
        OrderTruth {
            learning: self.learning,
            drift: self.drift,
            quickening: self.quickening,
            speeding: habit(self.speeders, self.speeding),
            straight_lining: habit(self.straight_liners, self.straight_lining),
            sequence: self.sequence,
            load: self.load,
            session_sd: self.session_sd,
            dropout: self.dropout,
            rising_difficulty: self.rising_difficulty,
            clustered_queue: self.clustered_queue,
        }
    }
}

/// Nobody's habit has no size: the default of the one flag says nothing without the other.
fn habit(annotators: f64, annotations: f64) -> Habit {
    if annotators == 0.0 { Habit::default() } else { Habit { annotators, annotations } }
}
