use super::shared_values::SharedValues;
use crate::analysis::inference::t_quantile;
use crate::tally::QuestionTallies;
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// By how much two annotators' numbers differ, in the unit of the labels.
#[derive(Debug, Clone, PartialEq)]
pub struct BlandAltman {
    /// Mean of first − second.
    pub bias: Estimate,
    /// Standard deviation of the differences, over n − 1.
    pub sd: f64,
    /// bias − 1.96 sd.
    pub lower: Estimate,
    /// bias + 1.96 sd.
    pub upper: Estimate,
}

/// Limits of agreement: between them lie 95 % of the differences of two annotators, if these are normal (Bland & Altman
/// 1986, Lancet i:307). The factor is 1.96, standard deviations over n − 1; the factor 2 of the 1986 paper is
/// [`BlandAltman::limits`]'s argument. Intervals: t(n − 1), error sd / √n of the bias, sd √(3 / n) of a limit.
///
/// Interval scale, two annotators, items both judged. Not estimable: more annotators, or under three shared items.
pub fn bland_altman(tallies: &QuestionTallies, level: f64) -> Outcome<BlandAltman> {
    SharedValues::of(tallies)
        .map(|shared| of_shared(&shared, level))
        .map_or_else(Outcome::NotEstimable, Outcome::Estimated)
}

impl BlandAltman {
    /// The factor of the standard deviation.
    pub const FACTOR: f64 = 1.96;

    /// Limits with another factor of the standard deviation than 1.96.
    pub fn limits(&self, factor: f64) -> (f64, f64) {
        (self.bias.value - factor * self.sd, self.bias.value + factor * self.sd)
    }
}

pub(super) fn of_shared(shared: &SharedValues, level: f64) -> BlandAltman {
    let n = shared.items();
    let differences = || shared.values.iter().map(|(first, second)| first - second);
    let bias = differences().sum::<f64>() / n;
    let sd = (differences().map(|d| (d - bias).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    let t = t_quantile(0.5 + level / 2.0, n - 1.0);
    let estimate = |value: f64, se: f64, method: &str| Estimate {
        value,
        interval: if se > 0.0 {
            let method = format!("t({})", n - 1.0);
            let (lower, upper) = (value - t * se, value + t * se);
            Outcome::Estimated(ConfidenceInterval { lower, upper, level, method })
        } else {
            Outcome::NotEstimable(Reason::NoErrorToEstimate)
        },
        se: (se > 0.0).then_some(se),
        sample: SampleSize { items: n as u64, annotations: 2 * n as u64, annotators: 2 },
        method: method.into(),
        warnings: Vec::new(),
    };
    let (mean_error, limit_error) = (sd / n.sqrt(), sd * (3.0 / n).sqrt());
    BlandAltman {
        bias: estimate(bias, mean_error, "mean of first − second"),
        sd,
        lower: estimate(
            bias - BlandAltman::FACTOR * sd,
            limit_error,
            "Bland & Altman 1986, bias − 1.96 sd (n − 1)",
        ),
        upper: estimate(
            bias + BlandAltman::FACTOR * sd,
            limit_error,
            "Bland & Altman 1986, bias + 1.96 sd (n − 1)",
        ),
    }
}
