use crate::tally::PatternTable;
use crate::vocabulary::{Label, LabelSet};

/// What one item's numbers come down to: their count, mean and sum of squares around it. Alpha (interval) and ICC(1,·)
/// need no more. Centred sums, so that a large common offset cancels nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::analysis::agreement) struct Moments {
    /// Annotations of the item.
    pub n: f64,
    /// Their mean, measured from the origin that all items share.
    pub mean: f64,
    /// Σ (x − mean)².
    pub within: f64,
}

impl Moments {
    /// By pattern: the moments of an item that shows it, measured from the middle of the label set.
    pub fn of_patterns(table: &PatternTable, labels: &LabelSet) -> Vec<Moments> {
        let ends = [0, labels.len().saturating_sub(1)].map(|k| Label(k as u32));
        let origin =
            if labels.is_empty() { 0.0 } else { ends.map(|end| labels.value(end) / 2.0).iter().sum() };
        Self::of_places(table, |label| labels.value(label) - origin)
    }

    /// By pattern, with every label at its place `at`.
    pub fn of_places(table: &PatternTable, at: impl Fn(Label) -> f64) -> Vec<Moments> {
        let of_pattern = |p: usize| {
            let counts = table.pattern(p).counts;
            let n: f64 = counts.iter().map(|&(_, n)| f64::from(n)).sum();
            let mean = counts.iter().map(|&(label, n)| f64::from(n) * at(label)).sum::<f64>() / n.max(1.0);
            let within = counts.iter().map(|&(label, n)| f64::from(n) * (at(label) - mean).powi(2)).sum();
            Moments { n, mean, within }
        };
        (0..table.len()).map(of_pattern).collect()
    }
}
