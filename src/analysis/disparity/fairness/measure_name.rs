use serde::{Deserialize, Serialize};

/// A rate that is compared over groups of items; fairlearn's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FairnessMeasure {
    /// Items with the reference's label, of all: accuracy against gold, agreement against the consensus.
    Accuracy,
    /// Items to which the model gives the positive label, of all.
    SelectionRate,
    /// The same, of those whose reference is the positive label.
    TruePositiveRate,
    /// The same, of those whose reference is another label.
    FalsePositiveRate,
    /// Items whose reference is the positive label, of those to which the model gives it.
    Precision,
}

impl FairnessMeasure {
    /// The rates of a positive label.
    pub const OF_LABEL: [Self; 4] =
        [Self::SelectionRate, Self::TruePositiveRate, Self::FalsePositiveRate, Self::Precision];

    /// Its metric id.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accuracy => "accuracy",
            Self::SelectionRate => "selection_rate",
            Self::TruePositiveRate => "true_positive_rate",
            Self::FalsePositiveRate => "false_positive_rate",
            Self::Precision => "precision",
        }
    }
}
