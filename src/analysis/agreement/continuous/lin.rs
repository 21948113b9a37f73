use super::shared_values::SharedValues;
use crate::analysis::inference::normal_quantile;
use crate::tally::QuestionTallies;
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// Lin's concordance of two annotators and what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Lin {
    /// The concordance correlation, interval on Fisher's z.
    pub concordance: Estimate,
    /// C_b = concordance / correlation: how far the best line through the points is from the diagonal; 1 = on it.
    pub bias_correction: f64,
    /// Standard deviation of the second over that of the first.
    pub scale_shift: f64,
    /// (mean of the second − mean of the first) over the geometric mean of the standard deviations.
    pub location_shift: f64,
}

/// How near the points (first's number, second's) lie to the line of equality: 2 s_xy / (s_x² + s_y² + (x̄ − ȳ)²),
/// variances over n (Lin 1989, Biometrics 45:255; variance as corrected in Lin 2000, Biometrics 56:324).
///
/// Interval scale, two annotators, items both judged. Not estimable: more annotators, under three shared items, or one
/// of the two always gave the same number.
pub fn lin_concordance(tallies: &QuestionTallies, level: f64) -> Outcome<Lin> {
    SharedValues::of(tallies)
        .and_then(|shared| of_shared(&shared, level))
        .map_or_else(Outcome::NotEstimable, Outcome::Estimated)
}

pub(super) fn of_shared(shared: &SharedValues, level: f64) -> Result<Lin, Reason> {
    let n = shared.items();
    let origin = shared.values.first().map_or(0.0, |pair| pair.0);
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| shared.values.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(&|pair| pair.0 - origin), mean(&|pair| pair.1 - origin));
    let around = |pair: &(f64, f64)| (pair.0 - origin - x, pair.1 - origin - y);
    let xx = mean(&|pair| around(pair).0.powi(2));
    let yy = mean(&|pair| around(pair).1.powi(2));
    let xy = mean(&|pair| around(pair).0 * around(pair).1);
    if xx <= 0.0 || yy <= 0.0 {
        return Err(Reason::NoVariation { what: "the numbers of one of the two annotators".into() });
    }
    let value = 2.0 * xy / (xx + yy + (x - y).powi(2));
    let r = xy / (xx * yy).sqrt();
    let location = (y - x) / (xx * yy).powf(0.25);
    let interval = interval(value, r, location, n, level);
    let bias_correction = 2.0 / ((xx / yy).sqrt() + (yy / xx).sqrt() + location.powi(2));
    Ok(Lin {
        concordance: Estimate {
            value,
            se: interval.as_ref().map(|(_, se)| *se),
            interval: interval.map_or(Outcome::NotEstimable(Reason::NoErrorToEstimate), |(interval, _)| {
                Outcome::Estimated(interval)
            }),
            sample: SampleSize { items: n as u64, annotations: 2 * n as u64, annotators: 2 },
            method: "Lin 1989, variances over n".into(),
            warnings: Vec::new(),
        },
        bias_correction,
        scale_shift: (yy / xx).sqrt(),
        location_shift: location,
    })
}

/// Lin 2000, eq. for the variance of the estimate over n − 2, carried to Fisher's z and back; and the error itself.
fn interval(p: f64, r: f64, u: f64, n: f64, level: f64) -> Option<(ConfidenceInterval, f64)> {
    if r == 0.0 || 1.0 - p.abs() < 1e-12 {
        return None;
    }
    let variance = ((1.0 - r * r) * p * p * (1.0 - p * p) / (r * r)
        + 2.0 * p.powi(3) * (1.0 - p) * u * u / r
        - 0.5 * p.powi(4) * u.powi(4) / (r * r))
        / (n - 2.0);
    let se = variance.sqrt();
    if !(se.is_finite() && se > 1e-12) {
        return None;
    }
    let reach = normal_quantile(0.5 + level / 2.0) * se / (1.0 - p * p);
    let method = "normal on Fisher's z (Lin 2000)".into();
    let (lower, upper) = ((p.atanh() - reach).tanh(), (p.atanh() + reach).tanh());
    Some((ConfidenceInterval { lower, upper, level, method }, se))
}
