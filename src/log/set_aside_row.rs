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

/// A row as `column=value,…`; `instead` may replace a cell.
pub(super) fn rendered(chunk: &Chunk, row: usize, instead: impl Fn(usize) -> Option<String>) -> String {
    let cell = |(place, name): (usize, &String)| {
        let value = instead(place).unwrap_or_else(|| {
            values::text_at(&chunk.columns[place], row).map_or_else(String::new, |text| text.into_owned())
        });
        format!("{name}={value}")
    };
    chunk.names.iter().enumerate().map(cell).collect::<Vec<_>>().join(",")
}
