use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Stated shares of groups among the annotators: attribute → group → share. An intersection's attribute is named by its
/// parts, `gender × race`, and its groups likewise, `Female × Black`. Empty where none is stated: none is ever assumed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Targets(pub BTreeMap<String, BTreeMap<String, f64>>);
