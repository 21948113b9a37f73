use super::annotator_sheets::AnnotatorSheets;
use super::consensus_files::ConsensusFiles;
use super::report::Report;
use super::set_aside::SetAsideFile;
use crate::cli::args::AuditArgs;
use crate::cli::inputs_kept::keep_inputs;
use crate::cli::output::{RealDisk, StreamedFile};
use crate::cli::progress::Progress;
use crate::cli::settings::{Settings, pseudonym_key};
use crate::cli::{ExitStatus, Trouble, distance_file, inputs, tell};
use crate::log::SetAsideRow;
use crate::{audit, log, tally};
use std::path::{Path, PathBuf};

/// `raterscope audit`: logs → report.
pub fn audit(args: &AuditArgs) -> Result<ExitStatus, Trouble> {
    let mut settings = Settings::load(args.log.config.as_deref(), args.values()?)?;
    if settings.plan.pseudonymized {
        settings.log.pseudonym_key = Some(pseudonym_key(args.key_file.as_deref())?);
    }
    if settings.plan.title.is_empty() {
        settings.plan.title = title(&args.logs);
    }
    if let Some(warning) = settings.plan.small_groups_warning().filter(|_| !args.quiet) {
        tell(&format!("warning: {warning}"));
    }
    distance_file::read(&mut settings)?;
    work_with(settings.threads)?;
    let outputs: Vec<&Path> = args.out.output.iter().chain(&args.set_aside).map(PathBuf::as_path).collect();
    keep_inputs(&outputs, &args.logs, &settings)?;
    beside_folders(args.set_aside.as_deref(), &args.out.output)?;
    let sheets = settings.annotator_sheets.as_deref();
    apart(sheets, &args.out.output)?;
    let disk = RealDisk;
    let report = Report::open(&disk, &args.out, args.quiet)?;
    let mut sheets = sheets.map(|folder| AnnotatorSheets::open(&disk, folder)).transpose()?;
    let mut set_aside = args.set_aside.as_deref().map(|path| SetAsideFile::open(&disk, path)).transpose()?;

    let progress = Progress::new(args.quiet);
    progress.stage("Reading");
    let inputs = inputs::open(&args.logs, &settings)?;
    let mut write_row = |row: SetAsideRow| {
        if let Some(file) = &mut set_aside {
            file.push(&row);
        }
    };
    let log = log::normalize(inputs, &settings.log, args.set_aside.is_some().then_some(&mut write_row as _))?;
    progress.stage("Counting");
    let (tallies, intake) = tally::count(log);
    distance_file::check(&settings, &tallies)?;
    progress.stage("Estimating");
    let settled = audit::settle(&tallies, &settings.plan);
    let audit = audit::conduct_with(&tallies, &intake, &settings.plan, &settled);
    let consensus = ConsensusFiles { tallies: &tallies, settled: &settled };

    let mut rows: Option<StreamedFile<'_>> = None;
    let status = report.write(&audit, &settings.render, &progress, &consensus.artifacts(), || {
        rows = set_aside.map(SetAsideFile::complete).transpose()?;
        sheets.as_mut().map_or(Ok(()), |sheets| sheets.stage(&tallies, &audit))
    })?;
    sheets.map_or(Ok(()), |sheets| sheets.commit(args.quiet))?;
    rows.map_or(Ok(()), StreamedFile::commit)?;
    Ok(status)
}

/// A report's folder is exchanged whole, so nothing else can be put into it.
fn beside_folders(set_aside: Option<&Path>, outputs: &[PathBuf]) -> Result<(), Trouble> {
    let Some(file) = set_aside else { return Ok(()) };
    match outputs.iter().find(|output| file.starts_with(output) && file != output.as_path()) {
        Some(folder) => Err(Trouble::usage(
            format!(
                "{}: lies in the report's folder {}, which is replaced whole",
                file.display(),
                folder.display()
            ),
            "name a file beside the folder",
        )),
        None => Ok(()),
    }
}

/// Two folders that are exchanged whole cannot lie inside each other.
fn apart(sheets: Option<&Path>, outputs: &[PathBuf]) -> Result<(), Trouble> {
    let Some(sheets) = sheets else { return Ok(()) };
    match outputs.iter().find(|output| sheets.starts_with(output) || output.starts_with(sheets)) {
        Some(output) => Err(Trouble::usage(
            format!("{}: lies inside or around the report {}", sheets.display(), output.display()),
            "name a folder for the annotators' sheets beside the report",
        )),
        None => Ok(()),
    }
}

/// A title where none was set: the log's name without its endings.
fn title(logs: &[String]) -> String {
    let [log] = logs else { return "Annotation audit".into() };
    let mut name = Path::new(log);
    while let Some(ending) = name.extension().and_then(|ending| ending.to_str())
        && ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
    {
        name = Path::new(name.file_stem().unwrap_or_default());
    }
    match name.file_name().map(|name| name.to_string_lossy()) {
        Some(name) if name != "-" && !name.contains(['*', '?', '[']) => format!("Annotation audit: {name}"),
        _ => "Annotation audit".into(),
    }
}

/// Endings of annotation logs.
const ENDINGS: &[&str] = &[
    "csv", "tsv", "txt", "json", "jsonl", "ndjson", "parquet", "pq", "arrow", "ipc", "feather", "gz", "zst",
    "zstd",
];

fn work_with(threads: Option<usize>) -> Result<(), Trouble> {
    let Some(threads) = threads else { return Ok(()) };
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().map_err(|error| {
        Trouble::usage(format!("cannot work with {threads} threads: {error}"), "leave --threads out")
    })
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn a_report_is_named_after_its_only_log() {
        let of = |names: &[&str]| title(&names.iter().map(|name| name.to_string()).collect::<Vec<_>>());
        assert_eq!(of(&["logs/toxicity.v2.csv.gz"]), "Annotation audit: toxicity.v2");
        assert_eq!(of(&["-"]), "Annotation audit");
        assert_eq!(of(&["a.csv", "b.csv"]), "Annotation audit");
        assert_eq!(of(&["logs/*.csv"]), "Annotation audit");
    }
}
