//! Who annotates, and how groups of annotators see the items.

mod measure;
mod result;
mod targets;

pub use measure::measure;
pub use result::{AttributeCoverage, Coverage, GroupCoverage, GroupNumbers, LabelShare};
pub use targets::Targets;
