use serde::{Deserialize, Serialize};

/// By attribute.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Severity {
    /// Names of the attributes, sorted.
    pub attributes: Vec<String>,
}
