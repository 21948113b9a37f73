//! Two or more audits → changes with intervals.

mod between;
mod change;
mod error;
mod result;
pub mod trend;

pub use between::between;
pub use error::CompareError;
pub use result::{Change, Comparison, QuestionComparison};
