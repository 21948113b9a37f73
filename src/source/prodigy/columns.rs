use super::overview::Overview;
use super::task::{Line, Task};
use crate::source::TextColumn;

/// The canonical columns, in the order in which they are handed on.
pub(super) const CANONICAL: [&str; 7] =
    ["item_id", "annotator_id", "question", "label", "submitted_at", "status", "session_id"];

/// The label of a choice without an option chosen: the empty set.
const NOTHING: &str = "{}";

/// The canonical columns of one chunk.
pub(super) struct Canonical<'a> {
    overview: &'a Overview,
    stem: &'a str,
    columns: [TextColumn; CANONICAL.len()],
}

impl<'a> Canonical<'a> {
    pub(super) fn new(overview: &'a Overview, stem: &'a str) -> Self {
        Canonical { overview, stem, columns: Default::default() }
    }

    /// Appends a line.
    pub(super) fn push(&mut self, line: &Line<'_>, row: usize, task: &Task) {
        let field = |name| line.field(name, row);
        let answer = field("answer");
        let (question, label) = match task {
            Task::Choice { options, accept } => {
                (self.overview.question(options), Some(self.chosen(options, accept)))
            }
            Task::Binary { question, .. } => (question.clone(), answer.map(str::to_owned)),
            Task::Text => ("user_input".to_owned(), field("user_input").map(str::to_owned)),
            Task::Spans(_) => return,
        };
        let item = match task {
            Task::Binary { of_span: true, .. } => field("_task_hash"),
            _ => field("_input_hash"),
        };
        let own_name = (!self.overview.has_annotator()).then_some(self.stem);
        let cells = [
            item,
            field("_annotator_id").or_else(|| field("_session_id")).or(own_name),
            Some(&*question),
            label.as_deref(),
            field("_timestamp"),
            Some(if answer == Some("ignore") { "skipped" } else { "submitted" }),
            field("_session_id"),
        ];
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            match cell {
                Some(text) => column.push(text),
                None => column.push_null(),
            }
        }
    }

    /// The option chosen; where several may be, a list.
    fn chosen(&self, options: &[String], accept: &[String]) -> String {
        match accept {
            _ if self.overview.takes_several(options) => serde_json::Value::from(accept).to_string(),
            [] => NOTHING.to_owned(),
            [one, ..] => one.clone(),
        }
    }

    /// A column by its name.
    pub(super) fn column(&self, name: &str) -> Option<&TextColumn> {
        CANONICAL.iter().position(|own| *own == name).map(|place| &self.columns[place])
    }
}
