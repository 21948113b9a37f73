use serde::{Deserialize, Serialize};

/// How groups are held against the consensus, and how annotators are weighted to a target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ViewOptions {
    /// No annotator counts more than this many times the mean, nor less than the mean divided by it.
    pub max_weight: f64,
    /// Differences of agreement with the consensus below this are not reported.
    pub margin: f64,
}

impl Default for ViewOptions {
    fn default() -> Self {
        Self { max_weight: 5.0, margin: 0.02 }
    }
}
