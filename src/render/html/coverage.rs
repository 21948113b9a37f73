mod items;
mod parts;
mod reach;
mod target;

use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use super::{disparity, estimate_cell};
use crate::audit::{AttributeCoverage, Coverage, GroupNumbers, QuestionAudit};
use crate::render::hostile_text::shown_name;
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::{Estimate, Outcome};

/// Who annotates, and how groups agree within themselves.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Section {
    let mut section = place.section("coverage", "Coverage and groups");
    match &question.coverage {
        Outcome::Estimated(coverage) => filled(place, &mut section, coverage),
        Outcome::NotEstimable(reason) => {
            section.absent(Prose::of("Who annotates, and how groups see the items"), reason);
        }
    }
    if let Some(found) = &question.disparity {
        disparity::of_annotators(place, &mut section, found);
    }
    items::fill(place, &mut section, &question.item_groups);
    if let Some(found) = &question.disparity {
        disparity::of_items(place, &mut section, found);
    }
    section
}

fn filled(place: &mut Place<'_, '_>, section: &mut Section, coverage: &Coverage) {
    section.lead(lead(coverage));
    section.text(Prose::of(
        "Groups are what the roster says of annotators; those of whom it says nothing are kept visible as unknown, those who would rather not \
         say as withheld. Without a stated target no share is called too small.",
    ));
    section.figures(place.figures("coverage"));
    for attribute in coverage.attributes.iter().take(place.parts) {
        section.heading(Prose::named(&attribute.attribute));
        section.text(size(attribute));
        if let Some(found) = &attribute.against_target {
            target::fill(section, found, place.rows);
        }
        section.table(groups(attribute, place.rows));
        section.table(reach::table(attribute, place.rows));
        section.table(label_shares(attribute, place.rows));
        for grid in attribute.by_slice.iter().chain(attribute.over_time.as_ref().and_then(Outcome::estimated))
        {
            section.table(parts::table(grid, place.rows));
        }
    }
    section.more(place.parts, coverage.attributes.len(), "attributes");
}

fn lead(coverage: &Coverage) -> Prose {
    let (mut shown, mut hidden) = (0u64, 0u64);
    for group in coverage.attributes.iter().flat_map(|a| &a.groups) {
        match group.numbers {
            Outcome::Estimated(_) => shown += 1,
            Outcome::NotEstimable(_) => hidden += 1,
        }
    }
    let prose = Prose::default().strong(format!(
        "{} of {} can be shown.",
        number::counted(shown, "group", "groups"),
        number::counted(coverage.attributes.len() as u64, "attribute", "attributes")
    ));
    if hidden == 0 {
        return prose;
    }
    prose.say(format!(
        " {} insufficient: too few annotators to say anything without pointing at persons. That is no pass.",
        number::counted(hidden, "group is", "groups are")
    ))
}

fn size(attribute: &AttributeCoverage) -> Prose {
    let mut text = match &attribute.effective_groups {
        Outcome::Estimated(effective) => {
            let beside = attribute.diversity.map_or_else(String::new, |found| {
                format!(" ({} where large groups count more)", number::decimal(found.hill_2, 1))
            });
            format!("As diverse as {} equally large groups{beside}.", number::decimal(*effective, 1))
        }
        Outcome::NotEstimable(reason) => format!("Effective number of groups: {}", reason.sentence()),
    };
    if attribute.suppressed_groups > 0 {
        text.push_str(&format!(
            " {} not shown.",
            number::counted(attribute.suppressed_groups, "group is", "groups are")
        ));
    }
    Prose::of(text)
}

fn groups(attribute: &AttributeCoverage, cap: usize) -> Table {
    let columns = vec![
        words("group"),
        numbers("annotators"),
        numbers("share"),
        numbers("annotations"),
        numbers("share"),
        numbers("items"),
        numbers("alpha within [95 % interval]"),
        numbers("Fleiss' kappa within"),
    ];
    Table::capped(
        format!("Groups by {}", shown_name(&attribute.attribute)),
        columns,
        &attribute.groups,
        cap,
        |group| {
            let mut row = vec![Cell::name(&group.group)];
            match &group.numbers {
                Outcome::Estimated(numbers) => row.extend(of_group(numbers)),
                Outcome::NotEstimable(reason) => {
                    row.push(Cell::absent(phrase::short_reason(reason)));
                    row.extend((0..6).map(|_| Cell::absent(number::DASH)));
                }
            }
            row
        },
    )
}

fn of_group(numbers: &GroupNumbers) -> Vec<Cell> {
    vec![
        Cell::count(numbers.annotators),
        Cell::number(numbers.annotator_share, number::percent(numbers.annotator_share)),
        Cell::count(numbers.annotations),
        Cell::number(numbers.annotation_share, number::percent(numbers.annotation_share)),
        Cell::count(numbers.items),
        estimate_cell::share(&numbers.alpha),
        estimate_cell::share(&numbers.fleiss),
    ]
}

/// Group and label in rows, labels together, so that groups can be compared within a label.
fn label_shares(attribute: &AttributeCoverage, cap: usize) -> Table {
    let mut all: Vec<(usize, &str, &str, &Outcome<Estimate>)> = Vec::new();
    for group in &attribute.groups {
        let Outcome::Estimated(numbers) = &group.numbers else { continue };
        for (place, label) in numbers.labels.iter().enumerate() {
            all.push((place, &label.label, &group.group, &label.share));
        }
    }
    all.sort_by_key(|&(place, ..)| place);
    let columns = vec![
        words("label"),
        words("group"),
        numbers("share of the group's annotations [95 % interval]"),
        numbers("annotations"),
    ];
    Table::capped("How often each group gives each label", columns, &all, cap, |(_, label, group, share)| {
        vec![
            Cell::name(label),
            Cell::name(group),
            estimate_cell::share(share),
            match share.estimated() {
                Some(estimate) => Cell::count(estimate.sample.annotations),
                None => Cell::absent(number::DASH),
            },
        ]
    })
    .noted(Prose::of(
        "Groups may have seen different items, so a difference here is not yet a difference of judgement.",
    ))
}
