//! People beside models: agreement with the consensus, accuracy against gold, and people's own reference.

mod bands;
mod by_annotator;
mod measure;
mod quality;
mod reference;
mod result;

pub use measure::measure;
pub use result::{
    ConfidenceBand, HumanModel, HumanReference, ModelAnnotator, ModelComparison, ModelLabel, ModelQuality,
};
