use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{ModelKind, ModelKinds};
use crate::render::number;
use crate::render::prose::Prose;

/// Models by what the roster tells of them.
pub fn fill(section: &mut Section, found: &[ModelKinds], cap: usize) {
    let all: Vec<(&str, &ModelKind)> =
        found.iter().flat_map(|own| own.kinds.iter().map(|kind| (own.attribute.as_str(), kind))).collect();
    let columns = vec![
        words("attribute"),
        words("kind"),
        words("models"),
        numbers("mean agreement with the consensus"),
        numbers("mean accuracy against gold"),
    ];
    let share = |value: Option<f64>| match value {
        Some(value) => Cell::number(value, number::share(value)),
        None => Cell::absent(number::DASH),
    };
    let table =
        Table::capped("Models by kind, as the roster tells it", columns, &all, cap, |(attribute, kind)| {
            vec![
                Cell::name(attribute),
                Cell::name(&kind.kind),
                Cell::prose(Prose::default().names(kind.models.iter().map(String::as_str))),
                share(kind.agreement_with_consensus),
                share(kind.accuracy),
            ]
        });
    if !all.is_empty() {
        section.table(table.noted(Prose::of(
            "Means over the models of a kind, each counting once: a description of these models, not of the kind.",
        )));
    }
}
