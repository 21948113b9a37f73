use serde::{Deserialize, Serialize};

/// The slicing column that names the guideline under which an annotation was made.
pub const GUIDELINE_VERSION: &str = "guideline_version";

/// A named part of a log: the value of one slicing column, one group of one attribute, one annotator, one label …
/// The empty key is the whole log.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SliceKey(pub String);

impl SliceKey {
    /// The whole log.
    pub fn whole() -> Self {
        Self::default()
    }

    /// `name=value`: `gender=Female`, `label=toxic`, `annotator=ann-07`.
    pub fn of(name: &str, value: &str) -> Self {
        Self(format!("{name}={value}"))
    }

    /// Whether this is the whole log.
    pub fn is_whole(&self) -> bool {
        self.0.is_empty()
    }
}
