use super::chance_model::ChanceModel;
use super::distance::Metric;
use super::pool::{Disagreement, Margins, Pool};
use crate::vocabulary::Reason;

/// How items count in the observed disagreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemWeighting {
    /// By their annotations (alpha).
    ByAnnotations,
    /// All alike (Fleiss, Gwet, Brennan–Prediger).
    Alike,
}

/// The choices that make a coefficient 1 − D_o / D_e; the distance is the fifth. Percent agreement is 1 − D_o.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipe {
    /// How items count in D_o.
    pub weighting: ItemWeighting,
    /// Whether only pairable annotations enter D_e (else all rated items do).
    pub pairable_only: bool,
    /// Chance model of D_e; `None` where no chance is allowed for.
    pub chance: Option<ChanceModel>,
    /// Whether D_e is that of drawing without replacement, n(n − 1) pairs.
    pub small_sample: bool,
}

/// A coefficient with the two disagreements it is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evaluated {
    /// 1 − D_o / D_e.
    pub value: f64,
    /// D_o.
    pub observed: f64,
    /// D_e; 1 for percent agreement.
    pub expected: f64,
}

impl Recipe {
    /// Value with its two disagreements under one weighting of the patterns. `margins` and `metric` belong to that
    /// weighting.
    pub(super) fn evaluate(
        self,
        pool: &Pool<'_>,
        weights: &[u64],
        margins: &Margins,
        disagreement: &Disagreement,
        metric: &Metric<'_>,
    ) -> Result<Evaluated, Reason> {
        if margins.items < 1.0 {
            return Err(Reason::NothingPairable);
        }
        let observed = disagreement.observed(pool, weights, metric);
        let Some(chance) = self.chance else {
            let observed = observed.alike / margins.items;
            return Ok(Evaluated { value: 1.0 - observed, observed, expected: 1.0 });
        };
        if chance == ChanceModel::Pooled && !margins.vary() {
            return Err(Reason::NoExpectedDisagreement);
        }
        if chance != ChanceModel::Pooled && pool.q < 2 {
            return Err(Reason::OneLabelInSet);
        }
        let observed = match self.weighting {
            ItemWeighting::ByAnnotations => observed.by_annotations / margins.annotations,
            ItemWeighting::Alike => observed.alike / margins.items,
        };
        let expected = match (self.pairable_only, self.small_sample) {
            (true, true) => {
                let n = margins.annotations;
                metric.pairs(margins.counts.iter().copied().enumerate()) / (n * (n - 1.0))
            }
            (true, false) => {
                let shares: Vec<f64> = margins.counts.iter().map(|c| c / margins.annotations).collect();
                chance.expected(metric, &shares, pool.q, disagreement.set_pairs(pool))
            }
            (false, _) => chance.expected(metric, &margins.shares, pool.q, disagreement.set_pairs(pool)),
        };
        if expected <= 0.0 {
            return Err(Reason::NoExpectedDisagreement);
        }
        Ok(Evaluated { value: 1.0 - observed / expected, observed, expected })
    }
}
