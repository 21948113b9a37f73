//! Charts of groups that agree among themselves, attribute by attribute.

use super::axis::{Axis, Unit};
use super::chart::MOST_ATTRIBUTES;
use super::names::{in_sentence, shown, slug};
use super::palette::Colour;
use super::rows::{Reference, Row, Rows, Style, Value};
use super::sketch::{Sketch, ends, extent, instead, remainder, spoken};
use crate::audit::{AttributeCohesion, Cohesion, CohesionVerdict, GroupAgreement, GroupCohesion};
use crate::render::number;
use crate::vocabulary::{Estimate, Outcome};

/// Groups drawn at most.
const SHOWN: usize = 24;

/// One chart of all groups' differences, then one for each attribute of which some group can be shown.
pub(super) fn sketches(found: &Cohesion, level: &str) -> Vec<Sketch> {
    let attributes = found.attributes.iter().take(MOST_ATTRIBUTES);
    let attributes = attributes.filter_map(|attribute| of_attribute(attribute, level));
    differences(found, level).into_iter().chain(attributes).collect()
}

/// IRR − xRR of all groups beyond what chance makes of it: those farthest from that, where there are too many.
fn differences(found: &Cohesion, level: &str) -> Option<Sketch> {
    let groups = found.attributes.iter().flat_map(|own| own.groups.iter().map(move |group| (own, group)));
    let mut told: Vec<(f64, String, &GroupAgreement, &Estimate)> = groups
        .filter_map(|(own, group)| {
            let numbers = group.numbers.estimated()?;
            let (test, difference) = (numbers.test.estimated()?, numbers.difference.redrawn.estimated()?);
            let name = format!("{}: {}", shown(&own.attribute), shown(&group.group));
            Some((difference.value - test.expected, name, numbers, difference))
        })
        .collect();
    if told.len() < 2 {
        return None;
    }
    let all = told.len();
    told.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then_with(|| a.1.cmp(&b.1)));
    told.truncate(SHOWN);
    told.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let row = |(beyond, name, numbers, difference): &(f64, String, &GroupAgreement, &Estimate)| {
        let hue = if numbers.verdict.reported() { Colour::Orange } else { Colour::Blue };
        let by_chance = difference.value - beyond;
        let ends = ends(difference).map(|(lower, upper)| (lower - by_chance, upper - by_chance));
        let words = number::signed(*beyond);
        Row {
            name: name.clone(),
            values: vec![Value { at: *beyond, ends, hue, words }],
            instead: String::new(),
        }
    };
    let rows: Vec<Row> = told.iter().map(row).collect();
    let reported = told.iter().filter(|one| one.2.verdict.reported()).count() as u64;
    let title = match reported {
        0 => "No group agrees more, or less, within itself than chance explains".to_owned(),
        1 => "One group agrees with itself otherwise than with the others".to_owned(),
        n => format!("{} groups agree with themselves otherwise than with the others", number::count(n)),
    };
    let caption = format!(
        "Alpha within the group minus its agreement with all others (IRR − xRR), less what that is by chance; {level} intervals of \
         one group by itself, items and annotators redrawn. Orange: more than chance explains, after allowing for all {all} \
         groups; blue: not.{}",
        remainder(rows.len(), all)
    );
    let alt = spoken(&title, &rows);
    let reference = Some(Reference { at: 0.0, name: "what chance makes of it".into() });
    let axis = Axis::around(extent(&rows).into_iter().chain([0.0]), Unit::Difference);
    let form =
        Box::new(Rows { rows, axis, measure: String::new(), style: Style::Dot, reference, key: Vec::new() });
    Some(Sketch { id: "cohesion".into(), section: "cohesion", title, caption, alt, form })
}

