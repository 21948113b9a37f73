use crate::cli::output::{Disk, OutputError, StreamedFile};
use crate::log::SetAsideRow;
use crate::render::inert;
use std::io;
use std::path::{Path, PathBuf};

/// The file of rows that were not used, written as they come.
pub struct SetAsideFile<'d> {
    writer: csv::Writer<StreamedFile<'d>>,
    path: PathBuf,
    failed: Option<OutputError>,
}

impl<'d> SetAsideFile<'d> {
    /// Opens it and writes its header.
    pub fn open(disk: &'d dyn Disk, path: &Path) -> Result<Self, OutputError> {
        let writer = csv::Writer::from_writer(StreamedFile::open(disk, path)?);
        let mut file = Self { writer, path: path.to_path_buf(), failed: None };
        file.record(["file", "row", "reason", "text"]);
        file.failed.take().map_or(Ok(file), Err)
    }

    /// Writes one row. A failure is kept until the end: the stage that hands rows over has nobody to tell.
    pub fn push(&mut self, row: &SetAsideRow) {
        let number = row.row.to_string();
        self.record([&inert(&row.file), &number, &inert(&row.reason), &inert(&row.text)]);
    }

    fn record(&mut self, fields: [&str; 4]) {
        if self.failed.is_none()
            && let Err(error) = self.writer.write_record(fields)
        {
            self.failed = Some(OutputError::io(&self.path, "write it", &io::Error::from(error)));
        }
    }

    /// Everything is written and synced; what is left is to put the file in place.
    pub fn complete(mut self) -> Result<StreamedFile<'d>, OutputError> {
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        let (path, writer) = (self.path, self.writer);
        let failed = |error: &io::Error| OutputError::io(&path, "write it", error);
        let mut file = writer.into_inner().map_err(|error| failed(error.error()))?;
        file.complete()?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::output::RealDisk;

    #[test]
    fn rows_are_quoted_and_formulas_are_disarmed() {
        let place = tempfile::tempdir().expect("a place for the test");
        let path = place.path().join("rows.csv");
        let mut file = SetAsideFile::open(&RealDisk, &path).expect("opened");
        let row = |text: &str| SetAsideRow {
            file: "log.csv".into(),
            row: 3,
            reason: "no item".into(),
            text: text.into(),
        };
        file.push(&row("=cmd|' /C calc'!A0,\"x\""));
        file.push(&row("a\nb"));
        file.complete().and_then(StreamedFile::commit).expect("written");
        let text = std::fs::read_to_string(&path).expect("there");
        let expected = "file,row,reason,text\nlog.csv,3,no item,\"'=cmd|' /C calc'!A0,\"\"x\"\"\"\n\
                        log.csv,3,no item,\"a\nb\"\n";
        assert_eq!(text, expected);
    }
}
