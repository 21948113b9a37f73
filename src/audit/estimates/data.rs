use super::{Rows, Section};
use crate::audit::{Audit, EstimateRow, QuestionAudit};
use crate::vocabulary::{Outcome, Reason, SliceKey};

/// What became of the rows of the log: one line under no question, since a row that was set aside may not tell which.
pub(super) fn of_log(audit: &Audit, rows: &mut Rows<'_>) {
    let intake = &audit.intake;
    let aside = share(intake.rows_read.saturating_sub(intake.rows_used), intake.rows_read, "rows");
    Section { question: "", name: "data", rows }.number("set_aside_share", SliceKey::whole(), &aside);
}

/// How much of the work can be compared at all: items with two or more annotations among all that were rated.
pub(super) fn of_question(question: &QuestionAudit, section: &mut Section<'_, '_>) {
    let agreement = &question.agreement;
    let row = EstimateRow {
        n_items: Some(agreement.rated.items),
        n_annotations: Some(agreement.rated.annotations),
        ..EstimateRow::of_number(&share(agreement.pairable.items, agreement.rated.items, "items"))
    };
    section.row("pairable_share", SliceKey::whole(), row);
}

fn share(part: u64, whole: u64, what: &str) -> Outcome<f64> {
    match whole {
        0 => Outcome::NotEstimable(Reason::TooFew { what: what.into(), found: 0, needed: 1 }),
        _ => Outcome::Estimated(part as f64 / whole as f64),
    }
}
