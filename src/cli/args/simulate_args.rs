use super::OrderArgs;
use clap::Args;
use std::path::PathBuf;

/// `raterscope simulate`.
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// The log, .csv or .parquet.
    #[arg(short, long, value_name = "FILE")]
    pub out: PathBuf,
    /// Also write the annotators and their attributes (gender, region).
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,
    /// Write the model's answers into this file instead of into the log.
    #[arg(long, value_name = "FILE")]
    pub predictions: Option<PathBuf>,
    /// Also write what is true in the log, as JSON.
    #[arg(long, value_name = "FILE")]
    pub truth_file: Option<PathBuf>,
    /// Root of all random numbers.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
    /// Items.
    #[arg(long, value_name = "NUMBER", default_value_t = 1000)]
    pub items: u64,
    /// Annotators in the pool.
    #[arg(long, value_name = "NUMBER", default_value_t = 31)]
    pub annotators: u32,
    /// Annotations per item.
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    pub per_item: u32,
    /// Labels, most frequent first, separated by commas.
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    pub labels: Vec<String>,
    /// Each label is this many times as frequent as the next one.
    #[arg(long, value_name = "RATIO", default_value_t = 1.8)]
    pub prevalence_ratio: f64,
    /// Mean probability to see the true label of an easy item.
    #[arg(long, value_name = "SHARE", default_value_t = 0.86)]
    pub skill: f64,
    /// Its standard deviation between annotators.
    #[arg(long, value_name = "SHARE", default_value_t = 0.06)]
    pub skill_sd: f64,
    /// Items take up to this much from everyone's skill.
    #[arg(long, value_name = "SHARE", default_value_t = 0.25)]
    pub difficulty: f64,
    /// Of the errors on the second and third label, the share that goes to the other one: a vague boundary. 0 = none.
    #[arg(long, value_name = "SHARE", default_value_t = 0.75)]
    pub boundary: f64,
    /// How unequal the loads are: 1 = even, 2 = some do much more.
    #[arg(long, value_name = "NUMBER", default_value_t = 1.0)]
    pub uneven: f64,
    /// Mean annotations per session.
    #[arg(long, value_name = "NUMBER", default_value_t = 60.0)]
    pub session_length: f64,
    /// Change of the probability to be right per 100 positions of a session; negative: fatigue.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, allow_negative_numbers = true)]
    pub fatigue: f64,
    /// Median seconds on an item.
    #[arg(long, value_name = "SECONDS", default_value_t = 12.0)]
    pub seconds_per_item: f64,
    /// Share of annotations after which an item of an earlier day is shown again.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub repeats: f64,
    /// A group that gives one label more often: attribute=group:label-number:probability.
    #[arg(long, value_name = "WHO:WHAT:SHARE")]
    pub severity: Option<String>,
    /// By how much the model's stated confidence exceeds its accuracy.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, allow_negative_numbers = true)]
    pub over_confidence: f64,
    /// How sure the model is: 0.4 spreads its confidence widely, 0.05 leaves hardly an item below .9.
    #[arg(long, value_name = "NUMBER", default_value_t = 0.4)]
    pub confidence_spread: f64,
    /// Share of items whose true label stands in a column `gold`.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0)]
    pub gold: f64,
    /// The model's accuracy; left out, what confidences of a usual spread give.
    #[arg(long, value_name = "SHARE")]
    pub model_accuracy: Option<f64>,
    /// Suggest the model's answers to annotators: for this share of the annotations, chosen by chance (1 = always).
    #[arg(long, value_name = "SHARE")]
    pub suggestions: Option<f64>,
    /// What showing a wrong suggestion adds to the probability of giving its label.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, requires = "suggestions")]
    pub acceptance_excess: f64,
    /// Standard deviation of that excess between annotators.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, requires = "suggestions")]
    pub excess_sd: f64,
    /// Change of an approval's time from one week to the next; -0.1: a tenth less each week.
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.0,
        allow_negative_numbers = true,
        requires = "suggestions"
    )]
    pub weekly_haste: f64,
    /// No model.
    #[arg(long)]
    pub no_model: bool,
    /// Only item, annotator and label.
    #[arg(long)]
    pub bare: bool,
    #[command(flatten)]
    pub order: OrderArgs,
}
