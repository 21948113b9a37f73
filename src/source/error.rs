use std::fmt;
use std::path::{Path, PathBuf};

/// Why an input could not be read: names the place and the remedy. `Display` is one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceError {
    /// The input as the user named it (`-` for standard input).
    pub path: PathBuf,
    /// 1-based data row, where one is to blame.
    pub row: Option<u64>,
    /// Column, where one is to blame.
    pub column: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl SourceError {
    pub(super) fn new(path: &Path, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        SourceError {
            path: path.to_path_buf(),
            row: None,
            column: None,
            message: message.into(),
            remedy: remedy.into(),
        }
    }

    pub(super) fn at_row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    pub(super) fn in_column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        write!(f, ": {}", self.message)?;
        if !self.remedy.is_empty() {
            write!(f, "; {}", self.remedy)?;
        }
        Ok(())
    }
}

impl std::error::Error for SourceError {}
