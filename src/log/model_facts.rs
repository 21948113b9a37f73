//! What models said, from columns beside people's labels or from rows of their own.

use super::cells::{Cells, RowUse};
use super::interner::NONE;
use super::item_facts::ModelColumns;
use super::layout::Layout;
use super::reading::Reading;
use super::{schema, values};
use crate::source::Chunk;

/// Takes models' answers of one chunk.
pub(super) fn take(reading: &mut Reading, chunk: &Chunk, layout: &Layout, cells: &Cells) {
    let versions = layout.version.map(|place| reading.texts.codes(&chunk.columns[place]));
    for (number, (model, _, confidence)) in layout.models.iter().enumerate() {
        let confidence = confidence.map(|place| confidences(reading, chunk, place));
        let confidence_at = |row: usize| confidence.as_ref().map(|c| c[row]);
        let labels = &cells.model_labels[number];
        let mut target: Option<Target> = None;
        let mut before = None;
        for row in 0..chunk.rows {
            let answered =
                cells.uses[row].is_used() && cells.uses[row] != RowUse::Model && labels[row] != NONE;
            if !answered {
                continue;
            }
            let version = versions.as_ref().map_or(NONE, |versions| versions[row]);
            let of = (version, cells.fact_question(row));
            // Most logs repeat an item's answer on each of its rows.
            let told = (cells.item[row], labels[row], confidence_at(row).map(f32::to_bits), of);
            if before.replace(told) == Some(told) {
                continue;
            }
            if target.as_ref().is_none_or(|target| target.of != of) {
                let key = (named(reading, model, version, layout.models.len()), of.1);
                put_back(reading, target.take());
                let columns = reading.models.remove(&key).unwrap_or_default();
                target = Some(Target { of, key, columns });
            }
            if let Some(target) = &mut target {
                tell(&mut target.columns, cells.item[row], labels[row], confidence_at(row));
            }
        }
        put_back(reading, target);
    }
    own_rows(reading, chunk, layout, cells, versions.as_deref());
}

/// The columns that rows of one version and question tell, taken out while they do.
struct Target {
    of: (u32, u16),
    key: (String, u16),
    columns: ModelColumns,
}

fn put_back(reading: &mut Reading, target: Option<Target>) {
    if let Some(Target { key, columns, .. }) = target {
        reading.models.insert(key, columns);
    }
}

/// Says in a row of its own what one model answered to one item; rows after the first are counted.
pub(super) fn tell_alone(columns: &mut ModelColumns, item: u32, label: u32, confidence: Option<f32>) {
    if tell(columns, item, label, confidence) {
        *columns.again.entry(item).or_default() += 1;
    }
}

/// Says what one model answered to one item; whether anything was said before.
fn tell(columns: &mut ModelColumns, item: u32, label: u32, confidence: Option<f32>) -> bool {
    let again = columns.label.tell(item, label);
    if let Some(confidence) = confidence {
        columns.has_confidence = true;
        if !confidence.is_nan() {
            columns.confidence.tell(item, confidence.to_bits());
        }
    }
    again
}

/// A model's name with its version; the version alone where there is one model.
fn named(reading: &Reading, model: &str, version: u32, models: usize) -> String {
    let version = if version == NONE { "" } else { reading.texts.name(version) };
    match (version.is_empty(), models) {
        (true, _) => model.to_string(),
        (false, 1) => version.to_string(),
        (false, _) => format!("{model} {version}"),
    }
}

/// The name of a model that is told by name, of this version.
pub(super) fn versioned(model: String, version: &str) -> String {
    if version.is_empty() || version == model { model } else { format!("{model} {version}") }
}

/// Rows whose annotator is a model.
fn own_rows(reading: &mut Reading, chunk: &Chunk, layout: &Layout, cells: &Cells, versions: Option<&[u32]>) {
    let Some(place) = layout.annotator.filter(|_| cells.uses.contains(&RowUse::Model)) else { return };
    let confidence = layout.row_confidence.map(|place| confidences(reading, chunk, place));
    for row in (0..chunk.rows).filter(|&row| cells.uses[row] == RowUse::Model) {
        let name =
            values::text_at(&chunk.columns[place], row).map_or_else(String::new, |text| text.into_owned());
        let version = versions.map(|versions| versions[row]).filter(|&version| version != NONE);
        let name = versioned(name, version.map_or("", |version| reading.texts.name(version)));
        for number in 0..layout.labels.len() {
            let label = cells.labels[number][row];
            if label != NONE {
                let key = (name.clone(), cells.question_of(number, row));
                let columns = reading.models.entry(key).or_default();
                tell_alone(columns, cells.item[row], label, confidence.as_ref().map(|c| c[row]));
            }
        }
    }
}

/// A column of confidences in 0–1, NaN where unknown.
pub(super) fn confidences(reading: &mut Reading, chunk: &Chunk, place: usize) -> Vec<f32> {
    let name = &chunk.names[place];
    let scale = if schema::is_percent(name) { 0.01 } else { 1.0 };
    let numbers = values::numbers(&chunk.columns[place], &reading.options.null);
    let inside = |row: usize| {
        let value = numbers.values[row] * scale;
        if value.is_nan() || (0.0..=1.0).contains(&value) { Ok(value as f32) } else { Err(()) }
    };
    let (out, outside) = values::read_cells(numbers.values.len(), f32::NAN, inside);
    reading
        .defects
        .field(format!("{name} is no number in 0–1, read as unknown"), numbers.unreadable + outside);
    if scale == 1.0 {
        let seen = reading.confidences.entry(name.clone()).or_default();
        seen.0 += numbers.values.iter().filter(|&&value| value > 1.0 && value <= 100.0).count() as u64;
        seen.1 += numbers.values.iter().filter(|value| !value.is_nan()).count() as u64;
    }
    out
}

/// A note for each column of confidences of which more than half lie between 1 and 100.
pub(super) fn like_percent(reading: &Reading) -> Vec<String> {
    let large = reading.confidences.iter().filter(|(_, (above, all))| above * 2 > *all);
    let note = |(name, _): (&String, _)| {
        format!("`{name}` is mostly above 1 and so read as unknown: if it is per cent, call it `{name}_pct`")
    };
    large.map(note).collect()
}
