/// The point that divides a series best by ranks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pettitt {
    /// K = max |U_t|.
    pub statistic: f64,
    /// Points before it.
    pub index: usize,
    /// p of no change, points independent.
    pub p: f64,
}

/// Pettitt's test for one change of level (1979, Applied Statistics 28:126): U_t = Σ_{i≤t} Σ_{j>t} sign(x_i − x_j), and
/// p ≈ 2 exp(−6 K² / (n³ + n²)), at most 1. Wild points do not move it. `None` for fewer than two points.
pub fn pettitt(series: &[f64]) -> Option<Pettitt> {
    let n = series.len();
    if n < 2 {
        return None;
    }
    let sign = |a: f64, b: f64| i64::from(a > b) - i64::from(a < b);
    let (mut u, mut largest, mut index) = (0i64, -1, 0);
    for t in 0..n - 1 {
        // Moving point t over adds its signs against all others: those before it change sides, those after it join.
        u += series.iter().map(|&x| sign(series[t], x)).sum::<i64>();
        if u.abs() > largest {
            (largest, index) = (u.abs(), t + 1);
        }
    }
    let (k, n) = (largest as f64, n as f64);
    Some(Pettitt { statistic: k, index, p: (2.0 * (-6.0 * k * k / (n * n * n + n * n)).exp()).min(1.0) })
}

#[cfg(test)]
mod tests {
    use super::pettitt;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_double_sum_of_its_definition(
            series in prop::collection::vec((0u8..9).prop_map(f64::from), 2..20),
        ) {
            let u = |t: usize| -> f64 {
                let sum = |i: usize| series[t..].iter().map(|x| (series[i] - x).partial_cmp(&0.0)).map(|o| match o {
                    Some(std::cmp::Ordering::Greater) => 1.0,
                    Some(std::cmp::Ordering::Less) => -1.0,
                    _ => 0.0,
                }).sum::<f64>();
                (0..t).map(sum).sum()
            };
            let largest = (1..series.len()).map(|t| u(t).abs()).fold(0.0, f64::max);
            let found = pettitt(&series).expect("two points");
            prop_assert_eq!(found.statistic, largest);
            prop_assert_eq!(u(found.index).abs(), largest);
        }
    }

    #[test]
    fn one_point_cannot_change() {
        assert_eq!(pettitt(&[1.0]), None);
        assert_eq!(pettitt(&[1.0; 5]).map(|found| found.p), Some(1.0));
    }
}
