use super::LabelAgreement;
use super::pool::Pool;
use super::pooled::Weighted;
use crate::analysis::inference::{Bounds, Resampled, SamplingUnits, clopper_pearson_of_units};
use crate::tally::ClusterKinds;
use crate::vocabulary::{ConfidenceInterval, Estimate, LabelSet, Outcome, Reason, SampleSize};

/// Labels beyond which specific agreement is given without intervals.
const INTERVAL_LIMIT: usize = 200;

/// Specific agreement by label: o_kk / n_k, the share of the item's others who say k too, given that one annotator
/// says k (Spitzer & Fleiss 1974, Br. J. Psychiatry 125:341; Dice 1945 for two annotators). Fills one column a label.
pub(super) struct SpecificAgreement {
    labels: usize,
}

impl SpecificAgreement {
    pub fn new(labels: &LabelSet) -> Self {
        Self { labels: labels.len() }
    }

    /// Columns it fills, specific agreement and then alpha by label; none where the labels are too many.
    pub fn columns(&self) -> usize {
        if self.labels > INTERVAL_LIMIT { 0 } else { 2 * self.labels }
    }

    pub fn fill(&self, pool: &Pool<'_>, at: &Weighted<'_, '_>, out: &mut [Option<f64>]) {
        if self.columns() > 0 {
            let (agreement, alpha) = out.split_at_mut(self.labels);
            agreement.copy_from_slice(&specific(pool, at));
            alpha.copy_from_slice(&against_rest(agreement, at));
        }
    }

