use super::benjamini_hochberg;
use serde::{Deserialize, Serialize};

/// How the p values of one family of tests are adjusted, so that the adjusted ones may be held against one bound.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    /// Expected share of false reports, tests independent or positively dependent (1995, JRSS B 57:289).
    #[default]
    BenjaminiHochberg,
    /// Expected share of false reports under any dependence (2001, Annals of Statistics 29:1165).
    BenjaminiYekutieli,
    /// Probability of any false report, any dependence, stepping down (1979, Scandinavian Journal of Statistics 6:65).
    Holm,
    /// Probability of any false report, independent tests, stepping up (1988, Biometrika 75:800).
    Hochberg,
    /// The same by closed testing with Simes' test (1988, Biometrika 75:383).
    Hommel,
    /// Probability of any false report: p times the number of tests.
    Bonferroni,
}

impl Adjustment {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 6] = [
        Self::BenjaminiHochberg,
        Self::BenjaminiYekutieli,
        Self::Holm,
        Self::Hochberg,
        Self::Hommel,
        Self::Bonferroni,
    ];

    /// Their words in settings.
    pub const NAMES: [&'static str; 6] =
        ["benjamini_hochberg", "benjamini_yekutieli", "holm", "hochberg", "hommel", "bonferroni"];

    /// Its word in settings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BenjaminiHochberg => "benjamini_hochberg",
            Self::BenjaminiYekutieli => "benjamini_yekutieli",
            Self::Holm => "holm",
            Self::Hochberg => "hochberg",
            Self::Hommel => "hommel",
            Self::Bonferroni => "bonferroni",
        }
    }

    /// As it is named in a sentence.
    pub const fn author(self) -> &'static str {
        match self {
            Self::BenjaminiHochberg => "Benjamini–Hochberg",
            Self::BenjaminiYekutieli => "Benjamini–Yekutieli",
            Self::Holm => "Holm",
            Self::Hochberg => "Hochberg",
            Self::Hommel => "Hommel",
            Self::Bonferroni => "Bonferroni",
        }
    }

    /// Adjusted p values in the order of `p`; equal p values stay equal.
    pub fn adjusted(self, p: &[f64]) -> Vec<f64> {
        let n = p.len() as f64;
        match self {
            Self::BenjaminiHochberg => benjamini_hochberg(p),
            Self::BenjaminiYekutieli => {
                let harmonic: f64 = (1..=p.len()).map(|i| 1.0 / i as f64).sum();
                stepped_up(p, |rank| n * harmonic / rank)
            }
            Self::Holm => stepped_down(p, |rank| n + 1.0 - rank),
            Self::Hochberg => stepped_up(p, |rank| n + 1.0 - rank),
            Self::Hommel => hommel(p),
            Self::Bonferroni => p.iter().map(|p| (p * n).min(1.0)).collect(),
        }
    }
}

/// Places of p values, smallest first.
fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]).then(a.cmp(&b)));
    order
}

/// Each p times the factor of its rank, and at most that of any larger one.
fn stepped_up(p: &[f64], factor: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut adjusted = vec![1.0; p.len()];
    let mut least = 1.0_f64;
    for (place, test) in ascending(p).into_iter().enumerate().rev() {
        least = least.min(p[test] * factor(place as f64 + 1.0));
        adjusted[test] = least;
    }
    adjusted
}

/// Each p times the factor of its rank, and at least that of any smaller one.
fn stepped_down(p: &[f64], factor: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut adjusted = vec![1.0; p.len()];
    let mut most = 0.0_f64;
    for (place, test) in ascending(p).into_iter().enumerate() {
        most = most.max(p[test] * factor(place as f64 + 1.0)).min(1.0);
        adjusted[test] = most;
    }
    adjusted
}

/// The algorithm of Wright (1992, Biometrics 48:1005), appendix.
fn hommel(p: &[f64]) -> Vec<f64> {
    let (n, order) = (p.len(), ascending(p));
    let sorted: Vec<f64> = order.iter().map(|&test| p[test]).collect();
    let least = |m: usize, from: usize, first: usize| {
        (from..n).map(|i| m as f64 * sorted[i] / (first + i - from) as f64).fold(f64::INFINITY, f64::min)
    };
    let mut adjusted = vec![least(n, 0, 1); n];
    for m in (2..n).rev() {
        let split = n - m + 1;
        let tail = least(m, split, 2);
        let head: Vec<f64> = sorted[..split].iter().map(|p| (m as f64 * p).min(tail)).collect();
        for (i, value) in adjusted.iter_mut().enumerate() {
            *value = value.max(head[i.min(split - 1)]);
        }
    }
    let mut out = vec![1.0; n];
    for (place, test) in order.into_iter().enumerate() {
        out[test] = adjusted[place].max(sorted[place]).min(1.0);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Adjustment;
    use proptest::prelude::*;

    #[test]
    fn one_test_or_none_is_left_alone() {
        for kind in Adjustment::ALL {
            assert_eq!(kind.adjusted(&[0.03]), [0.03], "{}", kind.name());
            assert!(kind.adjusted(&[]).is_empty());
        }
    }

    proptest! {
        #[test]
        fn no_adjustment_lowers_a_p_and_each_keeps_their_order(p in prop::collection::vec(0.0f64..=1.0, 1..25)) {
            for kind in Adjustment::ALL {
                let adjusted = kind.adjusted(&p);
                for (i, (&own, &raw)) in adjusted.iter().zip(&p).enumerate() {
                    prop_assert!(own >= raw - 1e-12 && own <= 1.0, "{} {own} {raw}", kind.name());
                    for (&other, &other_raw) in adjusted.iter().zip(&p).skip(i) {
                        prop_assert!((raw < other_raw) <= (own <= other + 1e-12));
                    }
                }
            }
        }

        /// Hommel's closed test is never beaten by Hochberg's, nor that by Holm's, nor that by Bonferroni's.
        #[test]
        fn sharper_procedures_are_never_larger(p in prop::collection::vec(0.0f64..=1.0, 1..25)) {
            use Adjustment::{Bonferroni, Hochberg, Holm, Hommel};
            for pair in [Hommel, Hochberg, Holm, Bonferroni].windows(2) {
                let (sharp, blunt) = (pair[0].adjusted(&p), pair[1].adjusted(&p));
                prop_assert!(sharp.iter().zip(&blunt).all(|(a, b)| a <= &(b + 1e-12)), "{}", pair[0].name());
            }
        }
    }
}
