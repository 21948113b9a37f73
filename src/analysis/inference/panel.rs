use serde::{Deserialize, Serialize};

/// Whose work a contrast of two audits, or of two guideline versions, speaks of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Panel {
    /// Annotators are a sample of people like these: others may come next time, and intervals allow for that.
    #[default]
    Random,
    /// The same people on both sides, and nobody else is meant: items alone are drawn.
    Fixed,
}

impl Panel {
    /// Both, in the order of the settings' documentation.
    pub const ALL: [Panel; 2] = [Panel::Random, Panel::Fixed];

    /// The word of the settings.
    pub fn name(self) -> &'static str {
        match self {
            Panel::Random => "random",
            Panel::Fixed => "fixed",
        }
    }

    /// The panel of this word.
    pub fn of_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|panel| panel.name() == word)
    }
}
