use super::{clopper_pearson, normal_quantile, wilson};
use crate::vocabulary::ConfidenceInterval;
use serde::{Deserialize, Serialize};
use statrs::distribution::{Beta, ContinuousCDF};

/// Which interval a share gets in which every independent unit counts once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareInterval {
    /// Wilson's score interval (1927, JASA 22:209).
    #[default]
    Wilson,
    /// Clopper & Pearson's exact one (1934, Biometrika 26:404): never too short, often too long.
    ClopperPearson,
    /// Agresti & Coull (1998, American Statistician 52:119): z²/2 successes and failures more, then as Wald; within 0–1.
    AgrestiCoull,
    /// Jeffreys: quantiles of Beta(hits + ½, misses + ½), also at 0 and n.
    Jeffreys,
    /// The textbook share ± z √(p q / n), within 0–1: of no width at 0 and 1.
    Wald,
}

impl ShareInterval {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 5] =
        [Self::Wilson, Self::ClopperPearson, Self::AgrestiCoull, Self::Jeffreys, Self::Wald];

    /// Their words in settings.
    pub const NAMES: [&'static str; 5] = ["wilson", "clopper_pearson", "agresti_coull", "jeffreys", "wald"];

    /// Its word in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wilson => "wilson",
            Self::ClopperPearson => "clopper_pearson",
            Self::AgrestiCoull => "agresti_coull",
            Self::Jeffreys => "jeffreys",
            Self::Wald => "wald",
        }
    }

    /// The interval of `hits` of `n`; `None` where `n` is 0 or smaller than `hits`.
    pub fn of(self, hits: u64, n: u64, level: f64) -> Option<ConfidenceInterval> {
        if n == 0 || hits > n {
            return None;
        }
        let z = normal_quantile(0.5 + level / 2.0);
        let (x, n_units) = (hits as f64, n as f64);
        let (lower, upper, method) = match self {
            Self::Wilson => return wilson(hits, n, level),
            Self::ClopperPearson => return clopper_pearson(hits, n, level),
            Self::AgrestiCoull => {
                let (lower, upper) = around(x + z * z / 2.0, n_units + z * z, z);
                (lower, upper, "Agresti–Coull")
            }
            Self::Jeffreys => {
                let beta = Beta::new(x + 0.5, n_units - x + 0.5).ok()?;
                let tail = (1.0 - level) / 2.0;
                (beta.inverse_cdf(tail), beta.inverse_cdf(1.0 - tail), "Jeffreys")
            }
            Self::Wald => {
                let (lower, upper) = around(x, n_units, z);
                (lower, upper, "Wald")
            }
        };
        Some(ConfidenceInterval { lower, upper, level, method: method.into() })
    }
}

fn around(hits: f64, n: f64, z: f64) -> (f64, f64) {
    let share = hits / n;
    let margin = z * (share * (1.0 - share) / n).sqrt();
    ((share - margin).max(0.0), (share + margin).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::ShareInterval;
    use proptest::prelude::*;

    /// Newcombe 1998, Statistics in Medicine 17:857, table I, method 1, for 81 of 263.
    #[test]
    fn the_textbook_interval_of_newcombes_first_case() {
        let got = ShareInterval::Wald.of(81, 263, 0.95).expect("n > 0");
        assert!((got.lower - 0.2522).abs() < 5e-5 && (got.upper - 0.3638).abs() < 5e-5, "{got:?}");
        assert_eq!(ShareInterval::Jeffreys.of(0, 0, 0.95), None);
    }

    proptest! {
        #[test]
        fn misses_have_the_mirrored_interval(n in 1u64..400, part in 0.0f64..=1.0) {
            let hits = (part * n as f64) as u64;
            for kind in ShareInterval::ALL {
                let one = kind.of(hits, n, 0.9).expect("n > 0");
                let other = kind.of(n - hits, n, 0.9).expect("n > 0");
                prop_assert!((one.lower - (1.0 - other.upper)).abs() < 1e-6, "{} {one:?} {other:?}", kind.name());
                prop_assert!(0.0 <= one.lower && one.lower <= one.upper && one.upper <= 1.0);
            }
        }
    }
}
