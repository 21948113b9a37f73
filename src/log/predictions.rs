//! A file of models' answers: item, model, label, confidence; or a probability for each label (`p_cat`, `p_dog`).

use super::cells::EVERY_QUESTION;
use super::inputs::Table;
use super::interner::NONE;
use super::model_facts::{confidences, tell_alone, versioned};
use super::reading::Reading;
use super::{InputFile, LogError, inputs, schema, values};
use crate::source::Chunk;
use std::collections::BTreeSet;

/// Columns of probabilities up to which they are kept unasked: more labels than that are few people's question, and
/// every one costs four bytes an item.
const MOST_PROBABILITIES: usize = 100;

/// Places of a prediction file's columns.
#[derive(Debug, Clone, Default, PartialEq)]
struct Places {
    item: usize,
    label: Option<usize>,
    model: Option<usize>,
    version: Option<usize>,
    question: Option<usize>,
    confidence: Option<usize>,
    /// (label, place).
    probabilities: Vec<(String, usize)>,
}

/// Reads one file of predictions. Where no column names the model it is `model`, or (`one_of_many`) called like the file.
///
/// # Errors
/// It cannot be read, or no column holds the item's id or the label.
pub(super) fn read<T: Table>(
    reading: &mut Reading,
    table: &mut T,
    one_of_many: bool,
) -> Result<InputFile, LogError> {
    let columns = table.columns();
    let places = match places(reading, "the predictions", &columns) {
        Ok(places) => places,
        Err(_) => {
            let file = inputs::named_by_first_chunk(table);
            return Err(places_error(reading, &file, &columns));
        }
    };
    let mut name = String::from("predictions");
    let mut strangers: BTreeSet<u32> = BTreeSet::new();
    while let Some(chunk) = table.next_chunk() {
        let chunk = chunk?;
        name = inputs::file_name(&chunk.path);
        let unnamed = match (one_of_many, chunk.path.file_stem()) {
            (true, Some(stem)) => stem.to_string_lossy().into_owned(),
            _ => String::from("model"),
        };
        take(reading, &chunk, &places, &unnamed, &mut strangers);
        reading.defects.field("prediction rows that could not be read", chunk.defective.len() as u64);
    }
    if !strangers.is_empty() {
        let (count, first) = (strangers.len(), first_name(reading, &strangers));
        let are = if count == 1 { "item is" } else { "items are" };
        reading.defects.notes.push(format!(
            "{name}: {count} {are} not in the log (`{first}` for one): predicted, and rated by nobody"
        ));
    }
    let facts = table.facts();
    reading.defects.notes.extend(facts.notes.iter().map(|note| format!("{name}: {note}")));
    Ok(InputFile { name, kind: "predictions".into(), sha256: facts.sha256, rows: facts.rows })
}

/// The name that comes first, whatever the order of rows.
fn first_name<'r>(reading: &'r Reading, items: &BTreeSet<u32>) -> &'r str {
    items.iter().map(|&item| reading.items.name(item)).min().unwrap_or("")
}

fn places_error(reading: &Reading, file: &str, columns: &[String]) -> LogError {
    match places(reading, file, columns) {
        Err(error) => error,
        Ok(_) => {
            LogError::Unreadable(format!("{file}: the columns of the predictions could not be told apart"))
        }
    }
}

fn places(reading: &Reading, file: &str, columns: &[String]) -> Result<Places, LogError> {
    let best = |ranks: &[&[&str]]| {
        let ranked = columns
            .iter()
            .enumerate()
            .filter_map(|(i, name)| Some((schema::rank(&schema::plain(name), ranks)?, i)));
        ranked.min().map(|(_, i)| i)
    };
    let singles = schema::single_roles();
    let named = reading.options.item.as_ref();
    let item = named
        .and_then(|name| columns.iter().position(|column| column.eq_ignore_ascii_case(name)))
        .or_else(|| singles.first().and_then(|names| best(names.ranks)));
    let missing = |what: &str, flag: &str| LogError::MissingRole {
        file: file.to_string(),
        what: what.to_string(),
        flag: format!("{flag} COLUMN"),
        columns: columns.to_vec(),
        nearest: None,
    };
    let probability = |(i, name): (usize, &String)| {
        let label = name.strip_prefix("p_").or_else(|| name.strip_prefix("prob_"))?;
        Some((label.to_string(), i))
    };
    let model = best(schema::PREDICTION_MODEL);
    let out = Places {
        item: item.ok_or_else(|| missing("the item's id", "--item"))?,
        label: best(schema::PREDICTION_LABEL),
        model,
        version: best(&[&["model_version"], &["version"]]).filter(|&place| Some(place) != model),
        question: best(&[&["question"]]),
        confidence: best(schema::PREDICTION_CONFIDENCE),
        probabilities: columns.iter().enumerate().filter_map(probability).collect(),
    };
    if out.label.is_none() && out.probabilities.is_empty() {
        return Err(missing("the model's label (`label`, or `p_` columns)", "--model"));
    }
    Ok(out)
}

