use super::audit_file;
use super::prepared::{fitting, prepared};
use super::report::Report;
use crate::audit::{self, Audit, Baseline};
use crate::cli::args::{AnalysisArgs, OutArgs};
use crate::cli::output::RealDisk;
use crate::cli::progress::Progress;
use crate::cli::settings::{Settings, Values};
use crate::cli::{Trouble, inputs};
use crate::{log, tally};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Where a command that works on an audit has it from: a saved one, or logs that are audited first.
pub struct AuditSource<'a> {
    inputs: &'a [String],
    work: &'a AnalysisArgs,
    quiet: bool,
    saved: bool,
}

/// Bytes in which an audit of ours has told what it is.
const HEADER: u64 = 4096;

impl<'a> AuditSource<'a> {
    /// Looks at what was named: a single file that says that it is an audit is one, everything else is logs.
    pub fn of(inputs: &'a [String], work: &'a AnalysisArgs, quiet: bool) -> Self {
        let saved = matches!(inputs, [one] if is_audit(Path::new(one)));
        Self { inputs, work, quiet, saved }
    }

    /// The settings. Of a saved audit those of the command alone, because the rest was decided when it was made: a flag
    /// that would change nothing is refused, but for `heard`, the paths of settings that the command listens to itself.
    pub fn settings(&self, flags: Values, heard: &[&str]) -> Result<Settings, Trouble> {
        if !self.saved {
            return prepared(self.inputs, self.work, flags, self.quiet);
        }
        let deaf = flags.entries.iter().find(|(path, _)| !heard.contains(path));
        if let Some((_, entry)) = deaf {
            return Err(Trouble::usage(
                format!("{} has no effect on an audit that is made already", entry.origin),
                "leave it out, or name the log instead of the audit",
            ));
        }
        Settings::load(self.work.log.config.as_deref(), flags)
    }

    /// Whether the audit was saved and is only read.
    pub fn is_saved(&self) -> bool {
        self.saved
    }

    /// Reads the audit; or makes it, for readers who have the `baseline` too, and writes its report where one was asked for.
    pub fn audit(
        &self,
        settings: &Settings,
        report: &[PathBuf],
        baseline: Option<&Baseline>,
    ) -> Result<Audit, Trouble> {
        if let ([path], true) = (self.inputs, self.saved) {
            return audit_file::read(Path::new(path));
        }
        let disk = RealDisk;
        let out = OutArgs { output: report.to_vec(), format: None };
        let report = (!report.is_empty()).then(|| Report::open(&disk, &out, true)).transpose()?;
        let progress = Progress::new(self.quiet);
        progress.stage("Reading");
        let log = log::normalize(inputs::open(self.inputs, settings)?, &settings.log, None)?;
        progress.stage("Counting");
        let (tallies, intake) = tally::count(log);
        let mut settings = settings.clone();
        fitting(&mut settings, &tallies)?;
        progress.stage("Estimating");
        let settled = audit::settle(&tallies, &settings.plan);
        let audit = audit::conduct_beside(&tallies, &intake, &settings.plan, &settled, baseline);
        if let Some(report) = report {
            report.write(&audit, &settings.render, &progress, &[], || Ok(()))?;
        }
        progress.clear();
        Ok(audit)
    }
}

/// Whether a file begins as our audits do: an object of JSON whose first key is `schema_version` or, in the order of a
/// baseline, `findings`.
fn is_audit(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEADER).read_to_end(&mut head));
    let text = String::from_utf8_lossy(&head);
    let first = text.trim_start().strip_prefix('{').map_or("", str::trim_start);
    read.is_ok() && ["\"schema_version\"", "\"findings\""].iter().any(|key| first.starts_with(key))
}
