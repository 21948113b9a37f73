use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{DisputedItem, QuestionAudit};
use crate::render::number;
use crate::render::prose::Prose;

/// The items that divide their annotators most.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Section {
    let mut section = place.section("items", "Most disputed items");
    let agreement = &question.agreement;
    if agreement.disputed.is_empty() {
        section.lead(Prose::of(if agreement.pairable.items == 0 {
            "No item has two or more annotations, so none can be disputed: have some items annotated by two people."
        } else {
            "No item is disputed: on every item with two or more annotations all are the same."
        }));
        skipped(&mut section, question, place.rows);
        return section;
    }
    section.lead(
        Prose::default()
            .strong(format!(
                "{} divided their annotators",
                number::counted(agreement.disputed_total, "item", "items")
            ))
            .say(". Start a review of the guideline here: these are the most evenly split."),
    );
    section.figures(place.figures("items"));
    if agreement.numbers.is_some() {
        section.table(by_spread(&agreement.disputed, agreement.disputed_total, place.rows));
        skipped(&mut section, question, place.rows);
        return section;
    }
    section.table(by_dispute(&agreement.disputed, agreement.disputed_total, place.rows));
    skipped(&mut section, question, place.rows);
    section
}

/// Items by how evenly their annotators are split.
fn by_dispute(items: &[DisputedItem], total: u64, cap: usize) -> Table {
    let mut columns = vec![
        words("item"),
        numbers("annotations"),
        numbers("pairs that differ"),
        numbers("entropy, bits"),
        words("labels given"),
    ];
    let skips = items.iter().any(|item| item.skips > 0);
    if skips {
        columns.insert(2, numbers("skips"));
    }
    let with_skips = |item: &DisputedItem| {
        let mut cells = row(item);
        if skips {
            cells.insert(2, Cell::count(item.skips));
        }
        cells
    };
    let mut table = Table::capped("Most disputed first", columns, items, cap, with_skips);
    let shown = table.rows.len() as u64;
    if total > shown {
        let (shown, total) = (number::count(shown), number::count(total));
        table.notes = vec![Prose::of(format!("The first {shown} of {total} are listed."))];
    }
    table
}

/// The items that annotators declined to judge, where there are any.
fn skipped(section: &mut Section, question: &QuestionAudit, cap: usize) {
    let agreement = &question.agreement;
    if agreement.skipped.is_empty() {
        return;
    }
    section.heading(Prose::of("Skipped items"));
    let columns = vec![words("item"), numbers("skips"), numbers("annotations all the same")];
    let mut table = Table::capped("Most skips first", columns, &agreement.skipped, cap, |item| {
        vec![Cell::name(&item.item), Cell::count(item.skips), Cell::count(item.annotations)]
    });
    let (shown, total) = (table.rows.len() as u64, agreement.skipped_total);
    if total > shown {
        table.notes = vec![Prose::of(format!(
            "The first {} of {} items that somebody skipped are listed.",
            number::count(shown),
            number::count(total)
        ))];
    }
    section.table(table.noted(Prose::of(
        "A skip is a decision too: items that several people decline may be broken, or outside the guideline.",
    )));
}

/// Items of numbers by how far these lie apart.
fn by_spread(items: &[DisputedItem], total: u64, cap: usize) -> Table {
    let columns =
        vec![words("item"), numbers("annotations"), numbers("standard deviation"), words("numbers given")];
    let mut table = Table::capped("Widest apart first", columns, items, cap, |item| {
        let sd = item.sd.unwrap_or(0.0);
        let all = row(item);
        let given = all.last().cloned();
        let digits = if sd >= 10.0 { 1 } else { 3 };
        vec![
            Cell::name(&item.item),
            Cell::count(item.annotations),
            Cell::number(sd, number::decimal(sd, digits)),
        ]
        .into_iter()
        .chain(given)
        .collect()
    });
    let shown = table.rows.len() as u64;
    if total > shown {
        let (shown, total) = (number::count(shown), number::count(total));
        table.notes = vec![Prose::of(format!("The first {shown} of {total} are listed."))];
    }
    table
}

fn row(item: &DisputedItem) -> Vec<Cell> {
    let mut labels = Prose::default();
    for (place, (label, count)) in item.labels.iter().take(6).enumerate() {
        labels = labels
            .say(if place > 0 { ", " } else { "" })
            .name(label)
            .say(format!(" ×{}", number::count(*count)));
    }
    if item.labels.len() > 6 {
        labels = labels.say(format!(" and {} more", item.labels.len() - 6));
    }
    vec![
        Cell::name(&item.item),
        Cell::count(item.annotations),
        Cell::number(item.disagreement, number::percent(item.disagreement)),
        Cell::number(item.entropy, number::decimal(item.entropy, 2)),
        Cell::prose(labels),
    ]
}
