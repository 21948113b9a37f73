use super::Contingency;
use crate::analysis::inference::{binomial_half_p, chi_square_p};
use crate::vocabulary::{Outcome, Reason};
use serde::{Deserialize, Serialize};

/// Labels that two annotators may exchange before the test would need too large a matrix.
const LARGEST_SYSTEM: usize = 300;

/// A chi-square test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChiSquareTest {
    /// The statistic.
    pub chi2: f64,
    /// Degrees of freedom.
    pub df: u64,
    /// Probability of this much or more if there were no difference.
    pub p: f64,
}

/// Whether two annotators use the labels equally often, from the items that both labelled.
///
/// Label pairs that the two never exchange (n_kl + n_lk = 0) say nothing: they are skipped and the degrees of freedom
/// reduced, where R returns NaN and statsmodels puts .5 into every empty cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarginalHomogeneity {
    /// Symmetry of every label pair: Σ (n_kl − n_lk)² / (n_kl + n_lk) (Bowker 1948, JASA 43:572). With two labels it is
    /// McNemar's test without correction.
    pub bowker: ChiSquareTest,
    /// Equal label shares: d′S⁻¹d (Stuart 1955, Biometrika 42:412; Maxwell 1970, Br. J. Psychiatry 116:651).
    pub stuart_maxwell: Outcome<ChiSquareTest>,
    /// The same with the covariance as estimated, not as it would be without a difference (Bhapkar 1966, JASA 61:228).
    pub bhapkar: Option<ChiSquareTest>,
    /// McNemar's exact p, where two labels are exchanged (McNemar 1947, Psychometrika 12:153): binomial, two-sided.
    pub mcnemar_exact: Option<f64>,
}

impl MarginalHomogeneity {
    /// Tests the table of two annotators. Not estimable where they never differ.
    pub fn of(table: &Contingency) -> Outcome<Self> {
        let exchanges = Exchanges::of(table);
        if exchanges.pairs.is_empty() {
            let what = "items that the two label differently".into();
            return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
        }
        let stuart_maxwell = exchanges.stuart_maxwell();
        let n = table.items as f64;
        let bhapkar = stuart_maxwell.estimated().filter(|test| test.chi2 < n * (1.0 - 1e-12));
        let bhapkar = bhapkar.map(|test| chi_square(test.chi2 / (1.0 - test.chi2 / n), test.df));
        let mcnemar_exact = match exchanges.pairs[..] {
            [(_, _, there, back)] => Some(binomial_half_p(there.min(back), there + back)),
            _ => None,
        };
        Outcome::Estimated(Self { bowker: exchanges.bowker(), stuart_maxwell, bhapkar, mcnemar_exact })
    }

    /// The p that decides: the exact one where there is one, else Stuart and Maxwell's.
    pub fn p(&self) -> Option<f64> {
        self.mcnemar_exact.or(self.stuart_maxwell.estimated().map(|test| test.p))
    }
}

fn chi_square(chi2: f64, df: u64) -> ChiSquareTest {
    ChiSquareTest { chi2, df, p: chi_square_p(chi2, df as f64) }
}

/// Label pairs that two annotators exchange.
struct Exchanges {
    /// (k, l, n_kl, n_lk), k < l, one of the counts above 0.
    pairs: Vec<(usize, usize, u64, u64)>,
    labels: usize,
}

