use serde::{Deserialize, Serialize};

/// What is asked of a model that labels alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RoutingOptions {
    /// Share of wrong labels that is acceptable among the items the model labels alone.
    pub target_error: Option<f64>,
    /// Hours that people have for the rest.
    pub human_hours: Option<f64>,
    /// Seconds that one person takes for one item; otherwise the log's median time on item.
    pub secs_per_item: Option<f64>,
}
