use super::normal_cdf;

/// Differences up to which the null distribution is counted out.
const EXACT: usize = 60;

/// One-sided p of Wilcoxon's signed-rank test that `values` lie below 0 (Wilcoxon 1945, Biometrics Bulletin 1:80): exact
/// given the mid-ranks of tied sizes, the normal limit with the variance Σ rank² / 4 beyond 60 values. Zeros say nothing
/// and are left out; `None` where nothing is left.
pub fn signed_rank_p_below(values: &[f64]) -> Option<f64> {
    let mut told: Vec<f64> = values.iter().copied().filter(|value| *value != 0.0).collect();
    told.sort_by(|a, b| a.abs().total_cmp(&b.abs()));
    if told.is_empty() {
        return None;
    }
    // Twice the mid-ranks are whole numbers.
    let mut ranks: Vec<u64> = Vec::with_capacity(told.len());
    for tied in told.chunk_by(|a, b| (a.abs() - b.abs()).abs() <= 1e-12 * b.abs()) {
        let first = ranks.len() as u64;
        ranks.extend(tied.iter().map(|_| 2 * first + tied.len() as u64 + 1));
    }
    let above: u64 = told.iter().zip(&ranks).filter(|(value, _)| **value > 0.0).map(|(_, rank)| rank).sum();
    Some(if told.len() <= EXACT { exact(&ranks, above) } else { limit(&ranks, above) })
}

/// P(sum of the ranks above 0 ≤ found), each rank above or below 0 with probability 1/2.
fn exact(ranks: &[u64], found: u64) -> f64 {
    let total = ranks.iter().sum::<u64>() as usize;
    let mut ways = vec![0.0f64; total + 1];
    ways[0] = 1.0;
    let mut reached = 0;
    for &rank in ranks {
        let rank = rank as usize;
        for sum in (0..=reached).rev() {
            ways[sum] *= 0.5;
            ways[sum + rank] += ways[sum];
        }
        reached += rank;
    }
    ways[..=(found as usize).min(total)].iter().sum::<f64>().min(1.0)
}

fn limit(ranks: &[u64], found: u64) -> f64 {
    let mean = ranks.iter().sum::<u64>() as f64 / 2.0;
    let variance = ranks.iter().map(|&rank| (rank as f64).powi(2)).sum::<f64>() / 4.0;
    normal_cdf((found as f64 - mean) / variance.sqrt())
}

#[cfg(test)]
mod tests {
    use super::{exact, limit, signed_rank_p_below};

    /// Without ties the exact distribution is the textbook one: of 5 values P(W+ ≤ 2) = 3/32, ≤ 0 = 1/32.
    #[test]
    fn small_samples_are_counted_out() {
        let p = |values: &[f64]| signed_rank_p_below(values).expect("values");
        assert!((p(&[-1.0, -2.0, -3.0, -4.0, -5.0]) - 1.0 / 32.0).abs() < 1e-12);
        assert!((p(&[-1.0, 2.0, -3.0, -4.0, -5.0]) - 3.0 / 32.0).abs() < 1e-12);
        assert!((p(&[1.0, 2.0, 3.0]) - 1.0).abs() < 1e-12);
        assert_eq!(signed_rank_p_below(&[0.0, 0.0]), None);
    }

    /// Three tied at rank 2 (of 1, 1, 1), all below: 1/8.
    #[test]
    fn ties_share_their_ranks() {
        assert!((signed_rank_p_below(&[-0.2, -0.2, -0.2]).expect("values") - 0.125).abs() < 1e-12);
        let mixed = signed_rank_p_below(&[-0.2, 0.2]).expect("values");
        assert!((mixed - 0.75).abs() < 1e-12, "{mixed}");
    }

    #[test]
    fn the_limit_is_near_the_exact_distribution() {
        let ranks: Vec<u64> = (1..=50).map(|rank| 2 * rank).collect();
        for found in [800, 1000, 1275, 1500] {
            assert!((exact(&ranks, found) - limit(&ranks, found)).abs() < 0.01);
        }
    }
}
