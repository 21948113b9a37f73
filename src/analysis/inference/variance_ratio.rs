use statrs::distribution::{ChiSquared, ContinuousCDF, FisherSnedecor};

/// The F quantile at `p` in (0, 1): 2.901295 at .975 with 5 and 15 degrees of freedom, which need not be whole. `None`
/// where there is no such distribution.
pub fn f_quantile(p: f64, df1: f64, df2: f64) -> Option<f64> {
    let f = FisherSnedecor::new(df1, df2).ok()?;
    // Bisection on the logarithm: the library's own inverse stops at a few digits for far quantiles.
    let (mut low, mut high) = (1e-300_f64.ln(), 1e300_f64.ln());
    for _ in 0..200 {
        let middle = low.midpoint(high);
        if f.cdf(middle.exp()) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low.midpoint(high).exp()).filter(|q| q.is_finite() && *q > 0.0)
}

/// The upper tail of the F distribution; `None` where there is no such distribution.
pub fn f_upper_p(value: f64, df1: f64, df2: f64) -> Option<f64> {
    FisherSnedecor::new(df1, df2).ok().map(|f| f.sf(value))
}

/// The upper tail of the χ² distribution; `None` where there is no such distribution.
pub fn chi_squared_upper_p(value: f64, df: f64) -> Option<f64> {
    ChiSquared::new(df).ok().map(|chi| chi.sf(value.max(0.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2.2: qf(.975, 5, 15), qf(.975, 19, 57.5), pf(11.02725, 5, 15, lower = FALSE), pchisq(17.74074, 5, lower =
    /// FALSE), by scipy 1.17 too.
    #[test]
    fn quantiles_and_tails_are_those_of_r() {
        assert!((f_quantile(0.975, 5.0, 15.0).expect("proper") - 3.576_415_349).abs() < 1e-6);
        assert!(
            (f_upper_p(11.027_247_956_403_3, 5.0, 15.0).expect("proper") - 0.000_134_566_516).abs() < 1e-10
        );
        let tail = chi_squared_upper_p(17.740_740_740_740_73, 5.0).expect("proper");
        assert!((tail - 0.003_289_509_243_680_3).abs() < 1e-12);
        assert_eq!(f_quantile(0.5, 0.0, 3.0), None);
    }
}
