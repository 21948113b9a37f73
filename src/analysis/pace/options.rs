use crate::analysis::inference::{DifferenceInterval, ShareInterval};
use serde::{Deserialize, Serialize};

/// Which intervals shares get in which every item counts once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaceOptions {
    /// Of one share.
    pub share_interval: ShareInterval,
    /// Of the difference of two.
    pub difference_interval: DifferenceInterval,
}
