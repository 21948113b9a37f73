use super::{normal_cdf, normal_quantile, wilson};
use crate::vocabulary::ConfidenceInterval;
use serde::{Deserialize, Serialize};

/// Hits and units of a share in which every unit counts once.
pub type Hits = (u64, u64);

/// Which interval the difference of two such shares of different units gets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceInterval {
    /// Newcombe's square-and-add from two Wilson intervals (1998, Statistics in Medicine 17:873, method 10).
    #[default]
    Newcombe,
    /// Agresti & Caffo (2000, American Statistician 54:280): one success and one failure more on each side.
    AgrestiCaffo,
    /// Miettinen & Nurminen's score interval (1985, Statistics in Medicine 4:213).
    MiettinenNurminen,
}

impl DifferenceInterval {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 3] = [Self::Newcombe, Self::AgrestiCaffo, Self::MiettinenNurminen];

    /// Their words in settings.
    pub const NAMES: [&'static str; 3] = ["newcombe", "agresti_caffo", "miettinen_nurminen"];

    /// Its word in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Newcombe => "newcombe",
            Self::AgrestiCaffo => "agresti_caffo",
            Self::MiettinenNurminen => "miettinen_nurminen",
        }
    }

    /// The interval of first share − second share, within −1 to 1; `None` where a side has no units.
    pub fn of(self, first: Hits, second: Hits, level: f64) -> Option<ConfidenceInterval> {
        if first.1 == 0 || second.1 == 0 {
            return None;
        }
        let z = normal_quantile(0.5 + level / 2.0);
        let (lower, upper, method) = match self {
            Self::Newcombe => {
                let (lower, upper) = newcombe(first, second, level)?;
                (lower, upper, "Newcombe")
            }
            Self::AgrestiCaffo => {
                let (lower, upper) = agresti_caffo(first, second, z);
                (lower, upper, "Agresti–Caffo")
            }
            Self::MiettinenNurminen => {
                let (lower, upper) = miettinen_nurminen(first, second, z);
                (lower, upper, "Miettinen–Nurminen")
            }
        };
        Some(ConfidenceInterval {
            lower: lower.max(-1.0),
            upper: upper.min(1.0),
            level,
            method: method.into(),
        })
    }
}

/// z and two-sided p of "both shares are the same", the pooled share in the error. z is 0 where nothing varies; `None`
/// where a side has no units.
pub fn pooled_z(first: Hits, second: Hits) -> Option<(f64, f64)> {
    if first.1 == 0 || second.1 == 0 {
        return None;
    }
    let (n, m) = (first.1 as f64, second.1 as f64);
    let pooled = (first.0 + second.0) as f64 / (n + m);
    let se = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    let z = if se > 0.0 { (share(first) - share(second)) / se } else { 0.0 };
    Some((z, (2.0 * normal_cdf(-z.abs())).min(1.0)))
}

fn share((hits, n): Hits) -> f64 {
    hits as f64 / n as f64
}

fn newcombe(first: Hits, second: Hits, level: f64) -> Option<(f64, f64)> {
    let (one, other) = (wilson(first.0, first.1, level)?, wilson(second.0, second.1, level)?);
    let (p, q) = (share(first), share(second));
    let lower = p - q - ((p - one.lower).powi(2) + (other.upper - q).powi(2)).sqrt();
    let upper = p - q + ((one.upper - p).powi(2) + (q - other.lower).powi(2)).sqrt();
    Some((lower, upper))
}

fn agresti_caffo(first: Hits, second: Hits, z: f64) -> (f64, f64) {
    let more = |(hits, n): Hits| ((hits + 1) as f64 / (n + 2) as f64, (n + 2) as f64);
    let ((p, n), (q, m)) = (more(first), more(second));
    let margin = z * (p * (1.0 - p) / n + q * (1.0 - q) / m).sqrt();
    (p - q - margin, p - q + margin)
}

