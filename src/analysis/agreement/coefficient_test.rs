use serde::{Deserialize, Serialize};

/// The test that belongs to a coefficient: of "items do not differ".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoefficientTest {
    /// Whose: `icc_1_1`.
    pub metric: String,
    /// `F`, `chi-squared`.
    pub statistic: String,
    /// Its value.
    pub value: f64,
    /// Its degrees of freedom, one or two.
    pub df: Vec<f64>,
    /// Its upper tail.
    pub p: f64,
}
