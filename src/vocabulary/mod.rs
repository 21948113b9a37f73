//! The field's words as types: the leaf that every stage imports. No polars, no IO, no arithmetic beyond what a
//! type needs to keep its own promise.

mod action;
mod attribute;
mod estimate;
mod label;
mod period;
mod plot;
mod question;
mod reason;
mod role;
mod scale;
mod seed;
mod set_label;
mod slice_key;
mod week;

pub use action::Action;
pub use attribute::{Attribute, Group};
pub use estimate::{ConfidenceInterval, Estimate, Outcome, SampleSize};
pub use label::{Label, LabelSet};
pub use period::Period;
pub use plot::{Curve, CurvePoint, Matrix, Series};
pub use question::Question;
pub use reason::Reason;
pub use role::Role;
pub use scale::Scale;
pub use seed::Seed;
pub use set_label::{EMPTY_SET, set_members, set_name};
pub use slice_key::{GUIDELINE_VERSION, SliceKey};
pub use week::Week;
