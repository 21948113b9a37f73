//! How far annotators agree with each other and with themselves.

mod result;

pub use result::{
    Agreement, AnnotatorAgreement, AnnotatorMatrix, AnnotatorPair, Coefficient, DisputedItem, LabelAgreement,
    LabelPair, PersonVerdict, ReliabilityBand, SelfConsistency, SliceAgreement,
};
