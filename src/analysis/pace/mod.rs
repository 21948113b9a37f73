//! Each annotator's pace, and early work beside late work.

mod measure;
mod options;
mod result;

pub use measure::measure;
pub use options::PaceOptions;
pub use result::{AnnotatorPace, EarlyAndLate, Pace, SecondsOnItem};
