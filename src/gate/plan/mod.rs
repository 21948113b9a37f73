//! How much work a question needs before it is done: items and annotators for an interval of a stated width, or to see
//! a drop of a stated size.

mod aim;
mod assumptions;
mod basis;
mod design;
mod outlook;

pub use aim::Aim;
pub use assumptions::{Assumptions, PlanMetric};
pub use basis::{Basis, BasisError};
pub use design::{Design, Panel};
pub use outlook::{Cell, Need, Outlook, OutlookRow, outlook};
