use super::distance::{Distance, Metric};
use crate::tally::PatternTable;
use crate::vocabulary::LabelSet;
use std::sync::OnceLock;

/// A pattern table made ready for evaluation under many weightings of its patterns (the log itself, a replicate, the
/// log without one item).
#[derive(Debug, Clone)]
pub struct Pool<'a> {
    /// The patterns.
    pub table: &'a PatternTable,
    /// Annotations per item, by pattern.
    pub(super) sizes: Vec<f64>,
    /// Which labels belong to the set that chance models with q draw from.
    pub(super) set: Vec<bool>,
    /// How many those are.
    pub(super) q: usize,
}

impl<'a> Pool<'a> {
    /// The set of the chance models is the question's (see [`LabelSet::q`]): the declared one, or else what people
    /// used anywhere in the log, so that slices have the same q.
    pub fn new(table: &'a PatternTable, labels: &LabelSet) -> Self {
        let mut set = labels.used.clone();
        if labels.declared || set.is_empty() {
            set = vec![true; labels.len()];
        }
        let sizes = table.iter().map(|pattern| pattern.annotations() as f64).collect();
        let q = set.iter().filter(|&&member| member).count();
        Self { table, sizes, set, q }
    }

    /// Labels of a pattern with their counts.
    pub(super) fn counts(&self, p: usize) -> impl Iterator<Item = (usize, f64)> + Clone + '_ {
        self.table.pattern(p).counts.iter().map(|&(label, n)| (label.index(), f64::from(n)))
    }

    /// Label margins under a weighting of the patterns.
    pub fn margins(&self, weights: &[u64]) -> Margins {
        let mut margins = Margins { counts: vec![0.0; self.set.len()], ..Margins::default() };
        margins.shares.resize(self.set.len(), 0.0);
        for (p, &weight) in weights.iter().enumerate() {
            let (n, weight) = (self.sizes[p], weight as f64);
            if n == 0.0 || weight == 0.0 {
                continue;
            }
            margins.rated_items += weight;
            let pairable = n >= 2.0;
            if pairable {
                margins.items += weight;
                margins.annotations += weight * n;
            }
            for (k, r) in self.counts(p) {
                margins.shares[k] += weight * r / n;
                if pairable {
                    margins.counts[k] += weight * r;
                }
            }
        }
        let rated = margins.rated_items;
        margins.shares.iter_mut().for_each(|share| *share /= rated.max(1.0));
        margins
    }
}

/// How often labels were used, under one weighting of the patterns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Margins {
    /// Pairable items.
    pub items: f64,
    /// Their annotations.
    pub annotations: f64,
    /// All rated items.
    pub rated_items: f64,
    /// Annotations of pairable items by label: n_k of alpha.
    pub counts: Vec<f64>,
    /// Mean over *all* rated items, single-rated ones among them, of the label's share in the item: π_k of Fleiss and
    /// Gwet.
    pub shares: Vec<f64>,
}

impl Margins {
    /// Whether pairable annotations show two labels or more; degeneracy is judged on the pairable part.
    pub fn vary(&self) -> bool {
        self.counts.iter().filter(|&&n| n > 0.0).count() >= 2
    }
}

/// Observed disagreement of each pattern under one distance.
#[derive(Debug, Clone)]
pub struct Disagreement {
    /// The distance.
    pub distance: Distance,
    /// Σ_{k≠l} r_k r_l d_kl by pattern, where the distance does not follow the margins.
    fixed: Option<Vec<f64>>,
    /// Σ of distances over ordered pairs of the set's labels; 0 where the distance follows the margins.
    set_pairs: OnceLock<f64>,
}

/// Sums of observed disagreement over pairable items.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observed {
    /// Σ_i Σ_{k≠l} r r d / (n_i − 1): items by their annotations, as alpha weighs them.
    pub by_annotations: f64,
    /// Σ_i Σ_{k≠l} r r d / (n_i (n_i − 1)): all items alike.
    pub alike: f64,
}

impl Disagreement {
    /// Prepares a distance for a pool.
    pub fn new(pool: &Pool<'_>, distance: Distance) -> Self {
        let fixed = (!distance.follows_margins()).then(|| {
            let metric = distance.metric(&[]);
            (0..pool.table.len()).map(|p| metric.pairs(pool.counts(p))).collect()
        });
        Self { distance, fixed, set_pairs: OnceLock::new() }
    }

    /// Σ of distances over ordered pairs of the set's labels, worked out once: what the uniform and Gwet's chance model
    /// need of the distance.
    pub(super) fn set_pairs(&self, pool: &Pool<'_>) -> f64 {
        *self.set_pairs.get_or_init(|| {
            let members = pool.set.iter().enumerate().filter(|&(_, &member)| member).map(|(k, _)| (k, 1.0));
            if self.distance.follows_margins() { 0.0 } else { self.distance.metric(&[]).pairs(members) }
        })
    }

    /// Sums it over patterns under a weighting; `metric` is the distance at that weighting's margins.
    pub(super) fn observed(&self, pool: &Pool<'_>, weights: &[u64], metric: &Metric<'_>) -> Observed {
        let mut observed = Observed { by_annotations: 0.0, alike: 0.0 };
        for (p, &weight) in weights.iter().enumerate() {
            let n = pool.sizes[p];
            if weight == 0 || n < 2.0 {
                continue;
            }
            let sum = weight as f64 * self.of_pattern(pool, p, metric) / (n - 1.0);
            observed.by_annotations += sum;
            observed.alike += sum / n;
        }
        observed
    }

    /// Σ_{k≠l} r_k r_l d_kl of pattern `p`.
    pub(super) fn of_pattern(&self, pool: &Pool<'_>, p: usize, metric: &Metric<'_>) -> f64 {
        match &self.fixed {
            Some(fixed) => fixed[p],
            None => metric.pairs(pool.counts(p)),
        }
    }
}
