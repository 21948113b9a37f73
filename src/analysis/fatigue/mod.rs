//! Whether the work changes along a session.

mod result;

pub use result::{Fatigue, FatigueVerdict, SessionCurve, Slope, SlopePair};
