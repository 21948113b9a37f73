//! The rules of METHODS §0 on tables small enough to read, and the two promises that no table may break.

mod attributes;
mod clusters;
mod facts_told;
mod ordered_names;
mod promises;
mod reference;
mod repeated;
mod rows_and_labels;
mod suggestions;
mod work_in_order;

use super::inputs::{Table, TableFacts};
use super::normalize::{Joined, normalize_tables};
use super::{AnnotationLog, LogError, Options, SetAsideRow};
use crate::source::{Chunk, Column, TextColumn};
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

/// A table typed into a test: a header and rows, all text, cut into chunks.
pub(super) struct Typed {
    names: Arc<[String]>,
    chunks: VecDeque<Chunk>,
    rows: u64,
}

impl Typed {
    /// From `a,b\n1,2\n…`, with so many rows a chunk.
    pub fn new(text: &str, per_chunk: usize) -> Self {
        let mut lines =
            text.trim().lines().map(|line| line.trim().split(',').map(String::from).collect::<Vec<_>>());
        let header = lines.next().unwrap_or_default();
        Self::of_rows(&header, &lines.collect::<Vec<_>>(), per_chunk)
    }

    /// From cells.
    pub fn of_rows(header: &[String], rows: &[Vec<String>], per_chunk: usize) -> Self {
        let names: Arc<[String]> = header.into();
        let mut first_row = 1;
        let mut chunks = VecDeque::new();
        for part in rows.chunks(per_chunk.max(1)) {
            let mut columns = vec![TextColumn::default(); header.len()];
            for row in part {
                columns.iter_mut().zip(row).for_each(|(column, cell)| column.push(cell));
            }
            chunks.push_back(Chunk {
                path: Path::new("folder/log.csv").into(),
                first_row,
                row_numbers: None,
                rows: part.len(),
                names: names.clone(),
                columns: columns.into_iter().map(Column::Text).collect(),
                defective: Vec::new(),
            });
            first_row += part.len() as u64;
        }
        Self { names, chunks, rows: rows.len() as u64 }
    }
}

impl Table for Typed {
    fn columns(&self) -> Arc<[String]> {
        self.names.clone()
    }

    fn keep(&mut self, _: &[String]) {}

    fn next_chunk(&mut self) -> Option<Result<Chunk, LogError>> {
        self.chunks.pop_front().map(Ok)
    }

    fn facts(&self) -> TableFacts {
        TableFacts { sha256: String::new(), rows: self.rows, notes: Vec::new(), tool: None }
    }
}

/// The log of one typed table.
pub(super) fn log_of(text: &str, options: &Options) -> Result<AnnotationLog, LogError> {
    normalize_tables(vec![Typed::new(text, 3)], Joined::none(), options, None)
}

/// The log and its set-aside rows as `row: reason: text`.
pub(super) fn log_and_rest(text: &str, options: &Options) -> (AnnotationLog, Vec<String>) {
    let mut rest = Vec::new();
    let mut sink = |row: SetAsideRow| rest.push(format!("{}: {}: {}", row.row, row.reason, row.text));
    let log = normalize_tables(vec![Typed::new(text, 3)], Joined::none(), options, Some(&mut sink))
        .expect("a usable log");
    assert_eq!(log.account.rows_read - log.account.rows_used, rest.len() as u64, "read = used + set aside");
    (log, rest)
}

/// The annotations of question `q` as `item annotator label`, a line each.
pub(super) fn annotations(log: &AnnotationLog, q: usize) -> Vec<String> {
    let rows = &log.questions[q];
    let line = |i: usize| {
        let (item, annotator) = (log.items.name(rows.item[i]), log.annotators.name(rows.annotator[i]));
        format!("{item} {annotator} {}", rows.question.labels.name(rows.label[i]))
    };
    (0..rows.item.len()).map(line).collect()
}

/// Options as they are without settings.
pub(super) fn plain() -> Options {
    Options::default()
}
