use super::estimate_cell;
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::QuestionAudit;
use crate::render::prose::Prose;

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
    section.text(Prose::of(
        "Slices may hold other items and other annotators; intervals are those of each slice alone, not of differences.",
    ));
    section.figures(place.figures("slices"));
    let columns = vec![
        words("slice"),
        words("value"),
        numbers("alpha inside [95 % interval]"),
        numbers("percent agreement inside"),
        numbers("items"),
    ];
    section.table(Table::capped("Slices by name and value", columns, slices, place.rows, |slice| {
        vec![
            Cell::name(&slice.name),
            Cell::name(&slice.value),
            estimate_cell::share(&slice.alpha),
            estimate_cell::share(&slice.percent_agreement),
            estimate_cell::items(&slice.percent_agreement),
        ]
    }));
    section
}
