use super::{binomial_half_p, chi_square_p};
use serde::{Deserialize, Serialize};

/// Whether two labellers of the same items are right equally often: McNemar's tests on the items that only one of the
/// two has right. 1 (and χ² 0) where there is no such item.
///
/// The exact one (both tails of the binomial, the default to judge by), its mid-p form, and χ² with and without
/// continuity correction: (|b − c| − 1)² / (b + c), (b − c)² / (b + c). Where b = c the corrected χ² is 0 like R's.
///
/// McNemar 1947, Psychometrika 12:153; Edwards 1948, Psychometrika 13:185; mid-p: Fagerland, Lydersen & Laake 2013,
/// BMC Med. Res. Methodol. 13:91.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct McNemar {
    /// Two-sided exact p.
    pub exact_p: f64,
    /// Exact p less the probability of the table itself.
    pub mid_p: f64,
    /// χ² without continuity correction.
    pub chi2: f64,
    /// Its p, one degree of freedom.
    pub p: f64,
    /// χ² with continuity correction.
    pub chi2_corrected: f64,
    /// Its p.
    pub p_corrected: f64,
}

impl McNemar {
    /// Of the numbers of items that only the first, and only the second, has right.
    pub fn of(first_only: u64, second_only: u64) -> Self {
        let discordant = first_only + second_only;
        if discordant == 0 {
            return Self {
                exact_p: 1.0,
                mid_p: 1.0,
                chi2: 0.0,
                p: 1.0,
                chi2_corrected: 0.0,
                p_corrected: 1.0,
            };
        }
        let (n, apart) = (discordant as f64, first_only.abs_diff(second_only) as f64);
        let chi2 = apart * apart / n;
        let chi2_corrected = (apart - 1.0).max(0.0).powi(2) / n;
        Self {
            exact_p: binomial_half_p(first_only, discordant),
            mid_p: mid_p(first_only.min(second_only), discordant),
            chi2,
            p: chi_square_p(chi2, 1.0),
            chi2_corrected,
            p_corrected: chi_square_p(chi2_corrected, 1.0),
        }
    }
}

/// 2 P(X ≤ fewer) − P(X = fewer), X binomial with one half: the exact p less half of the observed table's probability in
/// each tail; 1 in the middle.
fn mid_p(fewer: u64, n: u64) -> f64 {
    if 2 * fewer == n {
        return 1.0;
    }
    // Below the middle the exact p is twice the lower tail.
    let tail = |k: u64| binomial_half_p(k, n) / 2.0;
    let below = if fewer == 0 { 0.0 } else { tail(fewer - 1) };
    (tail(fewer) + below).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::McNemar;
    use proptest::prelude::*;

    /// Fagerland, Lydersen & Laake 2013, table 1 (airway hyper-responsiveness: 1 and 7) and their p values:
    /// exact .0703, mid-p .0391, asymptotic .0339, with continuity correction .0771.
    #[test]
    fn airway_responsiveness_of_2013() {
        let found = McNemar::of(1, 7);
        for (found, printed) in
            [(found.exact_p, 0.0703), (found.mid_p, 0.0391), (found.p, 0.0339), (found.p_corrected, 0.0771)]
        {
            assert!((found - printed).abs() < 5e-5, "{found} {printed}");
        }
    }

    #[test]
    fn no_discordant_item_is_no_evidence() {
        let none = McNemar::of(0, 0);
        assert_eq!((none.exact_p, none.mid_p, none.chi2, none.p_corrected), (1.0, 1.0, 0.0, 1.0));
        let even = McNemar::of(4, 4);
        assert_eq!((even.exact_p, even.chi2, even.chi2_corrected), (1.0, 0.0, 0.0));
    }

    proptest! {
        #[test]
        fn the_names_of_the_two_do_not_matter_and_mid_p_is_smaller(b in 0u64..60, c in 0u64..60) {
            let (one, other) = (McNemar::of(b, c), McNemar::of(c, b));
            prop_assert_eq!(one, other);
            prop_assert!(one.mid_p <= one.exact_p && one.p <= one.p_corrected + 1e-12);
            prop_assert!((0.0..=1.0).contains(&one.mid_p) && (0.0..=1.0).contains(&one.exact_p));
        }
    }
}
