use serde::{Deserialize, Serialize};

/// How an audit is written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Rows a table of the page shows at most; fewer where the log asks many questions. The rest is in `estimates.csv`.
    pub table_rows: usize,
    /// Whether charts are also written as PNG.
    pub png: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { table_rows: 50, png: true }
    }
}

/// How the terminal's summary is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerminalOptions {
    /// Whether to use colour (never alone: a word says the same).
    pub colour: bool,
    /// Columns of the screen.
    pub width: usize,
}

impl Default for TerminalOptions {
    fn default() -> Self {
        Self { colour: false, width: 80 }
    }
}
