//! Charts of the agreement section: headline, coefficients, labels, label pairs, coincidences.

use super::axis::{Axis, Unit};
use super::band_strip::BandStrip;
use super::heat_map::{Cell, HeatMap, LARGEST};
use super::names::{self, in_sentence, shown};
use super::palette::Colour;
use super::rows::{Row, Rows, Style, Value};
use super::sketch::{Sketch, ends, extent, instead, remainder, spoken};
use crate::audit::{LabelAgreement, QuestionAudit};
use crate::render::number;
use crate::vocabulary::{Estimate, Matrix, Scale};

/// Label pairs drawn at most.
const PAIRS: usize = 12;

/// The charts that this question's agreement allows; `level` is the intervals' in words: `95 %`.
pub fn sketches(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    [
        headline(question, level),
        coefficients(question, level),
        labels(question, level),
        pairs(question, level),
        coincidences(question),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The pooled alpha of a question, where it was had.
pub fn alpha(question: &QuestionAudit) -> Option<&Estimate> {
    let coefficients = &question.agreement.coefficients;
    coefficients.iter().find(|c| c.metric == "krippendorff_alpha").and_then(|c| c.outcome.estimated())
}

fn headline(question: &QuestionAudit, level: &str) -> Option<Sketch> {
    let alpha = alpha(question)?;
    let words = number::estimate(alpha);
    let band = question.agreement.band.estimated();
    let title = match band.map(|band| band.band.as_str()) {
        Some("reliable") => format!("Agreement is reliable by Krippendorff’s bands: alpha {words}"),
        Some("tentative") => format!("Agreement allows tentative conclusions: alpha {words}"),
        Some("not reliable") => format!("Agreement is not reliable by Krippendorff’s bands: alpha {words}"),
        _ => format!("Krippendorff’s alpha is {words}"),
    };
    let mut caption = format!(
        "Krippendorff’s alpha, {} scale, with its {level} interval, on his bands; {}.",
        question.question.scale.name(),
        number::counted(alpha.sample.items, "pairable item", "pairable items"),
    );
    if let Some(band) = band {
        caption.push_str(&format!(
            " “{}” is the highest band that alpha reaches with a probability of at least .95 ({}).",
            band.band,
            number::share(band.probability)
        ));
    }
    let alt = format!("{title}. Bands: not reliable up to .667, tentative up to .800, reliable above.");
    let form = Box::new(BandStrip { value: alpha.value, ends: ends(alpha), words });
    Some(Sketch { id: "headline".into(), section: "headline", title, caption, alt, form })
}

fn coefficients(question: &QuestionAudit, level: &str) -> Option<Sketch> {
    let all = &question.agreement.coefficients;
    let rows: Vec<Row> = all
        .iter()
        .map(|coefficient| match coefficient.outcome.estimated() {
            Some(estimate) => row(short(&coefficient.name), estimate),
            None => missing(short(&coefficient.name), coefficient.outcome.reason().map(instead)),
        })
        .collect();
    let corrected: Vec<f64> = all
        .iter()
        .filter(|c| c.metric != "percent_agreement")
        .filter_map(|c| c.outcome.estimated().map(|e| e.value))
        .collect();
    if rows.iter().all(|row| row.values.is_empty()) {
        return None;
    }
    let low = corrected.iter().copied().fold(f64::INFINITY, f64::min);
    let high = corrected.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let title = if corrected.len() < 2 {
        "Chance-corrected agreement beside plain agreement".to_owned()
    } else if high - low > 0.1 {
        format!(
            "The chance-corrected coefficients part ways: {} to {}",
            number::share(low),
            number::share(high)
        )
    } else {
        format!("The chance-corrected coefficients agree: {} to {}", number::share(low), number::share(high))
    };
    let alt = spoken(&title, &rows);
    let axis = Axis::around(extent(&rows), Unit::Share);
    let caption = format!(
        "Pooled coefficients for the {} scale, side by side, {level} intervals; the axis runs from {} to {}. They \
         differ in what they take for chance; percent agreement takes nothing off.",
        question.question.scale.name(),
        axis.written(axis.low),
        axis.written(axis.high)
    );
    let form = Box::new(dots(axis, rows, ""));
    Some(Sketch { id: "coefficients".into(), section: "agreement", title, caption, alt, form })
}

/// A coefficient's name without its scale: `Krippendorff’s alpha`.
fn short(name: &str) -> &str {
    name.split(" (").next().unwrap_or(name)
}

fn labels(question: &QuestionAudit, level: &str) -> Option<Sketch> {
    let sets = question.question.scale == Scale::Set;
    let labels: Vec<&LabelAgreement> = match sets {
        true => question.agreement.members.iter().map(|member| &member.has).collect(),
        false => question.agreement.labels.iter().collect(),
    };
    let mut had: Vec<(&LabelAgreement, &Estimate)> = labels
        .into_iter()
        .filter_map(|label| label.specific_agreement.estimated().map(|estimate| (label, estimate)))
        .collect();
    let all = had.len();
    let nominal = sets || question.question.scale == Scale::Nominal;
    let mut ascending = had.clone();
    ascending.sort_by(|a, b| a.1.value.total_cmp(&b.1.value).then_with(|| a.0.label.cmp(&b.0.label)));
    let (first, last) = (*ascending.first()?, *ascending.last()?);
    if nominal || all > LARGEST {
        had = ascending.clone();
        had.truncate(LARGEST);
    }
    let weak = in_sentence(&first.0.label);
    let stands_out = match (ends(first.1), ascending.get(1).and_then(|second| ends(second.1))) {
        (Some((_, upper)), Some((lower, _))) => upper < lower,
        _ => false,
    };
    let title = match (all, stands_out) {
        (1, _) => format!("Agreement on “{weak}” is {}", number::estimate(first.1)),
        (_, true) => format!("“{weak}” is the weak label: {}", number::estimate(first.1)),
        (_, false) => format!(
            "Agreement by label runs from {} (“{weak}”) to {} (“{}”)",
            number::share(first.1.value),
            number::share(last.1.value),
            in_sentence(&last.0.label)
        ),
    };
    let rows: Vec<Row> = had.iter().map(|(label, estimate)| row(&shown(&label.label), estimate)).collect();
    let caption = format!(
        "Specific agreement: given that one annotator chose the label{}, the share of the item’s other annotators who \
         chose it too; {level} intervals{}.{}",
        if sets { ", whatever else with it" } else { "" },
        if nominal || all > LARGEST { ", weakest first" } else { ", in the scale’s order" },
        remainder(rows.len(), all)
    );
    let alt = spoken(&title, &rows);
    let form = Box::new(dots(Axis::shares(extent(&rows)), rows, ""));
    Some(Sketch { id: "label-agreement".into(), section: "labels", title, caption, alt, form })
}

fn pairs(question: &QuestionAudit, level: &str) -> Option<Sketch> {
    let pairs = &question.agreement.label_pairs;
    // With two labels there is one pair, and it has everything.
    if pairs.len() < 2 {
        return None;
    }
    let rows: Vec<Row> = pairs
        .iter()
        .filter_map(|pair| Some((pair, pair.share.estimated()?)))
        .take(PAIRS)
        .map(|(pair, share)| row(&names::pair(&pair.first, &pair.second), share))
        .collect();
    let top = pairs.iter().find(|pair| pair.share.estimated().is_some())?;
    let title = format!(
        "“{}” against “{}” makes up {} of the disagreement",
        in_sentence(&top.first),
        in_sentence(&top.second),
        number::percent(top.share.estimated()?.value)
    );
    let caption = format!(
        "Share of the observed disagreement by pair of labels, {level} intervals; all pairs add up to 1.{}",
        remainder(rows.len(), pairs.len())
    );
    let alt = spoken(&title, &rows);
    let largest = extent(&rows).into_iter().fold(0.02, f64::max);
    let axis = Axis::between(0.0, largest, 5, Unit::Share);
    let form = Box::new(Rows { style: Style::Bar, ..dots(axis, rows, "") });
    Some(Sketch { id: "label-pairs".into(), section: "labels", title, caption, alt, form })
}

fn coincidences(question: &QuestionAudit) -> Option<Sketch> {
    let matrix = question.agreement.coincidences.estimated()?;
    if matrix.rows.len() < 2 {
        return None;
    }
    let (form, shown_labels) = row_shares(matrix, "rows: one annotator · columns: the others");
    let top = question.agreement.label_pairs.first();
    let title = match top {
        // Of two labels there is no other pair to compare with.
        Some(_) if matrix.rows.len() == 2 => "How often others say the same as one annotator".into(),
        Some(pair) => format!(
            "Where annotators part, it is most often “{}” against “{}”",
            in_sentence(&pair.first),
            in_sentence(&pair.second)
        ),
        None => "What one annotator calls an item, and what the others call it".into(),
    };
    let caption = format!(
        "Coincidence matrix: of the items to which one annotator gives the row’s label, the per cent of other \
         annotations with the column’s label. Blue: the same label; orange: another.{}{}",
        never(&form),
        remainder(shown_labels, matrix.rows.len())
    );
    let alt = format!("{title}. Heat map of {shown_labels} by {shown_labels} labels.");
    let form = Box::new(form);
    Some(Sketch { id: "coincidences".into(), section: "labels", title, caption, alt, form })
}

/// A square matrix of counts as a heat map of row shares, diagonal and off-diagonal in two hues; and how many labels
/// it shows: of more than [`LARGEST`] those with the largest rows, in their order.
pub fn row_shares(matrix: &Matrix, sides: &str) -> (HeatMap, usize) {
    let totals: Vec<f64> = (0..matrix.rows.len())
        .map(|r| (0..matrix.columns.len()).filter_map(|c| matrix.cell(r, c)).sum())
        .collect();
    let mut kept: Vec<usize> = (0..matrix.rows.len().min(matrix.columns.len())).collect();
    kept.sort_by(|a, b| totals[*b].total_cmp(&totals[*a]).then(a.cmp(b)));
    kept.truncate(LARGEST);
    kept.sort_unstable();
    let cell = |r: usize, c: usize| {
        let share = matrix.cell(r, c)? / totals[r];
        if !share.is_finite() {
            return None;
        }
        // Off the diagonal shares are small and matter: their root brings them out.
        let strength = if r == c { share } else { share.sqrt() };
        let hue = if r == c { Colour::Blue } else { Colour::Orange };
        let words = number::cell_percent(share);
        Some(Cell { strength, hue, words, under: String::new() })
    };
    let cells = kept.iter().flat_map(|r| kept.iter().map(|c| cell(*r, *c)).collect::<Vec<_>>()).collect();
    let names = |all: &[String]| kept.iter().map(|k| shown(&all[*k])).collect::<Vec<_>>();
    let map = HeatMap {
        rows: names(&matrix.rows),
        columns: names(&matrix.columns),
        cells,
        sides: format!("{sides} · % of the row"),
        key: Vec::new(),
    };
    (map, kept.len())
}

/// A sentence on rows that have nothing to take a share of, where there are any.
pub fn never(map: &HeatMap) -> &'static str {
    if map.cells.iter().any(Option::is_none) { " Grey dots: no item has the row’s label." } else { "" }
}

/// A row with one estimate.
pub fn row(name: &str, estimate: &Estimate) -> Row {
    let value = Value {
        at: estimate.value,
        ends: ends(estimate),
        hue: Colour::Blue,
        words: number::estimate(estimate),
    };
    Row { name: name.to_owned(), values: vec![value], instead: String::new() }
}

/// A row without a value.
pub fn missing(name: &str, instead: Option<String>) -> Row {
    Row { name: name.to_owned(), values: Vec::new(), instead: instead.unwrap_or_default() }
}

/// Dots and whiskers on this axis.
pub fn dots(axis: Axis, rows: Vec<Row>, measure: &str) -> Rows {
    Rows { rows, axis, measure: measure.into(), style: Style::Dot, reference: None, key: Vec::new() }
}
