/// What values with one unit left out at a time tell of a statistic's error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeaveOuts {
    /// Standard error.
    pub se: f64,
    /// Satterthwaite's degrees of freedom 2n / (κ − 1), κ the kurtosis of the deviations: where a few units carry all
    /// the variance, as few degrees of freedom remain (two for each such unit).
    pub df: f64,
}

impl LeaveOuts {
    /// The delete-one jackknife (Quenouille 1956, Biometrika 43:353; Tukey 1958): `rows` are (value without one unit of
    /// a kind, units of that kind). `None` with fewer than two units or without any spread.
    pub fn of(rows: &[(f64, u64)]) -> Option<Self> {
        let n: f64 = rows.iter().map(|&(_, units)| units as f64).sum();
        if n < 2.0 {
            return None;
        }
        let mean = rows.iter().map(|&(value, units)| value * units as f64).sum::<f64>() / n;
        let moment = |power: i32| {
            rows.iter().map(|&(value, units)| (value - mean).powi(power) * units as f64).sum::<f64>() / n
        };
        Self::of_moments(n, moment(2), moment(4))
    }

    /// The same from the number of units and the second and fourth central moment of their values.
    pub(super) fn of_moments(n: f64, second: f64, fourth: f64) -> Option<Self> {
        let se = ((n - 1.0) * second).sqrt();
        if !se.is_finite() || se <= 1e-12 {
            return None;
        }
        let kurtosis = fourth / (second * second);
        let df = (2.0 * n / (kurtosis - 1.0).max(1e-9)).clamp(1.0, n - 1.0);
        Some(Self { se, df })
    }
}

#[cfg(test)]
mod tests {
    use super::LeaveOuts;

    #[test]
    fn the_mean_has_its_textbook_error_and_rare_units_few_degrees() {
        // Means of 0, 0, 0, 4 without one of them: s² = 4, so the error is 2 / √4.
        let got = LeaveOuts::of(&[(4.0 / 3.0, 3), (0.0, 1)]).expect("spread");
        assert!((got.se - 1.0).abs() < 1e-12);
        assert!(got.df < 3.0 + 1e-12);
        assert_eq!(LeaveOuts::of(&[(0.5, 9)]), None);
        assert_eq!(LeaveOuts::of(&[(0.5, 1)]), None);
    }
}