fn take(reading: &mut Reading, chunk: &Chunk, places: &Places, unnamed: &str, strangers: &mut BTreeSet<u32>) {
    let items = reading.items.codes(&chunk.columns[places.item]);
    let labels = places.label.map(|place| reading.labels.codes(&chunk.columns[place]));
    let confidence = places.confidence.map(|place| confidences(reading, chunk, place));
    let kept = reading.options.probabilities || places.probabilities.len() <= MOST_PROBABILITIES;
    let probabilities = match places.label.is_none() || kept {
        true => probabilities(reading, chunk, &places.probabilities),
        false => Vec::new(),
    };
    let likeliest = places.label.is_none().then(|| likeliest(chunk.rows, &probabilities));
    for row in 0..chunk.rows {
        let (label, confidence) = match (&labels, &likeliest) {
            (Some(labels), _) => {
                let stated = confidence.as_ref().map(|c| c[row]);
                (labels[row], stated.or_else(|| probability_of(labels[row], row, &probabilities)))
            }
            (None, Some(likeliest)) => (likeliest[row].0, Some(likeliest[row].1)),
            (None, None) => (NONE, None),
        };
        if items[row] == NONE || label == NONE {
            reading.defects.field("prediction rows without an item or a label", 1);
            continue;
        }
        if items[row] as usize >= reading.items_in_log {
            strangers.insert(items[row]);
        }
        let text = |place: Option<usize>| place.and_then(|place| values::text_at(&chunk.columns[place], row));
        let model = text(places.model).filter(|model| !model.is_empty());
        let model = model.map_or_else(|| unnamed.to_owned(), |model| model.into_owned());
        let model = versioned(model, &text(places.version).unwrap_or_default());
        let question = places.question.and_then(|place| values::text_at(&chunk.columns[place], row));
        let number = question.map_or(EVERY_QUESTION, |question| reading.question(&question));
        let key = (model, number);
        let columns = reading.models.entry(key).or_default();
        tell_alone(columns, items[row], label, confidence);
        for (code, values) in probabilities.iter().filter(|(_, values)| kept && !values[row].is_nan()) {
            columns.probabilities.entry(*code).or_default().tell(items[row], values[row].to_bits());
        }
    }
}

/// The columns of probabilities: (label code, value by row), by the labels' names.
fn probabilities(reading: &mut Reading, chunk: &Chunk, places: &[(String, usize)]) -> Vec<(u32, Vec<f32>)> {
    let mut named: Vec<&(String, usize)> = places.iter().collect();
    named.sort();
    let column = |(label, place): &(String, usize)| {
        let code = reading.labels.code(label);
        (code, confidences(reading, chunk, *place))
    };
    named.into_iter().map(column).collect()
}

/// The model's own probability of its label, where columns tell it: its confidence where no column states one.
fn probability_of(label: u32, row: usize, probabilities: &[(u32, Vec<f32>)]) -> Option<f32> {
    probabilities.iter().find(|(code, _)| *code == label).map(|(_, values)| values[row])
}

/// The label of the highest probability and that probability; ties take the label first in the alphabet.
fn likeliest(rows: usize, probabilities: &[(u32, Vec<f32>)]) -> Vec<(u32, f32)> {
    let mut out = vec![(NONE, f32::NAN); rows];
    for (code, values) in probabilities {
        for (best, &value) in out.iter_mut().zip(values) {
            if !value.is_nan() && (best.1.is_nan() || value > best.1) {
                *best = (*code, value);
            }
        }
    }
    out
}