/// The differences that a score test with the factor N / (N − 1) does not reject, found by bisection.
fn miettinen_nurminen(first: Hits, second: Hits, z: f64) -> (f64, f64) {
    let difference = share(first) - share(second);
    let end = |outer: f64| {
        let (mut inside, mut outside) = (difference, outer);
        if score(first, second, outside).abs() <= z {
            return outside;
        }
        for _ in 0..100 {
            let middle = 0.5 * (inside + outside);
            let rejected = score(first, second, middle).abs() > z;
            *(if rejected { &mut outside } else { &mut inside }) = middle;
        }
        0.5 * (inside + outside)
    };
    (end(-1.0), end(1.0))
}

/// The score statistic of "the difference is `delta`", with the shares most likely under it: the root of their cubic in
/// closed form (Farrington & Manning 1990, Statistics in Medicine 9:1447), the variance times N / (N − 1).
fn score(first: Hits, second: Hits, delta: f64) -> f64 {
    let (p, q, n, m) = (share(first), share(second), first.1 as f64, second.1 as f64);
    let theta = m / n;
    let a = 3.0 * (1.0 + theta);
    let b = -(1.0 + theta + p + theta * q + delta * (theta + 2.0));
    let c = delta * delta + delta * (2.0 * p + theta + 1.0) + p + theta * q;
    let d = -p * delta * (1.0 + delta);
    let v = (b / a).powi(3) - 1.5 * b * c / (a * a) + 1.5 * d / a;
    let u = ((b / a).powi(2) - c / a).max(0.0).sqrt().copysign(v);
    let angle = (v / u.powi(3)).clamp(-1.0, 1.0).acos();
    let w = if u == 0.0 { 0.0 } else { (std::f64::consts::PI + angle) / 3.0 };
    let p_null = (2.0 * u * w.cos() - b / a).clamp(0.0, 1.0);
    let q_null = (p_null - delta).clamp(0.0, 1.0);
    let variance = p_null * (1.0 - p_null) / n + q_null * (1.0 - q_null) / m;
    let distance = p - q - delta;
    if distance.abs() < 1e-12 {
        return 0.0;
    }
    distance / (variance * (n + m) / (n + m - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{DifferenceInterval, pooled_z};
    use proptest::prelude::*;

    /// Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
    #[test]
    fn newcombes_second_table() {
        for (first, second, lower, upper) in [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((10, 10), (0, 20), 0.6791, 1.0),
            ((5, 56), (0, 29), -0.0381, 0.1926),
        ] {
            let got = DifferenceInterval::Newcombe.of(first, second, 0.95).expect("units on both sides");
            assert!((got.lower - lower).abs() < 5e-5 && (got.upper - upper).abs() < 5e-5, "{got:?}");
        }
    }

    /// The same table, method 6.
    #[test]
    fn miettinen_and_nurminen_in_that_table() {
        for (first, second, lower, upper) in
            [((56, 70), (48, 80), 0.0528, 0.3382), ((5, 56), (0, 29), -0.0326, 0.1933)]
        {
            let got =
                DifferenceInterval::MiettinenNurminen.of(first, second, 0.95).expect("units on both sides");
            assert!((got.lower - lower).abs() < 5e-5 && (got.upper - upper).abs() < 5e-5, "{got:?}");
        }
    }

    #[test]
    fn nothing_varies_or_nothing_is_there() {
        assert_eq!(pooled_z((5, 5), (7, 7)), Some((0.0, 1.0)));
        for kind in DifferenceInterval::ALL {
            assert_eq!(kind.of((1, 2), (0, 0), 0.95), None);
            let all = kind.of((20, 20), (0, 20), 0.95).expect("units on both sides");
            assert!(all.lower > 0.5 && all.upper <= 1.0, "{all:?}");
        }
    }

    proptest! {
        #[test]
        fn sides_may_be_exchanged(
            (n, m) in (1u64..90, 1u64..90),
            (a, b) in (0.0f64..=1.0, 0.0f64..=1.0),
        ) {
            let (one, other) = (((a * n as f64) as u64, n), ((b * m as f64) as u64, m));
            for kind in DifferenceInterval::ALL {
                let forth = kind.of(one, other, 0.95).expect("units");
                let back = kind.of(other, one, 0.95).expect("units");
                prop_assert!((forth.lower + back.upper).abs() < 1e-7, "{} {forth:?} {back:?}", kind.name());
                prop_assert!((forth.upper + back.lower).abs() < 1e-7);
            }
        }
    }
}
