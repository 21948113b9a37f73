//! People beside models: agreement with the consensus, accuracy against gold, and people's own reference.

mod result;

pub use result::{ConfidenceBand, HumanModel, HumanReference, ModelComparison, ModelLabel, ModelQuality};
