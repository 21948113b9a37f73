use serde::{Deserialize, Serialize};

/// How the annotators of an item are made into one label.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsensusOptions {
    /// The model.
    pub model: ConsensusModel,
}

/// Consensus models.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsensusModel {
    /// The label that most annotators of the item gave; ties stay ties.
    #[default]
    Majority,
}

impl ConsensusModel {
    /// The word used in settings and on the page.
    pub fn name(self) -> &'static str {
        match self {
            ConsensusModel::Majority => "majority",
        }
    }
}
