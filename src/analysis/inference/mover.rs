/// A number with the ends of its interval.
pub type Ends = (f64, f64, f64);

/// The interval of `first − second` from the intervals of both and the correlation of the two estimates (MOVER: Zou &
/// Donner 2008, Statistics in Medicine 27:1693, eq. 10; Newcombe's paired method 10 is the case of two Wilson intervals).
/// Each is (value, lower, upper). The ends keep the skewness of the parts, so a share near 1 does not get an interval
/// that reaches past it, and for many items it is the usual one.
pub fn mover_difference(first: Ends, second: Ends, correlation: f64) -> (f64, f64) {
    let ((a, a_lower, a_upper), (b, b_lower, b_upper)) = (first, second);
    let side = |x: f64, y: f64| (x * x - 2.0 * correlation * x * y + y * y).max(0.0).sqrt();
    (a - b - side(a - a_lower, b_upper - b), a - b + side(a_upper - a, b - b_lower))
}

#[cfg(test)]
mod tests {
    use super::mover_difference;
    use crate::analysis::inference::wilson;

    /// Newcombe 1998, Statistics in Medicine 17:873, table II, method 10: 56/70 − 48/80 = .2000 [.0524, .3339].
    #[test]
    fn two_wilson_intervals_give_newcombes_method_ten() {
        let share = |hits: u64, n: u64| {
            let wilson = wilson(hits, n, 0.95).expect("n > 0");
            (hits as f64 / n as f64, wilson.lower, wilson.upper)
        };
        let (lower, upper) = mover_difference(share(56, 70), share(48, 80), 0.0);
        assert!((lower - 0.0524).abs() < 5e-5 && (upper - 0.3339).abs() < 5e-5, "{lower} {upper}");
    }

    #[test]
    fn what_moves_together_differs_less() {
        let one = (0.8, 0.7, 0.9);
        let (lower, upper) = mover_difference(one, one, 1.0);
        assert!(lower.abs() < 1e-12 && upper.abs() < 1e-12);
    }
}
