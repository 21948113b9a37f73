use super::draws::binomial;
use super::{Stream, chi_square_p};
use serde::{Deserialize, Serialize};

/// Draws where expected counts are too small for the chi-square distribution.
const DRAWS: u64 = 9_999;
/// Expected counts under this are small (Cochran 1954, Biometrics 10:417).
const SMALL: f64 = 5.0;

/// How well counts fit stated shares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GoodnessOfFit {
    /// Pearson's Σ (observed − expected)² / expected.
    pub chi2: f64,
    /// Groups less one.
    pub df: u64,
    /// The probability of a chi² as large or larger under the stated shares.
    pub p_value: f64,
    /// Samples drawn under the stated shares for p, where expected counts are small; 0 where p is the chi-square
    /// distribution's.
    pub draws: u64,
    /// The likelihood ratio's 2 Σ observed · ln(observed / expected).
    pub g2: f64,
    /// Cohen's effect size √(chi² / n).
    pub cohens_w: f64,
    /// Half of Σ |share − target|: what part of the units would have to be in another group.
    pub total_variation: f64,
    /// By group: (observed − expected) / √expected.
    pub pearson_residuals: Vec<f64>,
    /// By group: the same over its standard error √(1 − target).
    pub standard_residuals: Vec<f64>,
}

/// Tests counts against shares that sum to 1 (chi-square goodness of fit, no continuity correction). Where an expected count
/// is under five, p comes from 9 999 samples drawn under the shares, (1 + as large) / (1 + draws). `None` where there are no
/// units, fewer than two groups with a share, or a group with units and a share of 0 (chi² is infinite).
pub fn goodness_of_fit(observed: &[u64], shares: &[f64], stream: Stream<'_>) -> Option<GoodnessOfFit> {
    let units: u64 = observed.iter().sum();
    let total: f64 = shares.iter().sum();
    let shares: Vec<f64> = shares.iter().map(|share| share / total).collect();
    let stated = shares.iter().filter(|&&share| share > 0.0).count() as u64;
    let impossible = observed.iter().zip(&shares).any(|(&n, &share)| n > 0 && share <= 0.0);
    if units == 0 || stated < 2 || impossible || observed.len() != shares.len() {
        return None;
    }
    let n = units as f64;
    let residual = |(&own, &share): (&u64, &f64)| {
        if share > 0.0 { (own as f64 - n * share) / (n * share).sqrt() } else { 0.0 }
    };
    let pearson_residuals: Vec<f64> = observed.iter().zip(&shares).map(residual).collect();
    let chi2: f64 = pearson_residuals.iter().map(|r| r * r).sum();
    let small = shares.iter().any(|&share| share > 0.0 && n * share < SMALL);
    let draws = if small { DRAWS } else { 0 };
    let ln = |(&own, &share): (&u64, &f64)| match own {
        0 => 0.0,
        own => 2.0 * own as f64 * (own as f64 / (n * share)).ln(),
    };
    let apart = observed.iter().zip(&shares).map(|(&own, &share)| (own as f64 / n - share).abs());
    let standard = pearson_residuals.iter().zip(&shares).map(|(r, share)| match share {
        share if *share < 1.0 => r / (1.0 - share).sqrt(),
        _ => 0.0,
    });
    Some(GoodnessOfFit {
        chi2,
        df: stated - 1,
        p_value: if small {
            drawn_p(chi2, units, &shares, stream)
        } else {
            chi_square_p(chi2, (stated - 1) as f64)
        },
        draws,
        g2: observed.iter().zip(&shares).map(ln).sum(),
        cohens_w: (chi2 / n).sqrt(),
        total_variation: apart.sum::<f64>() / 2.0,
        standard_residuals: standard.collect(),
        pearson_residuals,
    })
}

/// The share of samples under the stated shares whose chi² is as large, this one among them.
fn drawn_p(chi2: f64, units: u64, shares: &[f64], stream: Stream<'_>) -> f64 {
    let mut rng = stream.block(0);
    let n = units as f64;
    let mut as_large = 0u64;
    for _ in 0..DRAWS {
        let (mut left, mut weight, mut own) = (units, 1.0_f64, 0.0);
        for &share in shares.iter().filter(|&&share| share > 0.0) {
            let part = if share >= weight { 1.0 } else { share / weight };
            let drawn = if left == 0 { 0 } else { binomial(left, part, &mut rng) };
            (left, weight) = (left - drawn, weight - share);
            own += (drawn as f64 - n * share).powi(2) / (n * share);
        }
        // The observed table, drawn again, is as large; sums of squares differ in their last bits.
        as_large += u64::from(own >= chi2 * (1.0 - 1e-9) - 1e-12);
    }
    (1 + as_large) as f64 / (1 + DRAWS) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Seed;
    use proptest::prelude::*;

    fn stream() -> Stream<'static> {
        Stream { seed: Seed::default(), question: "q", slice: "gender", purpose: "annotators" }
    }

    /// Small counts: two groups of equal share, 1 against 7. Exactly P(|X − 4| ≥ 3) = 18 / 256 under Binomial(8, ½).
    #[test]
    fn a_drawn_p_is_near_the_exact_one() {
        let found = goodness_of_fit(&[1, 7], &[0.5, 0.5], stream()).expect("eight units");
        assert_eq!((found.draws, found.df), (DRAWS, 1));
        let error = (18.0_f64 / 256.0 * (1.0 - 18.0 / 256.0) / DRAWS as f64).sqrt();
        assert!((found.p_value - 18.0 / 256.0).abs() < 4.0 * error, "{}", found.p_value);
    }

    #[test]
    fn nothing_to_test_is_no_test() {
        assert_eq!(goodness_of_fit(&[0, 0], &[0.5, 0.5], stream()), None);
        assert_eq!(goodness_of_fit(&[9], &[1.0], stream()), None);
        assert_eq!(goodness_of_fit(&[9, 1], &[1.0, 0.0], stream()), None);
    }

    proptest! {
        #[test]
        fn counts_at_their_target_fit(counts in prop::collection::vec(1u64..300, 2..7)) {
            let all: u64 = counts.iter().sum();
            let shares: Vec<f64> = counts.iter().map(|&n| n as f64 / all as f64).collect();
            let found = goodness_of_fit(&counts, &shares, stream()).expect("counts");
            prop_assert!(found.chi2 < 1e-9 && found.p_value > 0.999 && found.total_variation < 1e-9);
        }

        #[test]
        fn the_order_of_groups_matters_not(counts in prop::collection::vec(20u64..300, 3..6)) {
            let shares: Vec<f64> = (1..=counts.len()).map(|k| k as f64).collect();
            let all: f64 = shares.iter().sum();
            let shares: Vec<f64> = shares.iter().map(|share| share / all).collect();
            let one = goodness_of_fit(&counts, &shares, stream()).expect("counts");
            let turned = |v: &[u64]| v.iter().rev().copied().collect::<Vec<_>>();
            let back: Vec<f64> = shares.iter().rev().copied().collect();
            let two = goodness_of_fit(&turned(&counts), &back, stream()).expect("counts");
            prop_assert!((one.chi2 - two.chi2).abs() < 1e-9 * (1.0 + one.chi2));
        }
    }
}
