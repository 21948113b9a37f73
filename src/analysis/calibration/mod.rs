//! Whether a model's confidence means what it says: how far its mean lies from how often the model is right, and how
//! its probabilities score.

mod by_label;
mod calibration_error;
mod difference;
mod measure;
mod null;
mod pairs;
mod probability_scores;
mod ranking;
mod reliability;
mod result;
mod top_label;

pub use measure::measure;
pub use pairs::{ConfidencePair, against_gold, against_majority, against_people};
pub use probability_scores::probability_scores;
pub use reliability::{Binning, reliability};
pub use result::{
    CalibrationAgainst, CalibrationVerdict, LabelCalibration, LabelRanking, ModelCalibration, NullError,
    ProbabilityScores, Reference, ReliabilityBin, ReliabilityDiagram,
};
pub use top_label::calibration;
