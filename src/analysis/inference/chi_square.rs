use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Probability that a chi-square variable with `df` > 0 degrees of freedom is `chi2` or more: .05 at 3.841459 and 1.
pub fn chi_square_p(chi2: f64, df: f64) -> f64 {
    ChiSquared::new(df).map_or(1.0, |distribution| distribution.sf(chi2.max(0.0)).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::chi_square_p;

    /// R 4.2.2: pchisq(q, df, lower.tail = FALSE).
    #[test]
    fn upper_tails_are_those_of_r() {
        assert!((chi_square_p(3.841_458_820_694, 1.0) - 0.05).abs() < 1e-10);
        assert!((chi_square_p(11.956_569_622_982_5, 3.0) - 0.007_533_425_054_8).abs() < 1e-10);
        assert_eq!(chi_square_p(0.0, 4.0), 1.0);
    }
}
