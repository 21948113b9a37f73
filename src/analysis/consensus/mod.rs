//! One label per item from several annotators. Never presented as truth.

mod majority;
mod measure;
mod options;
mod result;

pub(crate) use majority::by_pattern;
pub use majority::{Majority, by_item, majority};
pub use measure::{measure, warning};
pub use options::{ConsensusModel, ConsensusOptions};
pub use result::Consensus;
