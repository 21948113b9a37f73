/// The largest excursion of the running sum of deviations from the mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cusum {
    /// max |Σ_{i≤k} (x_i − x̄)| / (s √n), s with n − 1.
    pub statistic: f64,
    /// Points before it.
    pub index: usize,
    /// p of the same level throughout, points independent and equally spread.
    pub p: f64,
}

/// Whether the level of a series is the same throughout (OLS-CUSUM; Ploberger & Krämer 1992, Econometrica 60:271). Under no
/// change the statistic goes to the supremum of a Brownian bridge, whose distribution is Kolmogorov's. `widened`
/// multiplies the variance of the points, as serial correlation asks for (1 = independent). `None` for fewer than two
/// points or a flat series.
pub fn cusum(series: &[f64], widened: f64) -> Option<Cusum> {
    let n = series.len() as f64;
    let mean = series.iter().sum::<f64>() / n;
    let variance = series.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0) * widened;
    // A constant that no double holds exactly leaves a variance of rounding errors.
    if series.len() < 2 || variance.is_nan() || variance <= 1e-24 * (1.0 + mean * mean) {
        return None;
    }
    let (mut sum, mut largest, mut index) = (0.0_f64, -1.0, 0);
    for (before, x) in (1..).zip(series) {
        sum += x - mean;
        if sum.abs() > largest {
            (largest, index) = (sum.abs(), before);
        }
    }
    let statistic = largest / (variance * n).sqrt();
    Some(Cusum { statistic, index, p: bridge_p(statistic) })
}

/// P(sup |Brownian bridge| > x) = 2 Σ_{k≥1} (−1)^{k+1} exp(−2 k² x²).
fn bridge_p(x: f64) -> f64 {
    // Below, the series alternates for long; the probability is 1 to ten digits.
    if x < 0.15 {
        return 1.0;
    }
    let term = |k: f64| (-2.0 * k * k * x * x).exp();
    let sum: f64 = (1..=100).map(f64::from).map(|k| if k % 2.0 == 1.0 { term(k) } else { -term(k) }).sum();
    (2.0 * sum).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::{bridge_p, cusum};

    /// Kolmogorov's distribution: 1.3581 at .05, 1.6276 at .01 (Smirnov 1948, Annals of Mathematical Statistics 19:279).
    #[test]
    fn the_published_quantiles() {
        assert!((bridge_p(1.3581) - 0.05).abs() < 1e-5);
        assert!((bridge_p(1.6276) - 0.01).abs() < 1e-5);
        assert_eq!(bridge_p(0.1), 1.0);
    }

    #[test]
    fn a_step_has_its_largest_excursion_at_the_step() {
        let step: Vec<f64> =
            (0..30).map(|t| f64::from(t % 3) * 0.1 + if t < 12 { 0.0 } else { 1.0 }).collect();
        let found = cusum(&step, 1.0).expect("it varies");
        assert_eq!(found.index, 12);
        assert!(found.p < 1e-4);
        assert!(cusum(&step, 9.0).expect("it varies").p > found.p);
        assert_eq!(cusum(&[0.1; 9], 1.0), None);
        assert_eq!(cusum(&[], 1.0), None);
    }
}
