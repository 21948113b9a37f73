//! One label per item from several annotators. Never presented as truth.

mod majority;
mod measure;
mod result;

pub(crate) use majority::by_pattern;
pub use majority::{Majority, by_item, majority};
pub use measure::{measure, warning};
pub use result::Consensus;
