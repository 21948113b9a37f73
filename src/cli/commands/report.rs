use crate::audit::Audit;
use crate::cli::args::{Format, OutArgs};
use crate::cli::output::{self, Destination, Disk, FileFormat, Outbox, OutputError, StreamedArtifact};
use crate::cli::progress::Progress;
use crate::cli::{ExitStatus, Trouble, tell};
use crate::render::{self, Artifact, TerminalOptions};
use std::env;
use std::io::{self, IsTerminal};
use std::path::PathBuf;

/// A report on its way: where it goes was checked before the log was read.
pub struct Report<'d> {
    outbox: Outbox<'d>,
    paths: Vec<PathBuf>,
    has_folder: bool,
    format: Option<Format>,
    quiet: bool,
}

impl<'d> Report<'d> {
    /// Looks at every destination.
    pub fn open(disk: &'d dyn Disk, out: &OutArgs, quiet: bool) -> Result<Self, Trouble> {
        let device_format = match out.format {
            Some(Format::Json) => FileFormat::Json,
            Some(Format::Csv) => FileFormat::Csv,
            Some(Format::Terminal | Format::Markdown) | None => FileFormat::Markdown,
        };
        let destinations = out
            .output
            .iter()
            .map(|path| Destination::parse(path, device_format))
            .collect::<Result<Vec<_>, _>>()?;
        let outbox = Outbox::open(disk, destinations)?;
        Ok(Self {
            paths: out.output.clone(),
            has_folder: outbox.has_folder(),
            outbox,
            format: out.format,
            quiet,
        })
    }

    /// Renders `audit`, writes it where it was asked for, and last of all prints what standard output is to show.
    /// `streamed` goes into folders, as long as the log; `before_commit` completes what else the run writes, so that nothing is put in place if it fails.
    pub fn write(
        mut self,
        audit: &Audit,
        options: &render::Options,
        progress: &Progress,
        streamed: &[StreamedArtifact<'_>],
        before_commit: impl FnOnce() -> Result<(), OutputError>,
    ) -> Result<ExitStatus, Trouble> {
        let printed = match self.format {
            Some(Format::Json) => Some(FileFormat::Json),
            Some(Format::Csv) => Some(FileFormat::Csv),
            Some(Format::Markdown) => Some(FileFormat::Markdown),
            Some(Format::Terminal) | None => None,
        };
        let mut artifacts = Vec::new();
        if !self.outbox.is_empty() || printed.is_some() {
            progress.stage("Drawing the report");
            artifacts = render::artifacts(audit, options).map_err(unrendered)?;
        }
        progress.stage("Writing");
        self.outbox.stage(
            artifacts.iter().map(|artifact| (artifact.name.as_str(), artifact.bytes.as_slice())),
            streamed,
        )?;
        before_commit()?;
        self.outbox.commit()?;
        progress.clear();
        if !self.quiet && !streamed.is_empty() && !self.has_folder {
            let names: Vec<&str> = streamed.iter().map(|file| file.name).collect();
            tell(&format!("{} are written into an output folder: name one with -o", names.join(" and ")));
        }
        if !self.quiet {
            self.paths.iter().for_each(|path| tell(&format!("wrote {}", path.display())));
        }
        match printed {
            Some(format) => output::print(named(&artifacts, format))?,
            None if self.quiet && self.format.is_none() => {}
            None => output::print(render::terminal(audit, &terminal_options()).as_bytes())?,
        }
        Ok(ExitStatus::Done)
    }
}

fn named(artifacts: &[Artifact], format: FileFormat) -> &[u8] {
    artifacts
        .iter()
        .find(|artifact| artifact.name == format.artifact())
        .map_or(&[], |artifact| &artifact.bytes)
}

/// A template or chart that fails is a mistake of ours.
pub(super) fn unrendered(error: render::RenderError) -> Trouble {
    Trouble {
        status: ExitStatus::Output,
        message: error.to_string(),
        remedy: "this is a mistake in raterscope: report it with the command you ran".into(),
    }
}

/// Colour only on a terminal, and never against `NO_COLOR` (<https://no-color.org>).
fn terminal_options() -> TerminalOptions {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    let terminal = io::stdout().is_terminal();
    TerminalOptions { colour: terminal && !refused && !dumb, ..TerminalOptions::default() }
}
