use super::OutArgs;
use super::flag_values::FlagValues;
use crate::cli::Trouble;
use crate::cli::settings::Values;
use clap::Args;
use std::path::PathBuf;

/// `raterscope trend`.
#[derive(Debug, Args)]
pub struct TrendArgs {
    /// The audits: audit.json files, report folders, or folders of either; patterns allowed. They are put in order of the
    /// last day of their logs (or of their --as-of).
    #[arg(required = true, value_name = "AUDIT")]
    pub audits: Vec<String>,
    #[command(flatten)]
    pub out: OutArgs,
    /// Also follow this metric of estimates.csv; may be given several times.
    #[arg(long = "metric", value_name = "ID", value_delimiter = ',')]
    pub metrics: Vec<String>,
    /// Leave out audits with another scale or other labels than the latest one, with a note, instead of refusing.
    #[arg(long)]
    pub skip_unlike: bool,
    /// Who annotated: a sample of people like these (random), or the same people throughout, and nobody else is meant
    /// (fixed): intervals then take them as they are.
    #[arg(long, value_name = "WHO", value_parser = ["random", "fixed"])]
    pub panel: Option<String>,
    /// Title of the page.
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Root of all random numbers.
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u64>,
    /// Confidence level of changes and slopes.
    #[arg(long, value_name = "SHARE")]
    pub level: Option<f64>,
    /// The settings file; only `[inference]` and `[report]` matter here.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Say nothing on standard error but errors, and nothing on standard output but what --format asks for.
    #[arg(long, short)]
    pub quiet: bool,
}

impl TrendArgs {
    /// What the flags set of the settings.
    pub fn values(&self) -> Result<Values, Trouble> {
        let mut set = FlagValues::default();
        set.whole("inference.seed", "--seed", self.seed);
        set.number("inference.level", "--level", self.level);
        set.text("inference.panel", "--panel", self.panel.as_ref());
        set.finish()
    }
}
