use serde::{Deserialize, Serialize};

/// How models are compared over groups of items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FairnessOptions {
    /// The label that is selected for: rates are of it alone. `None`: of two labels the last, of more each against the rest.
    pub positive: Option<String>,
    /// Rates over fewer items of a group carry a warning.
    pub min_items: u64,
    /// Differences between groups nearer than this to what chance makes of them are not reported.
    pub margin: f64,
}

impl Default for FairnessOptions {
    fn default() -> Self {
        Self { positive: None, min_items: 20, margin: 0.02 }
    }
}
