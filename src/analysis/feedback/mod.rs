//! What one annotator may be told of their own work, in numbers that name nobody else.

mod confusions;
mod measure;
mod own_agreement;
mod own_slope;
mod result;

pub use measure::measure;
pub use result::{OwnConfusion, OwnFeedback, OwnSessions};
