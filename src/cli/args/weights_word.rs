use clap::ValueEnum;

/// The kappa weights that can be stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WeightsWord {
    /// Labels agree or do not.
    Identity,
    /// By the distance.
    Linear,
    /// By the squared distance.
    Quadratic,
    /// By the number of label pairs between the two.
    Ordinal,
    /// By the root of the distance.
    Radical,
    /// By the squared distance over the sum.
    Ratio,
    /// By the way round a circle.
    Circular,
    /// By the distance and how near the poles are.
    Bipolar,
}

impl WeightsWord {
    /// The word in the settings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Linear => "linear",
            Self::Quadratic => "quadratic",
            Self::Ordinal => "ordinal",
            Self::Radical => "radical",
            Self::Ratio => "ratio",
            Self::Circular => "circular",
            Self::Bipolar => "bipolar",
        }
    }
}
