//! Charts of people and models.

use super::agreement::dots;
use super::axis::{Axis, Unit};
use super::model_quality;
use super::names::{in_sentence, shown};
use super::palette::Colour;
use super::rows::{Row, Rows, Value};
use super::sketch::{Sketch, ends, extent, instead, remainder, spoken};
use crate::audit::{HumanModel, HumanReference, ModelComparison, QuestionAudit};
use crate::render::number;

/// Models that get charts of their own.
const MODELS: usize = 6;
/// Models in the chart of all.
const SHOWN: usize = 20;

/// The charts of models that this question allows.
pub fn sketches(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    let Some(human_model) = question.human_model.estimated() else { return Vec::new() };
    let mut out: Vec<Sketch> = reference(human_model, level).into_iter().collect();
    for model in human_model.models.iter().take(MODELS) {
        out.extend(model_quality::sketches(model, level));
    }
    out
}

fn reference(human_model: &HumanModel, level: &str) -> Option<Sketch> {
    let had: Vec<(&ModelComparison, &HumanReference)> = human_model
        .models
        .iter()
        .filter_map(|model| Some((model, model.reference.estimated()?)))
        .filter(|(_, reference)| reference.model_human.estimated().is_some())
        .collect();
    let title = reference_title(&had)?;
    let rows: Vec<Row> = human_model
        .models
        .iter()
        .take(SHOWN)
        .map(|model| Row {
            name: shown(&model.model),
            values: model.reference.estimated().map(yardstick).unwrap_or_default(),
            instead: model.reference.reason().map(instead).unwrap_or_default(),
        })
        .collect();
    let caption = format!(
        "Like for like: how often a model gives the label of one person who annotated the item, and how often another \
         person does; {level} intervals.{}",
        remainder(rows.len(), human_model.models.len())
    );
    let alt = spoken(&title, &rows);
    let key =
        vec![("model with a person".to_owned(), Colour::Blue), ("two people".to_owned(), Colour::Orange)];
    let form = Box::new(Rows { key, ..dots(Axis::around(extent(&rows), Unit::Share), rows, "") });
    Some(Sketch { id: "human-reference".into(), section: "human_model", title, caption, alt, form })
}

fn yardstick(reference: &HumanReference) -> Vec<Value> {
    [(&reference.model_human, Colour::Blue), (&reference.human_human, Colour::Orange)]
        .into_iter()
        .filter_map(|(outcome, hue)| Some((outcome.estimated()?, hue)))
        .map(|(estimate, hue)| Value {
            at: estimate.value,
            ends: ends(estimate),
            hue,
            words: number::estimate(estimate),
        })
        .collect()
}

fn reference_title(had: &[(&ModelComparison, &HumanReference)]) -> Option<String> {
    let difference = |reference: &HumanReference| reference.difference.estimated().cloned();
    if let [(model, reference)] = had {
        let name = in_sentence(&model.model);
        return Some(match difference(reference) {
            Some(d) => {
                let words = number::signed_estimate(&d);
                match ends(&d) {
                    Some((_, upper)) if upper < 0.0 => {
                        format!("“{name}” agrees with a person less than people with each other: {words}")
                    }
                    Some((lower, _)) if lower > 0.0 => {
                        format!("“{name}” agrees with a person more than people with each other: {words}")
                    }
                    _ => format!("“{name}” agrees with a person about as people with each other: {words}"),
                }
            }
            None => format!("“{name}” beside people among themselves"),
        });
    }
    let ends_of = |r: &HumanReference| difference(r).and_then(|d| ends(&d));
    let below = had.iter().filter(|(_, r)| ends_of(r).is_some_and(|(_, upper)| upper < 0.0)).count();
    let above = had.iter().filter(|(_, r)| ends_of(r).is_some_and(|(lower, _)| lower > 0.0)).count();
    let all = had.len();
    match (all, below, above) {
        (0, ..) => None,
        (_, 0, 0) => Some(format!("None of {all} models clearly differs from people among themselves")),
        (_, below, 0) => {
            Some(format!("{below} of {all} models agree with a person less than people with each other"))
        }
        (_, 0, above) => {
            Some(format!("{above} of {all} models agree with a person more than people with each other"))
        }
        (_, below, above) => Some(format!(
            "Of {all} models {above} agree with a person more than people with each other, {below} less"
        )),
    }
}
