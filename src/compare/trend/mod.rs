//! Several audits → each number over time: what changes, what lies outside of what was to be expected, and what else was
//! different between two audits. [`follow()`] is the front door; it takes [`Snapshot`]s, the little that each audit brings,
//! so that hundreds of audits need not be held at once.

mod alike;
mod changes;
mod chronology;
mod day;
mod error;
mod expected;
mod follow;
mod followed;
mod lines;
mod options;
mod result;
mod settings;
mod snapshot;
#[cfg(test)]
mod tests;

pub use error::TrendError;
pub use follow::follow;
pub use followed::TrendPart;
pub use options::TrendOptions;
pub use result::{
    TREND_SCHEMA_VERSION, Trend, TrendAudit, TrendChange, TrendGap, TrendLine, TrendPoint, TrendSlope,
};
pub use snapshot::{LineKey, Reading, Snapshot};
