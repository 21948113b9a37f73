//! What a model may label alone: how its error grows as more items are left to it, from which confidence on an error
//! is certified, and what work that leaves to people.

mod by_label;
mod certify;
mod curve;
mod measure;
mod options;
mod result;
mod risk_coverage;
mod workload;

pub use certify::{Certified, certify, fewest_items};
pub use measure::measure;
pub use options::RoutingOptions;
pub use result::{
    LabelThreshold, LabelThresholds, ModelRouting, RiskPoint, RoutingByHours, RoutingByTarget,
    RoutingThreshold,
};
pub use risk_coverage::{RiskCoverage, Tie};
