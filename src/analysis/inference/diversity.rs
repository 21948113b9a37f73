use serde::{Deserialize, Serialize};

/// How many groups there are in effect, by Hill's numbers (1973, Ecology 54:427): of order q, (Σ p^q)^(1/(1−q)). As many
/// equally large groups would be as diverse; the higher the order, the less small groups count.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Diversity {
    /// Order 0: groups with anybody in them.
    pub groups: u64,
    /// Order 1: exp of Shannon's entropy.
    pub hill_1: f64,
    /// Order 2: one over Simpson's concentration.
    pub hill_2: f64,
    /// Order ∞: one over the largest share.
    pub hill_inf: f64,
    /// Shannon's entropy in bits.
    pub shannon_bits: f64,
    /// The probability that two draws are of two groups: 1 − Σ p² (Gini & Simpson).
    pub gini_simpson: f64,
    /// Pielou's evenness: entropy over that of equally large groups, by the number of groups given, empty ones among them;
    /// absent for fewer than two.
    pub evenness: Option<f64>,
}

/// Diversity of groups of these sizes; `None` where nobody is in any.
pub fn diversity(counts: &[u64]) -> Option<Diversity> {
    let all: u64 = counts.iter().sum();
    if all == 0 {
        return None;
    }
    let shares = || counts.iter().filter(|&&n| n > 0).map(|&n| n as f64 / all as f64);
    let entropy: f64 = shares().map(|share| -share * share.ln()).sum();
    let concentration: f64 = shares().map(|share| share * share).sum();
    Some(Diversity {
        groups: shares().count() as u64,
        hill_1: entropy.exp(),
        hill_2: 1.0 / concentration,
        hill_inf: 1.0 / shares().fold(0.0, f64::max),
        shannon_bits: entropy / std::f64::consts::LN_2,
        gini_simpson: 1.0 - concentration,
        evenness: (counts.len() > 1).then(|| entropy / (counts.len() as f64).ln()),
    })
}

#[cfg(test)]
mod tests {
    use super::diversity;
    use proptest::prelude::*;

    #[test]
    fn nobody_is_not_diverse_and_one_group_is_one() {
        assert_eq!(diversity(&[]), None);
        assert_eq!(diversity(&[0, 0]), None);
        let one = diversity(&[7]).expect("somebody");
        assert_eq!(
            (one.groups, one.hill_1, one.hill_2, one.hill_inf, one.evenness),
            (1, 1.0, 1.0, 1.0, None)
        );
    }

    proptest! {
        /// Hill's numbers fall with their order, and are all the number of groups where groups are equal.
        #[test]
        fn hill_numbers_fall_with_their_order(counts in prop::collection::vec(0u64..60, 1..9), n in 1u64..50) {
            prop_assume!(counts.iter().any(|&n| n > 0));
            let found = diversity(&counts).expect("somebody");
            let orders = [found.groups as f64, found.hill_1, found.hill_2, found.hill_inf];
            prop_assert!(orders.windows(2).all(|pair| pair[0] >= pair[1] - 1e-9), "{orders:?}");
            let equal = diversity(&vec![n; counts.len()]).expect("somebody");
            for order in [equal.hill_1, equal.hill_2, equal.hill_inf] {
                prop_assert!((order - counts.len() as f64).abs() < 1e-9);
            }
        }
    }
}
