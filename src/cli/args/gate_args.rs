use super::AnalysisArgs;
use super::flag_values::FlagValues;
use crate::cli::Trouble;
use crate::cli::settings::Values;
use crate::render::GateFormat;
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::path::PathBuf;

/// `raterscope gate`.
#[derive(Debug, Args)]
pub struct GateArgs {
    /// What to judge: an audit.json that raterscope audit wrote, or annotation logs, which are audited first.
    #[arg(required = true, value_name = "LOG|AUDIT")]
    pub inputs: Vec<String>,
    /// The audit that max_drop and max_rise are held against: an audit.json, or what --update-baseline wrote.
    #[arg(long, value_name = "AUDIT", help_heading = "Gate")]
    pub baseline: Option<PathBuf>,
    /// Write the audit to --baseline, in short and without names of people, instead of judging it.
    #[arg(long, requires = "baseline", conflicts_with_all = ["output", "format", "github"], help_heading = "Gate")]
    pub update_baseline: bool,
    /// Where to write verdicts: a name that ends in .xml is a JUnit file, .md a comment for a pull request, .json verdicts
    /// for programs, .txt the text of the screen, code-quality-report.json GitLab's report; anything else is a folder with
    /// all of them. May be given several times.
    #[arg(long = "output", short, value_name = "OUT", help_heading = "Gate")]
    pub output: Vec<PathBuf>,
    /// What to print on standard output.
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(GateFormat::ALL.map(GateFormat::name)), help_heading = "Gate")]
    pub format: Option<String>,
    /// On GitHub Actions: print annotations as well, and append a summary to the file that GITHUB_STEP_SUMMARY names.
    #[arg(long, help_heading = "Gate")]
    pub github: bool,
    /// Where a log was audited: also write its report, as raterscope audit -o does. May be given several times.
    #[arg(long, value_name = "OUT", help_heading = "Report")]
    pub report: Vec<PathBuf>,
    #[command(flatten)]
    pub work: AnalysisArgs,
    /// Say nothing on standard error but errors, and nothing on standard output but what --format asks for.
    #[arg(long, short)]
    pub quiet: bool,
}

impl GateArgs {
    /// What the flags set.
    pub fn values(&self) -> Result<Values, Trouble> {
        let mut set = FlagValues::default();
        self.work.set(&mut set);
        set.finish()
    }
}