    /// One row a label; the columns of `resampled`, of these units, start at `first`.
    pub fn rows(
        &self,
        pool: &Pool<'_>,
        at: &Weighted<'_, '_>,
        labels: &LabelSet,
        resampled: &Resampled,
        (first, units): (usize, &SamplingUnits<'_>),
        level: f64,
    ) -> Vec<LabelAgreement> {
        let values = specific(pool, at);
        let alphas = against_rest(&values, at);
        let uses = Uses::of(pool, units);
        let all: u64 = uses.annotations.iter().sum();
        let row = |k: usize| {
            let sample = SampleSize { items: uses.items[k], annotations: uses.pairable[k], annotators: 0 };
            let specific_agreement = match values[k] {
                None => Outcome::NotEstimable(Reason::TooFew {
                    what: "pairable annotations with this label".into(),
                    found: 0,
                    needed: 1,
                }),
                Some(value) => Outcome::Estimated(Estimate {
                    value,
                    interval: self.interval(value, (uses.units[k], units), resampled, first + k, level),
                    se: (self.columns() > 0).then(|| resampled.se(first + k)).flatten(),
                    sample,
                    method: "specific agreement, o_kk / n_k".into(),
                    warnings: Vec::new(),
                }),
            };
            LabelAgreement {
                label: labels.names[k].clone(),
                annotations: uses.annotations[k],
                share: uses.annotations[k] as f64 / (all.max(1)) as f64,
                specific_agreement,
                alpha: self.alpha(alphas[k], sample, resampled, first + self.labels + k, level),
            }
        };
        (0..self.labels).map(row).collect()
    }

    /// Alpha of label `k` against all others, from its specific agreement.
    fn alpha(
        &self,
        alpha: Option<f64>,
        sample: SampleSize,
        resampled: &Resampled,
        column: usize,
        level: f64,
    ) -> Outcome<Estimate> {
        let Some(value) = alpha else { return Outcome::NotEstimable(Reason::NoExpectedDisagreement) };
        let interval = match self.columns() {
            0 => {
                let (found, limit) = (self.labels as u64, INTERVAL_LIMIT as u64);
                Outcome::NotEstimable(Reason::TooMany { what: "labels".into(), found, limit })
            }
            _ if value < 1.0 => resampled.interval(column, Bounds::BelowOne, level),
            _ => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        };
        Outcome::Estimated(Estimate {
            value,
            se: interval.estimated().and_then(|_| resampled.se(column)),
            interval,
            sample,
            method: "Krippendorff's alpha (nominal), this label against all others".into(),
            warnings: Vec::new(),
        })
    }

    fn interval(
        &self,
        value: f64,
        (own, units): (u64, &SamplingUnits<'_>),
        resampled: &Resampled,
        column: usize,
        level: f64,
    ) -> Outcome<ConfidenceInterval> {
        if self.columns() == 0 {
            let (found, limit) = (self.labels as u64, INTERVAL_LIMIT as u64);
            return Outcome::NotEstimable(Reason::TooMany { what: "labels".into(), found, limit });
        }
        if value <= 0.0 || value >= 1.0 {
            let hits = if value >= 1.0 { own } else { 0 };
            return clopper_pearson_of_units(hits, own, units, level)
                .map_or(Outcome::NotEstimable(Reason::NoErrorToEstimate), Outcome::Estimated);
        }
        resampled.interval(column, Bounds::Share, level)
    }
}

/// o_kk / n_k by label; `None` where no pairable annotation has the label.
fn specific(pool: &Pool<'_>, at: &Weighted<'_, '_>) -> Vec<Option<f64>> {
    let mut same = vec![0.0; at.margins.counts.len()];
    for (p, &weight) in at.weights.iter().enumerate() {
        let n = pool.sizes[p];
        if weight == 0 || n < 2.0 {
            continue;
        }
        let weight = weight as f64 / (n - 1.0);
        for (k, r) in pool.counts(p) {
            same[k] += weight * r * (r - 1.0);
        }
    }
    same.iter().zip(&at.margins.counts).map(|(same, &n)| (n > 0.0).then(|| same / n)).collect()
}

/// Krippendorff's alpha (nominal) of each label against all others together, from specific agreement s, the label's
/// n_k of n pairable annotations: 1 − (n − 1)(1 − s) / (n − n_k), for its disagreement with the rest is n_k (1 − s).
/// `None` where nobody or everybody gave the label.
fn against_rest(specific: &[Option<f64>], at: &Weighted<'_, '_>) -> Vec<Option<f64>> {
    let n = at.margins.annotations;
    let alpha = |(specific, &own): (&Option<f64>, &f64)| {
        let rest = n - own;
        specific.filter(|_| rest > 0.0).map(|s| 1.0 - (n - 1.0) * (1.0 - s) / rest)
    };
    specific.iter().zip(&at.margins.counts).map(alpha).collect()
}

/// How often labels are used.
struct Uses {
    annotations: Vec<u64>,
    pairable: Vec<u64>,
    items: Vec<u64>,
    /// Units drawn that hold a pairable item with the label.
    units: Vec<u64>,
}

impl Uses {
    fn of(pool: &Pool<'_>, units: &SamplingUnits<'_>) -> Self {
        let q = pool.set.len();
        let none = || vec![0; q];
        let mut uses = Self { annotations: none(), pairable: none(), items: none(), units: none() };
        for pattern in pool.table.iter() {
            for &(label, n) in pattern.counts {
                let annotations = u64::from(n) * pattern.items;
                uses.annotations[label.index()] += annotations;
                if pattern.is_pairable() {
                    uses.pairable[label.index()] += annotations;
                    uses.items[label.index()] += pattern.items;
                }
            }
        }
        uses.units = match units.clusters() {
            None => uses.items.clone(),
            Some(kinds) => of_clusters(pool, kinds),
        };
        uses
    }
}

/// Clusters that hold a pairable item with the label, by label.
fn of_clusters(pool: &Pool<'_>, kinds: &ClusterKinds) -> Vec<u64> {
    let (mut clusters, mut last) = (vec![0; pool.set.len()], vec![usize::MAX; pool.set.len()]);
    for (kind, (held, times)) in kinds.iter().enumerate() {
        for &(p, _) in held.iter().filter(|&&(p, _)| pool.sizes[p as usize] >= 2.0) {
            for (k, _) in pool.counts(p as usize) {
                if last[k] != kind {
                    last[k] = kind;
                    clusters[k] += times;
                }
            }
        }
    }
    clusters
}
