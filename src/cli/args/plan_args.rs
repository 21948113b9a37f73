use super::AnalysisArgs;
use super::flag_values::FlagValues;
use crate::cli::Trouble;
use crate::cli::settings::Values;
use crate::gate::plan::PlanMetric;
use crate::render::PlanFormat;
use clap::Args;
use clap::builder::PossibleValuesParser;

/// `raterscope plan`.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// What the plan learns from: an audit.json, or annotation logs, which are audited first. Without any, state --alpha
    /// and --shares.
    #[arg(value_name = "LOG|AUDIT")]
    pub inputs: Vec<String>,
    /// The question of the audit to plan for.
    #[arg(long = "of", value_name = "QUESTION", help_heading = "Plan")]
    pub question: Option<String>,
    /// The coefficient to plan for.
    #[arg(long, value_name = "ID", value_parser = PossibleValuesParser::new(PlanMetric::NAMES), default_value = "krippendorff_alpha", help_heading = "Plan")]
    pub metric: String,
    /// Aim: an interval of this width from end to end, 0.10 for ± .05.
    #[arg(long, value_name = "WIDTH", help_heading = "Plan")]
    pub width: Option<f64>,
    /// Aim: a gate that fails at a true drop of this size between two such logs.
    #[arg(long, value_name = "SIZE", conflicts_with = "width", help_heading = "Plan")]
    pub drop: Option<f64>,
    /// The drop that the gate allows (max_drop).
    #[arg(long, value_name = "SIZE", default_value_t = 0.0, requires = "drop", help_heading = "Plan")]
    pub allowance: f64,
    /// The probability with which the gate is to fail at that drop.
    #[arg(long, value_name = "SHARE", default_value_t = 0.8, requires = "drop", help_heading = "Plan")]
    pub power: f64,
    /// Annotators per item to plan for; may be given as a list: 2,3,5.
    #[arg(long, value_name = "K,K", value_delimiter = ',', default_values_t = [2, 3, 5, 7], help_heading = "Plan")]
    pub per_item: Vec<u64>,
    /// Annotators who share the work; otherwise as many as in the log.
    #[arg(long, value_name = "NUMBER", help_heading = "Plan")]
    pub pool: Option<u64>,
    /// By how much annotators differ: the standard deviation of what one of them adds to the coefficient; otherwise as in
    /// the log. 0 where the same people are all that is meant.
    #[arg(long, value_name = "NUMBER", help_heading = "Plan")]
    pub annotator_sd: Option<f64>,
    /// Without a log: the alpha that is expected.
    #[arg(
        long,
        value_name = "NUMBER",
        requires = "shares",
        conflicts_with = "inputs",
        help_heading = "Plan"
    )]
    pub alpha: Option<f64>,
    /// Without a log: how often each label is expected, 0.7,0.2,0.1.
    #[arg(
        long,
        value_name = "P,P",
        value_delimiter = ',',
        requires = "alpha",
        conflicts_with = "inputs",
        help_heading = "Plan"
    )]
    pub shares: Vec<f64>,
    /// What to print on standard output.
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(PlanFormat::NAMES), default_value = "terminal", help_heading = "Plan")]
    pub format: String,
    #[command(flatten)]
    pub work: AnalysisArgs,
    /// Say nothing on standard error but errors.
    #[arg(long, short)]
    pub quiet: bool,
}

impl PlanArgs {
    /// What the flags set.
    pub fn values(&self) -> Result<Values, Trouble> {
        let mut set = FlagValues::default();
        self.work.set(&mut set);
        set.finish()
    }
}
