use super::Format;
use clap::Args;
use std::path::PathBuf;

/// `raterscope compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The audit.json of the earlier audit.
    #[arg(value_name = "BEFORE")]
    pub before: PathBuf,
    /// The audit.json of the later audit.
    #[arg(value_name = "AFTER")]
    pub after: PathBuf,
    /// Where to write: a name that ends in .html, .json, .csv or .md is a file of that format, anything else a folder
    /// with page, tables and charts. May be given several times.
    #[arg(long = "output", short, value_name = "OUT")]
    pub output: Vec<PathBuf>,
    /// What to print on standard output.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
    /// Who annotated: a sample of people like these (random), or the same people both times, and nobody else is meant
    /// (fixed). Otherwise what the later audit's settings say.
    #[arg(long, value_name = "WHO", value_parser = ["random", "fixed"])]
    pub panel: Option<String>,
    /// Say nothing on standard error but errors, and nothing on standard output but what --format asks for.
    #[arg(long, short)]
    pub quiet: bool,
}
