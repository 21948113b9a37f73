//! Stage 5: the one result in the middle. [`conduct()`] is the front door; disclosure control is its only constructor:
//! below it numbers are complete, above it nothing suppressed exists. Renderers read these types and no tally.

mod baseline;
mod beside_baseline;
mod change_metrics;
mod conduct;
mod confidence_details;
mod coverage_parts;
mod disclosure;
mod disparity_parts;
mod divisions;
mod drift_points;
mod echelon;
mod estimate_row;
mod estimates;
mod feedback;
mod few_people;
mod findings;
mod flipped_items;
mod grids;
mod group_items;
mod group_metrics;
mod guideline;
mod intake_report;
mod item_patterns;
mod json;
mod ledger;
mod linked;
mod long_texts;
mod model_parts;
mod of_numbers;
mod plan;
mod reconstruction;
mod result;
mod severity_details;
mod shown_groups;
mod size;
mod slice_people;
mod suppression;
mod suppression_notes;
mod tables;
#[cfg(test)]
pub(crate) mod test_audit;
mod withheld;
mod worked_out;

pub use crate::analysis::agreement::change::{
    Change, GuidelineVersions, MatchedChange, PairChange, PairChanges, PairVerdict, VersionBasis, VersionStep,
};
pub use crate::analysis::agreement::{
    AggregateReliability, Agreement, AgreementOptions, AlphaChange, AnnotatorAgreement, AnnotatorMatrix,
    AnnotatorPair, BandProbability, CATALOGUE, CatalogueEntry, ChiSquareTest, ClusterCount, Coefficient,
    CoefficientTest, CrossReplication, DisputedItem, DistanceTable, LabelAgreement, LabelPair, LabelTilt,
    LagBand, MarginalHomogeneity, MemberAgreement, NullTest, NumberBin, NumberSummary, PairMargins, Paradox,
    PersonVerdict, Redrawn, ReliabilityBand, SelfConsistency, SetDistance, SideEstimate, SkippedItem,
    SliceAgreement, TwoAnnotators, Weights,
};
pub use crate::analysis::calibration::{
    CalibrationAgainst, CalibrationVerdict, LabelCalibration, LabelRanking, ModelCalibration, NullError,
    ProbabilityScores, Reference, ReliabilityBin, ReliabilityDiagram,
};
pub use crate::analysis::consensus::{
    AnnotatorReliability, ChosenConsensus, Consensus, ConsensusCourse, ConsensusModel, ConsensusOptions,
    Settled,
};
pub use crate::analysis::course::{
    AnnotatorCourse, Course, CourseOptions, CoursePoint, CourseSeries, CourseVerdict, LevelChange,
    LevelChanges, PersonCourse, Trend,
};
pub use crate::analysis::coverage::{
    AttributeCoverage, Coverage, CoverageGrid, CoverageOptions, FurtherAnnotations, GridPart, GroupCoverage,
    GroupNumbers, ItemAttributeCoverage, ItemGroupCoverage, LabelShare, TargetComparison, TargetGroup,
    TargetShare, Targets, Unseen,
};
pub use crate::analysis::disparity::cohesion::{
    AttributeCohesion, Cohesion, CohesionOptions, CohesionTest, CohesionVerdict, GroupAgreement,
    GroupCohesion,
};
pub use crate::analysis::disparity::fairness::{
    ChanceDifference, EqualizedOdds, Fairness, FairnessMeasure, FairnessMetric, FairnessOptions, GroupRate,
    ModelFairness,
};
pub use crate::analysis::disparity::severity::{
    AttributeSeverity, GroupDistance, GroupSeverity, LabelContrast, LabelSpread, RateRatio, Severity,
    SeverityOptions,
};
pub use crate::analysis::disparity::views::{
    AttributeViews, FlippedItem, FlippedUnder, Flips, GroupView, GroupViews, GroupWeight, Relabelled,
    ViewDistance, ViewOptions, Views, WeightedConsensus, WeightedFlips,
};
pub use crate::analysis::disparity::{Disparity, DisparityOptions};
pub use crate::analysis::drift::{Drift, DriftChange, DriftKind, DriftPoint, DriftSeries};
pub use crate::analysis::fatigue::{
    AlongVerdict, AnnotatorAlong, Fatigue, FatigueOptions, FatigueVerdict, IdleCap, ItemEffects,
    OrderContrast, OrderEffects, OrderFactor, Runs, SequenceEffect, SessionCap, SessionCurve, Slope,
    SlopePair,
};
pub use crate::analysis::feedback::{OwnConfusion, OwnFeedback, OwnSessions};
pub use crate::analysis::human_model::interventions::{
    ActionRate, AgreementBeside, AnnotatorReviews, InterventionOptions, InterventionPart, Interventions,
    Latency, Passed, Showing, ShowingEffect, WeeklyTrend,
};
pub use crate::analysis::human_model::{
    Against, AlternativeAnnotator, AlternativeTest, AlternativeTestOptions, BesidePeople, ConfusedPair,
    HumanModel, HumanModelOptions, HumanReference, LeftOutReference, ModelAnnotator, ModelComparison,
    ModelGolds, ModelGroup, ModelKind, ModelKinds, ModelLabel, ModelPair, ModelPairs, ModelQuality,
    ModelSlice, QualityMeasure, QualitySummary, SoftConfusion, TwoGolds,
};
pub use crate::analysis::inference::{
    Adjustment, DifferenceInterval, InferenceOptions, McNemar, Panel, ShareInterval,
};
pub use crate::analysis::pace::{AnnotatorPace, EarlyAndLate, Pace, PaceOptions, SecondsOnItem};
pub use crate::analysis::routing::{
    LabelThreshold, LabelThresholds, ModelRouting, RiskPoint, RoutingByHours, RoutingByTarget,
    RoutingOptions, RoutingThreshold,
};
pub use beside_baseline::Baseline;
pub use conduct::{conduct, conduct_beside, conduct_with, settle};
pub use estimate_row::{EstimateRow, known_metrics};
pub use estimates::{WITHHELD, estimates, estimates_of};
pub use feedback::{FeedbackSheet, QuestionFeedback, feedback};
pub use findings::{Finding, Pattern};
pub use flipped_items::flipped_items;
pub use group_items::{GroupItem, GroupItems};
pub use intake_report::{InputReport, IntakeReport};
pub use item_patterns::{ITEMS_VERSION, ItemPatterns, QuestionItems, item_patterns};
pub use json::AuditError;
pub use plan::{Plan, SMALLEST_MIN_GROUP};
pub use result::{Audit, DisclosedTable, Provenance, QuestionAudit, SCHEMA_VERSION};
pub use suppression::{SuppressedCells, SuppressionNote, SuppressionRule};
