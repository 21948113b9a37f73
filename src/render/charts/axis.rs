use crate::render::number;

/// How the ticks of an axis are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A share or coefficient, without leading zero: `.4`.
    Share,
    /// A difference of shares with its sign: `+.05`.
    Difference,
    /// A share in per cent: `40 %`.
    Percent,
    /// A count at a glance: `12 k`.
    Count,
    /// Seconds: `8 s`.
    Seconds,
    /// A number in the labels' own unit.
    Number,
}

/// A stretch of numbers with a few round ticks on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Where it begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// Round numbers on it, ascending.
    pub ticks: Vec<f64>,
    /// How they are written.
    pub unit: Unit,
    digits: usize,
}

impl Axis {
    /// The common scale of shares and coefficients: 0 to 1, longer where a value lies under 0.
    pub fn shares(values: impl IntoIterator<Item = f64>) -> Axis {
        let low = values.into_iter().filter(|v| v.is_finite()).fold(0.0, f64::min);
        if low >= 0.0 {
            Axis::between(0.0, 1.0, 5, Unit::Share)
        } else {
            Axis::around([low, 1.0], Unit::Share)
        }
    }

    /// An axis that holds all these values, at least a tenth wide for shares so that noise does not look like a
    /// cliff, and ends at ticks.
    pub fn around(values: impl IntoIterator<Item = f64>, unit: Unit) -> Axis {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.into_iter().filter(|v| v.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        let least = match unit {
            Unit::Share | Unit::Percent | Unit::Difference => 0.1,
            Unit::Count | Unit::Seconds | Unit::Number => (high.abs() * 0.2).max(1e-9),
        };
        if high - low < least {
            let middle = (high + low) / 2.0;
            (low, high) = (middle - least / 2.0, middle + least / 2.0);
            if matches!(unit, Unit::Share | Unit::Percent) && high > 1.0 {
                (low, high) = (1.0 - least, 1.0);
            }
        }
        Axis::between(low, high, 5, unit)
    }

    /// An axis over this stretch, widened to ticks, of which there are about `wanted`.
    pub fn between(low: f64, high: f64, wanted: usize, unit: Unit) -> Axis {
        let step = round_step((high - low) / wanted as f64);
        // A hair of slack: .3 / .1 is a little under 3.
        let first = (low / step + 1e-9).floor();
        let last = (high / step - 1e-9).ceil().max(first + 1.0);
        let ticks: Vec<f64> = (0..=(last - first) as usize).map(|k| (first + k as f64) * step).collect();
        let decimals = (-step.log10()).ceil().clamp(0.0, 6.0) as usize;
        let fine = (step * 10f64.powi(decimals as i32)).fract().abs() > 1e-6;
        let digits = decimals + usize::from(fine);
        Axis { low: first * step, high: last * step, ticks, unit, digits }
    }

    /// Where a value lies on the axis: 0 at its beginning, 1 at its end, never outside.
    pub fn place(&self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// A tick in words.
    pub fn written(&self, tick: f64) -> String {
        let zero = tick.abs() < (self.high - self.low) * 1e-9;
        match self.unit {
            _ if zero && self.unit != Unit::Percent && self.unit != Unit::Seconds => "0".into(),
            Unit::Share if (tick.abs() - 1.0).abs() < 1e-9 => number::decimal(tick, 0),
            Unit::Share => number::share_to(tick, self.digits),
            Unit::Difference => number::signed_to(tick, self.digits),
            Unit::Percent => {
                let digits = self.digits.saturating_sub(2);
                format!("{}{}%", number::decimal(tick * 100.0, digits), number::NARROW_SPACE)
            }
            Unit::Number => number::decimal(tick, self.digits),
            Unit::Count => number::compact(tick.max(0.0).round() as u64),
            Unit::Seconds => format!("{}{}s", number::decimal(tick, self.digits), number::NARROW_SPACE),
        }
    }
}

/// The nearest of 1, 2, 5 times a power of ten that is not smaller.
fn round_step(rough: f64) -> f64 {
    if !rough.is_finite() || rough <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(rough.log10().floor());
    let times = [1.0, 2.0, 5.0].into_iter().find(|m| m * power >= rough * (1.0 - 1e-9)).unwrap_or(10.0);
    times * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        let axis = Axis::shares([0.4, 0.9]);
        let ticks: Vec<String> = axis.ticks.iter().map(|t| axis.written(*t)).collect();
        assert_eq!(ticks, ["0", ".2", ".4", ".6", ".8", "1"]);
        let axis = Axis::around([-0.043, 0.11], Unit::Difference);
        let ticks: Vec<String> = axis.ticks.iter().map(|t| axis.written(*t)).collect();
        assert_eq!(ticks, ["−.05", "0", "+.05", "+.10", "+.15"]);
        let axis = Axis::around([0.71, 0.86], Unit::Percent);
        assert_eq!(axis.written(axis.ticks[0]), "70\u{202f}%");
        assert!(axis.ticks.len() <= 7);
    }

    #[test]
    fn an_axis_holds_its_values_and_is_never_flat() {
        for values in [vec![0.5], vec![], vec![1.0, 1.0], vec![f64::NAN, 0.2]] {
            let axis = Axis::around(values.clone(), Unit::Share);
            assert!(axis.high > axis.low && axis.high <= 1.0 + 1e-9);
            assert!(
                values.iter().filter(|v| v.is_finite()).all(|v| axis.low <= *v && *v <= axis.high + 1e-9)
            );
        }
    }
}
