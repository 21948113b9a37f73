use super::leave_outs::LEAST_ERROR;
use super::percentile::percentile;
use super::{Bounds, LeaveOuts, SamplingUnits, Scheme, t_name};
use crate::vocabulary::{ConfidenceInterval, Outcome, Reason};

/// One sample's values; a jackknife row stands for `units` interchangeable units.
#[derive(Debug, Clone)]
pub(super) struct Replicate {
    pub values: Vec<Option<f64>>,
    pub units: u64,
}

/// Statistics and what became of them under resampling: errors and intervals of each column.
#[derive(Debug, Clone)]
pub struct Resampled {
    point: Vec<Option<f64>>,
    rows: Vec<Replicate>,
    scheme: Scheme,
    units: u64,
    unit: String,
    clustered: bool,
}

impl Resampled {
    pub(super) fn new(
        point: Vec<Option<f64>>,
        rows: Vec<Replicate>,
        scheme: Scheme,
        units: &SamplingUnits<'_>,
        items: &str,
    ) -> Self {
        let (unit, clustered) = (units.name(items), units.clusters().is_some());
        Self { point, rows, scheme, units: units.total(), unit, clustered }
    }

    /// The statistic on the log itself; `None` where it is undefined there.
    pub fn point(&self, column: usize) -> Option<f64> {
        self.point[column]
    }

    /// All replicates of a column in their fixed order (a jackknife's rows stand for their units).
    pub fn column(&self, column: usize) -> Vec<Option<f64>> {
        self.rows.iter().map(|row| row.values[column]).collect()
    }

    /// Standard error; `None` where the statistic is undefined or does not vary.
    pub fn se(&self, column: usize) -> Option<f64> {
        match self.scheme {
            Scheme::Bootstrap { .. } => {
                let values = self.defined(column);
                let n = values.len() as f64;
                let mean = values.iter().sum::<f64>() / n;
                let square = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
                Some(square.sqrt()).filter(|se| se.is_finite() && *se > LEAST_ERROR)
            }
            _ => self.spread(column).map(|spread| spread.se),
        }
    }

    /// The interval of a column: percentile for the bootstrap, t on the scale of `bounds` for the jackknife.
    /// Not estimable where the statistic is undefined in too many samples or does not vary at all.
    pub fn interval(&self, column: usize, bounds: Bounds, level: f64) -> Outcome<ConfidenceInterval> {
        if let Scheme::Bootstrap { .. } = self.scheme {
            let mut values = self.defined(column);
            values.sort_by(f64::total_cmp);
            let unit =
                if self.clustered { format!("{} {}", self.units, self.unit) } else { self.unit.clone() };
            return percentile(&values, self.rows.len(), &unit, level);
        }
        let undefined: u64 = self.rows.iter().filter(|r| r.values[column].is_none()).map(|r| r.units).sum();
        if undefined > 0 {
            // Without this single unit there would be no value: no error can be read from the others.
            let what = format!("{} on which the value rests", self.unit);
            return Outcome::NotEstimable(Reason::TooFew { what, found: 1, needed: 2 });
        }
        let (Some(value), Some(spread)) = (self.point[column], self.spread(column)) else {
            return Outcome::NotEstimable(Reason::NoErrorToEstimate);
        };
        match bounds.interval(value, spread.se, spread.df, level) {
            Some((lower, upper)) => {
                let method = format!("{}, {} on {}", self.jackknife_name(), t_name(spread.df), bounds.name());
                Outcome::Estimated(ConfidenceInterval { lower, upper, level, method })
            }
            None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        }
    }

    /// How probable it is that the truth is `threshold` or more: the share of bootstrap replicates, or the t
    /// distribution's share beyond it. `None` where there is no error.
    pub fn probability_at_least(&self, column: usize, threshold: f64, bounds: Bounds) -> Option<f64> {
        if let Scheme::Bootstrap { .. } = self.scheme {
            let values = self.defined(column);
            let above = values.iter().filter(|&&v| v >= threshold).count();
            return (!values.is_empty()).then(|| above as f64 / values.len() as f64);
        }
        let spread = self.spread(column)?;
        bounds.probability_at_least(threshold, self.point[column]?, spread.se, spread.df)
    }

    /// Jackknife error with its degrees of freedom; `None` of a bootstrap, and where the statistic does not vary.
    pub fn leave_outs(&self, column: usize) -> Option<LeaveOuts> {
        if let Scheme::Bootstrap { .. } = self.scheme {
            return None;
        }
        self.spread(column)
    }

    fn defined(&self, column: usize) -> Vec<f64> {
        self.rows.iter().filter_map(|row| row.values[column]).collect()
    }

    fn jackknife_name(&self) -> String {
        match self.scheme {
            Scheme::GroupedJackknife { .. } => {
                let of =
                    if self.clustered { format!("{} {}", self.units, self.unit) } else { self.unit.clone() };
                format!("jackknife over {} random groups of {of}", self.rows.len())
            }
            _ => format!("jackknife over {} {}", self.units, self.unit),
        }
    }

    /// Jackknife error with Satterthwaite's degrees of freedom.
    fn spread(&self, column: usize) -> Option<LeaveOuts> {
        let rows: Vec<(f64, u64)> =
            self.rows.iter().filter_map(|r| r.values[column].map(|v| (v, r.units))).collect();
        LeaveOuts::of(&rows)
    }
}

#[cfg(test)]
mod tests {
    use super::Resampled;
    use crate::analysis::inference::{Bounds, Scheme, Statistic, Stream, resample};
    use crate::vocabulary::{Reason, Seed};

    fn jackknife(items: &[u64], statistic: &Statistic<'_>) -> Resampled {
        let stream = Stream { seed: Seed::default(), question: "q", slice: "", purpose: "items" };
        resample(items, Scheme::Jackknife, stream, 1, statistic)
    }

    #[test]
    fn few_telling_items_leave_few_degrees_of_freedom() {
        let got =
            jackknife(&[97, 3], &|drawn, out| out[0] = Some(drawn[1] as f64 / (drawn[0] + drawn[1]) as f64));
        let df = got.spread(0).expect("spread").df;
        assert!(df > 5.0 && df < 8.0, "{df}");
        let interval = got.interval(0, Bounds::Share, 0.95);
        let interval = interval.estimated().expect("an interval");
        assert!(interval.lower > 0.0 && interval.method.contains("jackknife over 100 items"));
    }

    #[test]
    fn a_value_that_hangs_on_one_item_has_no_interval() {
        let got = jackknife(&[99, 1], &|drawn, out| out[0] = (drawn[1] > 0).then_some(0.5));
        assert!(matches!(got.interval(0, Bounds::BelowOne, 0.95).reason(), Some(Reason::TooFew { .. })));
    }

    #[test]
    fn no_spread_is_no_interval() {
        let got = jackknife(&[9, 5], &|_, out| out[0] = Some(0.25));
        assert!(matches!(got.interval(0, Bounds::BelowOne, 0.95).reason(), Some(Reason::NoErrorToEstimate)));
        assert_eq!(got.probability_at_least(0, 0.2, Bounds::BelowOne), None);
    }
}
