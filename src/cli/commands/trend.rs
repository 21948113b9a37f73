use super::audit_file;
use crate::audit::{Panel, known_metrics};
use crate::cli::args::{Format, TrendArgs};
use crate::cli::audit_paths::audit_paths;
use crate::cli::output::{self, Destination, FileFormat, Outbox, RealDisk};
use crate::cli::progress::Progress;
use crate::cli::settings::{Settings, nearest};
use crate::cli::{ExitStatus, Trouble, tell};
use crate::compare::trend::{self, Snapshot, Trend, TrendError, TrendOptions};
use crate::render::{self, TerminalOptions};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// `raterscope trend`: several audits over time.
pub fn trend(args: &TrendArgs) -> Result<ExitStatus, Trouble> {
    let settings = Settings::load(args.config.as_deref(), args.values()?)?;
    known(&args.metrics)?;
    let disk = RealDisk;
    let outbox = Outbox::open(&disk, destinations(args)?)?;
    let progress = Progress::new(args.quiet);
    progress.stage("Reading");
    let snapshots = read(&audit_paths(&args.audits)?, args, settings.plan.inference.panel)?;
    progress.stage("Following");
    let default = TrendOptions::default();
    let options = TrendOptions {
        title: args.title.clone().unwrap_or(default.title),
        inference: settings.plan.inference.clone(),
        metrics: args.metrics.clone(),
        skip_unlike: args.skip_unlike,
    };
    let found = trend::follow(snapshots, &options)?;
    write(args, &found, &settings.render, outbox, &progress)?;
    Ok(ExitStatus::Done)
}

/// Where the trend goes.
fn destinations(args: &TrendArgs) -> Result<Vec<Destination>, Trouble> {
    let device = printed(args.out.format).unwrap_or(FileFormat::Markdown);
    let parsed = args.out.output.iter().map(|path| Destination::parse(path, device));
    Ok(parsed.collect::<Result<Vec<_>, _>>()?)
}

/// The file that standard output is to show; the terminal's summary is none.
fn printed(format: Option<Format>) -> Option<FileFormat> {
    match format {
        Some(Format::Json) => Some(FileFormat::Json),
        Some(Format::Csv) => Some(FileFormat::Csv),
        Some(Format::Markdown) => Some(FileFormat::Markdown),
        Some(Format::Terminal) | None => None,
    }
}

/// Renders, writes where it was asked for, and prints last.
fn write(
    args: &TrendArgs,
    found: &Trend,
    options: &render::Options,
    mut outbox: Outbox<'_>,
    progress: &Progress,
) -> Result<(), Trouble> {
    let printed = printed(args.out.format);
    let mut artifacts = Vec::new();
    if !outbox.is_empty() || printed.is_some() {
        progress.stage("Drawing");
        artifacts = render::trend_artifacts(found, options).map_err(super::report::unrendered)?;
    }
    progress.stage("Writing");
    outbox.stage(artifacts.iter().map(|own| (own.name.as_str(), own.bytes.as_slice())), &[])?;
    outbox.commit()?;
    progress.clear();
    if !args.quiet {
        args.out.output.iter().for_each(|path| tell(&format!("wrote {}", path.display())));
    }
    match printed.and_then(|format| artifacts.iter().find(|own| format.is_of(&own.name))) {
        Some(artifact) => output::print(&artifact.bytes)?,
        None if args.quiet && args.out.format.is_none() => {}
        None => output::print(render::trend_terminal(found, &TerminalOptions::default()).as_bytes())?,
    }
    Ok(())
}

/// Refuses a metric that no audit could have, with the nearest one there is.
fn known(metrics: &[String]) -> Result<(), Trouble> {
    for metric in metrics {
        if known_metrics().any(|known| known == metric) {
            continue;
        }
        let remedy = match nearest(metric, known_metrics()) {
            Some(near) => format!("did you mean \"{near}\"? estimates.csv beside each audit lists all"),
            None => "estimates.csv beside each audit lists all".into(),
        };
        return Err(Trouble::usage(format!("\"{metric}\" is no metric"), remedy));
    }
    Ok(())
}

/// Reads audits in parallel, and keeps of each what a trend needs.
fn read(paths: &[PathBuf], args: &TrendArgs, panel: Panel) -> Result<Vec<Snapshot>, Trouble> {
    let one = |path: &PathBuf| {
        let audit = audit_file::read(path)?;
        Ok(Snapshot::of(&name(path), &audit, &args.metrics, panel))
    };
    let read: Vec<Result<Snapshot, Trouble>> = paths.par_iter().map(one).collect();
    read.into_iter().collect()
}

/// A file by its own name and that of its folder: most are called audit.json, and where they lie is nobody's business who
/// reads the page.
fn name(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts[parts.len().saturating_sub(2)..].join("/")
}

impl From<TrendError> for Trouble {
    fn from(error: TrendError) -> Self {
        match error.is_usage() {
            true => Trouble::usage(error.to_string(), error.remedy()),
            false => Trouble::log(error.to_string(), error.remedy()),
        }
    }
}
