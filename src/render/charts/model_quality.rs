//! What one model confuses, and how far each of its labels can be trusted.

use super::agreement::{dots, never, row_shares};
use super::axis::Axis;
use super::heat_map::HeatMap;
use super::names::{in_sentence, shown, slug};
use super::palette::Colour;
use super::rows::{Row, Rows, Value};
use super::sketch::{Sketch, ends, extent, instead, remainder, spoken};
use crate::audit::{Against, ModelComparison, ModelLabel, ModelQuality};
use crate::render::number;
use crate::vocabulary::{Estimate, Matrix, Outcome};

/// Where these charts stand: beside the details of each model, below what compares all of them.
const SECTION: &str = "human_model_details";
/// Labels in the chart of precision and recall.
const LABELS: usize = 20;

/// A confusion matrix against the consensus and one against gold; precision and recall by label against the better of
/// the two references that there is.
pub fn sketches(model: &ModelComparison, level: &str) -> Vec<Sketch> {
    let both = [(Against::Consensus, &model.consensus), (Against::Gold, &model.gold)];
    let known: Vec<(Against, &ModelQuality)> =
        both.into_iter().filter_map(|(against, quality)| Some((against, quality.estimated()?))).collect();
    let mut out: Vec<Sketch> =
        known.iter().filter_map(|&(against, quality)| confusion(model, against, quality)).collect();
    out.extend(known.last().and_then(|&(against, quality)| by_label(model, against, quality, level)));
    out
}

fn confusion(model: &ModelComparison, against: Against, quality: &ModelQuality) -> Option<Sketch> {
    let matrix = &quality.confusion;
    if matrix.rows.len() < 2 {
        return None;
    }
    let name = in_sentence(&model.model);
    let (calls, sides, reference) = match against {
        Against::Consensus => (
            "that people call",
            "rows: people’s majority · columns: the model",
            "Label of people’s majority (ties left out)",
        ),
        Against::Gold => ("whose gold label is", "rows: gold · columns: the model", "Gold label"),
    };
    let title = match quality.most_confused.first() {
        Some(pair) => format!(
            "“{name}” says “{}” for {} of the items {calls} “{}”",
            in_sentence(&pair.given),
            pair.row_share.estimated().map_or_else(String::new, |share| number::percent(share.value)),
            in_sentence(&pair.reference)
        ),
        None => match against {
            Against::Consensus => format!("“{name}” gives every item the label of people’s majority"),
            Against::Gold => format!("“{name}” gives every item its gold label"),
        },
    };
    let (form, labels) = row_shares(matrix, sides);
    let form = with_counts(form, matrix);
    let caption = format!(
        "{reference} against the model’s, {}; rows add up to 100 %, the items of each row stand beside its label. Blue: \
         the same label; orange: another.{}{}",
        number::counted(quality.items, "item", "items"),
        never(&form),
        remainder(labels, matrix.rows.len())
    );
    let alt = format!("{title}. Heat map of {labels} by {labels} labels.");
    let id = match against {
        Against::Consensus => format!("confusion-{}", slug(&model.model)),
        Against::Gold => format!("confusion-gold-{}", slug(&model.model)),
    };
    Some(Sketch { id, section: SECTION, title, caption, alt, form: Box::new(form) })
}

/// Items under each cell's share, where there is room, and those of a row beside its name.
fn with_counts(mut map: HeatMap, matrix: &Matrix) -> HeatMap {
    let all: Vec<String> = matrix.rows.iter().map(|name| shown(name)).collect();
    // The map shows some of the labels in their order, so names are met from left to right.
    let mut next = 0;
    let kept: Vec<usize> = map
        .rows
        .iter()
        .filter_map(|name| {
            let place = next + all[next..].iter().position(|own| own == name)?;
            next = place + 1;
            Some(place)
        })
        .collect();
    let side = map.columns.len();
    if kept.len() != side {
        return map;
    }
    for (row, &r) in kept.iter().enumerate() {
        let total: f64 = (0..matrix.columns.len()).filter_map(|c| matrix.cell(r, c)).sum();
        map.rows[row] = format!("{} · {}", map.rows[row], number::count(total as u64));
        for (column, &c) in kept.iter().enumerate() {
            let items = matrix.cell(r, c).filter(|&items| items > 0.0);
            if let (Some(cell), Some(items)) = (&mut map.cells[row * side + column], items) {
                cell.under = number::count(items as u64);
            }
        }
    }
    map
}

fn by_label(
    model: &ModelComparison,
    against: Against,
    quality: &ModelQuality,
    level: &str,
) -> Option<Sketch> {
    let mut used: Vec<&ModelLabel> =
        quality.labels.iter().filter(|label| label.support + label.predicted > 0).collect();
    let all = used.len();
    if all < 2 {
        return None;
    }
    if all > LABELS {
        used.sort_by(|a, b| b.support.cmp(&a.support).then_with(|| a.label.cmp(&b.label)));
        used.truncate(LABELS);
    }
    let rows: Vec<Row> = used
        .iter()
        .map(|label| {
            let values: Vec<Value> = [(&label.precision, Colour::Blue), (&label.recall, Colour::Orange)]
                .into_iter()
                .filter_map(|(outcome, hue)| Some(value(outcome.estimated()?, hue)))
                .collect();
            let instead = label.precision.reason().map(instead).unwrap_or_default();
            Row { name: shown(&label.label), values, instead }
        })
        .collect();
    let title = weakest(model, against, &used)?;
    let caption = format!(
        "Precision: of the items that the model gives a label, the share whose label by {} it is. Recall: of the items with a \
         label by {0}, the share that the model gives it. {level} intervals.{}",
        if against == Against::Gold { "gold" } else { "people’s majority" },
        remainder(rows.len(), all)
    );
    let alt = spoken(&title, &rows);
    let key = vec![("precision".to_owned(), Colour::Blue), ("recall".to_owned(), Colour::Orange)];
    let form = Box::new(Rows { key, ..dots(Axis::shares(extent(&rows)), rows, "") });
    Some(Sketch {
        id: format!("model-labels-{}", slug(&model.model)),
        section: SECTION,
        title,
        caption,
        alt,
        form,
    })
}

fn value(estimate: &Estimate, hue: Colour) -> Value {
    Value { at: estimate.value, ends: ends(estimate), hue, words: number::estimate(estimate) }
}

/// The label with the least F1 of those that the reference uses.
fn weakest(model: &ModelComparison, against: Against, labels: &[&ModelLabel]) -> Option<String> {
    let name = in_sentence(&model.model);
    let known = labels.iter().filter(|label| label.support > 0);
    let scored = known.filter_map(|label| Some((*label, label.f1.estimated()?.value)));
    let (label, _) = scored.min_by(|a, b| a.1.total_cmp(&b.1))?;
    let percent = |outcome: &Outcome<Estimate>| outcome.estimated().map(|e| number::percent(e.value));
    let right = match against {
        Against::Consensus => "agrees with people",
        Against::Gold => "is right",
    };
    Some(match (percent(&label.recall), percent(&label.precision)) {
        (Some(found), Some(precision)) => format!(
            "“{name}” is weakest at “{}”: it finds {found} of it and {right} in {precision} of the items it calls so",
            in_sentence(&label.label)
        ),
        (Some(found), None) => {
            format!("“{name}” is weakest at “{}”: it finds {found} of it", in_sentence(&label.label))
        }
        _ => format!("Precision and recall of “{name}” by label"),
    })
}
