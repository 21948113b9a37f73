use super::normal_quantile;
use crate::vocabulary::ConfidenceInterval;

/// Wilson's score interval of `hits` of `n`, without continuity correction (Wilson 1927, JASA 22:209). Only for
/// shares in which every independent unit counts once; over annotations use
/// [`clustered_share`](super::clustered_share()). `None` where `n` is 0.
pub fn wilson(hits: u64, n: u64, level: f64) -> Option<ConfidenceInterval> {
    if n == 0 {
        return None;
    }
    let (hits, n) = (hits as f64, n as f64);
    let z = normal_quantile(0.5 + level / 2.0);
    let share = hits / n;
    let middle = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let lower = if hits == 0.0 { 0.0 } else { middle - half };
    let upper = if hits == n { 1.0 } else { middle + half };
    Some(ConfidenceInterval { lower, upper, level, method: "Wilson score".into() })
}

#[cfg(test)]
mod tests {
    use super::wilson;

    /// Newcombe 1998, Statistics in Medicine 17:857, table I, method 3.
    #[test]
    fn newcombes_table_one() {
        for (hits, n, lower, upper) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let got = wilson(hits, n, 0.95).expect("n > 0");
            assert!(
                (got.lower - lower).abs() < 5e-5 && (got.upper - upper).abs() < 5e-5,
                "{hits}/{n}: {got:?}"
            );
        }
        assert_eq!(wilson(0, 0, 0.95), None);
    }
}
