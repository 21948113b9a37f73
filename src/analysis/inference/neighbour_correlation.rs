/// Correlation of each residual with the next, 0 to .8, raised by (k + (k + 2) ρ) / n, by which it is known to be too low
/// around `k` fitted numbers (Kendall 1954, Biometrika 41:403, for a mean, k = 1; Marriott & Pope 1954, ibid. 390). What
/// neighbours that alternate would gain is not taken. 0 where nothing varies.
pub fn neighbour_correlation(residuals: &[f64], fitted: usize) -> f64 {
    let squares: f64 = residuals.iter().map(|x| x * x).sum();
    if squares <= 0.0 {
        return 0.0;
    }
    let rho = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / squares;
    let k = fitted as f64;
    (rho + (k + (k + 2.0) * rho) / residuals.len() as f64).clamp(0.0, 0.8)
}

#[cfg(test)]
mod tests {
    use super::neighbour_correlation;

    #[test]
    fn neighbours_alike_neighbours_opposed_and_nothing_at_all() {
        let waves: Vec<f64> = (0..80).map(|t| (f64::from(t) / 8.0).sin()).collect();
        assert_eq!(neighbour_correlation(&waves, 1), 0.8);
        let flips: Vec<f64> = (0..80).map(|t| f64::from(1 - 2 * (t % 2))).collect();
        assert_eq!(neighbour_correlation(&flips, 1), 0.0);
        assert_eq!(neighbour_correlation(&[0.0; 9], 2), 0.0);
    }
}
