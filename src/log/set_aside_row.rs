use super::values;
use crate::source::Chunk;

/// A row that was not used, for `--set-aside`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAsideRow {
    /// The file, as the user named it.
    pub file: String,
    /// 1-based data row.
    pub row: u64,
    /// Why, in words.
    pub reason: String,
    /// The row: as read, or rendered again as `column=value,…`.
    pub text: String,
}

/// A row as `column=value,…`.
pub(super) fn rendered(chunk: &Chunk, row: usize) -> String {
    let cell = |(place, name): (usize, &String)| {
        let value = values::text_at(&chunk.columns[place], row).unwrap_or_default();
        format!("{name}={value}")
    };
    chunk.names.iter().enumerate().map(cell).collect::<Vec<_>>().join(",")
}
