//! Who annotates, and how groups of annotators see the items.

mod result;

pub use result::{AttributeCoverage, Coverage, GroupCoverage, GroupNumbers, LabelShare};
