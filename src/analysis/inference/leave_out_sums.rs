use super::LeaveOuts;

/// [`LeaveOuts`] of values that come one after the other and are as many as the log is long: nothing is kept but sums of
/// powers about `origin`, which is the statistic with nothing left out.
#[derive(Debug, Clone, Copy)]
pub struct LeaveOutSums {
    origin: f64,
    units: f64,
    powers: [f64; 4],
    undefined: bool,
}

impl LeaveOutSums {
    /// Nothing yet, about the statistic of the whole.
    pub fn about(origin: f64) -> Self {
        Self { origin, units: 0.0, powers: [0.0; 4], undefined: false }
    }

    /// The value without one of `units` alike, or that it has none then.
    pub fn push(&mut self, value: Option<f64>, units: u64) {
        let Some(value) = value else {
            self.undefined = true;
            return;
        };
        let (apart, units) = (value - self.origin, units as f64);
        self.units += units;
        let mut power = units;
        for sum in &mut self.powers {
            power *= apart;
            *sum += power;
        }
    }

    /// Whether leaving one out left no value.
    pub fn undefined(&self) -> bool {
        self.undefined
    }

    /// Units left out, one at a time.
    pub fn units(&self) -> f64 {
        self.units
    }

    /// What they tell; `None` with fewer than two units, without any spread, or where one left no value.
    pub fn spread(&self) -> Option<LeaveOuts> {
        let n = self.units;
        if self.undefined || n < 2.0 {
            return None;
        }
        let [m1, m2, m3, m4] = self.powers.map(|sum| sum / n);
        let second = m2 - m1 * m1;
        let fourth = m4 - 4.0 * m1 * m3 + 6.0 * m1 * m1 * m2 - 3.0 * m1.powi(4);
        LeaveOuts::of_moments(n, second, fourth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sums_tell_what_the_values_tell(values in prop::collection::vec((-1.0f64..1.0, 1u64..5), 2..40), origin in -1.0f64..1.0) {
            let mut sums = LeaveOutSums::about(origin);
            values.iter().for_each(|&(value, units)| sums.push(Some(value), units));
            match (sums.spread(), LeaveOuts::of(&values)) {
                (Some(a), Some(b)) => {
                    prop_assert!((a.se - b.se).abs() < 1e-9 * b.se.max(1e-3));
                    prop_assert!((a.df - b.df).abs() < 1e-6 * b.df);
                }
                (a, b) => prop_assert!(a.is_none() == b.is_none()),
            }
        }
    }

    #[test]
    fn one_without_a_value_leaves_no_spread() {
        let mut sums = LeaveOutSums::about(0.0);
        sums.push(Some(0.1), 3);
        sums.push(None, 1);
        assert!(sums.undefined() && sums.spread().is_none());
    }
}
