use crate::audit::{Audit, FeedbackSheet, feedback};
use crate::cli::output::{Destination, Disk, Outbox, OutputError, StreamedArtifact};
use crate::cli::{Trouble, tell};
use crate::render;
use crate::tally::Tallies;
use std::io;
use std::path::{Path, PathBuf};

/// The folder of feedback sheets on its way: where it goes is looked at before the log is read, its pages are written one
/// by one as they are made, and it is exchanged whole like a report.
pub struct AnnotatorSheets<'d> {
    folder: PathBuf,
    outbox: Outbox<'d>,
}

impl<'d> AnnotatorSheets<'d> {
    /// Looks at the folder.
    ///
    /// # Errors
    /// What is there is not ours to replace, or the name is that of a file.
    pub fn open(disk: &'d dyn Disk, folder: &Path) -> Result<Self, OutputError> {
        if folder.is_file() {
            return Err(OutputError::refused(
                folder,
                "is a file",
                "name a folder for the annotators' sheets",
            ));
        }
        let outbox = Outbox::open(disk, vec![Destination::Folder(folder.to_path_buf())])?;
        Ok(Self { folder: folder.to_path_buf(), outbox })
    }

    /// Writes every sheet and the index; nothing is in place yet.
    ///
    /// # Errors
    /// A page that cannot be made or written.
    pub fn stage(&mut self, tallies: &Tallies, audit: &Audit) -> Result<(), OutputError> {
        let sheets = feedback(tallies, audit);
        let names: Vec<String> = sheets.iter().map(|sheet| render::sheet_name(&sheet.annotator)).collect();
        let page = |sheet: &FeedbackSheet, out: &mut dyn io::Write| {
            let page = render::sheet(sheet, audit).map_err(io::Error::other)?;
            out.write_all(page.as_bytes())
        };
        let streamed: Vec<StreamedArtifact<'_>> = sheets
            .iter()
            .zip(&names)
            .map(|(sheet, name)| StreamedArtifact { name, write: Box::new(move |out| page(sheet, out)) })
            .collect();
        let failed = |error| OutputError::io(&self.folder, "make its index", &io::Error::other(error));
        let index = render::sheet_index(&sheets, audit).map_err(failed)?;
        self.outbox.stage([(index.name.as_str(), index.bytes.as_slice())], &streamed)
    }

    /// Puts the folder in place.
    ///
    /// # Errors
    /// The exchange failed; what was there before is whole.
    pub fn commit(self, quiet: bool) -> Result<(), Trouble> {
        self.outbox.commit()?;
        if !quiet {
            tell(&format!("wrote {}", self.folder.display()));
        }
        Ok(())
    }
}
