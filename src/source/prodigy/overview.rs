use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::columns::CANONICAL;
use super::task::{Line, Task, ids};
use crate::source::json_lines::JsonLines;
use crate::source::reader::Reader;
use crate::source::{Chunk, SourceError, TextColumn};
use xxhash_rust::xxh3::xxh3_64;

/// More different sets of options than this are options of single items, not questions.
const OPTION_SETS: usize = 12;
/// Signs of a question's name.
const NAME_LENGTH: usize = 48;
/// How names of fields begin that hold what was there before anybody annotated.
const BEFORE: [&str; 8] = ["pre_", "preann", "prelabel", "pred", "suggest", "model_", "auto_", "machine_"];

/// What a whole export asks, learnt before its rows are given.
#[derive(Debug, Default)]
pub(super) struct Overview {
    /// Whether several may be chosen, by set of options.
    choices: BTreeMap<Vec<String>, bool>,
    /// Whether the options are the items' own, so that they make no question.
    own_options: bool,
    /// Fields called after a pre-annotation that have held nothing but options so far, and whether any.
    candidates: Vec<(String, bool)>,
    /// Fields that hold options before anybody annotated.
    models: Vec<String>,
    has_annotator: bool,
    /// Whether sessions tell more than annotators do.
    has_session: bool,
    lines: u64,
    spans: u64,
    /// The view of the first line that marks spans, by name.
    span_views: BTreeSet<String>,
    nothing_chosen: u64,
    rejected: u64,
    reviewed: u64,
    /// Choices with spans or texts beside.
    beside: BTreeSet<&'static str>,
}

impl Overview {
    pub(super) fn of(first: &mut JsonLines, names: &[String]) -> Result<Self, SourceError> {
        let mut overview = Overview {
            candidates: names
                .iter()
                .filter(|name| is_called_before(name))
                .map(|n| (n.clone(), false))
                .collect(),
            ..Overview::default()
        };
        while let Some(chunk) = first.next_chunk() {
            overview.look(&chunk?);
        }
        let held = std::mem::take(&mut overview.candidates).into_iter().filter(|(_, some)| *some);
        overview.models = held.map(|(name, _)| name).collect();
        overview.own_options = overview.choices.len() > OPTION_SETS;
        Ok(overview)
    }

    fn look(&mut self, chunk: &Chunk) {
        let line = Line::of(chunk);
        self.lines += chunk.rows as u64;
        for row in 0..chunk.rows {
            let (annotator, session) = (line.field("_annotator_id", row), line.field("_session_id", row));
            self.has_annotator |= annotator.or(session).is_some();
            self.has_session |= session.is_some() && annotator.is_some() && session != annotator;
            self.reviewed += u64::from(line.field("versions", row).is_some());
            match line.task(row) {
                Task::Spans(view) => {
                    self.spans += 1;
                    self.span_views.insert(view);
                }
                Task::Choice { options, accept } => self.look_at_choice(&line, row, options, &accept),
                Task::Binary { .. } | Task::Text => {}
            }
        }
        let mut kept = Vec::with_capacity(self.candidates.len());
        for (name, seen) in std::mem::take(&mut self.candidates) {
            let held = line.text(&name).and_then(|text| holds_options(text, &line, chunk.rows));
            kept.extend(held.map(|some| (name, seen || some)));
        }
        self.candidates = kept;
    }

    fn look_at_choice(&mut self, line: &Line<'_>, row: usize, options: Vec<String>, accept: &[String]) {
        self.nothing_chosen += u64::from(accept.is_empty());
        self.rejected += u64::from(line.field("answer", row) == Some("reject"));
        for (field, words) in [("spans", "spans"), ("user_input", "texts written")] {
            if line.field(field, row).is_some_and(|value| !["", "[]"].contains(&value)) {
                self.beside.insert(words);
            }
        }
        let several = accept.len() > 1 || line.says_several(row);
        *self.choices.entry(options).or_default() |= several;
    }

    /// Refuses an export that has nothing but spans.
    pub(super) fn refuse_spans(&self, path: &Path) -> Result<(), SourceError> {
        if self.spans < self.lines || self.lines == 0 {
            return Ok(());
        }
        let views: Vec<&str> = self.span_views.iter().map(String::as_str).collect();
        Err(SourceError::new(
            path,
            format!(
                "every line of this Prodigy export marks spans ({}), and agreement on spans cannot be audited yet",
                views.join(", ")
            ),
            "audit its choices and binary decisions; for the answers accept and reject alone: \
             `--input-format json_lines --item _input_hash --label answer`",
        ))
    }

