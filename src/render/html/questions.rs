use super::estimate_cell;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{Audit, QuestionAudit};
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::{Outcome, Reason};

/// Questions listed at most.
const MOST: usize = 1_000;

/// All questions in one table, where a page cannot show each in full.
pub fn section(audit: &Audit, in_full: usize) -> Option<Section> {
    let all = &audit.questions;
    if all.len() <= in_full {
        return None;
    }
    let mut section = Section::new("questions".into(), "All questions");
    section.lead(Prose::default().strong(format!(
        "Showing {} of {} questions in full, the first by name, to keep this page small.",
        number::count(in_full as u64),
        number::count(all.len() as u64)
    )));
    section.text(Prose::of(
        "This table has the headline of each; estimates.csv has every number. A page about one question alone comes from \
         auditing its rows alone.",
    ));
    let columns = vec![
        words("question"),
        numbers("Krippendorff's alpha [95 % interval]"),
        numbers("percent agreement"),
        numbers("items"),
        words("band"),
    ];
    section.table(Table::capped("Questions by name", columns, all, MOST, row));
    Some(section)
}

fn row(question: &QuestionAudit) -> Vec<Cell> {
    let lacking = Outcome::NotEstimable(Reason::NothingPairable);
    let of = |metric: &str| phrase::coefficient(question, metric).unwrap_or(&lacking);
    vec![
        Cell::name(&question.question.name),
        estimate_cell::share(of("krippendorff_alpha")),
        estimate_cell::share(of("percent_agreement")),
        Cell::count(question.agreement.pairable.items),
        Cell::text(phrase::band_word(question)),
    ]
}
