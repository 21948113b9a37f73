use serde::{Deserialize, Serialize};

/// How annotators' dealings with suggestions are judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InterventionOptions {
    /// Whether chance decided which suggestions were shown to whom.
    pub randomised: bool,
}
