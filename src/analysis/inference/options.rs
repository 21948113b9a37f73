use super::Panel;
use crate::vocabulary::Seed;
use serde::{Deserialize, Serialize};

/// How intervals are made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InferenceOptions {
    /// Root of all random streams.
    pub seed: Seed,
    /// Bootstrap replicates.
    pub replicates: u32,
    /// Confidence level in 0–1.
    pub level: f64,
    /// Items that two annotators must share before anything is said of the pair.
    pub min_overlap: u64,
    /// Whether the sides of a comparison show the same people, who are all that is meant, or a sample of such people.
    #[serde(default)]
    pub panel: Panel,
}

impl Default for InferenceOptions {
    fn default() -> Self {
        Self { seed: Seed::default(), replicates: 2000, level: 0.95, min_overlap: 20, panel: Panel::Random }
    }
}
