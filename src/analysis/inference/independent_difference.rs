use super::leave_outs::LEAST_ERROR;
use super::{Bounds, LeaveOuts, mover_difference, t_quantile};

/// What one side of a comparison is known to: an error on the scale that its kind of number has, or only the ends of an
/// exact interval (perfect agreement has no error, yet a bound).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SideError {
    /// Standard error and degrees of freedom.
    Spread(LeaveOuts),
    /// Lower and upper end of an interval at the level asked for.
    Ends(f64, f64),
}

/// The interval of a difference of two estimates that rest on different items.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IndependentDifference {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// Standard error and Welch's degrees of freedom; the error of an exact interval is read from its width.
    pub error: LeaveOuts,
}

/// `after − before`, each (value, error), of independent samples. Degrees of freedom by Welch (1947, Biometrika 34:28):
/// V² / Σ V_j² / df_j. Each side then has its t interval with those degrees of freedom on the scale of `bounds`, and MOVER
/// puts the two together (Zou & Donner 2008), so that the interval is skewed as its sides are and never claims more than
/// the range allows. `None` where a side's scale has no place for its value, or neither side has an error.
pub fn independent_difference(
    before: (f64, SideError),
    after: (f64, SideError),
    bounds: Bounds,
    level: f64,
) -> Option<IndependentDifference> {
    let spread = |error: SideError| match error {
        SideError::Spread(spread) => spread,
        SideError::Ends(lower, upper) => {
            LeaveOuts { se: (upper - lower) / (2.0 * t_quantile(0.5 + level / 2.0, f64::MAX)), df: 1e9 }
        }
    };
    let error = spread(before.1).beside(&spread(after.1));
    if error.se.is_nan() || error.se <= LEAST_ERROR {
        return None;
    }
    let ends = |(value, own): (f64, SideError)| match own {
        SideError::Ends(lower, upper) => Some((value, lower, upper)),
        SideError::Spread(own) => {
            bounds.interval(value, own.se, error.df, level).map(|(lower, upper)| (value, lower, upper))
        }
    };
    let (lower, upper) = mover_difference(ends(after)?, ends(before)?, 0.0);
    Some(IndependentDifference { lower, upper, error })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without a bound the interval is Welch's: R 4.2.2, t.test of two samples with means 5 and 6, variances of the mean
    /// 1/10 and 4/8, df 9 and 7: df = .6² / (.01/9 + .25/7) = 9.776.
    #[test]
    fn welch_without_bounds() {
        let side =
            |value, variance: f64, df| (value, SideError::Spread(LeaveOuts { se: variance.sqrt(), df }));
        let got = independent_difference(side(5.0, 0.1, 9.0), side(6.0, 0.5, 7.0), Bounds::Unbounded, 0.95)
            .expect("an error");
        assert!((got.error.df - 0.36 / (0.01 / 9.0 + 0.25 / 7.0)).abs() < 1e-9);
        let half = t_quantile(0.975, got.error.df) * 0.6_f64.sqrt();
        assert!((got.lower - (1.0 - half)).abs() < 1e-9 && (got.upper - (1.0 + half)).abs() < 1e-9);
    }

    #[test]
    fn two_perfect_sides_have_their_exact_bounds() {
        let side = (1.0, SideError::Ends(0.96, 1.0));
        let got = independent_difference(side, side, Bounds::Share, 0.95).expect("a width");
        assert!((got.lower + 0.04).abs() < 1e-12 && (got.upper - 0.04).abs() < 1e-12);
    }
}
