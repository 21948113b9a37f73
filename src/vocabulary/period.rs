use serde::{Deserialize, Serialize};

/// Stretches of the calendar in which annotations are counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A day of the log's own clock.
    Day,
    /// A week of ISO 8601, from Monday.
    #[default]
    Week,
    /// A month.
    Month,
}

impl Period {
    /// All of them.
    pub const ALL: [Period; 3] = [Period::Day, Period::Week, Period::Month];

    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
        }
    }

    /// The period of this word.
    pub fn of_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.name() == word)
    }
}
