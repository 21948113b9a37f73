//! Intervals, bootstrap streams and multiplicity, shared by all analyses.

mod benjamini_hochberg;
mod bounds;
mod clopper_pearson;
mod clustered_share;
mod distributions;
mod draws;
mod item_means;
mod jackknife;
mod leave_outs;
mod options;
mod percentile;
mod quantile;
mod redrawn;
mod resample;
mod resampled;
mod scheme;
mod share_of_items;
mod statistic;
mod wilson;

pub use benjamini_hochberg::benjamini_hochberg;
pub use bounds::Bounds;
pub use clopper_pearson::{clopper_pearson, clopper_pearson_effective};
pub use clustered_share::clustered_share;
pub use distributions::{normal_cdf, normal_quantile, t_cdf, t_quantile, t_two_sided_p};
pub use item_means::{item_mean, item_ratio};
pub use leave_outs::LeaveOuts;
pub use options::InferenceOptions;
pub use quantile::quantile;
pub use redrawn::redrawn;
pub use resample::{Stream, resample};
pub use resampled::Resampled;
pub use scheme::Scheme;
pub use share_of_items::share_of_items;
pub use statistic::Statistic;
pub use wilson::wilson;
