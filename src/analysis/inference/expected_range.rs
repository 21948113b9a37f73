use super::t_quantile;

/// Where one estimate of a quantity is to be expected, given others of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedRange {
    /// Mean of the others, weighed by 1 / (between + own variance).
    pub mean: f64,
    /// Variance between them beyond what their own errors explain (DerSimonian & Laird 1986, Controlled Clinical Trials 7:177).
    pub between: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// Others that a range needs: with fewer their spread is hardly known.
const FEWEST_OTHERS: usize = 5;

/// The range in which a new estimate with error variance `own` lies with probability `level`, where nothing changes: mean of
/// the others ± t √(own + between + 1 / Σw), t with (others − 1) degrees of freedom (the prediction interval of Higgins,
/// Thompson & Spiegelhalter 2009, JRSS A 172:137, with the degrees of freedom of a mean). Made of the *others*, since a point
/// that lies far out would widen limits that it takes part in: of ten points none can lie three deviations from the mean
/// of all ten.
///
/// `None` with fewer than five others, or where neither they nor their errors leave any width.
pub fn expected_range(values: &[f64], variances: &[f64], own: f64, level: f64) -> Option<ExpectedRange> {
    if values.len() < FEWEST_OTHERS {
        return None;
    }
    let freedom = values.len() as f64 - 1.0;
    let weights: Vec<f64> = variances.iter().map(|variance| 1.0 / variance.max(1e-12)).collect();
    let (mean, total) = weighted_mean(values, &weights);
    let squares: f64 = values.iter().zip(&weights).map(|(y, w)| w * (y - mean).powi(2)).sum();
    let scale = total - weights.iter().map(|w| w * w).sum::<f64>() / total;
    let between = ((squares - freedom) / scale).max(0.0);
    let weights: Vec<f64> = variances.iter().map(|variance| 1.0 / (variance + between).max(1e-12)).collect();
    let (mean, total) = weighted_mean(values, &weights);
    let spread = (own + between + 1.0 / total).sqrt();
    if spread < 1e-5 {
        return None;
    }
    let half = t_quantile(0.5 + level / 2.0, freedom) * spread;
    Some(ExpectedRange { mean, between, lower: mean - half, upper: mean + half })
}

fn weighted_mean(values: &[f64], weights: &[f64]) -> (f64, f64) {
    let total: f64 = weights.iter().sum();
    (values.iter().zip(weights).map(|(y, w)| y * w).sum::<f64>() / total, total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_errors_that_explain_nothing_give_the_textbook_prediction_interval() {
        let values = [4.0, 5.0, 7.0, 6.0, 3.0, 5.0];
        let found = expected_range(&values, &[1e-12; 6], 0.0, 0.95).expect("six others");
        // Mean 5, s² = 2, t(5, .975) = 2.5706: 5 ± 2.5706 √(2 (1 + 1/6)).
        assert!((found.mean - 5.0).abs() < 1e-9 && (found.between - 2.0).abs() < 1e-6);
        assert!((found.upper - 8.9267).abs() < 1e-3, "{}", found.upper);
    }

    #[test]
    fn few_or_flat_others_expect_nothing() {
        assert_eq!(expected_range(&[0.5; 4], &[0.01; 4], 0.01, 0.95), None);
        assert_eq!(expected_range(&[0.5; 9], &[0.0; 9], 0.0, 0.95), None);
    }

    proptest! {
        /// Shifting or stretching all values moves the range alike; a larger own error never narrows it.
        #[test]
        fn the_range_follows_its_values(
            values in prop::collection::vec(-1.0f64..1.0, 5..20),
            shift in -3.0f64..3.0,
            own in 0.0f64..0.2,
        ) {
            let variances = vec![0.01; values.len()];
            let plain = expected_range(&values, &variances, own, 0.99).expect("enough");
            let moved: Vec<f64> = values.iter().map(|value| value + shift).collect();
            let moved = expected_range(&moved, &variances, own, 0.99).expect("enough");
            prop_assert!((moved.lower - plain.lower - shift).abs() < 1e-9);
            let wider = expected_range(&values, &variances, own + 0.1, 0.99).expect("enough");
            prop_assert!(wider.lower <= plain.lower && wider.upper >= plain.upper);
        }
    }
}
