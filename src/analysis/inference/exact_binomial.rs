use super::clopper_pearson;
use statrs::distribution::{Binomial, DiscreteCDF};

/// How probable `hits` or fewer of `n` are where each has probability `share`: the exact one-sided p of "the share is
/// at least this". 1 where `n` is 0.
pub fn at_most_p(hits: u64, n: u64, share: f64) -> f64 {
    if n == 0 {
        return 1.0;
    }
    Binomial::new(share.clamp(0.0, 1.0), n).map_or(1.0, |distribution| distribution.cdf(hits))
}

/// The one-sided upper bound of a share at confidence `certainty` (Clopper & Pearson 1934): the share of which
/// [`at_most_p`] is 1 − certainty. `None` where `n` is 0.
pub fn exact_upper_bound(hits: u64, n: u64, certainty: f64) -> Option<f64> {
    clopper_pearson(hits, n, 2.0 * certainty - 1.0).map(|interval| interval.upper)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rule of three, exactly: 0 of 59 is the first to bound a share by .05 with 95 % certainty.
    #[test]
    fn bound_and_p_are_two_sides_of_one_test() {
        assert!(at_most_p(0, 59, 0.05) <= 0.05 && at_most_p(0, 58, 0.05) > 0.05);
        for (hits, n) in [(0, 59), (3, 200), (40, 500)] {
            let bound = exact_upper_bound(hits, n, 0.95).expect("n > 0");
            assert!((at_most_p(hits, n, bound) - 0.05).abs() < 1e-9, "{hits} of {n}: {bound}");
        }
        assert_eq!((at_most_p(0, 0, 0.1), exact_upper_bound(0, 0, 0.95)), (1.0, None));
        assert_eq!(exact_upper_bound(5, 5, 0.95), Some(1.0));
    }
}
