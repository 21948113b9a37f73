use super::chi_square_p;

/// Hits and annotations of two sides on one stratum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoSides {
    /// (hits, annotations) of the first side.
    pub first: (f64, f64),
    /// (hits, annotations) of the second side.
    pub second: (f64, f64),
}

/// Sums over strata behind the Mantel–Haenszel estimators of two sides' shares (Mantel & Haenszel 1959, J Natl Cancer Inst
/// 22:719; Greenland & Robins 1985, Biometrics 41:55). A stratum with one side alone adds nothing. Hits may be sums of
/// numbers; then the difference alone has a meaning, one of means.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct MantelHaenszel {
    /// Strata with both sides.
    pub strata: u64,
    /// Annotations of both sides on them.
    pub annotations: f64,
    /// Σ n₁n₀/N.
    pub weight: f64,
    /// Σ a n₀/N: `weight` times the first side's share.
    first: f64,
    /// Σ c n₁/N: `weight` times the second side's share.
    second: f64,
    /// Σ ad/N.
    odds_up: f64,
    /// Σ bc/N.
    odds_down: f64,
    /// Σ PR, Σ (PS + QR) and Σ QS of Robins, Breslow & Greenland 1986 (Biometrics 42:311).
    log_odds: [f64; 3],
    /// Σ (a − E a) and Σ Var a of Cochran, Mantel and Haenszel.
    excess: (f64, f64),
}

impl MantelHaenszel {
    /// Adds one stratum.
    pub fn add(&mut self, sides: TwoSides) {
        let ((a, n1), (c, n0)) = (sides.first, sides.second);
        if n1 <= 0.0 || n0 <= 0.0 {
            return;
        }
        let (b, d, n) = (n1 - a, n0 - c, n1 + n0);
        self.strata += 1;
        self.annotations += n;
        self.weight += n1 * n0 / n;
        self.first += a * n0 / n;
        self.second += c * n1 / n;
        let (r, s) = (a * d / n, b * c / n);
        let (p, q) = ((a + d) / n, (b + c) / n);
        self.odds_up += r;
        self.odds_down += s;
        self.log_odds[0] += p * r;
        self.log_odds[1] += p * s + q * r;
        self.log_odds[2] += q * s;
        let hits = a + c;
        self.excess.0 += a - n1 * hits / n;
        self.excess.1 += if n > 1.0 { n1 * n0 * hits * (n - hits) / (n * n * (n - 1.0)) } else { 0.0 };
    }

    /// Adds the strata of another.
    pub fn merge(&mut self, other: &Self) {
        self.strata += other.strata;
        self.annotations += other.annotations;
        self.weight += other.weight;
        self.first += other.first;
        self.second += other.second;
        self.odds_up += other.odds_up;
        self.odds_down += other.odds_down;
        for (own, theirs) in self.log_odds.iter_mut().zip(other.log_odds) {
            *own += theirs;
        }
        self.excess.0 += other.excess.0;
        self.excess.1 += other.excess.1;
    }

    /// Both sides' shares, strata weighed by n₁n₀/N; `None` without a stratum that has both sides.
    pub fn shares(&self) -> Option<(f64, f64)> {
        (self.weight > 0.0).then(|| (self.first / self.weight, self.second / self.weight))
    }

    /// First share minus second.
    pub fn difference(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| (self.first - self.second) / self.weight)
    }

    /// First share over second; `None` where the second is 0.
    pub fn ratio(&self) -> Option<f64> {
        (self.second > 0.0).then(|| self.first / self.second)
    }

    /// The common odds ratio; `None` where either of its sums is 0.
    pub fn odds_ratio(&self) -> Option<f64> {
        (self.odds_up > 0.0 && self.odds_down > 0.0).then(|| self.odds_up / self.odds_down)
    }

    /// Standard error of the log of the common odds ratio, were all annotations independent (Robins, Breslow &
    /// Greenland 1986).
    pub fn log_odds_se(&self) -> Option<f64> {
        self.odds_ratio()?;
        let (r, s, [pr, both, qs]) = (self.odds_up, self.odds_down, self.log_odds);
        Some((pr / (2.0 * r * r) + both / (2.0 * r * s) + qs / (2.0 * s * s)).sqrt())
    }

    /// Variance of the difference of shares were all annotations independent and both sides alike.
    pub fn naive_variance(&self) -> Option<f64> {
        (self.weight > 0.0).then(|| self.excess.1 / self.weight.powi(2))
    }

    /// Chi-square of Cochran, Mantel and Haenszel with its p, with or without the correction for continuity. It takes
    /// annotations as independent, which those of one annotator are not.
    pub fn chi2(&self, corrected: bool) -> Option<(f64, f64)> {
        let (excess, variance) = self.excess;
        if variance <= 0.0 {
            return None;
        }
        let off = (excess.abs() - if corrected { 0.5 } else { 0.0 }).max(0.0);
        let chi2 = off * off / variance;
        Some((chi2, chi_square_p(chi2, 1.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(strata: &[[u32; 4]]) -> MantelHaenszel {
        let mut sums = MantelHaenszel::default();
        for &[a, n1, c, n0] in strata {
            let side = |hits: u32, n: u32| (f64::from(hits), f64::from(n));
            sums.add(TwoSides { first: side(a, n1), second: side(c, n0) });
        }
        sums
    }

    /// One stratum: the plain difference, ratio and odds ratio, and Woolf's error of its log.
    #[test]
    fn one_stratum_is_a_plain_table() {
        let sums = of(&[[12, 20, 9, 30]]);
        let near = |found: Option<f64>, wanted: f64| (found.unwrap_or(f64::NAN) - wanted).abs() < 1e-12;
        assert!(near(sums.difference(), 0.6 - 0.3) && near(sums.ratio(), 2.0));
        assert!(near(sums.odds_ratio(), 12.0 * 21.0 / (8.0 * 9.0)));
        let woolf = (1.0 / 12.0 + 1.0 / 8.0 + 1.0 / 9.0 + 1.0 / 21.0_f64).sqrt();
        assert!(near(sums.log_odds_se(), woolf));
    }

    #[test]
    fn a_stratum_with_one_side_adds_nothing() {
        let sums = of(&[[12, 20, 0, 0], [0, 0, 3, 5]]);
        assert_eq!(sums, MantelHaenszel::default());
        assert_eq!((sums.difference(), sums.chi2(false)), (None, None));
    }

    proptest! {
        #[test]
        fn sides_can_be_turned_round(strata in prop::collection::vec((0u32..9, 0u32..9, 0u32..9, 0u32..9), 1..8)) {
            let strata: Vec<[u32; 4]> = strata.into_iter().map(|(a, b, c, d)| [a, a + b, c, c + d]).collect();
            let turned: Vec<[u32; 4]> = strata.iter().map(|&[a, n1, c, n0]| [c, n0, a, n1]).collect();
            let (own, back) = (of(&strata), of(&turned));
            match (own.difference(), back.difference()) {
                (Some(x), Some(y)) => prop_assert!((x + y).abs() < 1e-12 && x.abs() <= 1.0 + 1e-12),
                (x, y) => prop_assert_eq!(x, y),
            }
            if let (Some(x), Some(y)) = (own.odds_ratio(), back.odds_ratio()) {
                prop_assert!((x * y - 1.0).abs() < 1e-9);
            }
        }
    }
}
