//! How far annotators agree with each other and with themselves.

mod aggregate;
mod alpha_sums;
mod analytic;
mod annotator_agreement;
mod annotator_aware;
mod annotator_bias;
mod annotator_matrix;
mod band;
mod benchmark;
mod catalogue;
mod chance_model;
mod cluster_count;
mod clustered_order;
mod coefficient;
mod coefficient_test;
mod cohen;
mod coincidences;
mod conger;
mod contingency;
mod continuous;
mod contrast;
mod cross_replication;
mod crossed;
mod disputed;
mod distance;
mod fleiss_by_label;
mod further;
mod gold_accuracy;
mod halves;
mod influence;
mod label_agreement;
mod label_pairs;
mod label_tilt;
mod light;
mod many_sets;
mod marginal_homogeneity;
mod measure;
mod member_agreement;
mod options;
mod overlap;
mod pair_margins;
mod paradox;
mod part_result;
mod pattern_items;
mod person_test;
mod pool;
mod pooled;
mod recipe;
mod result;
mod sampling;
mod self_consistency;
mod session_effect;
mod set_distance;
mod slice_contrasts;
mod slices;
mod strata;
mod units;
mod weight_table;

pub use aggregate::{AggregateReliability, spearman_brown};
pub use analytic::{AnalyticError, linearised_error};
pub use annotator_bias::{AnnotatorBias, AnnotatorTilt, annotator_bias};
pub use catalogue::{CATALOGUE, CatalogueEntry};
pub use chance_model::ChanceModel;
pub use cluster_count::ClusterCount;
pub use coefficient::{Basis, Pooled, coefficient};
pub use coefficient_test::CoefficientTest;
pub use cohen::{Kappa, KappaQuantiles, cohen_kappa};
pub use conger::{Conger, conger_kappa};
pub use contingency::Contingency;
pub use continuous::{
    BlandAltman, Icc, IccEstimate, KendallW, Lin, NumberBin, NumberSummary, TwoAnnotators, bland_altman, icc,
    kendall_w, lin_concordance,
};
pub use cross_replication::{CrossCell, CrossReplication, cross_replication};
pub use distance::{Distance, DistanceMatrix};
pub use influence::alpha_redrawn;
pub use light::light_kappa;
pub use marginal_homogeneity::{ChiSquareTest, MarginalHomogeneity};
pub use measure::measure;
pub use options::{AgreementOptions, DistanceTable, Weights};
pub use pair_margins::{NullTest, PairMargins, bias_index, prevalence_index};
pub use part_result::{LagBand, SelfConsistency, SliceAgreement};
pub use pool::{Disagreement, Margins, Observed, Pool};
pub use pooled::pooled;
pub use recipe::{Evaluated, ItemWeighting, Recipe};
pub use result::{
    Agreement, AlphaChange, AnnotatorAgreement, AnnotatorMatrix, AnnotatorPair, BandProbability, Coefficient,
    DisputedItem, LabelAgreement, LabelPair, LabelTilt, MemberAgreement, Paradox, PersonVerdict, Redrawn,
    ReliabilityBand,
};
pub use self_consistency::self_consistency;
pub use set_distance::SetDistance;
pub use weight_table::WeightTable;
