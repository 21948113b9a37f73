use super::estimate_cell;
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{QuestionAudit, SliceAgreement};
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::{Estimate, Outcome};

/// Agreement inside batches, weeks, languages, guideline versions.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Section {
    let mut section = place.section("slices", "Slices and guideline versions");
    let slices = &question.agreement.slices;
    if slices.is_empty() {
        section.text(Prose::of(
            "The log has no column that splits it. Columns such as batch, language, task_type or guideline_version, \
             named as slices, would show where agreement differs.",
        ));
        return section;
    }
    section.lead(lead(slices));
    section.text(Prose::of(
        "A slice is compared with the other slices of its column, each taken by itself. Slices may hold other items and \
         other people: the interval beside a difference asks what other items and other people like these would have \
         shown, and the word at the end says what is left after allowing for the number of slices looked at.",
    ));
    section.figures(place.figures("slices"));
    let columns = vec![
        words("slice"),
        words("value"),
        numbers("alpha inside [95 % interval]"),
        words("with other people"),
        numbers("difference to the rest [95 % interval]"),
        words("what may be said"),
        numbers("percent agreement inside"),
        numbers("items"),
        numbers("people"),
    ];
    section.table(Table::capped("Slices by name and value", columns, slices, place.rows, |slice| {
        vec![
            Cell::name(&slice.name),
            Cell::name(&slice.value),
            estimate_cell::share(&slice.alpha),
            interval(&slice.alpha_redrawn),
            estimate_cell::difference(judged(slice)),
            said(slice),
            estimate_cell::share(&slice.percent_agreement),
            estimate_cell::items(&slice.percent_agreement),
            people(&slice.percent_agreement),
        ]
    }));
    section
}

/// The difference with people redrawn where they can be; else over items alone.
fn judged(slice: &SliceAgreement) -> &Outcome<Estimate> {
    let known = |outcome: &Outcome<Estimate>| {
        outcome.estimated().is_some_and(|found| found.interval.estimated().is_some())
    };
    if known(&slice.difference_redrawn) { &slice.difference_redrawn } else { &slice.difference }
}

fn lead(slices: &[SliceAgreement]) -> Prose {
    let judged = slices.iter().filter(|slice| slice.q_value.is_some()).count() as u64;
    let told = slices.iter().filter(|slice| slice.reported).count() as u64;
    match (judged, told) {
        (0, _) => Prose::default().strong("No slice could be compared with the rest."),
        (judged, 0) => Prose::default().strong(format!(
            "No evidence that any of {} differs from the rest.",
            number::counted(judged, "slice", "slices")
        )),
        (judged, told) => Prose::default().strong(format!(
            "Agreement inside {} differs from the rest, of {} compared.",
            number::counted(told, "slice", "slices"),
            number::count(judged)
        )),
    }
}

fn interval(outcome: &Outcome<Estimate>) -> Cell {
    match outcome.estimated().and_then(|found| found.interval.estimated()) {
        Some(interval) => Cell::text(number::interval(interval)).toned("mute"),
        None => Cell::absent(number::DASH),
    }
}

fn people(outcome: &Outcome<Estimate>) -> Cell {
    match outcome.estimated() {
        Some(found) => Cell::count(found.sample.annotators),
        None => Cell::absent(number::DASH),
    }
}

fn said(slice: &SliceAgreement) -> Cell {
    let value = judged(slice).estimated().map(|found| found.value);
    match (slice.q_value, value) {
        (Some(q), Some(value)) => {
            let words = match (slice.reported, value < 0.0) {
                (true, true) => "agrees less",
                (true, false) => "agrees more",
                (false, _) => "no evidence of a difference",
            };
            let tone = if slice.reported { "warn" } else { "mute" };
            Cell::text(format!("{words} (q\u{a0}{})", number::p_value(q))).toned(tone)
        }
        _ => Cell::absent(number::DASH),
    }
}
