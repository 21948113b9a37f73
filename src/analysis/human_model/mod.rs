//! People beside models: agreement with the consensus, accuracy against gold, and people's own reference.

mod against;
mod bands;
mod by_annotator;
mod confused_pairs;
mod measure;
mod model_groups;
mod model_pairs;
mod model_slices;
mod notes;
mod quality;
mod quality_summaries;
mod reference;
mod result;
mod soft_confusion;

pub use against::Against;
pub use confused_pairs::ConfusedPair;
pub use measure::measure;
pub use model_groups::ModelGroup;
pub use model_pairs::{ModelPair, ModelPairs};
pub use model_slices::ModelSlice;
pub use quality_summaries::{QualityMeasure, QualitySummary};
pub use result::{
    ConfidenceBand, HumanModel, HumanReference, ModelAnnotator, ModelComparison, ModelLabel, ModelQuality,
};
pub use soft_confusion::SoftConfusion;
