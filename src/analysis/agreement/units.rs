use super::distance::Metric;

/// What one item shows in some part of the log: units, each the label counts of annotations that are compared with
/// each other and with nothing else. A whole log has one unit per item; several values of a slicing column make as many.
/// Units of a single annotation are nothing to alpha and are left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Units {
    counts: Vec<(usize, f64)>,
    ends: Vec<usize>,
}

impl Units {
    /// Forgets all units and keeps their room.
    pub fn clear(&mut self) {
        self.counts.clear();
        self.ends.clear();
    }

    /// Adds a unit; labels ascend.
    pub fn push(&mut self, counts: impl Iterator<Item = (usize, f64)>) {
        let start = self.counts.len();
        self.counts.extend(counts.filter(|&(_, n)| n > 0.0));
        if self.counts[start..].iter().map(|&(_, n)| n).sum::<f64>() < 2.0 {
            self.counts.truncate(start);
        } else {
            self.ends.push(self.counts.len());
        }
    }

    /// Labels with their counts, unit after unit.
    pub fn counts(&self) -> &[(usize, f64)] {
        &self.counts
    }

    /// Whether nothing can be compared here.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Σ over units of Σ_{k≠l} r_k r_l d_kl / (n − 1): this item's part of alpha's observed disagreement.
    pub fn observed(&self, metric: &Metric<'_>) -> f64 {
        let (mut start, mut sum) = (0, 0.0);
        for &end in &self.ends {
            let unit = &self.counts[start..end];
            let size: f64 = unit.iter().map(|&(_, n)| n).sum();
            sum += metric.pairs(unit.iter().copied()) / (size - 1.0);
            start = end;
        }
        sum
    }
}
