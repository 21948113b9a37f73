//! Whether the work changes along a session, and what else order does.

mod by_clock;
mod conditional_logit;
mod contrasts;
mod fast_work;
mod followed;
mod idle_caps;
mod item_effects;
mod measure;
mod notes;
mod options;
mod order_effects;
mod order_measure;
mod people;
mod result;
mod right_or_wrong;
mod sequence_effect;
mod session_cap;
mod session_curve;
mod slope_pair;
mod two_way;
mod within_slope;

pub use conditional_logit::{ConditionalLogit, Stratum};
pub use measure::measure;
pub use options::FatigueOptions;
pub use order_effects::{
    AlongVerdict, AnnotatorAlong, IdleCap, ItemEffects, OrderContrast, OrderEffects, OrderFactor, Runs,
    SequenceEffect, SessionCap,
};
pub use result::{Fatigue, FatigueVerdict, SessionCurve, Slope, SlopePair};
pub use within_slope::{ClusterSums, ClusteredError, WithinSlope, by_annotator, by_session};

#[cfg(test)]
mod brute_force;
#[cfg(test)]
mod planted;
