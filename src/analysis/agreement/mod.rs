//! How far annotators agree with each other and with themselves.

mod chance_model;
mod coefficient;
mod distance;
mod pool;
mod pooled;
mod result;
mod sampling;

pub use chance_model::ChanceModel;
pub use coefficient::{Evaluated, ItemWeighting, Pooled, Recipe, coefficient};
pub use distance::Distance;
pub use pool::{Disagreement, Margins, Observed, Pool};
pub use pooled::pooled;
pub use result::{
    Agreement, AnnotatorAgreement, AnnotatorMatrix, AnnotatorPair, Coefficient, DisputedItem, LabelAgreement,
    LabelPair, PersonVerdict, ReliabilityBand, SelfConsistency, SliceAgreement,
};
