use super::annotators::Annotators;
use super::items::{self, ItemTruth};
use super::random::Stream;
use super::truth::{Truth, TruthError};
use super::work::{Annotation, Desks, Shown, Work};
use crate::source::{Chunk, Column, TextColumn};
use crate::vocabulary::Seed;
use std::path::Path;
use std::sync::Arc;

/// Rows per chunk, about.
const CHUNK_ROWS: usize = 1 << 17;

/// The log's chunks, one after the other.
pub struct Chunks {
    chunks: Box<dyn Iterator<Item = Chunk>>,
}

impl Iterator for Chunks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        self.chunks.next()
    }
}

/// The annotation log of this truth and seed: `item_id, annotator_id, label`, and unless it is bare `submitted_at,
/// time_on_item_secs`, with planted loads `objects_per_item`, with repeats `is_repeat`, with a model `model_label,
/// model_confidence`, with gold `gold`, with suggestions `suggestion, suggestion_shown, suggestion_confidence, action`.
///
/// # Errors
/// Where the truth cannot be simulated.
pub fn chunks(truth: &Truth, seed: Seed) -> Result<Chunks, TruthError> {
    truth.check()?;
    let truth = truth.clone();
    let annotators = Annotators::draw(&truth, seed);
    let mut generator = Generator::new(truth, annotators, seed);
    Ok(Chunks { chunks: Box::new(std::iter::from_fn(move || generator.chunk())) })
}

/// One row's values before they are put into columns.
struct Row {
    annotation: Annotation,
    model: Option<(u32, f64)>,
    /// The true label, where the log tells it.
    gold: Option<u32>,
}

struct Generator {
    truth: Truth,
    annotators: Annotators,
    desks: Desks,
    prevalence: Vec<f64>,
    seed: Seed,
    next_item: u64,
    rows_given: u64,
    names: Arc<[String]>,
}

impl Generator {
    fn new(truth: Truth, annotators: Annotators, seed: Seed) -> Self {
        let mut stream = Stream::named(seed, &["work"]);
        Self {
            desks: Desks::begin(&truth, &annotators, &mut stream),
            prevalence: truth.cumulative_prevalence(),
            names: column_names(&truth),
            truth,
            annotators,
            seed,
            next_item: 0,
            rows_given: 0,
        }
    }

    fn chunk(&mut self) -> Option<Chunk> {
        let mut rows: Vec<Row> = Vec::with_capacity(CHUNK_ROWS + 64);
        let mut annotations = Vec::new();
        while rows.len() < CHUNK_ROWS && self.next_item < self.truth.items {
            let (about, mut stream) = items::draw(&self.truth, self.seed, &self.prevalence, self.next_item);
            let (truth, annotators, prevalence) = (&self.truth, &self.annotators, &self.prevalence[..]);
            let mut work = Work { truth, annotators, prevalence, desks: &mut self.desks };
            let shown = Shown::of(self.next_item, &about);
            work.annotate(shown, &mut stream, &mut annotations);
            rows.extend(annotations.drain(..).map(|annotation| self.with_model(annotation, &about)));
            self.next_item += 1;
        }
        if rows.is_empty() {
            return None;
        }
        let first_row = self.rows_given + 1;
        self.rows_given += rows.len() as u64;
        Some(Chunk {
            path: Arc::from(Path::new("simulated")),
            first_row,
            row_numbers: None,
            rows: rows.len(),
            names: self.names.clone(),
            columns: self.columns(&rows),
            defective: Vec::new(),
        })
    }

    /// A repeat shows an earlier item: its model answer and gold are drawn again from that item's own stream.
    fn with_model(&self, annotation: Annotation, about: &ItemTruth) -> Row {
        let of = |about: &ItemTruth| (about.model, about.has_gold.then_some(about.label));
        let (model, gold) = if annotation.is_repeat {
            of(&items::draw(&self.truth, self.seed, &self.prevalence, annotation.item).0)
        } else {
            of(about)
        };
        Row { annotation, model, gold }
    }

