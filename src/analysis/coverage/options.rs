use serde::{Deserialize, Serialize};

/// What is asked of coverage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CoverageOptions {
    /// The width, from end to end, that the interval of a group's label rates should have.
    pub interval_width: f64,
    /// A group is far under its target where its share is below this part of it.
    pub far_below: f64,
}

impl Default for CoverageOptions {
    fn default() -> Self {
        Self { interval_width: 0.1, far_below: 0.8 }
    }
}
