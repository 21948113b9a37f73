/// Estimates of many people or parts drawn towards their common mean, the more the less each is known: empirical Bayes
/// with the between-variance of DerSimonian & Laird (1986, Controlled Clinical Trials 7:177) and the precision-weighted
/// mean (Morris 1983, JASA 78:47). `values` are (estimate, standard error > 0); same order. A single value stays.
pub fn shrunk(values: &[(f64, f64)]) -> Vec<f64> {
    let weights: Vec<f64> = values.iter().map(|&(_, se)| 1.0 / (se * se)).collect();
    let total: f64 = weights.iter().sum();
    let mean_with = |weights: &[f64], total: f64| {
        values.iter().zip(weights).map(|(&(value, _), w)| value * w).sum::<f64>() / total
    };
    let mean = mean_with(&weights, total);
    let heterogeneity: f64 = values.iter().zip(&weights).map(|(&(v, _), w)| w * (v - mean).powi(2)).sum();
    let squares: f64 = weights.iter().map(|w| w * w).sum();
    let scale = total - squares / total;
    if values.len() < 2 || scale.is_nan() || scale <= 0.0 {
        return values.iter().map(|&(value, _)| value).collect();
    }
    let between = ((heterogeneity - (values.len() as f64 - 1.0)) / scale).max(0.0);
    let weights: Vec<f64> = values.iter().map(|&(_, se)| 1.0 / (se * se + between)).collect();
    let middle = mean_with(&weights, weights.iter().sum());
    values.iter().map(|&(value, se)| middle + between / (between + se * se) * (value - middle)).collect()
}

#[cfg(test)]
mod tests {
    use super::shrunk;
    use proptest::prelude::*;

    #[test]
    fn what_does_not_differ_is_one_and_what_is_known_stays() {
        let alike = shrunk(&[(0.1, 0.5), (0.2, 0.5), (0.15, 0.5)]);
        assert!(alike.iter().all(|v| (v - 0.15).abs() < 1e-12));
        let known = shrunk(&[(0.1, 1e-6), (0.9, 1e-6), (0.5, 1e-6)]);
        assert!((known[1] - 0.9).abs() < 1e-9);
        assert_eq!(shrunk(&[(0.3, 0.1)]), [0.3]);
        assert!(shrunk(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_range_of_the_estimates(
            values in prop::collection::vec((-1.0f64..1.0, 0.01f64..0.5), 2..30),
        ) {
            let least = values.iter().map(|v| v.0).fold(f64::INFINITY, f64::min) - 1e-12;
            let most = values.iter().map(|v| v.0).fold(f64::NEG_INFINITY, f64::max) + 1e-12;
            prop_assert!(shrunk(&values).iter().all(|v| (least..=most).contains(v)));
        }
    }
}