    fn columns(&self, rows: &[Row]) -> Vec<Column> {
        let width = items::name_width(&self.truth);
        let mut item = TextColumn::default();
        let mut name = String::new();
        for row in rows {
            items::write_name(&mut name, row.annotation.item, width);
            item.push(&name);
        }
        let by_name = |names: &[String], keys: Vec<u32>| {
            let mut values = TextColumn::default();
            names.iter().for_each(|name| values.push(name));
            Column::Dictionary { keys, values }
        };
        let mut columns = vec![
            Column::Text(item),
            by_name(&self.annotators.names, rows.iter().map(|r| r.annotation.annotator).collect()),
            by_name(&self.truth.labels, rows.iter().map(|r| r.annotation.label).collect()),
        ];
        if self.truth.bare {
            return columns;
        }
        columns.push(Column::Instant {
            micros: rows.iter().map(|r| r.annotation.submitted_micros).collect(),
            valid: None,
            offset_known: true,
        });
        let seconds = rows.iter().map(|r| f64::from(r.annotation.time_on_item_millis) / 1e3).collect();
        columns.push(Column::Float { values: seconds, valid: None });
        if self.truth.order.load.is_some() {
            let values = rows.iter().map(|r| i64::from(r.annotation.objects)).collect();
            columns.push(Column::Integer { values, valid: None });
        }
        if self.truth.repeats > 0.0 {
            let values = rows.iter().map(|r| r.annotation.is_repeat).collect();
            columns.push(Column::Boolean { values, valid: None });
        }
        if has_model_columns(&self.truth) {
            let answers = |r: &Row| r.model.unwrap_or((0, 0.0));
            columns.push(by_name(&self.truth.labels, rows.iter().map(|r| answers(r).0).collect()));
            let confidence = rows.iter().map(|r| answers(r).1).collect();
            columns.push(Column::Float { values: confidence, valid: None });
        }
        if self.truth.gold > 0.0 {
            let known = |row: &Row| row.gold.unwrap_or(u32::MAX);
            columns.push(by_name(&self.truth.labels, rows.iter().map(known).collect()));
        }
        if self.truth.suggestions.is_some() {
            columns.extend(self.suggestion_columns(rows));
        }
        columns
    }
}

impl Generator {
    /// `suggestion, suggestion_shown, suggestion_confidence, action`; nothing is suggested with a repeat.
    fn suggestion_columns(&self, rows: &[Row]) -> [Column; 4] {
        let words = |words: &[&str], keys: Vec<u32>| {
            let mut values = TextColumn::default();
            words.iter().for_each(|word| values.push(word));
            Column::Dictionary { keys, values }
        };
        let answer = |row: &Row| row.model.filter(|_| !row.annotation.is_repeat);
        let mut labels: Vec<&str> = self.truth.labels.iter().map(String::as_str).collect();
        let none = labels.len() as u32;
        labels.push("");
        let suggestion = rows.iter().map(|row| answer(row).map_or(none, |(label, _)| label)).collect();
        let shown = rows.iter().map(|row| row.annotation.shown).collect();
        let confidence = rows.iter().map(|row| answer(row).map_or(f64::NAN, |(_, stated)| stated)).collect();
        let action = rows.iter().map(|row| match answer(row).filter(|_| row.annotation.shown) {
            None => 2,
            Some((label, _)) => u32::from(label != row.annotation.label),
        });
        [
            words(&labels, suggestion),
            Column::Boolean { values: shown, valid: None },
            Column::Float {
                values: confidence,
                valid: Some(rows.iter().map(|row| answer(row).is_some()).collect()),
            },
            words(&["approve", "edit", ""], action.collect()),
        ]
    }
}

fn has_model_columns(truth: &Truth) -> bool {
    truth.model_over_confidence.is_some() && !truth.predictions_apart
}

fn column_names(truth: &Truth) -> Arc<[String]> {
    let mut names = vec!["item_id", "annotator_id", "label"];
    if !truth.bare {
        names.extend(["submitted_at", "time_on_item_secs"]);
        if truth.order.load.is_some() {
            names.push("objects_per_item");
        }
        if truth.repeats > 0.0 {
            names.push("is_repeat");
        }
        if has_model_columns(truth) {
            names.extend(["model_label", "model_confidence"]);
        }
        if truth.gold > 0.0 {
            names.push("gold");
        }
        if truth.suggestions.is_some() {
            names.extend(["suggestion", "suggestion_shown", "suggestion_confidence", "action"]);
        }
    }
    names.into_iter().map(str::to_owned).collect()
}