impl Exchanges {
    fn of(table: &Contingency) -> Self {
        let mut directed: Vec<(usize, usize, u64, u64)> = table
            .cells
            .iter()
            .filter(|cell| cell.0 != cell.1)
            .map(|&(k, l, n)| if k < l { (k, l, n, 0) } else { (l, k, 0, n) })
            .collect();
        directed.sort_unstable();
        let pairs = directed.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).map(|same| {
            let sum = |f: fn(&(usize, usize, u64, u64)) -> u64| same.iter().map(f).sum();
            (same[0].0, same[0].1, sum(|c| c.2), sum(|c| c.3))
        });
        Self { pairs: pairs.collect(), labels: table.labels.len() }
    }

    fn bowker(&self) -> ChiSquareTest {
        let part = |&(_, _, there, back): &(usize, usize, u64, u64)| {
            let (there, back) = (there as f64, back as f64);
            (there - back).powi(2) / (there + back)
        };
        chi_square(self.pairs.iter().map(part).sum(), self.pairs.len() as u64)
    }

    /// S is the Laplacian of the graph of exchanges, so its rank is the number of labels less that of its connected
    /// parts: one label of each part is left out.
    fn stuart_maxwell(&self) -> Outcome<ChiSquareTest> {
        let part = self.parts();
        let (mut chi2, mut df) = (0.0, 0);
        for root in 0..self.labels {
            let members: Vec<usize> = (root + 1..self.labels).filter(|&k| part[k] == root).collect();
            if members.len() > LARGEST_SYSTEM {
                let (what, found) = ("labels that the two exchange".into(), members.len() as u64);
                let limit = LARGEST_SYSTEM as u64;
                return Outcome::NotEstimable(Reason::TooMany { what, found, limit });
            }
            if part[root] == root && !members.is_empty() {
                chi2 += self.quadratic_form(&members);
                df += members.len() as u64;
            }
        }
        Outcome::Estimated(chi_square(chi2, df))
    }

    /// The smallest label that each is connected with.
    fn parts(&self) -> Vec<usize> {
        let mut part: Vec<usize> = (0..self.labels).collect();
        let root = |part: &[usize], mut k: usize| {
            while part[k] != k {
                k = part[k];
            }
            k
        };
        for &(k, l, ..) in &self.pairs {
            let (a, b) = (root(&part, k), root(&part, l));
            part[a.max(b)] = a.min(b);
        }
        (0..self.labels).map(|k| root(&part, k)).collect()
    }

    /// d′S⁻¹d over `members`, by Cholesky: S is positive definite once a label of the part is missing.
    fn quadratic_form(&self, members: &[usize]) -> f64 {
        let m = members.len();
        let (mut s, mut d) = (vec![0.0; m * m], vec![0.0; m]);
        for &(k, l, there, back) in &self.pairs {
            let (both, more) = ((there + back) as f64, there as f64 - back as f64);
            let (i, j) = (members.binary_search(&k), members.binary_search(&l));
            if let Ok(i) = i {
                s[i * m + i] += both;
                d[i] += more;
            }
            if let Ok(j) = j {
                s[j * m + j] += both;
                d[j] -= more;
            }
            if let (Ok(i), Ok(j)) = (i, j) {
                s[i * m + j] -= both;
                s[j * m + i] -= both;
            }
        }
        // s becomes its lower factor; d is solved along: d′S⁻¹d = |L⁻¹d|².
        let mut sum = 0.0;
        for i in 0..m {
            for j in 0..=i {
                let inner: f64 = (0..j).map(|t| s[i * m + t] * s[j * m + t]).sum();
                let rest = s[i * m + j] - inner;
                s[i * m + j] = if i == j { rest.max(f64::MIN_POSITIVE).sqrt() } else { rest / s[j * m + j] };
            }
            let inner: f64 = (0..i).map(|t| s[i * m + t] * d[t]).sum();
            d[i] = (d[i] - inner) / s[i * m + i];
            sum += d[i] * d[i];
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tested(cells: &[(usize, usize, u64)]) -> MarginalHomogeneity {
        match MarginalHomogeneity::of(&Contingency::of(cells)) {
            Outcome::Estimated(found) => found,
            Outcome::NotEstimable(reason) => panic!("{reason:?}"),
        }
    }

    /// Stuart 1955, Biometrika 42:412, p. 415: unaided distance vision of the right and the left eye of 7 477 women;
    /// printed 11.96 on 3 degrees of freedom. Bowker's for the same table (Bishop, Fienberg & Holland 1975, p. 284): 19.11
    /// on 6.
    #[test]
    fn the_eyes_of_7477_women() {
        let counts = [1520, 266, 124, 66, 234, 1512, 432, 78, 117, 362, 1772, 205, 36, 82, 179, 492];
        let cells: Vec<_> = counts.iter().enumerate().map(|(i, &n)| (i / 4, i % 4, n)).collect();
        let found = tested(&cells);
        let stuart = found.stuart_maxwell.estimated().expect("four labels");
        assert!((stuart.chi2 - 11.96).abs() < 5e-3 && stuart.df == 3, "{stuart:?}");
        assert!((found.bowker.chi2 - 19.11).abs() < 5e-3 && found.bowker.df == 6, "{:?}", found.bowker);
        assert!((found.bhapkar.expect("far from n").chi2 - 11.98).abs() < 5e-3);
        assert_eq!(found.mcnemar_exact, None);
    }

    /// Agresti 2013, Categorical Data Analysis, 3rd ed., §11.1.1: 794 | 150 / 86 | 570, z² = 17.36.
    #[test]
    fn two_labels_are_mcnemar() {
        let found = tested(&[(0, 0, 794), (0, 1, 150), (1, 0, 86), (1, 1, 570)]);
        let stuart = found.stuart_maxwell.estimated().expect("two labels");
        assert!((stuart.chi2 - 17.36).abs() < 5e-3 && stuart.df == 1);
        assert!((found.bowker.chi2 - stuart.chi2).abs() < 1e-9);
        let exact = found.mcnemar_exact.expect("two labels");
        assert!(exact < 1e-4 && found.p() == Some(exact));
    }

    /// By hand: 1 against 5 of 6 exchanges, two-sided 2 (1 + 6) / 64.
    #[test]
    fn an_exact_p_by_hand() {
        let found = tested(&[(0, 0, 9), (0, 1, 1), (1, 0, 5)]);
        assert!((found.mcnemar_exact.expect("two labels") - 14.0 / 64.0).abs() < 1e-12);
    }

    #[test]
    fn parts_that_exchange_nothing_lose_a_degree_of_freedom() {
        let one = tested(&[(0, 1, 9), (1, 0, 3), (2, 2, 7)]);
        let two = tested(&[(0, 1, 9), (1, 0, 3), (2, 3, 8), (3, 2, 2)]);
        let (one, two) = (one.stuart_maxwell, two.stuart_maxwell);
        let (one, two) = (one.estimated().expect("one part"), two.estimated().expect("two parts"));
        assert_eq!((one.df, two.df), (1, 2));
        assert!((one.chi2 - 3.0).abs() < 1e-12 && (two.chi2 - 6.6).abs() < 1e-12, "{one:?} {two:?}");
    }

    #[test]
    fn who_never_differ_cannot_be_tested() {
        let found = MarginalHomogeneity::of(&Contingency::of(&[(0, 0, 9), (1, 1, 3)]));
        assert!(matches!(found.reason(), Some(Reason::TooFew { .. })));
    }

    proptest! {
        /// Names of labels and who comes first are no part of the question.
        #[test]
        fn order_changes_nothing(counts in prop::collection::vec(0u64..12, 16), by in 1usize..4) {
            let cells: Vec<_> = counts.iter().enumerate().map(|(i, &n)| (i / 4, i % 4, n)).collect();
            let turned: Vec<_> =
                cells.iter().map(|&(k, l, n)| ((l + by) % 4, (k + by) % 4, n)).collect();
            let found = MarginalHomogeneity::of(&Contingency::of(&cells));
            let other = MarginalHomogeneity::of(&Contingency::of(&turned));
            if let (Outcome::Estimated(a), Outcome::Estimated(b)) = (found, other) {
                let (x, y) = (a.stuart_maxwell, b.stuart_maxwell);
                let (x, y) = (x.estimated().expect("few labels"), y.estimated().expect("few labels"));
                prop_assert!((x.chi2 - y.chi2).abs() < 1e-8 && x.df == y.df);
                prop_assert!((a.bowker.chi2 - b.bowker.chi2).abs() < 1e-9);
                prop_assert!(x.chi2 <= a.bowker.chi2 + 1e-8, "symmetry implies equal margins");
            }
        }
    }
}
