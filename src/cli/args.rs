//! Low arguments: they mirror the flags and decide nothing. Settings and commands make sense of them.

mod analysis_args;
mod compare_args;
mod flag_values;
mod gate_args;
mod log_args;
mod order_args;
mod plan_args;
mod simulate_args;
mod trend_args;

pub use analysis_args::AnalysisArgs;
pub use compare_args::CompareArgs;
pub use gate_args::GateArgs;
pub use log_args::LogArgs;
pub use order_args::OrderArgs;
pub use plan_args::PlanArgs;
pub use simulate_args::SimulateArgs;
pub use trend_args::TrendArgs;

use super::Trouble;
use super::settings::Values;
use clap::{Args, Parser, Subcommand, ValueEnum};
use flag_values::FlagValues;
use std::path::PathBuf;

/// Audits annotation logs: how consistent reviewers are, with each other, with themselves and with the model.
#[derive(Debug, Parser)]
#[command(name = "raterscope", version, arg_required_else_help = true, after_help = EXIT_STATUSES)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_STATUSES: &str = "\
Exit status:
  0  done; gates passed
  1  a gate failed
  2  the command line or the settings are wrong
  3  the log could not be read or audited
  4  a gate was inconclusive
  5  output could not be written

Settings are read from raterscope.toml in the working folder; a flag beats the file.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Turn an annotation log into a report.
    Audit(Box<AuditArgs>),
    /// Show which columns of a log are recognised, as what, and what is missing for which analysis.
    Columns(Box<ColumnsArgs>),
    /// List the coefficients of agreement: what each answers, what it takes, and who proposed it.
    Coefficients(CoefficientsArgs),
    /// Write a commented raterscope.toml that already fits a log.
    Init(Box<InitArgs>),
    /// Make the report again from an audit.json, byte for byte; consensus.csv and annotators.csv need the log itself.
    Render(RenderArgs),
    /// Write a log with a stated truth.
    Simulate(Box<SimulateArgs>),
    /// Show what changed from one audit to another, with intervals.
    Compare(CompareArgs),
    /// Print the JSON Schema of a file that raterscope writes or reads.
    Schema(SchemaArgs),
    /// Hold a log or an audit to the rules of the settings, [[gate.rules]], and to a baseline.
    Gate(Box<GateArgs>),
    /// How many items and annotators an interval of a stated width needs, or a gate that sees a stated drop.
    Plan(Box<PlanArgs>),
    /// Show each headline number of several audits over time: what changes, what lies out of line.
    Trend(Box<TrendArgs>),
}

/// `raterscope audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    /// Annotation logs: CSV, TSV, JSON lines, Parquet or Arrow IPC, plain or gzip/zstd; patterns allowed; - reads
    /// standard input. Several files are one log.
    #[arg(required = true, value_name = "LOG")]
    pub logs: Vec<String>,
    #[command(flatten)]
    pub out: OutArgs,
    #[command(flatten)]
    pub work: AnalysisArgs,
    /// The audit.json that readers of this report already have: groups that grew or shrank by fewer than --min-group people
    /// since then are withheld, for the two reports together would tell of those people.
    #[arg(long, value_name = "AUDIT", help_heading = "Privacy")]
    pub baseline: Option<PathBuf>,
    /// Write the rows that were not used, with the reason, to this CSV file.
    #[arg(long, value_name = "FILE", help_heading = "Report")]
    pub set_aside: Option<PathBuf>,
    /// Also write one feedback page per annotator, to hand over, and an index into this folder.
    #[arg(long, value_name = "DIR", help_heading = "Report")]
    pub annotator_sheets: Option<String>,
    /// Also write group_items.csv into output folders: label shares of every item by group of annotators; cells of few
    /// annotators are withheld.
    #[arg(long, help_heading = "Report")]
    pub group_items: bool,
    /// Also write items.json into output folders: what each item shows, items told by hashes, so that `compare` can pair the
    /// items of two audits.
    #[arg(long, help_heading = "Report")]
    pub keep_items: bool,
    /// Say nothing on standard error but errors, and nothing on standard output but what --format asks for.
    #[arg(long, short)]
    pub quiet: bool,
}

