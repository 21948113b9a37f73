use serde::{Deserialize, Serialize};

/// Something known of annotators that splits them into groups: gender, country, trained or not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Attribute(pub String);

/// The annotators who share one value of an [`Attribute`]. Unknown is a group of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Group(pub String);

impl Group {
    /// The group of annotators whose value is not known.
    pub const UNKNOWN: &'static str = "unknown";
    /// The group of annotators who would rather not say.
    pub const WITHHELD: &'static str = "withheld";
    /// What stands between the parts of an intersection: `gender × race`, `Female × Black`.
    pub const CROSS: &'static str = " × ";

    /// Whether a group's name, or a part of an intersection's, says that nothing is known: such a group stays visible, and
    /// no target speaks of it.
    pub fn is_unstated(name: &str) -> bool {
        name.split(Self::CROSS).any(|part| part == Self::UNKNOWN || part == Self::WITHHELD)
    }
}
