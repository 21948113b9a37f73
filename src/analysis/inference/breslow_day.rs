use super::{TwoSides, chi_square_p};
use serde::{Deserialize, Serialize};

/// Whether strata have the same odds ratio (Breslow & Day 1980, Statistical Methods in Cancer Research I, 4.4).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BreslowDay {
    /// Chi-square.
    pub chi2: f64,
    /// The same with Tarone's correction (1985, Biometrika 72:91), without which it does not have its distribution.
    pub tarone: f64,
    /// Strata less one.
    pub df: f64,
    /// p of `chi2`.
    pub p: f64,
    /// p of `tarone`.
    pub p_tarone: f64,
}

/// Sums of Breslow and Day's test around a common odds ratio, stratum by stratum. It takes annotations as independent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BreslowDaySums {
    odds_ratio: f64,
    chi2: f64,
    off: f64,
    variances: f64,
    strata: u64,
}

impl BreslowDaySums {
    /// Around this odds ratio.
    pub fn around(odds_ratio: f64) -> Self {
        Self { odds_ratio, chi2: 0.0, off: 0.0, variances: 0.0, strata: 0 }
    }

    /// Adds a stratum; one that says nothing of an odds ratio (one side alone, hits all or none) is passed over.
    pub fn add(&mut self, sides: TwoSides) {
        let TwoSides { first: (a, n1), second: (c, n0) } = sides;
        let (hits, n) = (a + c, n1 + n0);
        if n1 <= 0.0 || n0 <= 0.0 || hits <= 0.0 || hits >= n {
            return;
        }
        let expected = expected_hits(hits, n1, n0, self.odds_ratio);
        let cells = [expected, n1 - expected, hits - expected, n0 - hits + expected];
        let variance = 1.0 / cells.into_iter().map(|cell| 1.0 / cell).sum::<f64>();
        self.chi2 += (a - expected).powi(2) / variance;
        self.off += a - expected;
        self.variances += variance;
        self.strata += 1;
    }

    /// The test; `None` with fewer than two strata that say something.
    pub fn test(&self) -> Option<BreslowDay> {
        let df = self.strata.checked_sub(1).filter(|&df| df > 0)? as f64;
        let tarone = (self.chi2 - self.off * self.off / self.variances).max(0.0);
        let p_tarone = chi_square_p(tarone, df);
        Some(BreslowDay { chi2: self.chi2, tarone, df, p: chi_square_p(self.chi2, df), p_tarone })
    }
}

/// Hits of the first side that give this odds ratio with these margins: A (n₀ − m + A) = ψ (n₁ − A)(m − A).
fn expected_hits(hits: f64, n1: f64, n0: f64, odds_ratio: f64) -> f64 {
    let square = 1.0 - odds_ratio;
    let linear = n0 - hits + odds_ratio * (hits + n1);
    let constant = -odds_ratio * hits * n1;
    if square.abs() < 1e-12 {
        return -constant / linear;
    }
    // The root between the margins, in the form that loses no digits.
    let root = (linear * linear - 4.0 * square * constant).max(0.0).sqrt();
    -2.0 * constant / (linear + root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strata_alike_are_not_told_apart_and_expected_hits_give_the_ratio() {
        let same = TwoSides { first: (12.0, 20.0), second: (9.0, 30.0) };
        let own = 12.0 * 21.0 / (8.0 * 9.0);
        let mut sums = BreslowDaySums::around(own);
        sums.add(same);
        assert_eq!(sums.test(), None);
        sums.add(same);
        sums.add(same);
        let found = sums.test().expect("three strata");
        assert!(found.chi2.abs() < 1e-12 && found.df == 2.0 && (found.p - 1.0).abs() < 1e-9);
        let a = expected_hits(21.0, 20.0, 30.0, 1.0);
        assert!((a - 8.4).abs() < 1e-12);
    }
}
