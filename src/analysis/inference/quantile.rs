/// Quantile `p` in 0–1 of values in ascending order, type 7 (linear between order statistics; the default of R and
/// numpy; Hyndman & Fan 1996, The American Statistician 50:361). `None` for no values.
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = p.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    let part = place - below as f64;
    Some(sorted[below] + part * (sorted[above] - sorted[below]))
}

#[cfg(test)]
mod tests {
    use super::quantile;

    /// R: quantile(c(1, 2, 4, 8), c(.1, .5, .9)) = 1.3, 3, 6.8.
    #[test]
    fn type_seven_as_in_r() {
        let values = [1.0, 2.0, 4.0, 8.0];
        for (p, expected) in [(0.1, 1.3), (0.5, 3.0), (0.9, 6.8), (0.0, 1.0), (1.0, 8.0)] {
            assert!((quantile(&values, p).expect("values") - expected).abs() < 1e-12, "{p}");
        }
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[7.0], 0.3), Some(7.0));
    }
}
