use super::AlternativeTestOptions;
use serde::{Deserialize, Serialize};

/// How people and models are compared.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct HumanModelOptions {
    /// The alternative annotator test.
    pub alternative_test: AlternativeTestOptions,
}
