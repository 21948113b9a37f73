use crate::source::{Chunk, Column, TextColumn};

/// The tool's fields that tell what a line is.
pub(super) const FIELDS: [&str; 17] = [
    "_input_hash",
    "_task_hash",
    "_annotator_id",
    "_session_id",
    "_timestamp",
    "_view_id",
    "_is_binary",
    "answer",
    "accept",
    "options",
    "config.choice_style",
    "label",
    "spans",
    "audio_spans",
    "relations",
    "user_input",
    "versions",
];

/// What one line asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Task {
    /// Which of these options, by sorted ids, and which were chosen.
    Choice {
        /// The ids of all options.
        options: Vec<String>,
        /// Those chosen, sorted.
        accept: Vec<String>,
    },
    /// Whether this is right: the label shown, or what the task is called after.
    Binary {
        /// The question's name.
        question: String,
        /// Whether a marked span is asked about, so that the item is the task and not the text alone.
        of_span: bool,
    },
    /// A text to be written.
    Text,
    /// Spans, boxes or relations to be marked; the text is the view's name.
    Spans(String),
}

/// The fields of a chunk's lines.
pub(super) struct Line<'c> {
    chunk: &'c Chunk,
    places: [Option<usize>; FIELDS.len()],
}

impl<'c> Line<'c> {
    pub(super) fn of(chunk: &'c Chunk) -> Self {
        let place = |field: &str| chunk.names.iter().position(|name| name == field);
        Line { chunk, places: FIELDS.map(place) }
    }

    /// A whole column by its name.
    pub(super) fn text(&self, name: &str) -> Option<&'c TextColumn> {
        let place = self.chunk.names.iter().position(|own| own == name)?;
        match &self.chunk.columns[place] {
            Column::Text(text) => Some(text),
            _ => None,
        }
    }

    /// One of [`FIELDS`]; `None` where the line lacks it or says null.
    pub(super) fn field(&self, name: &str, row: usize) -> Option<&'c str> {
        let field = FIELDS.iter().position(|field| *field == name)?;
        match &self.chunk.columns[self.places[field]?] {
            Column::Text(text) => text.value(row),
            _ => None,
        }
    }

    /// What the line asks. A choice is known by its options, a text field by its view or by being all there is; views
    /// called manual mark spans, and so does a line that holds them without asking yes or no.
    pub(super) fn task(&self, row: usize) -> Task {
        let full = |name| self.field(name, row).is_some_and(|list| list != "[]");
        let view = self.field("_view_id", row).unwrap_or_default();
        if full("options") || (self.field("accept", row).is_some() && view != "compare") {
            return Task::Choice { options: self.ids("options", row), accept: self.ids("accept", row) };
        }
        let binary = self.field("_is_binary", row) == Some("true");
        let manual = view.ends_with("_manual") || ["relations", "dep", "coref"].contains(&view);
        let marks = ["spans", "audio_spans", "relations"].into_iter().any(full);
        let shown = ["ner", "spans", "review", "compare", "classification"].contains(&view);
        if !binary && (manual || (marks && !shown)) {
            return Task::Spans(if view.is_empty() {
                "no view is named".into()
            } else {
                format!("view {view}")
            });
        }
        match self.field("label", row).filter(|label| !label.is_empty()) {
            Some(label) => Task::Binary { question: label.to_owned(), of_span: marks },
            None if marks => Task::Binary { question: self.span_labels(row), of_span: true },
            None if view == "text_input" || self.field("user_input", row).is_some() => Task::Text,
            None if view.is_empty() || view == "blocks" => {
                Task::Binary { question: "answer".into(), of_span: false }
            }
            None => Task::Binary { question: view.to_owned(), of_span: false },
        }
    }

    /// The line in short, for rows that are set aside.
    pub(super) fn told(&self, row: usize) -> String {
        let fields = ["_input_hash", "_task_hash", "_annotator_id", "_view_id", "answer"];
        let told = fields.map(|name| format!("{name}={}", self.field(name, row).unwrap_or_default()));
        told.join(",")
    }

    /// Whether several options may be chosen, by what the line itself says.
    pub(super) fn says_several(&self, row: usize) -> bool {
        self.field("config.choice_style", row) == Some("multiple")
    }

    fn ids(&self, name: &str, row: usize) -> Vec<String> {
        let mut ids = self.field(name, row).map_or_else(Vec::new, ids);
        ids.sort();
        ids.dedup();
        ids
    }

    fn span_labels(&self, row: usize) -> String {
        let mut labels: Vec<String> = Vec::new();
        for name in ["spans", "audio_spans", "relations"] {
            let list = self.field(name, row).unwrap_or_default();
            for span in serde_json::from_str::<Vec<serde_json::Value>>(list).unwrap_or_default() {
                labels.extend(span["label"].as_str().map(str::to_owned));
            }
        }
        labels.sort();
        labels.dedup();
        if labels.is_empty() { "spans".into() } else { labels.join(" / ") }
    }
}

/// The ids of a list of options (`[{"id": …, "text": …}]`), or of the list of those chosen.
pub(super) fn ids(list: &str) -> Vec<String> {
    use serde_json::Value;
    fn id(value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Object(option) => option.get("id").and_then(id),
            Value::Null | Value::Array(_) => None,
        }
    }
    serde_json::from_str::<Vec<Value>>(list).unwrap_or_default().iter().filter_map(id).collect()
}
