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
}
