use super::serial_variance::mid_ranks;
use super::t_two_sided_p;

/// How far two columns rise and fall together, by ranks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankCorrelation {
    /// Spearman's rho, the correlation of mid-ranks.
    pub rho: f64,
    /// Two-sided p of "none", from t with n − 2 degrees of freedom.
    pub p: f64,
}

/// Spearman's rank correlation (1904, American Journal of Psychology 15:72) of pairs, ties at the mean of their ranks,
/// with the p of t = rho √((n − 2) / (1 − rho²)). `None` for fewer than three pairs, or where one side does not vary.
pub fn rank_correlation(pairs: &[(f64, f64)]) -> Option<RankCorrelation> {
    let n = pairs.len() as f64;
    if pairs.len() < 3 {
        return None;
    }
    let first = mid_ranks(&pairs.iter().map(|pair| pair.0).collect::<Vec<_>>());
    let second = mid_ranks(&pairs.iter().map(|pair| pair.1).collect::<Vec<_>>());
    let mean = (n + 1.0) / 2.0;
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in first.iter().zip(&second) {
        xy += (x - mean) * (y - mean);
        xx += (x - mean) * (x - mean);
        yy += (y - mean) * (y - mean);
    }
    if xx <= 0.0 || yy <= 0.0 {
        return None;
    }
    let rho = (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0);
    let left = 1.0 - rho * rho;
    let p = if left <= 0.0 { 0.0 } else { t_two_sided_p(rho * ((n - 2.0) / left).sqrt(), n - 2.0) };
    Some(RankCorrelation { rho, p })
}

#[cfg(test)]
mod tests {
    use super::rank_correlation;

    /// R 4.2.2: cor.test(c(1,2,3,4,5), c(2,1,4,3,5), method = "spearman"): rho .8.
    #[test]
    fn five_pairs() {
        let pairs = [(1.0, 2.0), (2.0, 1.0), (3.0, 4.0), (4.0, 3.0), (5.0, 5.0)];
        let found = rank_correlation(&pairs).expect("it varies");
        assert!((found.rho - 0.8).abs() < 1e-12);
        assert_eq!(rank_correlation(&pairs[..2]), None);
        assert_eq!(rank_correlation(&[(1.0, 1.0), (2.0, 1.0), (3.0, 1.0)]), None);
        assert_eq!(
            rank_correlation(&[(1.0, 1.0), (2.0, 4.0), (3.0, 9.0)]).map(|c| (c.rho, c.p)),
            Some((1.0, 0.0))
        );
    }
}
