use serde::{Deserialize, Serialize};

/// What an inconclusive verdict counts as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Inconclusive {
    /// It is told, and fails nothing.
    Pass,
    /// The gate fails.
    Fail,
    /// The gate is inconclusive itself, which has an exit status of its own.
    #[default]
    Report,
}

impl Inconclusive {
    /// Their words in settings.
    pub const NAMES: [&'static str; 3] = ["pass", "fail", "report"];

    /// The meaning of this word.
    pub fn of_name(word: &str) -> Option<Self> {
        match word {
            "pass" => Some(Inconclusive::Pass),
            "fail" => Some(Inconclusive::Fail),
            "report" => Some(Inconclusive::Report),
            _ => None,
        }
    }
}
