use super::annotators::Annotators;
use super::items;
use super::truth::{Truth, TruthError};
use crate::source::{Chunk, Column, TextColumn};
use crate::vocabulary::Seed;
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;

/// Rows per chunk of the predictions.
const CHUNK_ROWS: u64 = 1 << 17;

/// The roster: `annotator_id` and one column per attribute.
///
/// # Errors
/// Where the truth cannot be simulated.
pub fn roster(truth: &Truth, seed: Seed) -> Result<Chunk, TruthError> {
    truth.check()?;
    let pool = Annotators::draw(truth, seed);
    let mut names = vec!["annotator_id".to_owned()];
    let mut columns = vec![text(pool.names.iter().map(String::as_str))];
    for (attribute, groups) in truth.attributes.iter().zip(&pool.groups) {
        names.push(attribute.name.clone());
        columns.push(text(groups.iter().map(|&g| attribute.groups[g as usize].0.as_str())));
    }
    Ok(chunk(1, pool.names.len(), names.into(), columns))
}

/// The predictions: `item_id, model, label, confidence`, one row per item.
///
/// # Errors
/// Where the truth cannot be simulated.
pub fn predictions(truth: &Truth, seed: Seed) -> Result<impl Iterator<Item = Chunk>, TruthError> {
    truth.check()?;
    let truth = truth.clone();
    let prevalence = truth.cumulative_prevalence();
    let names: Arc<[String]> = ["item_id", "model", "label", "confidence"].map(str::to_owned).into();
    let mut next = 0u64;
    Ok(std::iter::from_fn(move || {
        let range = next..(next + CHUNK_ROWS).min(truth.items);
        (truth.model_over_confidence.is_some() && !range.is_empty()).then(|| {
            next = range.end;
            let first_row = range.start + 1;
            let rows = (range.end - range.start) as usize;
            chunk(first_row, rows, names.clone(), prediction_columns(&truth, seed, &prevalence, range))
        })
    }))
}

fn prediction_columns(
    truth: &Truth,
    seed: Seed,
    prevalence: &[f64],
    range: std::ops::Range<u64>,
) -> Vec<Column> {
    let (mut item, mut model, mut label) =
        (TextColumn::default(), TextColumn::default(), TextColumn::default());
    let mut confidence = Vec::new();
    let mut name = String::new();
    let width = items::name_width(truth);
    for i in range {
        if let Some((answer, stated)) = items::draw(truth, seed, prevalence, i).0.model {
            items::write_name(&mut name, i, width);
            item.push(&name);
            model.push("model-1");
            label.push(&truth.labels[answer as usize]);
            confidence.push(stated);
        }
    }
    vec![
        Column::Text(item),
        Column::Text(model),
        Column::Text(label),
        Column::Float { values: confidence, valid: None },
    ]
}

/// `truth.json`: what is true in a simulated log.
#[derive(Serialize)]
struct StatedTruth<'a> {
    /// Root of all random numbers.
    seed: Seed,
    /// The parameters.
    truth: &'a Truth,
    /// What was drawn of each annotator.
    annotators: Vec<DrawnAnnotator<'a>>,
}

/// One simulated annotator.
#[derive(Serialize)]
struct DrawnAnnotator<'a> {
    /// Id.
    annotator: &'a str,
    /// Probability to see the true label of an easy item at the start of a session.
    skill: f64,
    /// Factor on the seconds per item.
    pace: f64,
    /// Share of annotations that are rushed.
    speeding: f64,
    /// Share of annotations that lie in runs of one label.
    straight_lining: f64,
    /// What showing a wrong suggestion adds to their probability of giving its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    acceptance_excess: Option<f64>,
}

/// The stated truth as JSON: the parameters, the seed, and what was drawn of each annotator.
///
/// # Errors
/// Where the truth cannot be simulated.
pub fn truth_json(truth: &Truth, seed: Seed) -> Result<String, TruthError> {
    truth.check()?;
    let pool = Annotators::draw(truth, seed);
    let annotators = (0..pool.names.len())
        .map(|a| DrawnAnnotator {
            annotator: &pool.names[a],
            skill: pool.skill[a],
            pace: pool.pace[a],
            speeding: pool.speeding[a],
            straight_lining: pool.straight_lining[a],
            acceptance_excess: truth.suggestions.map(|_| pool.excess[a]),
        })
        .collect();
    let mut json = serde_json::to_string_pretty(&StatedTruth { seed, truth, annotators })
        .map_err(|error| TruthError(format!("the truth cannot be written as JSON: {error}")))?;
    json.push('\n');
    Ok(json)
}

fn text<'a>(values: impl Iterator<Item = &'a str>) -> Column {
    let mut column = TextColumn::default();
    values.for_each(|value| column.push(value));
    Column::Text(column)
}

fn chunk(first_row: u64, rows: usize, names: Arc<[String]>, columns: Vec<Column>) -> Chunk {
    let path = Arc::from(Path::new("simulated"));
    Chunk { path, first_row, row_numbers: None, rows, names, columns, defective: Vec::new() }
}
