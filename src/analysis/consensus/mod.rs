//! One label per item from several annotators. Never presented as truth.

mod basis;
mod chosen;
mod crowdlab;
mod dawid_skene;
mod error_matrices;
mod fit;
mod glad;
mod label_switching;
mod mace;
mod majority;
mod measure;
mod one_coin;
mod options;
#[cfg(test)]
mod properties;
mod result;
mod settle;
mod votes;
mod wawa;
mod weighed_votes;

pub use basis::warning;
pub use crowdlab::{Crowdlab, crowdlab, crowdlab_majority};
pub use dawid_skene::{DawidSkene, dawid_skene};
pub use error_matrices::ErrorMatrices;
pub use fit::{Course, Fit, MAX_ITERATIONS};
pub use glad::{Glad, glad};
pub use mace::mace;
pub(crate) use majority::by_pattern;
pub use majority::{Majority, by_item, majority};
pub use measure::measure;
pub use one_coin::one_coin;
pub use options::{ConsensusModel, ConsensusOptions};
pub use result::{AnnotatorReliability, ChosenConsensus, Consensus, ConsensusCourse};
pub use settle::{Settled, Standing, settle};
pub use votes::Votes;
pub use wawa::{majority_fit, wawa};
