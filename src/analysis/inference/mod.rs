//! Intervals, bootstrap streams and multiplicity, shared by all analyses.

mod item_shares;
mod options;

pub use item_shares::{mean_of, normal_quantile, share_of_items, t_interval, wilson};
pub use options::InferenceOptions;
