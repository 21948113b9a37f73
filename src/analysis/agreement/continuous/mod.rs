//! Agreement on numbers and ranks: how far values lie apart, not whether labels are the same.

mod alpha;
mod bland_altman;
mod coefficients;
mod icc;
mod kendall;
mod lin;
mod measure;
mod moments;
mod number_distance;
mod number_summary;
mod numbers;
mod one_way;
mod rating_table;
mod ratio_distance;
mod shared_values;
mod spread_items;
mod two_annotators;
mod two_way;

pub(super) use alpha::pooled_alpha;
pub use bland_altman::{BlandAltman, bland_altman};
pub(super) use coefficients::asked;
use coefficients::{tests, usual_icc};
pub use icc::{Icc, IccEstimate, icc};
pub use kendall::{KendallW, kendall_w};
pub use lin::{Lin, lin_concordance};
pub(super) use measure::measure;
use moments::Moments;
pub use number_summary::{NumberBin, NumberSummary};
pub(super) use numbers::with_numbers;
pub use two_annotators::TwoAnnotators;
use two_annotators::two_annotators;

use crate::vocabulary::Scale;

/// Whether labels are numbers whose differences mean something.
fn of_numbers(scale: Scale) -> bool {
    matches!(scale, Scale::Interval | Scale::Ratio)
}

#[cfg(test)]
mod properties;
