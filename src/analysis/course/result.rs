use crate::analysis::inference::Adjustment;
use crate::vocabulary::{Estimate, Outcome, Week};
use serde::{Deserialize, Serialize};

/// Change along the calendar, week by week (Monday to Sunday).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// Share of an item's other annotators who agree.
    pub agreement: Outcome<CourseSeries>,
    /// Share correct against gold.
    pub correctness: Outcome<CourseSeries>,
    /// ln(seconds on an item).
    pub pace: Outcome<CourseSeries>,
    /// Each annotator, in alphabetical order.
    pub annotators: Vec<AnnotatorCourse>,
    /// How the annotators' p values were adjusted.
    pub adjustment: Adjustment,
    /// Annotations whose day is not known: left out.
    pub undated: u64,
    /// What it cannot know; what was left out.
    pub notes: Vec<String>,
}

/// One outcome by week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CourseSeries {
    /// Weeks with an annotation that has the outcome, ascending.
    pub points: Vec<CoursePoint>,
    /// Whether it rises or falls throughout, the same annotators compared.
    pub trend: Outcome<Trend>,
    /// Whether its level changes, the same annotators compared.
    pub level_changes: Outcome<LevelChanges>,
}

/// One week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoursePoint {
    /// Number of the week.
    pub week: Week,
    /// As ISO 8601 names it.
    pub name: String,
    /// Mean over all annotations of the week.
    pub mean: Estimate,
    /// The mean with the annotators of all weeks in equal parts, so that who works when makes no difference.
    pub same_people: Option<f64>,
    /// Median seconds on an item; for pace alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_secs: Option<f64>,
}

/// A monotone trend: Mann–Kendall with Sen's slope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// Sen's slope per week with its rank interval, widened for serial correlation.
    pub slope: Estimate,
    /// Weeks that entered.
    pub weeks: u64,
    /// Weeks from the first to the last of them.
    pub span: u64,
    /// Weeks that rise minus weeks that fall, over all pairs.
    pub score: f64,
    /// z of the score, allowing for serial correlation.
    pub z: f64,
    /// Two-sided p of z.
    pub p_value: f64,
    /// Two-sided p if weeks were independent.
    pub p_independent: f64,
    /// Factor on the variance for serial correlation, at least 1: Hamed & Rao's, or that of neighbours.
    pub serial_factor: f64,
    /// Score over all pairs.
    pub tau_a: f64,
    /// The same with ties taken out.
    pub tau_b: Option<f64>,
    /// In one word.
    pub verdict: CourseVerdict,
}

/// What a trend allows to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourseVerdict {
    /// It falls.
    Falls,
    /// It rises.
    Rises,
    /// No evidence of a trend.
    NoEvidence,
}

/// Whether the level of a series changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelChanges {
    /// Largest excursion of the running sum (OLS-CUSUM), allowing for serial correlation.
    pub cusum: f64,
    /// p of one level throughout.
    pub p_value: f64,
    /// p of one level by ranks (Pettitt), weeks independent.
    pub pettitt_p: f64,
    /// Factor on the variance for serial correlation, at least 1.
    pub serial_factor: f64,
    /// Where the level changes; empty where there is no evidence that it does.
    pub changes: Vec<LevelChange>,
}

/// One change of level.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LevelChange {
    /// The first week at the new level.
    pub from_week: String,
    /// Mean of the weeks before, back to the previous change.
    pub before: f64,
    /// Mean of the weeks after, up to the next change.
    pub after: f64,
}

/// One annotator along the calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnnotatorCourse {
    /// Who.
    pub annotator: String,
    /// Weeks in which they worked.
    pub weeks: u64,
    /// Annotations with a day.
    pub annotations: u64,
    /// Sen's slope per week of the own agreement less that of others on the same items.
    pub agreement: Outcome<Estimate>,
    /// p of no trend in it, allowing for serial correlation.
    pub p_value: Option<f64>,
    /// The same, adjusted over all annotators tested.
    pub p_adjusted: Option<f64>,
    /// Sen's slope per week of ln(seconds on an item): described, never judged.
    pub pace: Outcome<Estimate>,
    /// What may be said.
    pub verdict: PersonCourse,
}

/// What may be said of one annotator's drift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonCourse {
    /// Too few weeks or shared items.
    TooFew,
    /// No evidence of a drift.
    NoEvidence,
    /// Agrees less and less with others, on the same items.
    AwayFromOthers,
    /// Agrees more and more.
    TowardsOthers,
}
