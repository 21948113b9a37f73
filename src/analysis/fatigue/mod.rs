//! Whether the work changes along a session.

mod measure;
mod notes;
mod result;
mod session_curve;
mod slope_pair;
mod within_slope;

pub use measure::measure;
pub use result::{Fatigue, FatigueVerdict, SessionCurve, Slope, SlopePair};
pub use within_slope::{ClusterSums, ClusteredError, WithinSlope, by_annotator, by_session};

#[cfg(test)]
mod brute_force;
#[cfg(test)]
mod planted;
