use super::SetDistance;
use serde::{Deserialize, Serialize};

/// Which coefficients of agreement an audit gives beside the default set, and how far apart labels are taken to be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgreementOptions {
    /// Metric ids of the catalogue, in the order asked for.
    pub coefficients: Vec<String>,
    /// Weights of weighted coefficients; `None`: those of the question's scale.
    pub weights: Option<Weights>,
    /// Distances of labels from a file, in the place of the scale's.
    pub distance: Option<DistanceTable>,
    /// The reliability of an aggregate for which the annotators needed are told, in 0–1.
    pub target_reliability: f64,
    /// How far apart sets are, on the set scale.
    pub set_distance: SetDistance,
}

impl Default for AgreementOptions {
    fn default() -> Self {
        Self {
            coefficients: Vec::new(),
            weights: None,
            distance: None,
            target_reliability: 0.8,
            set_distance: SetDistance::Masi,
        }
    }
}

/// How much of an agreement two labels are (Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., ch. 3): 1 for
/// equal labels, less the further they lie apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weights {
    /// 1 where equal, 0 where not.
    Identity,
    /// 1 − |x_k − x_l| / range.
    Linear,
    /// 1 − (x_k − x_l)² / range².
    Quadratic,
    /// Gwet's ordinal weights: by the number of label pairs that lie between the two.
    Ordinal,
    /// 1 − √|x_k − x_l| / √range.
    Radical,
    /// 1 − ((x_k − x_l)/(x_k + x_l))², over its largest value.
    Ratio,
    /// Labels on a circle.
    Circular,
    /// Labels between two poles.
    Bipolar,
}

impl Weights {
    /// All of them.
    pub const ALL: [Weights; 8] = [
        Weights::Identity,
        Weights::Linear,
        Weights::Quadratic,
        Weights::Ordinal,
        Weights::Radical,
        Weights::Ratio,
        Weights::Circular,
        Weights::Bipolar,
    ];

    /// The word used in settings, methods and the page.
    pub fn name(self) -> &'static str {
        match self {
            Weights::Identity => "identity",
            Weights::Linear => "linear",
            Weights::Quadratic => "quadratic",
            Weights::Ordinal => "ordinal",
            Weights::Radical => "radical",
            Weights::Ratio => "ratio",
            Weights::Circular => "circular",
            Weights::Bipolar => "bipolar",
        }
    }
}

/// Distances of labels as a file gave them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DistanceTable {
    /// What the file is called, for the method column.
    pub name: String,
    /// The labels, in the order of rows and columns.
    pub labels: Vec<String>,
    /// `labels × labels` distances row by row: symmetric, 0 on the diagonal, none below 0.
    pub values: Vec<f64>,
}
