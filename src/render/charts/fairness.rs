//! Charts of how models serve groups of items.

use super::agreement::{dots, missing};
use super::axis::{Axis, Unit};
use super::chart::MOST_ATTRIBUTES;
use super::names::{in_sentence, shown, slug};
use super::palette::Colour;
use super::rows::{Reference, Row, Rows, Value};
use super::sketch::{Sketch, ends, extent, instead, remainder, spoken};
use crate::audit::{Against, Fairness, FairnessMeasure, FairnessMetric, ModelFairness};
use crate::render::number;
use crate::vocabulary::{Estimate, Outcome};

/// Groups drawn at most.
const SHOWN: usize = 24;

/// For each model and attribute of the items: right labels by group; with one positive label true and false positive rates
/// too.
pub(super) fn sketches(found: &Fairness, level: &str) -> Vec<Sketch> {
    let models = found.models.iter().take(MOST_ATTRIBUTES);
    models.flat_map(|model| [right(model, level), errors(model, level)]).flatten().collect()
}

fn id(kind: &str, model: &ModelFairness) -> String {
    format!("{kind}-{}-{}", slug(&model.model), slug(&model.attribute))
}

fn value(estimate: &Estimate, hue: Colour) -> Value {
    Value { at: estimate.value, ends: ends(estimate), hue, words: number::estimate(estimate) }
}

fn right(model: &ModelFairness, level: &str) -> Option<Sketch> {
    let metric = model.metrics.first()?;
    let row = |(group, rate): (&str, &Outcome<Estimate>)| match rate {
        Outcome::Estimated(rate) => {
            Row { name: shown(group), values: vec![value(rate, Colour::Blue)], instead: String::new() }
        }
        Outcome::NotEstimable(reason) => missing(&shown(group), Some(instead(reason))),
    };
    let groups = metric.by_group.iter().take(SHOWN).map(|own| (own.group.as_str(), &own.rate));
    let rows: Vec<Row> = groups.map(row).collect();
    let what = match model.against {
        Against::Gold => "accuracy",
        Against::Consensus => "agreement with the consensus",
    };
    let title = claim(model, metric, what);
    let caption = format!(
        "Share of the items of each group to which the model gives the label of {}, {level} intervals; dashed: all items.{}",
        if model.against == Against::Gold { "gold" } else { "the consensus" },
        remainder(rows.len(), metric.by_group.len())
    );
    let alt = spoken(&title, &rows);
    let reference = metric.overall.estimated().map(|whole| Reference {
        at: whole.value,
        name: format!("all items {}", number::share(whole.value)),
    });
    let mut reach = extent(&rows);
    reach.extend(reference.as_ref().map(|own| own.at));
    let form = Box::new(Rows { reference, ..dots(Axis::around(reach, Unit::Share), rows, "") });
    Some(Sketch { id: id("fairness", model), section: "fairness", title, caption, alt, form })
}

/// The lowest group, where the groups are told apart.
fn claim(model: &ModelFairness, metric: &FairnessMetric, what: &str) -> String {
    let rates = metric.by_group.iter().filter_map(|own| Some((&own.group, own.rate.estimated()?)));
    let lowest = rates.min_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let (name, attribute) = (in_sentence(&model.model), in_sentence(&model.attribute));
    match lowest.filter(|_| metric.reported) {
        Some((group, rate)) => format!(
            "{name}: {what} is lowest on items of “{}” ({attribute}), {}",
            in_sentence(group),
            number::share(rate.value)
        ),
        None => format!("{name}: {what} does not differ by {attribute} beyond chance"),
    }
}

fn errors(model: &ModelFairness, level: &str) -> Option<Sketch> {
    if model.odds.len() != 1 {
        return None;
    }
    let of = |measure: FairnessMeasure| model.metrics.iter().find(|own| own.measure == measure);
    let (hits, alarms) = (of(FairnessMeasure::TruePositiveRate)?, of(FairnessMeasure::FalsePositiveRate)?);
    let label = hits.positive.as_deref().unwrap_or_default();
    let rows: Vec<Row> = hits
        .by_group
        .iter()
        .zip(&alarms.by_group)
        .take(SHOWN)
        .map(|(hit, alarm)| {
            let known = [(&hit.rate, Colour::Blue), (&alarm.rate, Colour::Orange)];
            let values: Vec<Value> =
                known.iter().filter_map(|(rate, hue)| Some(value(rate.estimated()?, *hue))).collect();
            let none = if values.is_empty() { "no items".into() } else { String::new() };
            Row { name: shown(&hit.group), values, instead: none }
        })
        .collect();
    if rows.iter().all(|row| row.values.is_empty()) {
        return None;
    }
    let apart = match (hits.reported, alarms.reported) {
        (false, false) => "errors fall evenly as far as can be told",
        (true, false) => "true positive rates differ beyond chance",
        (false, true) => "false positive rates differ beyond chance",
        (true, true) => "true and false positive rates differ beyond chance",
    };
    let title = format!("{} by {}: {apart}", in_sentence(&model.model), in_sentence(&model.attribute));
    let caption = format!(
        "How often the model gives “{}” where that is the reference’s label (true positives) and where it is not (false \
         positives), by group of items, {level} intervals.{}",
        in_sentence(label),
        remainder(rows.len(), hits.by_group.len())
    );
    let alt = spoken(&title, &rows);
    let key = vec![
        ("true positive rate".to_owned(), Colour::Blue),
        ("false positive rate".to_owned(), Colour::Orange),
    ];
    let form = Box::new(Rows { key, ..dots(Axis::shares(extent(&rows)), rows, "") });
    Some(Sketch { id: id("errors", model), section: "fairness", title, caption, alt, form })
}
