use super::{t_cdf, t_quantile};

/// Where an estimate can lie, hence on which scale its t interval is symmetric. The standard error is carried over by
/// the delta method, so an interval never leaves the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bounds {
    /// Any number: differences, gains, slopes. No transformation.
    Unbounded,
    /// −1 to 1 with 1 for perfect agreement: coefficients. Symmetric in ln(1 − x).
    BelowOne,
    /// 0 to 1: shares. Symmetric in the logit.
    Share,
    /// Above 0, at most 2: gains in a coefficient, which lies between −1 and 1. Symmetric in ln x.
    Positive,
    /// Above 0 without an end: losses. Symmetric in ln x.
    Loss,
}

impl Bounds {
    /// The t interval around `value`; `None` where the scale has no place for the value (a share of exactly 0 or 1).
    pub fn interval(self, value: f64, se: f64, df: f64, level: f64) -> Option<(f64, f64)> {
        let (place, slope) = self.place(value)?;
        let half = t_quantile(0.5 + level / 2.0, df) * se * slope;
        let (lower, upper) = (self.back(place - half), self.back(place + half));
        (lower.is_finite() && upper.is_finite()).then_some((lower, upper))
    }

    /// How many standard errors `end` lies above `value` on the symmetric scale; `None` where the scale has no place for one
    /// of the two.
    pub fn standard_errors(self, value: f64, end: f64, se: f64) -> Option<f64> {
        let ((place, slope), (end, _)) = (self.place(value)?, self.place(end)?);
        (se > 0.0).then(|| (end - place) / (se * slope))
    }

    /// How probable it is, given value and error, that the truth is `threshold` or more.
    pub fn probability_at_least(self, threshold: f64, value: f64, se: f64, df: f64) -> Option<f64> {
        let (place, slope) = self.place(value)?;
        let (line, _) = self.place(threshold)?;
        (se > 0.0).then(|| t_cdf((place - line) / (se * slope), df))
    }

    /// The scale's name in the method column.
    pub fn name(self) -> &'static str {
        match self {
            Bounds::Unbounded => "its own scale",
            Bounds::BelowOne => "the scale of ln(1 − x)",
            Bounds::Share => "the logit scale",
            Bounds::Positive | Bounds::Loss => "the log scale",
        }
    }

    /// Value on the symmetric scale, and the derivative there.
    fn place(self, value: f64) -> Option<(f64, f64)> {
        match self {
            Bounds::Unbounded => Some((value, 1.0)),
            Bounds::BelowOne => (value < 1.0).then(|| (-(1.0 - value).ln(), 1.0 / (1.0 - value))),
            Bounds::Share => (value > 0.0 && value < 1.0)
                .then(|| ((value / (1.0 - value)).ln(), 1.0 / (value * (1.0 - value)))),
            Bounds::Positive | Bounds::Loss => (value > 0.0).then(|| (value.ln(), 1.0 / value)),
        }
    }

    fn back(self, place: f64) -> f64 {
        match self {
            Bounds::Unbounded => place,
            Bounds::BelowOne => (1.0 - (-place).exp()).max(-1.0),
            Bounds::Share => 1.0 / (1.0 + (-place).exp()),
            Bounds::Positive => place.exp().min(2.0),
            Bounds::Loss => place.exp(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bounds;

    #[test]
    fn intervals_stay_inside_their_range() {
        let (lower, upper) = Bounds::BelowOne.interval(0.9, 0.3, 4.0, 0.95).expect("below 1");
        assert!((-1.0..0.9).contains(&lower) && upper > 0.9 && upper < 1.0);
        let (lower, upper) = Bounds::Share.interval(0.02, 0.1, 4.0, 0.95).expect("inside");
        assert!(lower > 0.0 && upper < 1.0);
        assert_eq!(Bounds::Share.interval(1.0, 0.1, 4.0, 0.95), None);
        let half = Bounds::Unbounded.probability_at_least(0.5, 0.5, 0.1, 9.0).expect("an error");
        assert!((half - 0.5).abs() < 1e-12);
    }
}
