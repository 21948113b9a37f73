//! Exports of Prodigy (`prodigy db-out DATASET`): JSON lines, one answer of one annotator each.

mod columns;
mod overview;
mod task;

use std::path::Path;
use std::sync::Arc;

use super::input::Input;
use super::json_lines::JsonLines;
use super::reader::Reader;
use super::{Chunk, Column, DefectiveRow, SourceError, SourceFacts, TextColumn};
use columns::{CANONICAL, Canonical};
use overview::Overview;
use task::{FIELDS, Line, Task};

/// The tool's name.
pub(super) const TOOL: &str = "Prodigy";

/// A Prodigy export. Its own fields stay columns under their own names; before them stand canonical ones:
///
/// - `item_id` is `_input_hash`, or `_task_hash` where the question is about a marked span of the text;
/// - `annotator_id` is `_annotator_id`, else `_session_id`; where no line has one, the file's name;
/// - `question` and `label`: a choice asks its options and is answered by `accept` (one option, `{}` for none; a list
///   where several may be chosen, whatever `answer` says); a binary task asks its `label` and is answered by `accept`
///   or `reject`; a text field is answered by `user_input`;
/// - `status` is `skipped` where `answer` is `ignore`; `submitted_at` is `_timestamp`;
/// - `session_id` is `_session_id` where that tells more than the annotator;
/// - `model_NAME` is a field called after a pre-annotation that holds the options' own ids.
///
/// Lines that mark spans are set aside with that reason: agreement on spans is another matter.
pub(super) struct Prodigy {
    inner: JsonLines,
    overview: Overview,
    names: Arc<[String]>,
    /// The file's name without its ending.
    stem: String,
    notes: Vec<String>,
}

/// Whether JSON with these keys is an export of Prodigy.
pub(super) fn recognised(names: &[String]) -> bool {
    ["_input_hash", "_task_hash", "answer"].iter().all(|key| names.iter().any(|name| name == key))
}

impl Prodigy {
    /// Reads the file once to learn what it asks; the chunks are a second reading.
    pub(super) fn open(input: Input) -> Result<Self, SourceError> {
        let mut first = JsonLines::open(input.clone())?;
        let raw = first.columns();
        if !recognised(&raw) {
            return Err(SourceError::new(
                &input.path,
                "this is no export of Prodigy: its lines lack `_input_hash`, `_task_hash` or `answer`",
                "leave --input-format out, or export the dataset by `prodigy db-out`",
            ));
        }
        let overview = Overview::of(&mut first, &raw)?;
        overview.refuse_spans(&input.path)?;
        let stem = stem(&input.path);
        let canonical = overview.canonical(&raw);
        let own = raw.iter().filter(|name| !canonical.contains(name));
        let names = canonical.iter().chain(own).cloned().collect();
        let notes = overview.notes(&stem);
        Ok(Prodigy { inner: JsonLines::open(input)?, overview, names, stem, notes })
    }

    fn canonical_chunk(&self, chunk: Chunk) -> Chunk {
        let line = Line::of(&chunk);
        let mut rows = Vec::with_capacity(chunk.rows);
        let mut defective = chunk.defective.clone();
        let mut canonical = Canonical::new(&self.overview, &self.stem);
        for row in 0..chunk.rows {
            match line.task(row) {
                Task::Spans(view) => defective.push(DefectiveRow {
                    row: number(&chunk, row),
                    reason: format!("marks spans ({view}), which cannot be audited yet"),
                    text: line.told(row),
                }),
                task => {
                    canonical.push(&line, row, &task);
                    rows.push(row);
                }
            }
        }
        defective.sort_by_key(|defective| defective.row);
        let column = |name: &String| {
            let text = match canonical.column(name) {
                Some(text) => text.clone(),
                None => picked(line.text(self.overview.source_of(name)), &rows),
            };
            Column::Text(text)
        };
        Chunk {
            columns: self.names.iter().map(column).collect(),
            row_numbers: Some(rows.iter().map(|&row| number(&chunk, row)).collect()),
            rows: rows.len(),
            names: Arc::clone(&self.names),
            defective,
            path: chunk.path,
            first_row: chunk.first_row,
        }
    }
}

impl Reader for Prodigy {
    fn columns(&self) -> Arc<[String]> {
        Arc::clone(&self.names)
    }

    fn keep(&mut self, names: &[String]) {
        self.names = self.names.iter().filter(|name| names.contains(name)).cloned().collect();
        let own = self.names.iter().filter(|name| !CANONICAL.contains(&name.as_str()));
        let own = own.map(|name| self.overview.source_of(name).to_owned());
        let raw: Vec<String> = FIELDS.iter().map(|field| (*field).to_owned()).chain(own).collect();
        self.inner.keep(&raw);
    }

    fn next_chunk(&mut self) -> Option<Result<Chunk, SourceError>> {
        self.inner.next_chunk().map(|chunk| chunk.map(|chunk| self.canonical_chunk(chunk)))
    }

    fn facts(&self) -> SourceFacts {
        let mut facts = self.inner.facts();
        facts.tool = Some(TOOL);
        facts.notes.extend_from_slice(&self.notes);
        facts
    }
}

fn number(chunk: &Chunk, row: usize) -> u64 {
    chunk.row_numbers.as_ref().map_or(chunk.first_row + row as u64, |numbers| numbers[row])
}

fn picked(text: Option<&TextColumn>, rows: &[usize]) -> TextColumn {
    let mut out = TextColumn::default();
    for &row in rows {
        match text.and_then(|text| text.value(row)) {
            Some(value) => out.push(value),
            None => out.push_null(),
        }
    }
    out
}

/// `exports/ann1.jsonl.gz` → `ann1`.
fn stem(path: &Path) -> String {
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or("annotator").to_owned()
}
