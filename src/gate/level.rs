use serde::{Deserialize, Serialize};

/// What a failure means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The rule is not judged.
    Off,
    /// It is told, and fails nothing.
    Warn,
    /// The gate fails.
    #[default]
    Error,
}

impl Level {
    /// Their words in settings.
    pub const NAMES: [&'static str; 3] = ["off", "warn", "error"];

    /// The level of this word.
    pub fn of_name(word: &str) -> Option<Self> {
        match word {
            "off" => Some(Level::Off),
            "warn" => Some(Level::Warn),
            "error" => Some(Level::Error),
            _ => None,
        }
    }
}
