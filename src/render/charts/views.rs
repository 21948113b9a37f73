//! Charts of whose view the consensus loses.

use super::agreement::{dots, missing};
use super::axis::{Axis, Unit};
use super::chart::MOST_ATTRIBUTES;
use super::names::{in_sentence, shown, slug};
use super::palette::Colour;
use super::rows::{Reference, Row, Rows, Style, Value};
use super::sketch::{Sketch, ends, extent, instead, remainder, spoken};
use crate::audit::{AttributeViews, Flips, GroupViews, Views};
use crate::render::number;
use crate::vocabulary::{Estimate, Outcome};

/// Groups drawn at most.
const SHOWN: usize = 24;

/// Two charts for each attribute: distance from the consensus, and flips beside what chance makes of them; then one of the
/// weightings.
pub(super) fn sketches(found: &Views, level: &str) -> Vec<Sketch> {
    let of = |attribute| [distances(attribute, level), flips(attribute)];
    let attributes = found.attributes.iter().take(MOST_ATTRIBUTES).flat_map(of);
    attributes.chain([weighted(found)]).flatten().collect()
}

/// A group's agreement with the consensus less that of the others.
fn distances(attribute: &AttributeViews, level: &str) -> Option<Sketch> {
    let difference = |group: &'_ GroupViews| -> Outcome<Estimate> {
        match &group.numbers {
            Outcome::Estimated(numbers) => numbers.consensus.difference.clone(),
            Outcome::NotEstimable(reason) => Outcome::NotEstimable(reason.clone()),
        }
    };
    let all: Vec<(&GroupViews, Outcome<Estimate>)> =
        attribute.groups.iter().map(|group| (group, difference(group))).collect();
    let had: Vec<(&GroupViews, &Estimate)> =
        all.iter().filter_map(|(group, found)| Some((*group, found.estimated()?))).collect();
    if had.is_empty() {
        return None;
    }
    let rows: Vec<Row> = all.iter().take(SHOWN).map(|(group, found)| row(&group.group, found)).collect();
    let title = claim(&attribute.attribute, &had);
    let caption = format!(
        "Share of each group’s annotations with the label of the majority of the item’s other annotators, less the same share \
         of everybody else on the same items, {level} intervals. Left of the line a group’s view is lost more often.{}",
        remainder(rows.len(), all.len())
    );
    let alt = spoken(&title, &rows);
    let mut reach = extent(&rows);
    reach.push(0.0);
    let reference = Some(Reference { at: 0.0, name: "as often as the others".into() });
    let form = Box::new(Rows { reference, ..dots(Axis::around(reach, Unit::Difference), rows, "") });
    let id = format!("views-{}", slug(&attribute.attribute));
    Some(Sketch { id, section: "views", title, caption, alt, form })
}

fn row(name: &str, found: &Outcome<Estimate>) -> Row {
    match found {
        Outcome::NotEstimable(reason) => missing(&shown(name), Some(instead(reason))),
        Outcome::Estimated(estimate) => {
            let words = number::signed_estimate(estimate);
            let value = Value { at: estimate.value, ends: ends(estimate), hue: Colour::Blue, words };
            Row { name: shown(name), values: vec![value], instead: String::new() }
        }
    }
}

fn claim(attribute: &str, had: &[(&GroupViews, &Estimate)]) -> String {
    let reported = |group: &GroupViews| group.numbers.estimated().is_some_and(|own| own.consensus.reported);
    let lost = had.iter().filter(|(group, estimate)| reported(group) && estimate.value < 0.0);
    match lost.min_by(|a, b| a.1.value.total_cmp(&b.1.value)) {
        Some((group, estimate)) => format!(
            "{}: the consensus loses the view of “{}” more often, by {}",
            in_sentence(attribute),
            in_sentence(&group.group),
            number::points(-estimate.value)
        ),
        None => format!("{}: no group is shown to lose its view more often", in_sentence(attribute)),
    }
}

