//! Charts of label rates by group: differences from all others, and how far every two groups lie apart.

use super::agreement::dots;
use super::axis::{Axis, Unit};
use super::chart::MOST_ATTRIBUTES;
use super::heat_map::{Cell, HeatMap, LARGEST};
use super::names::{in_sentence, shown, slug};
use super::palette::Colour;
use super::rows::{Reference, Row, Rows, Value};
use super::sketch::{Sketch, extent, instead, remainder, spoken};
use crate::audit::{AttributeSeverity, GroupDistance, LabelContrast, Severity};
use crate::render::number;
use crate::render::severity_phrase::distinct;

/// Rows drawn at most.
const SHOWN: usize = 24;
/// Groups that a heat map is for: two are one number.
const FEWEST: usize = 3;
/// A divergence beyond chance, in bits, that has the full colour.
const FULL: f64 = 0.02;
/// p from which a distance is claimed, shared among all attributes.
const MAX_P: f64 = 0.05;

/// Charts of this part.
pub(super) fn sketches(found: &Severity, level: &str) -> Vec<Sketch> {
    let attributes = found.attributes.iter().take(MOST_ATTRIBUTES);
    attributes
        .flat_map(|one| [differences(one, level), distances(one, MAX_P / found.attributes.len() as f64)])
        .flatten()
        .collect()
}

/// One label in one group.
struct Line<'a> {
    /// Place of the label.
    label: usize,
    group: &'a str,
    contrast: &'a LabelContrast,
}

impl Line<'_> {
    fn name(&self, labels: usize) -> String {
        match (&self.contrast.label, labels) {
            (Some(label), 2..) => format!("{}: {}", shown(label), shown(self.group)),
            (None, 2..) => format!("mean severity: {}", shown(self.group)),
            _ => shown(self.group),
        }
    }

    fn row(&self, labels: usize) -> Row {
        let ends = self.contrast.simultaneous.estimated().map(|ends| (ends.lower, ends.upper));
        let value = self.contrast.difference.value;
        let words = match ends {
            Some((lower, upper)) => {
                format!("{} [{}, {}]", number::signed(value), number::signed(lower), number::signed(upper))
            }
            None => number::signed(value),
        };
        let hue = if self.contrast.reported { Colour::Orange } else { Colour::Blue };
        Row {
            name: self.name(labels),
            values: vec![Value { at: value, ends, hue, words }],
            instead: String::new(),
        }
    }
}

fn differences(attribute: &AttributeSeverity, level: &str) -> Option<Sketch> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for group in &attribute.groups {
        let own = distinct(group.contrasts.estimated().map_or(&[], Vec::as_slice));
        // Mean severity has a unit of its own: it stands in the table.
        let shares = own.iter().enumerate().filter(|(_, contrast)| contrast.label.is_some());
        lines.extend(shares.map(|(label, contrast)| Line { label, group: &group.group, contrast }));
    }
    if lines.is_empty() {
        return None;
    }
    let all = lines.len();
    lines.sort_by(|a, b| {
        let size = |line: &Line<'_>| line.contrast.difference.value.abs();
        (!a.contrast.reported).cmp(&!b.contrast.reported).then(size(b).total_cmp(&size(a)))
    });
    lines.truncate(SHOWN);
    lines.sort_by(|a, b| {
        (a.label).cmp(&b.label).then(b.contrast.difference.value.total_cmp(&a.contrast.difference.value))
    });
    let mut labels: Vec<&Option<String>> = lines.iter().map(|line| &line.contrast.label).collect();
    labels.dedup();
    let title = claim(attribute, &lines);
    let mut rows: Vec<Row> = lines.iter().map(|line| line.row(labels.len())).collect();
    rows.extend(absent(attribute).into_iter().take(SHOWN.saturating_sub(all)));
    let what = match (&labels[..], lines.first()) {
        ([Some(label)], Some(_)) => format!("“{}”", in_sentence(label)),
        _ => "each label".into(),
    };
    let caption = format!(
        "How much more often each group gives {what} than all other annotators do on the items that both saw; whiskers \
         hold for all comparisons of {} at once ({level}).{}{}",
        in_sentence(&attribute.attribute),
        if lines.iter().any(|line| line.contrast.reported) { " Orange: reported." } else { "" },
        remainder(lines.len(), all)
    );
    let alt = spoken(&title, &rows);
    let mut values = extent(&rows);
    values.push(0.0);
    let reference = Some(Reference { at: 0.0, name: "as often as the others".into() });
    let form = dots(Axis::around(values, Unit::Difference), rows, "difference of shares");
    let form = Box::new(Rows { reference, ..form });
    let id = format!("label-rates-by-{}", slug(&attribute.attribute));
    Some(Sketch { id, section: "severity", title, caption, alt, form })
}

