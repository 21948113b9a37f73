use super::chi_square_p;
use serde::{Deserialize, Serialize};

/// How strongly rows and columns of a table of counts go together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Association {
    /// Pearson's chi-square, without correction for continuity.
    pub chi2: f64,
    /// The likelihood ratio statistic.
    pub g2: f64,
    /// (rows − 1) (columns − 1), empty ones left out.
    pub df: f64,
    /// p of `chi2`, were all counted things independent of each other.
    pub p: f64,
    /// Cramér's V: √(χ² / (n min(r − 1, c − 1))).
    pub cramers_v: f64,
    /// The same less its bias (Bergsma 2013, J Korean Stat Soc 42:323).
    pub cramers_v_corrected: f64,
    /// Tschuprow's T: √(χ² / (n √((r − 1)(c − 1)))).
    pub tschuprow_t: f64,
}

impl Association {
    /// Of the rows of a table; `None` with fewer than two rows or columns that are not empty.
    pub fn of(table: &[Vec<f64>]) -> Option<Self> {
        let columns = table.iter().map(Vec::len).max()?;
        let row_sums: Vec<f64> = table.iter().map(|row| row.iter().sum()).collect();
        let column_sums: Vec<f64> =
            (0..columns).map(|c| table.iter().filter_map(|row| row.get(c)).sum()).collect();
        let filled = |sums: &[f64]| sums.iter().filter(|&&sum| sum > 0.0).count() as f64;
        let (r, c, n) = (filled(&row_sums), filled(&column_sums), row_sums.iter().sum::<f64>());
        if r < 2.0 || c < 2.0 {
            return None;
        }
        let (mut chi2, mut g2) = (0.0, 0.0);
        for (row, row_sum) in table.iter().zip(&row_sums).filter(|(_, sum)| **sum > 0.0) {
            for (&seen, column_sum) in row.iter().zip(&column_sums).filter(|(_, sum)| **sum > 0.0) {
                let expected = row_sum * column_sum / n;
                chi2 += (seen - expected).powi(2) / expected;
                g2 += if seen > 0.0 { 2.0 * seen * (seen / expected).ln() } else { 0.0 };
            }
        }
        let (rows, columns) = (r - 1.0, c - 1.0);
        let phi2 = chi2 / n;
        let less = (phi2 - rows * columns / (n - 1.0)).max(0.0);
        let fewer = |k: f64| k - (k - 1.0).powi(2) / (n - 1.0) - 1.0;
        let corrected = less / fewer(r).min(fewer(c));
        Some(Self {
            chi2,
            g2,
            df: rows * columns,
            p: chi_square_p(chi2, rows * columns),
            cramers_v: (phi2 / rows.min(columns)).sqrt(),
            cramers_v_corrected: if corrected.is_finite() { corrected.max(0.0).sqrt() } else { 0.0 },
            tschuprow_t: (phi2 / (rows * columns).sqrt()).sqrt(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Association;

    #[test]
    fn what_always_goes_together_and_what_never_does() {
        let found = Association::of(&[vec![30.0, 0.0], vec![0.0, 20.0], vec![0.0, 0.0]]).expect("a table");
        assert!((found.cramers_v - 1.0).abs() < 1e-12 && (found.tschuprow_t - 1.0).abs() < 1e-12);
        assert_eq!(found.df, 1.0);
        let none = Association::of(&[vec![10.0, 20.0], vec![20.0, 40.0]]).expect("a table");
        assert!(none.chi2.abs() < 1e-12 && none.cramers_v_corrected == 0.0 && none.p > 0.999);
        assert_eq!(Association::of(&[vec![3.0, 4.0]]), None);
    }
}
