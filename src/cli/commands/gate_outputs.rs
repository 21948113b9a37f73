use crate::cli::args::GateArgs;
use crate::cli::output::{self, Destination, Disk, FileFormat, Outbox, OutputError, StreamedFile};
use crate::cli::{Trouble, tell};
use crate::gate::Ruling;
use crate::render::{self, GateFormat};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where verdicts go; looked at before anything is read.
pub struct GateOutputs<'d> {
    disk: &'d dyn Disk,
    files: Vec<(PathBuf, GateFormat)>,
    folders: Outbox<'d>,
    format: Option<GateFormat>,
    /// The file that GitHub shows as the summary of the step.
    summary: Option<PathBuf>,
    quiet: bool,
}

/// What a folder of verdicts holds.
const FOLDER: [(&str, GateFormat); 4] = [
    ("gate.json", GateFormat::Json),
    ("gate.md", GateFormat::Markdown),
    ("gate.xml", GateFormat::Junit),
    ("gl-code-quality-report.json", GateFormat::Gitlab),
];

impl<'d> GateOutputs<'d> {
    /// Looks at every destination.
    pub fn open(disk: &'d dyn Disk, args: &GateArgs) -> Result<Self, Trouble> {
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for path in &args.output {
            let named = path.file_name().and_then(|name| GateFormat::of_file(&name.to_string_lossy()));
            match named.filter(|_| !path.is_dir()) {
                Some(format) => files.push((path.clone(), format)),
                None => folders.push(folder(path)?),
            }
        }
        Ok(Self {
            disk,
            files,
            folders: Outbox::open(disk, folders)?,
            format: args.format.as_deref().and_then(GateFormat::of_name),
            summary: args.github.then(step_summary).transpose()?,
            quiet: args.quiet,
        })
    }

    /// Writes the verdicts where they were asked for, and last of all prints them.
    pub fn write(mut self, ruling: &Ruling) -> Result<(), Trouble> {
        let mut staged = Vec::new();
        for (path, format) in &self.files {
            let mut file = StreamedFile::open(self.disk, path)?;
            let failed = |error| OutputError::io(path, "write it", &error);
            file.write_all(render::gate(ruling, *format).as_bytes()).map_err(failed)?;
            file.complete()?;
            staged.push(file);
        }
        let folder = FOLDER.map(|(name, format)| (name, render::gate(ruling, format)));
        self.folders.stage(folder.iter().map(|(name, text)| (*name, text.as_bytes())), &[])?;
        for file in staged {
            file.commit()?;
        }
        self.folders.commit()?;
        if let Some(path) = &self.summary {
            output::append(path, render::gate(ruling, GateFormat::Markdown).as_bytes())?;
        }
        let shown = self.format.or((!self.quiet).then_some(GateFormat::Terminal));
        let mut text = shown.map_or_else(String::new, |format| render::gate(ruling, format));
        if self.summary.is_some() && shown != Some(GateFormat::Github) {
            text.push_str(&render::gate(ruling, GateFormat::Github));
        }
        output::print(text.as_bytes())?;
        if !self.quiet {
            self.files.iter().for_each(|(path, _)| tell(&format!("wrote {}", path.display())));
        }
        Ok(())
    }
}

fn folder(path: &Path) -> Result<Destination, Trouble> {
    match Destination::parse(path, FileFormat::Markdown)? {
        Destination::Folder(folder) => Ok(Destination::Folder(folder)),
        _ => Err(OutputError::refused(
            path,
            "its ending does not tell what to write",
            "end the name with .xml, .md, .json or .txt, or name a folder",
        )
        .into()),
    }
}

fn step_summary() -> Result<PathBuf, Trouble> {
    match std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) {
        Some(path) => Ok(path.into()),
        None => Err(Trouble::usage(
            "--github: the environment names no file for the summary (GITHUB_STEP_SUMMARY)",
            "leave --github out where this does not run as a step of GitHub Actions",
        )),
    }
}
