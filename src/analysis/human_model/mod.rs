//! People beside models: agreement with the consensus, accuracy against gold, and people's own reference.

mod against;
mod alternative_test;
mod beside_people;
mod by_annotator;
mod confused_pairs;
mod crossed_mean;
pub mod interventions;
mod left_out;
mod measure;
mod model_groups;
mod model_kinds;
mod model_pairs;
mod model_slices;
mod notes;
mod options;
mod quality;
mod quality_summaries;
mod reference;
mod result;
mod soft_confusion;
mod two_golds;

pub use against::Against;
pub use alternative_test::{AlternativeAnnotator, AlternativeTest, AlternativeTestOptions};
pub use beside_people::BesidePeople;
pub use confused_pairs::ConfusedPair;
pub use left_out::LeftOutReference;
pub use measure::measure;
pub use model_groups::ModelGroup;
pub use model_kinds::{ModelKind, ModelKinds};
pub use model_pairs::{ModelPair, ModelPairs};
pub use model_slices::ModelSlice;
pub use options::HumanModelOptions;
pub use quality_summaries::{QualityMeasure, QualitySummary};
pub use result::{HumanModel, HumanReference, ModelAnnotator, ModelComparison, ModelLabel, ModelQuality};
pub use soft_confusion::SoftConfusion;
pub use two_golds::{ModelGolds, TwoGolds, two_golds};
