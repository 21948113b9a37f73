use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// The standard normal quantile at `p` in (0, 1): 1.959964 at .975.
pub fn normal_quantile(p: f64) -> f64 {
    Normal::standard().inverse_cdf(p)
}

/// The standard normal distribution function.
pub fn normal_cdf(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

/// Student's t quantile at `p` in (0, 1) with `df` > 0 degrees of freedom, which need not be whole: 2.570582 at
/// .975 and 5. Past a million degrees of freedom the normal quantile, which differs by less than 1e-6.
pub fn t_quantile(p: f64, df: f64) -> f64 {
    match students_t(df) {
        Some(t) => t.inverse_cdf(p),
        None => normal_quantile(p),
    }
}

/// Student's t distribution function.
pub fn t_cdf(t: f64, df: f64) -> f64 {
    match students_t(df) {
        Some(distribution) => distribution.cdf(t),
        None => normal_cdf(t),
    }
}

/// Two-sided p of a t statistic.
pub fn t_two_sided_p(t: f64, df: f64) -> f64 {
    (2.0 * t_cdf(-t.abs(), df)).min(1.0)
}

/// How a t distribution is named in a method: `t(59)`, `t(12.4)`.
pub fn t_name(df: f64) -> String {
    let df = format!("{df:.1}");
    format!("t({})", df.strip_suffix(".0").unwrap_or(&df))
}

fn students_t(df: f64) -> Option<StudentsT> {
    if df < 1e6 { StudentsT::new(0.0, 1.0, df).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R 4.2.2: qnorm(.975), qt(.975, 5), qt(.975, 1.5), pt(-2, 7).
    #[test]
    fn quantiles_are_those_of_r() {
        assert!((normal_quantile(0.975) - 1.959_963_985).abs() < 1e-8);
        assert!((t_quantile(0.975, 5.0) - 2.570_581_836).abs() < 1e-7);
        assert!((t_quantile(0.975, 1.0) - 12.706_204_736).abs() < 1e-6);
        assert!((t_cdf(-2.0, 7.0) - 0.042_809_664).abs() < 1e-8);
        assert!((t_quantile(0.975, 1e9) - 1.959_963_985).abs() < 1e-6);
    }

    #[test]
    fn whole_degrees_of_freedom_bear_no_decimal() {
        assert_eq!([59.0, 12.44, 0.96].map(t_name), ["t(59)", "t(12.4)", "t(1)"]);
    }
}
