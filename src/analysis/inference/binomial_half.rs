use statrs::distribution::{Binomial, DiscreteCDF};

/// Two-sided exact p of `fewer` of `n` where both sides are equally probable: twice the lower tail, at most 1 (the sign
/// test; McNemar's exact test). 1 where `n` is 0.
pub fn binomial_half_p(fewer: u64, n: u64) -> f64 {
    if n == 0 {
        return 1.0;
    }
    let fewer = fewer.min(n - fewer.min(n));
    Binomial::new(0.5, n).map_or(1.0, |distribution| (2.0 * distribution.cdf(fewer)).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::binomial_half_p;

    #[test]
    fn tails_by_hand() {
        assert!((binomial_half_p(1, 6) - 14.0 / 64.0).abs() < 1e-12);
        assert!((binomial_half_p(5, 6) - 14.0 / 64.0).abs() < 1e-12, "either side may be named");
        assert_eq!([binomial_half_p(3, 6), binomial_half_p(0, 0)], [1.0, 1.0]);
        assert!((binomial_half_p(0, 5) - 2.0 / 32.0).abs() < 1e-12);
    }
}
