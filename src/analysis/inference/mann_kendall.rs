use super::normal_cdf;

/// Whether a series rises or falls throughout, by the signs of all its pairs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannKendall {
    /// Pairs that rise minus pairs that fall, S.
    pub score: f64,
    /// Variance of S where nothing changes and points are independent, corrected for ties.
    pub variance: f64,
    /// (S ∓ 1) / √variance, towards 0; 0 where S is 0.
    pub z: f64,
    /// Two-sided p of z.
    pub p: f64,
    /// S / (n (n − 1) / 2).
    pub tau_a: f64,
    /// The same with tied pairs taken out of the denominator; `None` where all points are equal.
    pub tau_b: Option<f64>,
}

/// The test of Mann (1945, Econometrica 13:245) and Kendall (1975, Rank Correlation Methods, ch. 4) for a monotone trend
/// of points in order: S = Σ_{i<j} sign(x_j − x_i), var S = [n(n−1)(2n+5) − Σ t(t−1)(2t+5)] / 18 over groups of t equal
/// points, continuity correction of 1. Points must be finite. `None` for fewer than two. All points equal: z 0, p 1.
pub fn mann_kendall(series: &[f64]) -> Option<MannKendall> {
    let n = series.len() as f64;
    if series.len() < 2 {
        return None;
    }
    let score = score(series);
    let (variance, tied_pairs) = variance(series);
    let (z, p) = tested(score, variance);
    let pairs = n * (n - 1.0) / 2.0;
    let tau_b = (tied_pairs < pairs).then(|| score / ((pairs - tied_pairs) * pairs).sqrt());
    Some(MannKendall { score, variance, z, p, tau_a: score / pairs, tau_b })
}

impl MannKendall {
    /// z and two-sided p with the variance multiplied by `factor`, as serial correlation asks for.
    pub fn with_variance(&self, factor: f64) -> (f64, f64) {
        tested(self.score, self.variance * factor)
    }
}

fn score(series: &[f64]) -> f64 {
    let mut score = 0i64;
    for (i, earlier) in series.iter().enumerate() {
        for later in &series[i + 1..] {
            score += i64::from(later > earlier) - i64::from(later < earlier);
        }
    }
    score as f64
}

/// var S, and the number of tied pairs.
fn variance(series: &[f64]) -> (f64, f64) {
    let mut sorted = series.to_vec();
    sorted.sort_by(f64::total_cmp);
    let term = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let (mut ties, mut tied_pairs) = (0.0, 0.0);
    for equal in sorted.chunk_by(|a, b| a == b) {
        let t = equal.len() as f64;
        ties += term(t);
        tied_pairs += t * (t - 1.0) / 2.0;
    }
    ((term(series.len() as f64) - ties) / 18.0, tied_pairs)
}

fn tested(score: f64, variance: f64) -> (f64, f64) {
    if score == 0.0 || variance <= 0.0 {
        return (0.0, 1.0);
    }
    let z = (score - score.signum()) / variance.sqrt();
    (z, (2.0 * normal_cdf(-z.abs())).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::mann_kendall;
    use proptest::prelude::*;

    #[test]
    fn a_constant_series_has_no_trend_and_one_point_has_none_to_test() {
        let flat = mann_kendall(&[3.0; 6]).expect("six points");
        assert_eq!((flat.score, flat.z, flat.p, flat.tau_b), (0.0, 0.0, 1.0, None));
        assert_eq!(mann_kendall(&[1.0]), None);
    }

    /// Without ties var S = n (n − 1)(2n + 5) / 18: 125 for ten points; a rising series has S = 45.
    #[test]
    fn ten_rising_points() {
        let rising = mann_kendall(&(0..10).map(f64::from).collect::<Vec<_>>()).expect("ten points");
        assert_eq!((rising.score, rising.variance, rising.tau_a), (45.0, 125.0, 1.0));
        assert!((rising.z - 44.0 / 125f64.sqrt()).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn a_reversed_series_has_the_opposite_trend(
            series in prop::collection::vec((0u8..6).prop_map(f64::from), 2..30),
        ) {
            let forward = mann_kendall(&series).expect("two points");
            let reversed: Vec<f64> = series.iter().rev().copied().collect();
            let backward = mann_kendall(&reversed).expect("two points");
            prop_assert_eq!(forward.score, -backward.score);
            prop_assert_eq!(forward.variance, backward.variance);
            prop_assert!((forward.p - backward.p).abs() < 1e-12);
        }

        #[test]
        fn only_the_order_of_values_matters(series in prop::collection::vec(-9.0f64..9.0, 2..30)) {
            let bent: Vec<f64> = series.iter().map(|x| x.exp()).collect();
            prop_assert_eq!(mann_kendall(&series).map(|t| t.score), mann_kendall(&bent).map(|t| t.score));
        }
    }
}
