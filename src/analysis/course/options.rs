use crate::analysis::inference::Adjustment;
use serde::{Deserialize, Serialize};

/// How drift is judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CourseOptions {
    /// How the p values of all annotators' trends are adjusted.
    pub adjustment: Adjustment,
}