    /// The name of the question that a choice asks: its options, or `choice` where every item has its own.
    pub(super) fn question(&self, options: &[String]) -> String {
        if self.own_options || options.is_empty() {
            return "choice".to_owned();
        }
        let whole = options.join(" / ");
        if whole.chars().count() <= NAME_LENGTH {
            return whole;
        }
        let mut name = String::new();
        for option in options {
            if name.chars().count() + option.chars().count() > NAME_LENGTH {
                break;
            }
            name.push_str(option);
            name.push_str(" / ");
        }
        // Questions that begin alike must not be taken for one.
        let mark = xxh3_64(whole.as_bytes()) & 0xffff;
        format!("{name}… ({} options, {mark:04x})", options.len())
    }

    /// Whether several of these options may be chosen.
    pub(super) fn takes_several(&self, options: &[String]) -> bool {
        if self.own_options {
            return self.choices.values().any(|&several| several);
        }
        self.choices.get(options).copied().unwrap_or(false)
    }

    /// Whether lines say who annotated.
    pub(super) fn has_annotator(&self) -> bool {
        self.has_annotator
    }

    /// The canonical columns this export fills.
    pub(super) fn canonical(&self, raw: &[String]) -> Vec<String> {
        let timed = raw.iter().any(|name| name == "_timestamp");
        let filled = |name: &&&str| match **name {
            "submitted_at" => timed,
            "session_id" => self.has_session,
            _ => true,
        };
        let canonical = CANONICAL.iter().filter(filled).map(|name| (*name).to_owned());
        canonical.chain(self.models.iter().map(|name| format!("model_{name}"))).collect()
    }

    /// The tool's field behind a column that is handed on as it is.
    pub(super) fn source_of<'n>(&self, name: &'n str) -> &'n str {
        match name.strip_prefix("model_") {
            Some(model) if self.models.iter().any(|own| own == model) => model,
            _ => name,
        }
    }

    /// What the reader of a report should know.
    pub(super) fn notes(&self, stem: &str) -> Vec<String> {
        let mut notes = vec![
            "read as an export of Prodigy: `_input_hash` is the item, `accept` or `answer` the label \
             (`--input-format json_lines` reads the fields as they are)"
                .to_owned(),
        ];
        if !self.has_annotator {
            notes.push(format!("no line names its annotator, so the file's name does: `{stem}`"));
        }
        if self.own_options {
            notes.push(
                "options differ from item to item, so all choices are one question, `choice`".to_owned(),
            );
        }
        for model in &self.models {
            notes.push(format!(
                "`{model}` holds options before anybody chose: taken for a model (`--ignore model_{model}` leaves it out)"
            ));
        }
        for (count, what) in [
            (
                self.nothing_chosen,
                "choices without any option chosen (`accept` is empty): a label of its own, `{}`",
            ),
            (
                self.rejected,
                "choices that were rejected as tasks (`answer` is reject): the options chosen count",
            ),
            (
                self.reviewed,
                "lines of a review (with `versions`): the reviewer's own decision counts; to audit those reviewed, export their dataset",
            ),
        ] {
            if count > 0 {
                notes.push(format!("{count} {what}"));
            }
        }
        if !self.beside.is_empty() {
            let beside: Vec<&str> = self.beside.iter().copied().collect();
            notes.push(format!("{} beside choices are not audited", beside.join(" and ")));
        }
        notes
    }
}

fn is_called_before(name: &str) -> bool {
    let plain = name.to_lowercase().replace(['-', ' '], "_");
    let last = plain.rsplit('.').next().unwrap_or_default();
    BEFORE.iter().any(|start| plain.starts_with(start) || last.starts_with(start))
}

/// `None` where a value is no option of its own line, nor a list of them; else whether there is a value.
fn holds_options(text: &TextColumn, line: &Line<'_>, rows: usize) -> Option<bool> {
    let mut some = false;
    for row in 0..rows {
        let Some(value) = text.value(row).filter(|value| !value.is_empty()) else { continue };
        let Task::Choice { options, .. } = line.task(row) else { return None };
        let is_option = |id: &String| options.binary_search(id).is_ok();
        let of_options = match value.starts_with('[') {
            true => ids(value).iter().all(is_option),
            false => is_option(&value.to_owned()),
        };
        if !of_options {
            return None;
        }
        some = true;
    }
    Some(some)
}
