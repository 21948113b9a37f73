//! Two or more audits → changes with intervals.

mod between;
mod by_chance;
mod change;
mod drivers;
mod error;
mod result;
mod row_change;
mod shared_items;
pub mod trend;

pub use crate::analysis::agreement::change::{
    Change, MixSplit, MixValue, PairChange, PairChanges, PairVerdict,
};
pub use crate::analysis::inference::Panel;
pub use between::{between, between_items, between_metrics};
pub use by_chance::ByChance;
pub use drivers::{Drivers, PeopleChange};
pub use error::CompareError;
pub use result::{COMPARISON_VERSION, Comparison, QuestionComparison, SideFacts};
pub use row_change::{RowChange, RowChanges};
pub use shared_items::SharedItems;
