use crate::tally::SessionDifference;

/// Sums of one person's item-adjusted differences over items.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OverItems {
    /// Items.
    pub n: f64,
    /// Σ.
    pub sum: f64,
    /// Σ of squares.
    pub squares: f64,
}

/// How much more item-adjusted agreement varies between sessions than single items lead to expect: the variance of all
/// people's means clustered by session (CR2) over that by item, pooled over everybody with two sessions or more, so that
/// a person with two long sessions is judged by what sessions do to people and not by two numbers. At least 1.
///
/// `sessions` are sorted by annotator; `over_items` tells a person's sums by annotator id.
pub(super) fn session_effect(
    sessions: &[SessionDifference],
    over_items: &dyn Fn(u32) -> Option<OverItems>,
) -> f64 {
    let (mut between, mut within) = (0.0, 0.0);
    for own in sessions.chunk_by(|a, b| a.annotator == b.annotator) {
        let (Some(items), true) = (over_items(own[0].annotator), own.len() > 1) else { continue };
        let n: f64 = own.iter().map(|s| s.n as f64).sum();
        let mean = own.iter().map(|s| s.sum as f64 / 1e6).sum::<f64>() / n;
        let spread = items.squares - items.n * (items.sum / items.n).powi(2);
        if n < 3.0 || spread <= 1e-9 {
            continue;
        }
        between += own
            .iter()
            .map(|s| (s.sum as f64 / 1e6 - mean * s.n as f64).powi(2) / (1.0 - s.n as f64 / n))
            .sum::<f64>();
        within += spread * n / (items.n - 1.0).max(1.0);
    }
    if within > 0.0 { (between / within).max(1.0) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::{OverItems, session_effect};
    use crate::tally::SessionDifference;

    fn effect(sums: &[i64]) -> f64 {
        let sessions: Vec<SessionDifference> = (0u32..)
            .zip(sums)
            .map(|(session, &sum)| SessionDifference { annotator: 0, session, n: 50, sum: sum * 1_000_000 })
            .collect();
        let n = 50.0 * sums.len() as f64;
        let total: i64 = sums.iter().sum();
        session_effect(&sessions, &|_| Some(OverItems { n, sum: total as f64, squares: 0.25 * n }))
    }

    #[test]
    fn good_and_bad_days_count_and_equal_ones_do_not() {
        // Items have a variance of a quarter: a session of fifty has one of 12.5, sd 3.5.
        assert_eq!(effect(&[1, -1, 2, -2]), 1.0);
        assert!(effect(&[15, -15, 14, -14]) > 10.0);
        assert_eq!(effect(&[15]), 1.0, "one session cannot tell");
    }
}
