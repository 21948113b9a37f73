use super::annotator_sheets::AnnotatorSheets;
use super::audit_file::{self, ITEMS_NAME};
use super::consensus_files::ConsensusFiles;
use super::flips_file;
use super::group_items_file;
use super::prepared::{fitting, prepared};
use super::report::Report;
use super::set_aside::SetAsideFile;
use crate::audit::{ItemPatterns, item_patterns};
use crate::cli::args::AuditArgs;
use crate::cli::inputs_kept::keep_inputs;
use crate::cli::output::{RealDisk, StreamedArtifact, StreamedFile};
use crate::cli::progress::Progress;
use crate::cli::{ExitStatus, Trouble, inputs};
use crate::log::SetAsideRow;
use crate::{audit, log, tally};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// `raterscope audit`: logs → report.
pub fn audit(args: &AuditArgs) -> Result<ExitStatus, Trouble> {
    let mut settings = prepared(&args.logs, &args.work, args.values()?, args.quiet)?;
    let outputs: Vec<&Path> = args.out.output.iter().chain(&args.set_aside).map(PathBuf::as_path).collect();
    keep_inputs(&outputs, &args.logs, &settings)?;
    beside_folders(args.set_aside.as_deref(), &args.out.output)?;
    let sheets = settings.annotator_sheets.as_deref();
    apart(sheets, &args.out.output)?;
    let baseline = args.baseline.as_deref().map(audit_file::baseline).transpose()?;
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
    fitting(&mut settings, &tallies)?;
    progress.stage("Estimating");
    let settled = audit::settle(&tallies, &settings.plan);
    let audit = audit::conduct_beside(&tallies, &intake, &settings.plan, &settled, baseline.as_ref());
    let consensus = ConsensusFiles { tallies: &tallies, settled: &settled };
    let group_items = settings.group_items.then(|| audit::GroupItems::of(&tallies, &audit));
    let flips = audit::flipped_items(&tallies, &audit);
    let kept = settings.keep_items.then(|| item_patterns(&tallies, settings.log.pseudonym_key.as_deref()));
    let mut streamed = consensus.artifacts();
    streamed.extend(group_items.as_ref().map(group_items_file::artifact));
    streamed.extend(flips_file::artifact(&flips));
    streamed.extend(kept.as_ref().map(items_file));

    let mut rows: Option<StreamedFile<'_>> = None;
    let status = report.write(&audit, &settings.render, &progress, &streamed, || {
        rows = set_aside.map(SetAsideFile::complete).transpose()?;
        sheets.as_mut().map_or(Ok(()), |sheets| sheets.stage(&tallies, &audit))
    })?;
    sheets.map_or(Ok(()), |sheets| sheets.commit(args.quiet))?;
    rows.map_or(Ok(()), StreamedFile::commit)?;
    Ok(status)
}

/// `items.json`.
fn items_file(kept: &ItemPatterns) -> StreamedArtifact<'_> {
    let write = |out: &mut dyn Write| -> io::Result<()> {
        serde_json::to_writer(&mut *out, kept)?;
        out.write_all(b"\n")
    };
    StreamedArtifact { name: ITEMS_NAME, write: Box::new(write) }
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
