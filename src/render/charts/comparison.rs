//! Charts of a comparison: changes on a common scale around none.

use super::agreement::missing;
use super::axis::{Axis, Unit};
use super::names::{in_sentence, pair, shown};
use super::palette::Colour;
use super::rows::{Reference, Row, Rows, Style, Value};
use super::sketch::{Sketch, ends, extent, instead, remainder, spoken};
use crate::compare::{Change, PairChange, PairChanges, PairVerdict, QuestionComparison};
use crate::render::number;
use crate::vocabulary::{Estimate, Outcome};

/// Parts and pairs drawn at most.
const PARTS: usize = 30;
const PAIRS: usize = 12;

/// The charts that one question's comparison allows; `level` is the intervals' in words: `95 %`.
pub fn sketches(question: &QuestionComparison, level: &str) -> Vec<Sketch> {
    [coefficients(question, level), parts(question, level), pairs(question, level)]
        .into_iter()
        .flatten()
        .collect()
}

fn coefficients(question: &QuestionComparison, level: &str) -> Option<Sketch> {
    let whole: Vec<&Change> = question.changes.iter().filter(|change| change.slice.is_whole()).collect();
    let rows: Vec<Row> = whole.iter().map(|change| row(short(&change.name), &change.change)).collect();
    let caption = format!(
        "Change of each coefficient on the whole log, after minus before, with its {level} interval."
    );
    drawn(rows, ("changes".into(), "changes"), told(&whole), caption)
}

fn told(changes: &[&Change]) -> String {
    match changes.iter().filter(|change| change.reported).count() {
        0 => "No coefficient is told to have changed".to_owned(),
        told => format!("{told} of {} coefficients changed", changes.len()),
    }
}

/// The coefficients' changes from one guideline version to the next.
pub fn rows_of_changes(
    changes: &[Change],
    (before, after): (&str, &str),
    place: (String, &'static str),
    level: &str,
) -> Option<Sketch> {
    let all: Vec<&Change> = changes.iter().collect();
    let rows: Vec<Row> = all.iter().map(|change| row(short(&change.name), &change.change)).collect();
    let caption = format!(
        "Change of each coefficient from {} to {}, with its {level} interval.",
        in_sentence(before),
        in_sentence(after)
    );
    drawn(rows, place, told(&all), caption)
}

fn parts(question: &QuestionComparison, level: &str) -> Option<Sketch> {
    let first = question.changes.first()?.metric.as_str();
    let mut all: Vec<&Change> = question
        .changes
        .iter()
        .filter(|change| {
            !change.slice.is_whole() && change.metric == first && change.change.estimated().is_some()
        })
        .collect();
    let value = |change: &Change| change.change.estimated().map_or(0.0, |own| own.value);
    all.sort_by(|a, b| value(a).total_cmp(&value(b)).then(a.slice.cmp(&b.slice)));
    let told = all.iter().filter(|change| change.reported).count();
    let name = all.first().map_or("alpha", |change| short(&change.name));
    let title = match told {
        0 => format!("{name} is not told to have changed inside any part"),
        told => format!("{name} changed inside {told} of {} parts", all.len()),
    };
    let caption = format!(
        "Change of {name} inside each slice and group, after minus before, with its {level} interval.{}",
        remainder(all.len().min(PARTS), all.len())
    );
    let rows = all.iter().take(PARTS).map(|change| row(&shown(&change.slice.0), &change.change)).collect();
    drawn(rows, ("parts".into(), "parts"), title, caption)
}

fn pairs(question: &QuestionComparison, level: &str) -> Option<Sketch> {
    pair_sketch(question.pairs.as_ref()?, ("label-pairs".into(), "pairs"), level)
}

/// Label pairs mended and newly broken.
pub fn pair_sketch(found: &PairChanges, place: (String, &'static str), level: &str) -> Option<Sketch> {
    let of = |verdict: PairVerdict| found.pairs.iter().filter(|pair| pair.verdict == verdict).count();
    let (mended, broken) = (of(PairVerdict::Mended), of(PairVerdict::NewlyBroken));
    let title = match (mended, broken) {
        (0, 0) => "No label pair is told to be mended or newly broken".to_owned(),
        (mended, broken) => format!("{mended} label pairs mended, {broken} newly broken"),
    };
    let caption = format!(
        "Change of the share of an item’s annotation pairs that are these two labels, with its {level} interval; to the left: \
         mended.{}",
        remainder(found.pairs.len().min(PAIRS), found.pairs_total as usize)
    );
    let rows = found.pairs.iter().take(PAIRS).map(pair_row).collect();
    drawn(rows, place, title, caption)
}

fn pair_row(own: &PairChange) -> Row {
    let hue = if own.verdict == PairVerdict::NewlyBroken { Colour::Orange } else { Colour::Blue };
    Row { name: pair(&own.first, &own.second), values: vec![value(&own.change, hue)], instead: String::new() }
}

fn row(name: &str, outcome: &Outcome<Estimate>) -> Row {
    match outcome {
        Outcome::NotEstimable(reason) => missing(name, Some(instead(reason))),
        Outcome::Estimated(estimate) => {
            Row { name: name.into(), values: vec![value(estimate, Colour::Blue)], instead: String::new() }
        }
    }
}

fn value(estimate: &Estimate, hue: Colour) -> Value {
    Value { at: estimate.value, ends: ends(estimate), hue, words: number::signed_estimate(estimate) }
}

fn short(name: &str) -> &str {
    name.split_once(" (").map_or(name, |(short, _)| short)
}

/// Rows around zero; `None` where no row has a value.
fn drawn(
    rows: Vec<Row>,
    (id, section): (String, &'static str),
    title: String,
    caption: String,
) -> Option<Sketch> {
    if rows.iter().all(|row| row.values.is_empty()) {
        return None;
    }
    let mut held = extent(&rows);
    held.push(0.0);
    let alt = spoken(&title, &rows);
    let form = Box::new(Rows {
        rows,
        axis: Axis::around(held, Unit::Difference),
        measure: "after minus before".into(),
        style: Style::Dot,
        reference: Some(Reference { at: 0.0, name: "no change".into() }),
        key: Vec::new(),
    });
    Some(Sketch { id, section, title, caption, alt, form })
}
