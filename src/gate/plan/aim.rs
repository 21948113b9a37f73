use super::{Basis, Design, PlanMetric};
use crate::analysis::inference::normal_quantile;
use serde::Serialize;

/// What the work is to be enough for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    /// An interval no wider than this from end to end.
    Width(f64),
    /// A gate that fails, with this probability, when the coefficient falls by `size` between two audits like this one.
    Drop {
        /// The true drop.
        size: f64,
        /// The drop that the gate allows.
        allowance: f64,
        /// The probability in 0–1 that the gate fails.
        power: f64,
    },
}

impl Aim {
    /// What a design gives of what is asked: the width of its interval, or the smallest drop below the allowance that its
    /// gate fails at with the power asked for: (t + z_power) · √2 · se.
    pub fn given(self, design: &Design, basis: &Basis, metric: PlanMetric, level: f64) -> f64 {
        let error = design.error(basis, metric);
        match self {
            Aim::Width(_) => 2.0 * design.quantile(basis, metric, level, 1.0) * error,
            Aim::Drop { allowance, power, .. } => {
                let quantile = design.quantile(basis, metric, level, 2.0) + normal_quantile(power);
                allowance + quantile * std::f64::consts::SQRT_2 * error
            }
        }
    }

    /// The number that a design's must not exceed.
    pub fn wanted(self) -> f64 {
        match self {
            Aim::Width(width) => width,
            Aim::Drop { size, .. } => size,
        }
    }
}