/// Items that would flip if a group decided alone, beside the same for annotators drawn by lot.
fn flips(attribute: &AttributeViews) -> Option<Sketch> {
    let rows: Vec<Row> = attribute
        .groups
        .iter()
        .take(SHOWN)
        .map(|group| match group.numbers.estimated().map(|own| &own.alone) {
            Some(Outcome::Estimated(flips)) => of_flips(shown(&group.group), flips),
            Some(Outcome::NotEstimable(reason)) => missing(&shown(&group.group), Some(instead(reason))),
            None => missing(&shown(&group.group), group.numbers.reason().map(instead)),
        })
        .collect();
    if !rows.iter().any(|row| row.values.len() > 1) {
        return None;
    }
    let beyond = |group: &&GroupViews| {
        let alone = group.numbers.estimated().and_then(|own| own.alone.estimated());
        alone.and_then(|flips| flips.relabelled.estimated()).is_some_and(|found| found.reported)
    };
    let names: Vec<String> = attribute
        .groups
        .iter()
        .filter(beyond)
        .take(3)
        .map(|group| format!("“{}”", in_sentence(&group.group)))
        .collect();
    let title = match names.is_empty() {
        true => format!(
            "{}: alone, no group would decide otherwise beyond chance",
            in_sentence(&attribute.attribute)
        ),
        false => format!(
            "{}: alone, {} would decide otherwise beyond chance",
            in_sentence(&attribute.attribute),
            names.join(", ")
        ),
    };
    let caption = format!(
        "Disputed items whose majority would be another label if the group alone decided, beside the same for people drawn by \
         lot in its place: fewer people flip more items by chance.{}",
        remainder(rows.len(), attribute.groups.len())
    );
    let id = format!("flips-{}", slug(&attribute.attribute));
    Some(beside_chance(rows, id, title, caption, "this group"))
}

fn weighted(found: &Views) -> Option<Sketch> {
    let of = |own: &crate::audit::WeightedConsensus| {
        let numbers = own.numbers.estimated()?;
        Some(of_flips(shown(&own.attributes.join(" + ")), &numbers.flips))
    };
    let rows: Vec<Row> = found.weighted.iter().filter_map(of).take(SHOWN).collect();
    let most = found.weighted.iter().filter_map(|own| own.numbers.estimated()).map(|own| &own.flips);
    let most = most.max_by(|a, b| a.flips.cmp(&b.flips))?;
    let title = format!(
        "Weighted to the target, {} of {} would flip",
        number::count(most.flips),
        number::counted(most.items, "disputed item", "disputed items")
    );
    let caption = "Disputed items whose majority would be another label if annotators counted as the target asks, beside the \
                   same with the weights given to others by lot."
        .to_owned();
    Some(beside_chance(rows, "flips-weighted".into(), title, caption, "weighted"))
}

fn of_flips(name: String, flips: &Flips) -> Row {
    let bar = |share: f64, hue: Colour| Value { at: share, ends: None, hue, words: number::percent(share) };
    let mut values = vec![bar(flips.share().unwrap_or(0.0), Colour::Blue)];
    values.extend(flips.relabelled.estimated().map(|chance| bar(chance.expected, Colour::Orange)));
    Row { name, values, instead: String::new() }
}

fn beside_chance(rows: Vec<Row>, id: String, title: String, caption: String, own: &str) -> Sketch {
    let alt = spoken(&title, &rows);
    let largest = rows.iter().flat_map(|row| row.values.iter().map(|value| value.at)).fold(0.02, f64::max);
    let key = vec![(own.to_owned(), Colour::Blue), ("by chance".to_owned(), Colour::Orange)];
    let axis = Axis::between(0.0, largest, 5, Unit::Percent);
    let form = Box::new(Rows { rows, axis, measure: String::new(), style: Style::Bar, reference: None, key });
    Sketch { id, section: "views", title, caption, alt, form }
}
