//! Who annotates: groups of annotators beside stated targets, by slice and along the calendar, and whose content it is.
//!
//! [`measure()`] gives complete numbers. What depends on which groups may be shown ([`against_target()`],
//! [`grid_choices`]) is made by disclosure, from what it shows, so that nothing can be subtracted.

mod against_target;
mod further;
mod grid;
mod grid_cells;
mod log_columns;
mod measure;
mod of_items;
mod options;
mod result;
mod targets;
mod unseen;

pub use against_target::{TargetComparison, TargetGroup, TargetShare, against_target};
pub use grid::{CoverageGrid, GridChoice, GridPart, grid_choices};
pub use log_columns::{Column, LogColumns, calendar_columns, slicing_columns};
pub use measure::measure;
pub use of_items::{ItemAttributeCoverage, ItemGroupCoverage, of_items};
pub use options::CoverageOptions;
pub use result::{
    AttributeCoverage, Coverage, FurtherAnnotations, GroupCoverage, GroupNumbers, LabelShare, Unseen,
};
pub use targets::Targets;
