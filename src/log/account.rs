/// The account of every row: `read = used + set aside`, always.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// The inputs, sorted by name.
    pub inputs: Vec<InputFile>,
    /// Data rows read from annotation logs (rosters and predictions have their own lines in `notes`).
    pub rows_read: u64,
    /// Rows that gave at least one annotation, skip or model answer.
    pub rows_used: u64,
    /// Rows set aside, by reason, sorted by reason; counts add up to `rows_read - rows_used`.
    pub set_aside: Vec<SetAside>,
    /// Fields that were unreadable though their row was used (a date that is none): (what, count), sorted.
    pub field_defects: Vec<(String, u64)>,
    /// Things to know that are no defect: `encoding Windows-1252`, `"Yes" ×120, "yes " ×3`; sorted, no row order.
    pub notes: Vec<String>,
    /// Rows that say the annotator skipped the item.
    pub skips: u64,
    /// Annotations that an annotator later replaced (not declared repeats).
    pub revisions: u64,
    /// First and last time of submission, microseconds since 1970 in UTC (or the log's own clock, where no offset is
    /// known).
    pub period: Option<(i64, i64)>,
}

/// One input file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InputFile {
    /// File name without folders (folders may name people), `-` for standard input.
    pub name: String,
    /// What it served as: `log`, `roster`, `predictions`.
    pub kind: String,
    /// SHA-256 of its bytes as stored, in hex.
    pub sha256: String,
    /// Data rows in it.
    pub rows: u64,
}

/// Rows set aside for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// In words: `no annotator id`, `label outside the declared set`.
    pub reason: String,
    /// How many.
    pub rows: u64,
}