/// Groups that could not be compared.
fn absent(attribute: &AttributeSeverity) -> Vec<Row> {
    let row = |(name, why): (&String, String)| Row { name: shown(name), values: Vec::new(), instead: why };
    let groups = attribute.groups.iter();
    groups.filter_map(|own| Some((&own.group, instead(own.contrasts.reason()?)))).map(row).collect()
}

fn claim(attribute: &AttributeSeverity, lines: &[Line<'_>]) -> String {
    let reported = lines.iter().filter(|line| line.contrast.reported);
    let widest = reported.max_by(|a, b| {
        a.contrast
            .difference
            .value
            .abs()
            .total_cmp(&b.contrast.difference.value.abs())
            .then(b.group.cmp(a.group))
    });
    let name = in_sentence(&attribute.attribute);
    match widest {
        Some(line) => {
            let more = if line.contrast.difference.value > 0.0 { "more" } else { "less" };
            format!(
                "{name}: “{}” gives “{}” {more} often than the others on the same items",
                in_sentence(line.group),
                in_sentence(line.contrast.label.as_deref().unwrap_or_default())
            )
        }
        None => format!("{name}: no group is found to label the same items differently"),
    }
}

fn distances(attribute: &AttributeSeverity, max_p: f64) -> Option<Sketch> {
    let pairs = attribute.distances.estimated()?;
    let mut names: Vec<&str> =
        pairs.iter().flat_map(|pair| [pair.first.as_str(), pair.second.as_str()]).collect();
    names.sort_unstable();
    names.dedup();
    let all = names.len();
    names.truncate(LARGEST);
    if names.len() < FEWEST {
        return None;
    }
    let title = farthest(&attribute.attribute, pairs, max_p)?;
    let between = |a: &str, b: &str| {
        pairs
            .iter()
            .find(|pair| (pair.first == a && pair.second == b) || (pair.first == b && pair.second == a))
    };
    let places = names.iter().flat_map(|a| names.iter().map(move |b| (*a, *b)));
    let cells = places.map(|(a, b)| cell(a == b, between(a, b))).collect();
    let with_chance = pairs.iter().any(|pair| pair.shuffled.estimated().is_some());
    let caption = format!(
        "Jensen–Shannon divergence of two groups’ label shares on the items that both saw, in thousandths of a bit{}. The \
         stronger the colour, the more of it is beyond chance.{}",
        if with_chance { "; below it what shuffled group names give" } else { "" },
        remainder(names.len(), all)
    );
    let alt = format!("{title}. Heat map of {} groups.", names.len());
    let named: Vec<String> = names.iter().map(|name| shown(name)).collect();
    let sides = "thousandths of a bit".into();
    let form = Box::new(HeatMap { rows: named.clone(), columns: named, cells, sides, key: Vec::new() });
    let id = format!("group-distances-by-{}", slug(&attribute.attribute));
    Some(Sketch { id, section: "severity", title, caption, alt, form })
}

/// What the pair says that lies farthest apart beyond chance; `None` where no pair shares an item.
fn farthest(attribute: &str, pairs: &[GroupDistance], max_p: f64) -> Option<String> {
    let beyond = |pair: &GroupDistance| pair.debiased().or(pair.bits()).unwrap_or_default();
    let order = |a: &&GroupDistance, b: &&GroupDistance| {
        beyond(a).total_cmp(&beyond(b)).then((&b.first, &b.second).cmp(&(&a.first, &a.second)))
    };
    let pair = pairs.iter().filter(|pair| pair.bits().is_some()).max_by(order)?;
    let (name, first, second) = (in_sentence(attribute), in_sentence(&pair.first), in_sentence(&pair.second));
    Some(match pair.p {
        Some(p) if p <= max_p => {
            format!("{name}: “{first}” and “{second}” lie farther apart than chance makes them")
        }
        Some(_) => format!("{name}: no two groups lie clearly farther apart than chance makes them"),
        None => format!("{name}: “{first}” and “{second}” lie farthest apart"),
    })
}

/// A pair's cell; a group lies nowhere from itself.
fn cell(own: bool, pair: Option<&GroupDistance>) -> Option<Cell> {
    if own {
        return Some(Cell { strength: 0.0, hue: Colour::Blue, words: String::new(), under: String::new() });
    }
    let pair = pair?;
    let thousandths = |bits: f64| number::decimal(bits * 1000.0, 1);
    let under = pair.shuffled.estimated().map_or(String::new(), |bits| thousandths(*bits));
    let strength = (pair.debiased().or(pair.bits())? / FULL).sqrt().min(1.0);
    Some(Cell { strength, hue: Colour::Orange, words: thousandths(pair.bits()?), under })
}
