use serde::Serialize;

/// What is held against a limit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// The number itself, as if it had no error.
    Point,
    /// Its interval, at the level of the audit.
    Interval,
    /// Its interval at this level, in 0–1.
    Level(f64),
}

impl Evidence {
    /// Its words in settings, beside a level.
    pub const NAMES: [&'static str; 2] = ["point", "interval"];

    /// The evidence of this word.
    pub fn of_name(word: &str) -> Option<Self> {
        match word {
            "point" => Some(Evidence::Point),
            "interval" => Some(Evidence::Interval),
            _ => None,
        }
    }
}
