use super::LogError;
use crate::source::{Chunk, Source};
use std::sync::Arc;

/// What a log is made of.
pub struct Inputs {
    /// Annotation logs, read as one.
    pub logs: Vec<Source>,
    /// What is known of annotators: one row each.
    pub roster: Option<Source>,
    /// What is known of items: one row each.
    pub items: Option<Source>,
    /// What models said: one row per item and model.
    pub predictions: Vec<Source>,
}

/// What is known of a table when it was read.
pub(super) struct TableFacts {
    /// SHA-256 in hex.
    pub sha256: String,
    /// Data rows.
    pub rows: u64,
    /// Things to know.
    pub notes: Vec<String>,
    /// The annotation tool that exported it, where one was recognised.
    pub tool: Option<&'static str>,
}

/// Chunks from anywhere: a [`Source`], or a test's own.
pub(super) trait Table: Send {
    /// Names of its columns.
    fn columns(&self) -> Arc<[String]>;
    /// Leaves all other columns unread.
    fn keep(&mut self, columns: &[String]);
    /// The next chunk.
    fn next_chunk(&mut self) -> Option<Result<Chunk, LogError>>;
    /// Facts, complete after the last chunk.
    fn facts(&self) -> TableFacts;
}

impl Table for Source {
    fn columns(&self) -> Arc<[String]> {
        Source::columns(self)
    }

    fn keep(&mut self, columns: &[String]) {
        Source::keep(self, columns);
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, LogError>> {
        self.next().map(|chunk| chunk.map_err(|error| LogError::Unreadable(error.to_string())))
    }

    fn facts(&self) -> TableFacts {
        let facts = Source::facts(self);
        TableFacts { sha256: facts.sha256, rows: facts.rows, notes: facts.notes, tool: facts.tool }
    }
}

/// An error about a column that is not there says so where the reader had to leave it out.
pub(super) fn explained(error: LogError, notes: &[String]) -> LogError {
    if let LogError::UnknownColumn { file, name, .. } = &error {
        let of_it =
            |note: &&String| note.to_lowercase().starts_with(&format!("column `{}`", name.to_lowercase()));
        if let Some(note) = notes.iter().find(of_it) {
            return LogError::Unreadable(format!("{file}: {note}"));
        }
    }
    error
}

/// The name of a table for messages: that of its first chunk, which is only read where there is an error to report.
pub(super) fn named_by_first_chunk<T: Table>(table: &mut T) -> String {
    match table.next_chunk() {
        Some(Ok(chunk)) => chunk.path.display().to_string(),
        _ => "the log".into(),
    }
}

/// A path without its folders, which may name people.
pub(super) fn file_name(path: &std::path::Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// A name for a log whose own name must not be told: `log-1.csv`.
pub(super) fn numbered_name(number: usize, path: &std::path::Path) -> String {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some(ending) if ending.len() <= 8 && ending.chars().all(|letter| letter.is_ascii_alphanumeric()) => {
            format!("log-{number}.{ending}")
        }
        _ => format!("log-{number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_was_left_out_is_not_called_missing() {
        let missing = |name: &str| LogError::UnknownColumn {
            file: "log.parquet".into(),
            flag: "--item".into(),
            name: name.into(),
            columns: vec!["label".into()],
        };
        let notes = ["column `Id` is left out, as its type is decimal; cast it".to_string()];
        let told = explained(missing("id"), &notes).to_string();
        assert_eq!(told, "log.parquet: column `Id` is left out, as its type is decimal; cast it");
        assert_eq!(explained(missing("other"), &notes), missing("other"));
    }
}
