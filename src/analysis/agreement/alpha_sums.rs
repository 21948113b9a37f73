use super::distance::{Distance, Metric};
use super::units::Units;
use crate::vocabulary::Reason;

/// The sums that alpha is made of, and what becomes of alpha when a little of them moves: alpha = 1 − O (n − 1) / P
/// with O = Σ_i Σ_{k≠l} r_k r_l d_kl / (n_i − 1), n the pairable annotations and P = Σ_kl n_k n_l d_kl. A move of a few
/// labels costs as much as they are, not as much as the log is long.
pub(super) struct AlphaSums<'d> {
    metric: Metric<'d>,
    counts: Vec<f64>,
    observed: f64,
    annotations: f64,
    expected: f64,
    /// Σ_l n_l d_kl by label.
    reach: Vec<f64>,
}

/// Annotations that come or go: the change of O, and of each label's pairable annotations (labels may repeat).
#[derive(Debug, Clone, Default)]
pub(super) struct Move {
    observed: f64,
    counts: Vec<(usize, f64)>,
}

impl Move {
    /// Some items go, with what they add to O and to the label counts.
    pub fn take(&mut self, observed: f64, counts: impl Iterator<Item = (usize, f64)>) {
        self.observed -= observed;
        self.counts.extend(counts.map(|(k, n)| (k, -n)));
    }

    /// Adds up what is said of one label: a move of many items costs as much as labels are many.
    pub fn fold(&mut self) {
        if self.counts.is_sorted_by(|a, b| a.0 < b.0) {
            return;
        }
        self.counts.sort_by_key(|c| c.0);
        self.counts.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0.0 };
            same
        });
    }

    /// Forgets everything and keeps the room.
    pub fn clear(&mut self) {
        self.observed = 0.0;
        self.counts.clear();
    }

    /// Whether nothing moves.
    pub fn is_nothing(&self) -> bool {
        self.counts.is_empty()
    }

    /// `times` such items come (or go, where negative).
    pub fn add(&mut self, units: &Units, times: f64, metric: &Metric<'_>) {
        if !units.is_empty() {
            self.observed += times * units.observed(metric);
            self.counts.extend(units.counts().iter().map(|&(k, n)| (k, times * n)));
        }
    }
}