/// Where a report goes.
#[derive(Debug, Args)]
pub struct OutArgs {
    /// Where to write: a name that ends in .html, .json, .csv or .md is a file of that format, anything else a folder
    /// with the whole report. May be given several times.
    #[arg(long = "output", short, value_name = "OUT", help_heading = "Report")]
    pub output: Vec<PathBuf>,
    /// What to print on standard output.
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Report")]
    pub format: Option<Format>,
}

/// What can be printed on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A summary of one screen.
    Terminal,
    /// audit.json, or comparison.json.
    Json,
    /// summary.md, or comparison.md.
    Markdown,
    /// estimates.csv, or changes.csv.
    Csv,
}

/// `raterscope columns`.
#[derive(Debug, Args)]
pub struct ColumnsArgs {
    /// The annotation log to look at.
    #[arg(value_name = "LOG")]
    pub log_file: String,
    #[command(flatten)]
    pub log: LogArgs,
}

/// `raterscope init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The annotation log to fit the settings to.
    #[arg(value_name = "LOG")]
    pub log_file: String,
    #[command(flatten)]
    pub log: LogArgs,
    /// Where to write the settings.
    #[arg(long = "output", short, value_name = "FILE", default_value = "raterscope.toml")]
    pub output: PathBuf,
    /// Overwrite settings that are there.
    #[arg(long)]
    pub force: bool,
}

/// `raterscope render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// An audit.json that `raterscope audit` wrote.
    #[arg(value_name = "AUDIT")]
    pub audit: PathBuf,
    #[command(flatten)]
    pub out: OutArgs,
    /// The settings file; only its `[report]` table matters here.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Say nothing on standard error but errors, and nothing on standard output but what --format asks for.
    #[arg(long, short)]
    pub quiet: bool,
}

/// `raterscope coefficients`.
#[derive(Debug, Args)]
pub struct CoefficientsArgs {
    /// What to print on standard output.
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub format: ListFormat,
}

/// What a list can be printed as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table.
    #[default]
    Terminal,
    /// JSON.
    Json,
    /// CSV.
    Csv,
}

/// `raterscope schema`.
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Which file.
    #[arg(value_enum, value_name = "FILE")]
    pub of: SchemaWord,
}

/// The files that have a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaWord {
    /// audit.json.
    Audit,
    /// raterscope.toml, for editors that check and complete TOML.
    Settings,
    /// What compare --format json prints.
    Comparison,
    /// trend.json of trend.
    Trend,
    /// items.json of audit --keep-items.
    Items,
    /// What gate --format json prints.
    Verdicts,
    /// What plan --format json prints.
    Plan,
    /// .raterscope-manifest.json of an output folder.
    Manifest,
    /// What coefficients --format json prints.
    Coefficients,
    /// What simulate --truth-file writes.
    Truth,
}

impl AuditArgs {
    /// What the flags set.
    pub fn values(&self) -> Result<Values, Trouble> {
        let mut set = FlagValues::default();
        self.work.set(&mut set);
        set.truth("report.group_items", "--group-items", self.group_items);
        set.text("report.annotator_sheets", "--annotator-sheets", self.annotator_sheets.as_ref());
        set.truth("report.keep_items", "--keep-items", self.keep_items);
        set.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_flags_do_not_contradict_each_other() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn flags_become_settings() {
        let line =
            "raterscope audit a.csv -o x --label tone --label topic --labels 1,2,3 --repeat-lag 2h --wide -q";
        let arguments = Arguments::try_parse_from(line.split(' ')).expect("a good command line");
        let Command::Audit(audit) = arguments.command else { panic!("it is an audit") };
        let values = audit.values().expect("good values");
        assert_eq!(values.texts("columns.label"), Some(vec!["tone".into(), "topic".into()]));
        assert_eq!(values.texts("labels.declared").map(|labels| labels.len()), Some(3));
        assert_eq!(values.seconds("rows.repeat_lag"), Some(7200));
        assert_eq!((values.truth("columns.wide"), values.truth("labels.merge_variants")), (Some(true), None));
    }
}
