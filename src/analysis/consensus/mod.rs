//! One label per item from several annotators. Never presented as truth.

pub(crate) mod item_shares;
mod majority;
mod measure;
mod result;

pub use majority::{Majority, by_item, majority};
pub use measure::{measure, warning};
pub use result::Consensus;
