use super::{Bounds, t_cdf};
use crate::vocabulary::Estimate;

/// An error of a coefficient below this is what rounding leaves where nothing varies: differences of sums over a thousand items
/// that are equal in exact arithmetic differ by 1e-11.
pub(super) const LEAST_ERROR: f64 = 1e-9;

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
        if !se.is_finite() || se <= LEAST_ERROR {
            return None;
        }
        let kurtosis = fourth / (second * second);
        let df = (2.0 * n / (kurtosis - 1.0).max(1e-9)).clamp(1.0, n - 1.0);
        Some(Self { se, df })
    }

    /// The error of a difference (or sum) of two independent estimates, with Welch's degrees of freedom (1947, Biometrika
    /// 34:28): between the smaller of the two and their sum.
    pub fn beside(&self, other: &Self) -> Self {
        let (own, others) = (self.se.powi(2), other.se.powi(2));
        let variance = own + others;
        let df = match variance > 0.0 {
            true => variance.powi(2) / (own.powi(2) / self.df + others.powi(2) / other.df),
            false => self.df.min(other.df),
        };
        Self { se: variance.sqrt(), df }
    }

    /// The error behind a t interval that was made on the scale of `bounds`: its standard error is known, its degrees of
    /// freedom follow from how far the upper end lies from the value. `None` where the interval was not made so.
    pub fn behind(estimate: &Estimate, bounds: Bounds) -> Option<Self> {
        let (se, interval) = (estimate.se?, estimate.interval.estimated()?);
        let t = bounds.standard_errors(estimate.value, interval.upper, se)?;
        let p = 0.5 + interval.level / 2.0;
        if !t.is_finite() || t <= 0.0 {
            return None;
        }
        // t_cdf(t, df) grows with df; halving 1 / df finds where it reaches p.
        let (mut few, mut many) = (1.0_f64, 1e-6_f64);
        for _ in 0..60 {
            let middle = (few + many) / 2.0;
            match t_cdf(t, 1.0 / middle) < p {
                true => few = middle,
                false => many = middle,
            }
        }
        Some(Self { se, df: 1.0 / few })
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, LeaveOuts};
    use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, SampleSize};

    #[test]
    fn the_mean_has_its_textbook_error_and_rare_units_few_degrees() {
        // Means of 0, 0, 0, 4 without one of them: s² = 4, so the error is 2 / √4.
        let got = LeaveOuts::of(&[(4.0 / 3.0, 3), (0.0, 1)]).expect("spread");
        assert!((got.se - 1.0).abs() < 1e-12);
        assert!(got.df < 3.0 + 1e-12);
        assert_eq!(LeaveOuts::of(&[(0.5, 9)]), None);
        assert_eq!(LeaveOuts::of(&[(0.5, 1)]), None);
    }

    #[test]
    fn the_error_behind_an_interval_is_found_again() {
        for (value, bounds, df) in
            [(0.62, Bounds::BelowOne, 7.3), (0.8, Bounds::Share, 300.0), (-0.1, Bounds::Unbounded, 1.0)]
        {
            let (lower, upper) = bounds.interval(value, 0.04, df, 0.95).expect("inside");
            let estimate = Estimate {
                value,
                interval: Outcome::Estimated(ConfidenceInterval {
                    lower,
                    upper,
                    level: 0.95,
                    method: String::new(),
                }),
                se: Some(0.04),
                sample: SampleSize::default(),
                method: String::new(),
                warnings: Vec::new(),
            };
            let got = LeaveOuts::behind(&estimate, bounds).expect("an error");
            assert!((got.df / df - 1.0).abs() < 1e-3, "{} {df}", got.df);
        }
    }

    #[test]
    fn two_errors_beside_each_other_are_welchs() {
        let got = LeaveOuts { se: 3.0, df: 9.0 }.beside(&LeaveOuts { se: 4.0, df: 7.0 });
        assert_eq!(got.se, 5.0);
        assert!((got.df - 625.0 / (81.0 / 9.0 + 256.0 / 7.0)).abs() < 1e-12);
    }
}
