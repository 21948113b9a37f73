use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{Audit, IntakeReport};
use crate::render::hostile_text::clipped;
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::Reason;
use std::collections::BTreeMap;

/// Notes listed at most.
const NOTES: usize = 40;

/// What was read, what was left out, and what this log cannot tell.
pub fn section(audit: &Audit) -> Section {
    let mut section = Section::new("data".into(), "Data quality and exclusions");
    let intake = &audit.intake;
    section.lead(lead(intake));
    section.text(Prose::of(format!(
        "{} and {} in the log; {}; {} replaced by the same annotator and not counted twice.",
        number::counted(intake.items, "item", "items"),
        number::counted(intake.annotators, "human annotator", "human annotators"),
        number::counted(intake.skips, "skip", "skips"),
        number::counted(intake.revisions, "annotation was", "annotations were"),
    )));
    section.table(counts("Rows set aside, by reason", "reason", "rows", &intake.set_aside));
    section.table(counts(
        "Fields that could not be read, in rows that were used",
        "field",
        "count",
        &intake.field_defects,
    ));
    if !intake.notes.is_empty() {
        section.heading(Prose::of("To know"));
        section.list(intake.notes.iter().take(NOTES).map(|note| Prose::marked(&clipped(note))).collect());
        if intake.notes.len() > NOTES {
            let (shown, all) = (number::count(NOTES as u64), number::count(intake.notes.len() as u64));
            section.text(Prose::of(format!("Showing {shown} of {all} notes; audit.json has all.")));
        }
    }
    let missing = missing(audit);
    if !missing.is_empty() {
        section.table(Table::capped(
            "What this log cannot tell yet",
            vec![words("not told by the log"), words("columns that would")],
            &missing.into_iter().collect::<Vec<_>>(),
            20,
            |(what, columns)| vec![Cell::text(what), Cell::text(columns)],
        ));
    }
    section
}

fn lead(intake: &IntakeReport) -> Prose {
    let aside = intake.rows_read - intake.rows_used.min(intake.rows_read);
    let read = number::counted(intake.rows_read, "row", "rows");
    if aside == 0 {
        return Prose::default().strong(format!("All of {read} were used."));
    }
    let share = intake.rows_used as f64 / intake.rows_read.max(1) as f64;
    Prose::default()
        .strong(format!("{} of {read} were used", number::percent(share)))
        .say(format!("; {} set aside, each for a reason listed here.", number::counted(aside, "was", "were")))
}

fn counts(caption: &str, what: &'static str, how_many: &'static str, all: &[(String, u64)]) -> Table {
    Table::capped(caption, vec![words(what), numbers(how_many)], all, 50, |(reason, count)| {
        vec![Cell::text(clipped(reason)), Cell::count(*count)]
    })
}

/// What the log does not tell, with the columns that would; each once.
fn missing(audit: &Audit) -> BTreeMap<String, String> {
    let mut missing = BTreeMap::new();
    for question in &audit.questions {
        let reasons = [
            question.self_consistency.reason(),
            question.human_model.reason(),
            question.fatigue.reason(),
            question.coverage.reason(),
        ];
        for reason in reasons.into_iter().flatten() {
            if let Reason::NotInLog { what, columns } = reason {
                missing.insert(what.clone(), columns.clone());
            }
        }
    }
    missing
}
