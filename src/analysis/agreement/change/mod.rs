//! What changed from one pattern table to another: two audits, or two guideline versions of one log.

mod guideline_versions;
mod independent;
mod joint_patterns;
mod judged;
mod matched;
mod mix;
mod pair_change;
mod paired;
mod pairs;
mod result;
mod side;
mod two_versions;

pub use guideline_versions::{GuidelineVersions, VersionBasis, VersionStep, guideline_versions};
pub use independent::independent;
pub use joint_patterns::{Counts, JointCell, JointPatterns};
pub use judged::{FALSE_DISCOVERY, judge};
pub use matched::MatchedChange;
pub use mix::{MixSplit, MixValue, agreeing, mix_split};
pub use pair_change::{Meeting, PairChange, PairVerdict};
pub use paired::paired;
pub use pairs::{PairChanges, pair_changes};
pub use result::{Change, Moved};
pub use side::Side;
