//! Intervals, bootstrap streams and multiplicity, shared by all analyses.

mod options;

pub use options::InferenceOptions;
