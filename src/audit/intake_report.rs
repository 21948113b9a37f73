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
