use crate::audit::{ItemAttributeCoverage, ItemGroupCoverage, LabelShare};
use crate::render::hostile_text::shown_name;
use crate::render::html::estimate_cell;
use crate::render::html::place::Place;
use crate::render::html::section::Section;
use crate::render::html::table::{Cell, Table, numbers, words};
use crate::render::number;
use crate::render::prose::Prose;

/// Whose content was annotated, by every attribute of items.
pub fn fill(place: &Place<'_, '_>, section: &mut Section, found: &[ItemAttributeCoverage]) {
    for attribute in found.iter().take(place.parts) {
        section.heading(Prose::of("Items by ").name(&attribute.attribute));
        section.table(groups(attribute, place.rows));
        section.table(labels(attribute, place.rows));
    }
    section.more(place.parts, found.len(), "attributes of items");
}

fn groups(attribute: &ItemAttributeCoverage, cap: usize) -> Table {
    let columns = vec![
        words("group of items"),
        numbers("items"),
        numbers("share"),
        numbers("annotations"),
        numbers("share"),
        numbers("annotators"),
    ];
    let caption = format!("Items by {}", shown_name(&attribute.attribute));
    let mut table = Table::capped(caption, columns, &attribute.groups, cap, |group| {
        vec![
            Cell::name(&group.group),
            Cell::count(group.items),
            Cell::number(group.item_share, number::percent(group.item_share)),
            Cell::count(group.annotations),
            Cell::number(group.annotation_share, number::percent(group.annotation_share)),
            Cell::count(group.annotators),
        ]
    });
    if attribute.left_out > 0 {
        table = table.noted(Prose::of(format!(
            "The largest groups only: {} more are left out.",
            number::count(attribute.left_out)
        )));
    }
    table
}

fn labels(attribute: &ItemAttributeCoverage, cap: usize) -> Table {
    let mut all: Vec<(usize, &ItemGroupCoverage, &LabelShare)> = Vec::new();
    for group in &attribute.groups {
        all.extend(group.labels.iter().enumerate().map(|(place, label)| (place, group, label)));
    }
    all.sort_by_key(|&(place, ..)| place);
    let columns = vec![
        words("label"),
        words("group of items"),
        numbers("share of annotations [95 % interval]"),
        numbers("annotations"),
    ];
    Table::capped("How often items of each group get each label", columns, &all, cap, |(_, group, label)| {
        vec![
            Cell::name(&label.label),
            Cell::name(&group.group),
            estimate_cell::share(&label.share),
            Cell::count(group.annotations),
        ]
    })
    .noted(Prose::of(
        "Intervals take annotators as clusters and the items as they are: other items of these groups could move the shares \
         further.",
    ))
}
