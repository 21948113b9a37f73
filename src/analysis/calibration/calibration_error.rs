use super::reliability::BinSums;
use crate::analysis::inference::normal_cdf;
use std::f64::consts::PI;

/// Calibration errors of one binning.
pub(super) struct CalibrationError {
    pub ece: f64,
    pub mce: f64,
    pub debiased_ece: f64,
}

/// ECE = Σ_b (n_b / n) |gap_b| and MCE = max_b |gap_b| (Guo et al. 2017, ICML, eq. 3 and 5). Noise alone makes every gap
/// larger: the debiased ECE takes from each |gap| what a normal error of the gap's size adds to it on average,
/// 2 |g| − E|N(g, s²)| (after Kumar, Liang & Ma 2019, NeurIPS, who do so for the square).
pub(super) fn calibration_error(bins: &[BinSums]) -> CalibrationError {
    let items: u64 = bins.iter().map(|bin| bin.items).sum();
    let mut out = CalibrationError { ece: 0.0, mce: 0.0, debiased_ece: 0.0 };
    for bin in bins {
        let (weight, gap) = (bin.items as f64 / items as f64, bin.gap().abs());
        out.ece += weight * gap;
        out.mce = out.mce.max(gap);
        out.debiased_ece += weight * (2.0 * gap - folded_mean(gap, bin.gap_variance().sqrt()));
    }
    out.debiased_ece = out.debiased_ece.clamp(0.0, 1.0);
    out
}

/// E|N(mean, deviation²)|.
fn folded_mean(mean: f64, deviation: f64) -> f64 {
    if deviation <= 0.0 {
        return mean.abs();
    }
    let z = mean / deviation;
    deviation * (2.0 / PI).sqrt() * (-0.5 * z * z).exp() + mean * (1.0 - 2.0 * normal_cdf(-z))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_normal_has_its_textbook_mean() {
        assert!((folded_mean(0.0, 1.0) - (2.0 / PI).sqrt()).abs() < 1e-12);
        assert!((folded_mean(5.0, 1.0) - 5.0).abs() < 1e-5);
        assert_eq!(folded_mean(0.3, 0.0), 0.3);
    }
}
