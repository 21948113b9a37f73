use serde::{Deserialize, Serialize};

/// What is asked about order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FatigueOptions {
    /// The smallest fall along a session, in 0–1, for which a cap is advised.
    pub cap_margin: f64,
    /// Slicing column with the number of objects of an item.
    pub load: String,
    /// Slicing column with the kind of task.
    pub task_type: String,
}

impl Default for FatigueOptions {
    fn default() -> Self {
        Self { cap_margin: 0.02, load: "objects_per_item".into(), task_type: "task_type".into() }
    }
}
