use super::{normal_quantile, sen_slope};

/// By how much serial correlation changes the variance of Mann and Kendall's S (Hamed & Rao 1998, Journal of Hydrology
/// 204:182): 1 + 2 / (n (n−1)(n−2)) · Σ_i (n−i)(n−i−1)(n−i−2) ρ_i over the lags i = 1 … n − 1 whose autocorrelation of
/// the ranks, Sen's slope taken out first, leaves the band ± 1.96 / √n. Above 1 where neighbours resemble each other,
/// below 1 where they alternate. `None` for fewer than three points, or where nothing but the trend varies.
pub fn serial_variance(series: &[f64]) -> Option<f64> {
    let n = series.len();
    if n < 3 {
        return None;
    }
    let points: Vec<(f64, f64)> = (1u32..).zip(series).map(|(t, &y)| (f64::from(t), y)).collect();
    let slope = sen_slope(&points, 0.95, 1.0)?.slope;
    let ranks = mid_ranks(&points.iter().map(|&(t, y)| y - slope * t).collect::<Vec<_>>());
    let mean = (n as f64 + 1.0) / 2.0;
    let centred: Vec<f64> = ranks.iter().map(|rank| rank - mean).collect();
    let covariance = |lag: usize| -> f64 { centred.iter().zip(&centred[lag..]).map(|(a, b)| a * b).sum() };
    let variance = covariance(0);
    if variance <= 0.0 {
        return None;
    }
    let band = normal_quantile(0.975) / (n as f64).sqrt();
    let weight = |lag: usize| (0..3).map(|k| (n - lag) as f64 - f64::from(k)).product::<f64>();
    let sum: f64 = (1..n)
        .map(|lag| (lag, covariance(lag) / variance))
        .filter(|&(_, rho)| rho.abs() > band)
        .map(|(lag, rho)| weight(lag) * rho)
        .sum();
    Some(1.0 + 2.0 / weight(0) * sum)
}

/// Ranks from 1, equal values sharing the mean of theirs.
pub(super) fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for equal in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let shared = before as f64 + (equal.len() as f64 + 1.0) / 2.0;
        equal.iter().for_each(|&place| ranks[place] = shared);
        before += equal.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::{mid_ranks, serial_variance};

    #[test]
    fn neighbours_that_resemble_each_other_are_worth_less() {
        let slow: Vec<f64> = (0..60).map(|t| (f64::from(t) / 9.0).sin()).collect();
        assert!(serial_variance(&slow).expect("it varies") > 2.0);
        assert_eq!(serial_variance(&[1.0, 2.0]), None);
        let line: Vec<f64> = (0..20).map(f64::from).collect();
        assert_eq!(serial_variance(&line), None, "nothing varies beside the trend");
    }

    #[test]
    fn equal_values_share_their_ranks() {
        assert_eq!(mid_ranks(&[3.0, 1.0, 3.0, 2.0]), [3.5, 1.0, 3.5, 2.0]);
    }
}
