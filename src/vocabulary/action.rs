use serde::{Deserialize, Serialize};

/// What an annotator did with a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Took it as it was.
    Approve,
    /// Gave another label instead.
    Edit,
    /// Refused it.
    Reject,
    /// Passed it on to somebody else.
    Flag,
    /// A word that none of the others means.
    Other,
}

impl Action {
    /// All of them, in the order of tables.
    pub const ALL: [Action; 5] = [Action::Approve, Action::Edit, Action::Reject, Action::Flag, Action::Other];

    /// The stable word for machines.
    pub fn name(self) -> &'static str {
        match self {
            Action::Approve => "approve",
            Action::Edit => "edit",
            Action::Reject => "reject",
            Action::Flag => "flag",
            Action::Other => "other",
        }
    }
}
