use crate::tally::Intake;
use serde::{Deserialize, Serialize};

/// What was read and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntakeReport {
    /// The inputs.
    pub inputs: Vec<InputReport>,
    /// Data rows read.
    pub rows_read: u64,
    /// Rows used.
    pub rows_used: u64,
    /// (reason, rows), sorted by reason; adds up to read − used.
    pub set_aside: Vec<(String, u64)>,
    /// (what was unreadable in rows that were used, count).
    pub field_defects: Vec<(String, u64)>,
    /// Things to know.
    pub notes: Vec<String>,
    /// Skips.
    pub skips: u64,
    /// Revisions.
    pub revisions: u64,
    /// First and last day of the log's period, `YYYY-MM-DD`.
    pub period: Option<(String, String)>,
    /// Items in the log.
    pub items: u64,
    /// Human annotators in the log.
    pub annotators: u64,
}

/// One input file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InputReport {
    /// File name without folders.
    pub name: String,
    /// `log`, `roster`, `predictions`.
    pub kind: String,
    /// SHA-256 in hex.
    pub sha256: String,
    /// Data rows.
    pub rows: u64,
}

impl IntakeReport {
    /// The account of a log, as the audit tells it.
    pub(super) fn of(intake: &Intake) -> Self {
        let account = &intake.account;
        Self {
            inputs: account
                .inputs
                .iter()
                .map(|file| InputReport {
                    name: file.name.clone(),
                    kind: file.kind.clone(),
                    sha256: file.sha256.clone(),
                    rows: file.rows,
                })
                .collect(),
            rows_read: account.rows_read,
            rows_used: account.rows_used,
            set_aside: account.set_aside.iter().map(|aside| (aside.reason.clone(), aside.rows)).collect(),
            field_defects: account.field_defects.clone(),
            notes: account.notes.clone(),
            skips: account.skips,
            revisions: account.revisions,
            period: account.period.and_then(|(first, last)| Some((day(first)?, day(last)?))),
            items: intake.items,
            annotators: intake.annotators,
        }
    }
}

/// The day of an instant given in microseconds since 1970, `YYYY-MM-DD`; `None` outside the years that jiff knows.
fn day(micros: i64) -> Option<String> {
    let instant = jiff::Timestamp::from_microsecond(micros).ok()?;
    Some(instant.to_zoned(jiff::tz::TimeZone::UTC).date().to_string())
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(day(0).as_deref(), Some("1970-01-01"));
        assert_eq!(day(951_825_599_999_999).as_deref(), Some("2000-02-29"));
        assert_eq!(day(-1).as_deref(), Some("1969-12-31"));
        assert_eq!(day(i64::MAX), None);
    }
}
