use serde::{Deserialize, Serialize};

/// How far two distributions over the same labels lie apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Divergence {
    /// Jensen–Shannon divergence in bits, 0 to 1 (Lin 1991, IEEE Trans Inf Theory 37:145). Not its root, which other
    /// programs give under this name.
    pub jensen_shannon_bits: f64,
    /// Half the sum of absolute differences: the largest difference of any set of labels.
    pub total_variation: f64,
    /// Hellinger distance, 0 to 1.
    pub hellinger: f64,
    /// Kullback–Leibler divergence of the first from the second in bits; `None` where the first has what the second never
    /// has.
    pub kullback_leibler_bits: Option<f64>,
}

impl Divergence {
    /// Of two vectors of weights, each scaled to sum to 1; `None` where one has no weight.
    pub fn of(first: &[f64], second: &[f64]) -> Option<Self> {
        let (p_sum, q_sum): (f64, f64) = (first.iter().sum(), second.iter().sum());
        if p_sum <= 0.0 || q_sum <= 0.0 {
            return None;
        }
        let (mut js, mut apart, mut roots, mut kl) = (0.0, 0.0, 0.0, Some(0.0));
        for (p, q) in first.iter().zip(second) {
            let (p, q) = (p / p_sum, q / q_sum);
            let middle = (p + q) / 2.0;
            js += (part(p, middle) + part(q, middle)) / 2.0;
            apart += (p - q).abs() / 2.0;
            roots += (p.sqrt() - q.sqrt()).powi(2) / 2.0;
            kl = if q <= 0.0 && p > 0.0 { None } else { kl.map(|sum: f64| sum + part(p, q)) };
        }
        Some(Self {
            jensen_shannon_bits: js.clamp(0.0, 1.0),
            total_variation: apart.min(1.0),
            hellinger: roots.max(0.0).sqrt().min(1.0),
            kullback_leibler_bits: kl,
        })
    }

    /// The root of the Jensen–Shannon divergence in bits, which is a distance.
    pub fn jensen_shannon_distance(&self) -> f64 {
        self.jensen_shannon_bits.sqrt()
    }
}

/// p log₂ (p / q), 0 where p is 0.
fn part(p: f64, q: f64) -> f64 {
    if p > 0.0 { p * (p / q).log2() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::Divergence;
    use proptest::prelude::*;

    #[test]
    fn distributions_without_a_common_label_are_one_bit_apart() {
        let found = Divergence::of(&[2.0, 0.0], &[0.0, 5.0]).expect("weights");
        assert_eq!((found.jensen_shannon_bits, found.total_variation, found.hellinger), (1.0, 1.0, 1.0));
        assert_eq!(found.kullback_leibler_bits, None);
        assert_eq!(Divergence::of(&[0.0], &[1.0]), None);
    }

    proptest! {
        #[test]
        fn like_distributions_are_not_apart_and_sides_do_not_matter(
            pairs in prop::collection::vec((0.0f64..9.0, 0.1f64..9.0), 1..7)
        ) {
            let (p, q): (Vec<f64>, Vec<f64>) = pairs.into_iter().map(|(p, q)| (p + 0.1, q)).unzip();
            let (there, back) = (Divergence::of(&p, &q).expect("weights"), Divergence::of(&q, &p).expect("weights"));
            prop_assert!((there.jensen_shannon_bits - back.jensen_shannon_bits).abs() < 1e-12);
            // Pinsker's inequality, and JSD at most total variation (Lin 1991, theorem 3).
            let tv = there.total_variation;
            prop_assert!(there.jensen_shannon_bits <= tv + 1e-12);
            prop_assert!(there.kullback_leibler_bits.expect("no zero") >= 2.0 * tv * tv / std::f64::consts::LN_2 - 1e-9);
            let same = Divergence::of(&p, &p).expect("weights");
            prop_assert!(same.jensen_shannon_bits.abs() < 1e-12 && same.hellinger < 1e-7);
        }
    }
}
