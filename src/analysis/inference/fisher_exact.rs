use super::share_difference::Hits;
use statrs::function::gamma::ln_gamma;

/// Two-sided p of Fisher's exact test (1935, Journal of the Royal Statistical Society 98:39) that two shares are the same:
/// the probability, margins given, of all tables that are no more probable than the one seen.
pub fn fisher_exact_p(first: Hits, second: Hits) -> f64 {
    let (n, m, hits) = (first.1, second.1, first.0 + second.0);
    let ways = |of: u64, k: u64| {
        ln_gamma(of as f64 + 1.0) - ln_gamma(k as f64 + 1.0) - ln_gamma((of - k) as f64 + 1.0)
    };
    let log_p = |k: u64| ways(n, k) + ways(m, hits - k) - ways(n + m, hits);
    // As probable as the table seen, but for the last digits of a logarithm.
    let seen = log_p(first.0) + 1e-9;
    let possible = hits.saturating_sub(m)..=hits.min(n);
    possible.map(log_p).filter(|&p| p <= seen).map(f64::exp).sum::<f64>().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::fisher_exact_p;
    use proptest::prelude::*;

    /// The lady and her eight cups of tea (The Design of Experiments, 1935, §§5–12): three of four right, p .4857.
    #[test]
    fn eight_cups_of_tea() {
        assert!((fisher_exact_p((3, 4), (1, 4)) - 34.0 / 70.0).abs() < 1e-9);
        assert!((fisher_exact_p((4, 4), (0, 4)) - 2.0 / 70.0).abs() < 1e-9);
        assert_eq!(fisher_exact_p((0, 0), (3, 4)), 1.0);
    }

    proptest! {
        #[test]
        fn sides_may_be_exchanged(n in 1u64..40, m in 1u64..40, a in 0.0f64..=1.0, b in 0.0f64..=1.0) {
            let (one, other) = (((a * n as f64) as u64, n), ((b * m as f64) as u64, m));
            let p = fisher_exact_p(one, other);
            prop_assert!((p - fisher_exact_p(other, one)).abs() < 1e-9);
            prop_assert!(p > 0.0 && p <= 1.0);
        }
    }
}
