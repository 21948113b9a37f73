use super::{Contingency, Kappa, MarginalHomogeneity};
use crate::vocabulary::Outcome;
use serde::{Deserialize, Serialize};

/// Why two annotators' kappa is what it is: how evenly they use the labels, and whether they use them alike.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairMargins {
    /// Share of shared items on which the two say the same.
    pub observed_agreement: f64,
    /// Agreement to be expected of two who draw from their own label shares.
    pub expected_agreement: f64,
    /// The highest kappa that their label shares allow (Cohen 1960, EPM 20:37, p. 42); `None` where kappa is undefined.
    pub max_kappa: Option<f64>,
    /// How far the labels are from evenly used, 0–1: with two labels |n_11 − n_22| / n (Byrt, Bishop & Carlin 1993,
    /// J. Clin. Epidemiol. 46:423); with q, √((q Σ p̄_k² − 1) / (q − 1)), which is the same there. `None` where q < 2.
    pub prevalence_index: Option<f64>,
    /// How differently the two use the labels, 0–1: with two labels |n_12 − n_21| / n (same paper); in general half of
    /// Σ |p_k. − p_.k|, which is the same there.
    pub bias_index: f64,
    /// Prevalence- and bias-adjusted kappa, (q p_o − 1) / (q − 1): Bennett's S of the pair. `None` where q < 2.
    pub pabak: Option<f64>,
    /// The test that kappa is 0, of that alone; `None` where there is no error.
    pub null: Option<NullTest>,
    /// Whether the two use the labels equally often.
    pub homogeneity: Outcome<MarginalHomogeneity>,
    /// q of that test after Benjamini–Hochberg over all pairs tested.
    pub homogeneity_q: Option<f64>,
    /// Whether a difference is reported: q at most .05.
    pub reported: bool,
}

/// The z test that kappa is 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NullTest {
    /// Standard error if it were 0.
    pub se: f64,
    /// Kappa over it.
    pub z: f64,
    /// Two-sided p.
    pub p: f64,
}

impl NullTest {
    /// Of one kappa; `None` where its error is 0.
    pub fn of(kappa: &Kappa) -> Option<Self> {
        Some(Self { se: kappa.null_se, z: kappa.z()?, p: kappa.p()? })
    }
}

impl PairMargins {
    /// Of a table with one item or more. `kappa` is the unweighted one, `q` the labels of the question's set.
    pub fn of(table: &Contingency, kappa: Option<&Kappa>, q: usize) -> Self {
        let mean: Vec<f64> = table.rows.iter().zip(&table.columns).map(|(a, b)| (a + b) / 2.0).collect();
        let observed = table.observed_agreement();
        Self {
            observed_agreement: observed,
            expected_agreement: table.expected_agreement(),
            max_kappa: max_kappa(table),
            prevalence_index: prevalence_index(&mean, q),
            bias_index: bias_index(&table.rows, &table.columns),
            pabak: (q >= 2).then(|| (q as f64 * observed - 1.0) / (q as f64 - 1.0)),
            null: kappa.and_then(NullTest::of),
            homogeneity: MarginalHomogeneity::of(table),
            homogeneity_q: None,
            reported: false,
        }
    }
}

/// The highest kappa that the margins allow: p_o as large as min(p_k., p_.k) lets it be.
fn max_kappa(table: &Contingency) -> Option<f64> {
    let expected = table.expected_agreement();
    let most: f64 = table.rows.iter().zip(&table.columns).map(|(a, b)| a.min(*b)).sum();
    (1.0 - expected > 1e-12).then(|| (most - expected) / (1.0 - expected))
}

/// How far label shares that add up to 1 are from even ones over q labels, 0–1; `None` where q < 2. See
/// [`PairMargins::prevalence_index`].
pub fn prevalence_index(shares: &[f64], q: usize) -> Option<f64> {
    let squares: f64 = shares.iter().map(|share| share * share).sum();
    let q = q as f64;
    (q >= 2.0).then(|| ((q * squares - 1.0) / (q - 1.0)).clamp(0.0, 1.0).sqrt())
}

/// How far apart two lists of label shares are, 0–1. See [`PairMargins::bias_index`].
pub fn bias_index(first: &[f64], second: &[f64]) -> f64 {
    first.iter().zip(second).map(|(a, b)| (a - b).abs()).sum::<f64>() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::agreement::WeightTable;
    use proptest::prelude::*;

    fn margins(cells: &[(usize, usize, u64)], q: usize) -> PairMargins {
        let table = Contingency::of(cells);
        let kappa = Kappa::of(&table, &WeightTable::identity()).ok();
        PairMargins::of(&table, kappa.as_ref(), q)
    }

    /// Two tables of Feinstein & Cicchetti 1990, J. Clin. Epidemiol. 43:543, in the indices of Byrt, Bishop & Carlin 1993,
    /// worked by hand: |40 − 45| and |9 − 6|, then |80 − 5| and |10 − 5| of 100; 2 · .85 − 1 in both.
    #[test]
    fn byrts_indices_of_the_paradox_tables() {
        let even = margins(&[(0, 0, 40), (0, 1, 9), (1, 0, 6), (1, 1, 45)], 2);
        assert!((even.prevalence_index.expect("two labels") - 0.05).abs() < 1e-12);
        assert!((even.bias_index - 0.03).abs() < 1e-12);
        let uneven = margins(&[(0, 0, 80), (0, 1, 10), (1, 0, 5), (1, 1, 5)], 2);
        assert!((uneven.prevalence_index.expect("two labels") - 0.75).abs() < 1e-12);
        assert!((uneven.bias_index - 0.05).abs() < 1e-12);
        for found in [even.pabak, uneven.pabak] {
            assert!((found.expect("two labels") - 0.7).abs() < 1e-12);
        }
    }

    /// Cohen 1960, EPM 20:37, the table of 200 patients: the largest kappa that these margins allow is .831.
    #[test]
    fn cohens_largest_kappa() {
        let cells = [
            (0, 0, 88),
            (0, 1, 14),
            (0, 2, 18),
            (1, 0, 10),
            (1, 1, 40),
            (1, 2, 10),
            (2, 0, 2),
            (2, 1, 6),
            (2, 2, 12),
        ];
        let found = margins(&cells, 3).max_kappa.expect("labels vary");
        assert!((found - 0.831).abs() < 6e-4, "{found}");
    }

    #[test]
    fn one_label_only_has_no_largest_kappa_and_no_prevalence() {
        let one = margins(&[(0, 0, 12)], 1);
        assert_eq!((one.max_kappa, one.prevalence_index, one.pabak, one.null), (None, None, None, None));
        assert!(one.homogeneity.reason().is_some() && one.bias_index == 0.0);
    }

    proptest! {
        /// Byrt, Bishop & Carlin 1993: with two labels kappa = (PABAK − PI² + BI²) / (1 − PI² + BI²).
        #[test]
        fn kappa_from_the_three_indices(counts in prop::collection::vec(1u64..60, 4)) {
            let cells: Vec<_> = counts.iter().enumerate().map(|(i, &n)| (i / 2, i % 2, n)).collect();
            let found = margins(&cells, 2);
            let kappa = Kappa::of(&Contingency::of(&cells), &WeightTable::identity()).expect("labels vary");
            let shift = found.bias_index.powi(2) - found.prevalence_index.expect("two").powi(2);
            let worked = (found.pabak.expect("two") + shift) / (1.0 + shift);
            prop_assert!((kappa.value - worked).abs() < 1e-9);
            prop_assert!(kappa.value <= found.max_kappa.expect("labels vary") + 1e-12);
        }
    }
}
