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
