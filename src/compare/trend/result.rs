use super::TrendPart;
use crate::analysis::inference::Panel;
use crate::vocabulary::{Estimate, Outcome};
use serde::{Deserialize, Serialize};

/// Version of trend.json's shape.
pub const TREND_SCHEMA_VERSION: u32 = 1;

/// The numbers of several audits over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// [`TREND_SCHEMA_VERSION`] of the program that wrote it.
    pub trend_schema_version: u32,
    /// Version of raterscope.
    pub raterscope: String,
    /// Title.
    pub title: String,
    /// Root of the random numbers of tests.
    pub seed: u64,
    /// Level of the intervals of changes and slopes; those of single numbers are their audits' own.
    pub level: f64,
    /// Whether audits stand at the days on which their periods end; otherwise one after the other.
    pub dated: bool,
    /// Whose work the intervals of single numbers speak of.
    pub panel: Panel,
    /// The audits in order of time.
    pub audits: Vec<TrendAudit>,
    /// One per number that is followed, by question, in the order of the report.
    pub lines: Vec<TrendLine>,
    /// Lines that were tested for a change of their level: the family of the changes' q values.
    pub tests: u64,
    /// Lines that were tested for a steady rise or fall: the family of the slopes' q values.
    pub slope_tests: u64,
    /// Points that were held against what was to be expected.
    pub expected_points: u64,
    /// Probability that a point lies outside where nothing changes.
    pub outside_rate: f64,
    /// What to know.
    pub notes: Vec<String>,
}

/// One audit of a trend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrendAudit {
    /// Its file.
    pub file: String,
    /// Its title.
    pub title: String,
    /// First and last day of the log.
    pub period: Option<(String, String)>,
    /// The day it stands at; absent where no audit tells one.
    pub day: Option<String>,
    /// That day counted from 1970-01-01, or the place among audits without dates.
    pub at: i32,
    /// Items.
    pub items: u64,
    /// Annotators; withheld where a group is followed, whose size its share would give away.
    pub annotators: Option<u64>,
    /// Rows read.
    pub rows_read: u64,
    /// What was made otherwise than in the audit before, `names` marked.
    pub changed: Vec<String>,
    /// Overlaps, gaps, the same log twice.
    pub remarks: Vec<String>,
}

/// One number over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrendLine {
    /// The question; empty of what concerns the whole log.
    pub question: String,
    /// Part of the trend.
    pub part: TrendPart,
    /// Section of estimates.csv.
    pub section: String,
    /// Metric of estimates.csv.
    pub metric: String,
    /// Slice of estimates.csv.
    pub slice: String,
    /// Audits that have a value, in order.
    pub points: Vec<TrendPoint>,
    /// Audits that have none, in order: gaps, across which no line is drawn.
    pub gaps: Vec<TrendGap>,
    /// Whether the level changes.
    pub change: Outcome<TrendChange>,
    /// Whether it rises or falls throughout.
    pub slope: Outcome<TrendSlope>,
}

/// One number of one audit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TrendPoint {
    /// Place among the audits.
    pub audit: u32,
    /// The value.
    pub value: f64,
    /// Ends of its own interval.
    pub ends: Option<(f64, f64)>,
    /// Items (or annotations) behind it; absent of groups.
    pub n: Option<u64>,
    /// Where it was to be expected, given the other audits of the same level.
    pub expected: Option<(f64, f64)>,
    /// Whether it lies outside.
    pub outside: bool,
}

/// An audit without this number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendGap {
    /// Place among the audits.
    pub audit: u32,
    /// Code of the reason as in estimates.csv, or `not_in_audit`.
    pub reason: String,
}

/// The likeliest change of a line's level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrendChange {
    /// Place among the audits of the first one after the change.
    pub from: u32,
    /// Mean after minus mean before.
    pub difference: Estimate,
    /// Probability of as large a change where nothing changes.
    pub p: f64,
    /// Benjamini–Hochberg over all lines.
    pub q_value: f64,
    /// Whether it is told: q of .05 or less.
    pub reported: bool,
    /// How much more audits differ, beside the change, than their own errors explain (1 = no more); absent where errors are not known.
    pub dispersion: Option<f64>,
    /// How much neighbouring audits hang together, 0 to .9.
    pub correlation: f64,
    /// Further changes, as places of the first audit after each; only where this one is told.
    pub further: Vec<u32>,
}

/// Sen's slope of a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrendSlope {
    /// Per 30 days, or per audit where audits have no dates.
    pub slope: Estimate,
    /// Two-sided p of Mann and Kendall's test.
    pub p: f64,
    /// Benjamini–Hochberg over all lines.
    pub q_value: f64,
    /// Whether it is told: q of .05 or less.
    pub reported: bool,
    /// By how much serial correlation widens its variance.
    pub serial_factor: f64,
}
