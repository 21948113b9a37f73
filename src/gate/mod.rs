//! A policy judges an audit → verdicts.

mod judge;
mod policy;
mod verdict;

pub use judge::judge;
pub use policy::{Level, Policy, PolicyError, Rule};
pub use verdict::{Judgement, Limit, Verdict};
