use serde::{Deserialize, Serialize};

/// How groups' agreement within themselves is compared with their agreement with the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CohesionOptions {
    /// Slicing columns within whose values alone annotators may be exchanged; `None`: those that cut people.
    pub strata: Option<Vec<String>>,
    /// Differences of alpha within and xRR nearer to what chance makes of them are not reported.
    pub margin: f64,
}

impl Default for CohesionOptions {
    fn default() -> Self {
        Self { strata: None, margin: 0.02 }
    }
}
