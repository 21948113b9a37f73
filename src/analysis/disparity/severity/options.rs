use serde::{Deserialize, Serialize};

/// What is asked of label rates by group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeverityOptions {
    /// Smaller differences of a share are not worth a reader's time, and are not reported. Of mean severity: this share of
    /// the way from the lowest label to the highest.
    pub margin: f64,
}

impl Default for SeverityOptions {
    fn default() -> Self {
        Self { margin: 0.05 }
    }
}
