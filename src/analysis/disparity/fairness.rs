//! How models serve groups of items.

mod counted;
mod item_groups;
mod measure;
mod measure_name;
mod options;
mod rates;
mod result;
#[cfg(test)]
mod tests;

pub use measure::measure;
pub use measure_name::FairnessMeasure;
pub use options::FairnessOptions;
pub use result::{ChanceDifference, EqualizedOdds, Fairness, FairnessMetric, GroupRate, ModelFairness};