fn of_attribute(attribute: &AttributeCohesion, level: &str) -> Option<Sketch> {
    let drawn: Vec<&GroupCohesion> = largest(attribute);
    if drawn.iter().all(|group| values(group).is_empty()) {
        return None;
    }
    let rows: Vec<Row> = drawn.iter().map(|group| row(group)).collect();
    let title = title(attribute);
    let caption = format!(
        "Blue: alpha within the group (IRR); orange: its agreement with all others (xRR), {level} intervals, items and \
         annotators redrawn. GAI = IRR / xRR: above 1 the group agrees more within itself than with the others.{}",
        remainder(rows.len(), attribute.groups.len())
    );
    let alt = spoken(&title, &rows);
    let axis = Axis::around(extent(&rows).into_iter().map(|at| at.max(-1.0)), Unit::Share);
    let key =
        vec![("within the group".to_owned(), Colour::Blue), ("with the others".to_owned(), Colour::Orange)];
    let form = Box::new(Rows { rows, axis, measure: String::new(), style: Style::Dot, reference: None, key });
    let id = format!("cohesion-{}", slug(&attribute.attribute));
    Some(Sketch { id, section: "cohesion", title, caption, alt, form })
}

/// The groups to draw, in their order: of too many, those with the most annotators.
fn largest(attribute: &AttributeCohesion) -> Vec<&GroupCohesion> {
    let size = |group: &GroupCohesion| group.numbers.estimated().map_or(0, |numbers| numbers.annotators);
    let mut groups: Vec<&GroupCohesion> = attribute.groups.iter().collect();
    groups.sort_by(|a, b| size(b).cmp(&size(a)).then(a.group.cmp(&b.group)));
    groups.truncate(SHOWN);
    groups.sort_by(|a, b| a.group.cmp(&b.group));
    groups
}

fn title(attribute: &AttributeCohesion) -> String {
    let name = in_sentence(&attribute.attribute);
    let numbers =
        || attribute.groups.iter().filter_map(|group| Some((&group.group, group.numbers.estimated()?)));
    let far =
        |numbers: &GroupAgreement| numbers.difference.redrawn.estimated().map_or(0.0, |d| d.value.abs());
    let told = numbers()
        .filter(|(_, numbers)| numbers.verdict.reported())
        .max_by(|a, b| far(a.1).total_cmp(&far(b.1)).then(b.0.cmp(a.0)));
    let value =
        |outcome: &Outcome<Estimate>| outcome.estimated().map_or(String::new(), |e| number::share(e.value));
    match told {
        Some((group, numbers)) => format!(
            "{name}: “{}” agrees {} within itself ({}) than with the others ({})",
            in_sentence(group),
            if numbers.verdict == CohesionVerdict::Divided { "less" } else { "more" },
            value(&numbers.within.redrawn),
            value(&numbers.across.redrawn)
        ),
        None if numbers().any(|(_, numbers)| numbers.test.estimated().is_some()) => {
            format!("{name}: no group agrees more, or less, within itself than chance explains")
        }
        None => format!("{name}: no group could be tested"),
    }
}

fn row(group: &GroupCohesion) -> Row {
    let name = shown(&group.group);
    let association = group.numbers.estimated().and_then(|numbers| numbers.association.redrawn.estimated());
    let name = match association {
        Some(index) => format!("{name} · GAI {}", number::decimal(index.value, 2)),
        None => name,
    };
    let instead = match &group.numbers {
        Outcome::NotEstimable(reason) => instead(reason),
        Outcome::Estimated(numbers) => numbers.within.redrawn.reason().map_or(String::new(), instead),
    };
    Row { name, values: values(group), instead }
}

fn values(group: &GroupCohesion) -> Vec<Value> {
    let Some(numbers) = group.numbers.estimated() else { return Vec::new() };
    let value = |outcome: &Outcome<Estimate>, hue: Colour| {
        let estimate = outcome.estimated()?;
        Some(Value { at: estimate.value, ends: ends(estimate), hue, words: number::estimate(estimate) })
    };
    [(&numbers.within.redrawn, Colour::Blue), (&numbers.across.redrawn, Colour::Orange)]
        .into_iter()
        .filter_map(|(outcome, hue)| value(outcome, hue))
        .collect()
}
