//! A policy judges an audit → verdicts.

mod evidence;
mod fact;
mod inconclusive;
mod judge;
mod level;
mod limit;
pub mod plan;
mod policy;
mod policy_error;
mod rule;
mod ruling;
mod settling;
mod shown;
mod spread;
mod subject;
mod verdict;

pub use evidence::Evidence;
pub use inconclusive::Inconclusive;
pub use judge::judge;
pub use level::Level;
pub use limit::Limit;
pub use policy::{ALPHA_ALLOWANCE, PERCENT_ALLOWANCE, Policy};
pub use policy_error::PolicyError;
pub use rule::{Place, Rule};
pub use ruling::{Family, Ruling, Standing};
pub use settling::Settling;
pub use shown::Shown;
pub use spread::Spread;
pub use verdict::{Effect, Judgement, Verdict};