/// Alpha of pairable label counts under a metric, or why it has none; `observed` gives O.
pub(super) fn alpha(
    metric: &Metric<'_>,
    counts: &[f64],
    observed: impl FnOnce(&Metric<'_>) -> f64,
) -> Result<f64, Reason> {
    let (annotations, expected) = settled(metric, counts)?;
    Ok(1.0 - observed(metric) * (annotations - 1.0) / expected)
}

/// n and P.
fn settled(metric: &Metric<'_>, counts: &[f64]) -> Result<(f64, f64), Reason> {
    let annotations: f64 = counts.iter().sum();
    if annotations < 2.0 {
        return Err(Reason::NothingPairable);
    }
    let expected = metric.pairs(counts.iter().copied().enumerate());
    if expected <= 0.0 || counts.iter().filter(|&&n| n > 0.0).count() < 2 {
        return Err(Reason::NoExpectedDisagreement);
    }
    Ok((annotations, expected))
}

impl<'d> AlphaSums<'d> {
    /// From the label counts of pairable annotations; `observed` gives O under a metric.
    pub fn new(
        distance: &'d Distance,
        counts: Vec<f64>,
        observed: impl FnOnce(&Metric<'d>) -> f64,
    ) -> Result<Self, Reason> {
        if let Some(reason) = distance.refusal() {
            return Err(reason.clone());
        }
        let metric = distance.metric(&counts);
        let (annotations, expected) = settled(&metric, &counts)?;
        let observed = observed(&metric);
        let reach = reach(&metric, &counts);
        Ok(Self { metric, counts, observed, annotations, expected, reach })
    }

    /// The distances at these sums.
    pub fn metric(&self) -> &Metric<'d> {
        &self.metric
    }

    /// Label counts of pairable annotations.
    pub fn counts(&self) -> &[f64] {
        &self.counts
    }

    /// O.
    pub fn observed(&self) -> f64 {
        self.observed
    }

    /// Alpha.
    pub fn value(&self) -> f64 {
        1.0 - self.observed * (self.annotations - 1.0) / self.expected
    }

    /// Alpha after a move, exactly where distances do not follow the margins; where they do, `slope` (see
    /// [`AlphaSums::slope`]) adds what the distances themselves change, to first order. `None` where nothing is left to
    /// expect.
    pub fn moved(&self, change: &Move, slope: &[f64]) -> Option<f64> {
        let added: f64 = change.counts.iter().map(|&(_, n)| n).sum();
        let first: f64 = change.counts.iter().map(|&(k, n)| n * self.reach[k]).sum();
        let mut second = 0.0;
        for (i, &(k, n)) in change.counts.iter().enumerate() {
            for &(l, m) in &change.counts[..i] {
                second += n * m * self.metric.between(k, l);
            }
        }
        let expected = self.expected + 2.0 * first + 2.0 * second;
        let annotations = self.annotations + added;
        if annotations < 2.0 || expected <= 1e-9 * self.expected {
            return None;
        }
        let value = 1.0 - (self.observed + change.observed) * (annotations - 1.0) / expected;
        let bent: f64 =
            if slope.is_empty() { 0.0 } else { change.counts.iter().map(|&(k, n)| n * slope[k]).sum() };
        Some(value + bent)
    }

    /// How alpha changes with each label's count through the distances alone (Krippendorff's ordinal ones follow the
    /// margins), by central differences; empty where they do not. `observed` gives O under a metric.
    pub fn slope(&self, distance: &'d Distance, observed: impl Fn(&Metric<'d>) -> f64) -> Vec<f64> {
        if !distance.follows_margins() {
            return Vec::new();
        }
        let at = |k: usize, step: f64| {
            let mut counts = self.counts.clone();
            counts[k] += step;
            let metric = distance.metric(&counts);
            let expected = metric.pairs(self.counts.iter().copied().enumerate());
            1.0 - observed(&metric) * (self.annotations - 1.0) / expected
        };
        let used = |k: usize| self.counts[k] >= 1.0;
        (0..self.counts.len()).map(|k| if used(k) { at(k, 0.5) - at(k, -0.5) } else { 0.0 }).collect()
    }
}

/// Σ_l n_l d_kl for every label, in one pass where the distance has a closed form.
pub(super) fn reach(metric: &Metric<'_>, counts: &[f64]) -> Vec<f64> {
    let total: f64 = counts.iter().sum();
    match metric {
        Metric::Nominal => counts.iter().map(|n| total - n).collect(),
        Metric::Squared(x) => {
            let mean = counts.iter().zip(x.iter()).map(|(n, x)| n * x).sum::<f64>() / total;
            let spread: f64 = counts.iter().zip(x.iter()).map(|(n, x)| n * (x - mean).powi(2)).sum();
            x.iter().map(|x| spread + total * (x - mean).powi(2)).collect()
        }
        Metric::Absolute(x) => {
            let all: f64 = counts.iter().zip(x.iter()).map(|(n, x)| n * x).sum();
            let (mut below, mut sum) = (0.0, 0.0);
            let reach = |(n, x): (&f64, &f64)| {
                below += n;
                sum += n * x;
                x * below - sum + (all - sum) - x * (total - below)
            };
            counts.iter().zip(x.iter()).map(reach).collect()
        }
        _ => {
            let used: Vec<(usize, f64)> = counts.iter().copied().enumerate().filter(|c| c.1 > 0.0).collect();
            (0..counts.len()).map(|k| used.iter().map(|&(l, n)| n * metric.between(k, l)).sum()).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Distance, reach};

    #[test]
    fn one_pass_reaches_as_far_as_all_pairs() {
        let counts = [3.0, 0.0, 5.0, 1.0];
        for distance in [
            Distance::Nominal,
            Distance::Absolute(vec![0.0, 1.0, 2.5, 9.0]),
            Distance::Squared(vec![1.0, 2.0, 4.0, 7.0]),
            Distance::SquaredMidRank,
        ] {
            let metric = distance.metric(&counts);
            for (k, found) in reach(&metric, &counts).into_iter().enumerate() {
                let far = |l: usize| if l == k { 0.0 } else { counts[l] * metric.between(k, l) };
                let pairs: f64 = (0..counts.len()).map(far).sum();
                assert!((found - pairs).abs() < 1e-9, "{distance:?} {k}: {found} {pairs}");
            }
        }
    }
}
