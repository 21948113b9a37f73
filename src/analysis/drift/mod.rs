//! Drift along the calendar: people's labels, models' labels, how both agree and how well confidence fits, by day, week or
//! month, with a test for a change that knows that periods differ anyway.

mod measure;
mod points;
mod result;

pub use measure::measure;
pub use result::{Drift, DriftChange, DriftKind, DriftPoint, DriftSeries};
