use super::coefficient::Pooled;
use super::pool::{Disagreement, Pool};
use super::pooled::Coefficients;
use crate::tally::OwnLabel;
use crate::vocabulary::Outcome;

/// Krippendorff's alpha of the pool without one annotator, exactly, from the annotator's (pattern, own label) counts:
/// each of the items moves from its pattern to the one with that label taken out. An item left with one annotation is
/// pairable no more, and the label that stays behind leaves the margins too.
pub(super) fn alpha_without(coefficients: &Coefficients<'_>, cells: &[OwnLabel]) -> Outcome<f64> {
    if let Some(reason) = coefficients.alpha().distance.refusal() {
        return Outcome::NotEstimable(reason.clone());
    }
    let pool = &coefficients.pool;
    let whole = coefficients.at(&pool.table.items);
    let mut margins = whole.margins.clone();
    for cell in cells {
        let (p, own, items) = (cell.pattern as usize, cell.label.index(), cell.items as f64);
        let n = pool.sizes[p];
        if n < 2.0 {
            continue;
        }
        margins.counts[own] -= items;
        margins.annotations -= items;
        if n < 3.0 {
            margins.items -= items;
            margins.annotations -= items;
            for (k, _) in without(pool, p, own).filter(|&(_, r)| r > 0.0) {
                margins.counts[k] -= items;
            }
        }
    }
    let alpha = coefficients.alpha();
    let metric = alpha.distance.metric(&margins.counts);
    let mut observed = alpha.observed(pool, &pool.table.items, &metric);
    observed.by_annotations += change(pool, alpha, &metric, cells);
    match Pooled::KrippendorffAlpha.evaluate(pool, &margins, &observed, &metric) {
        Ok(evaluated) => Outcome::Estimated(evaluated.value),
        Err(reason) => Outcome::NotEstimable(reason),
    }
}

/// What the moves change in Σ_i Σ_{k≠l} r r d / (n_i − 1).
fn change(
    pool: &Pool<'_>,
    alpha: &Disagreement,
    metric: &super::distance::Metric<'_>,
    cells: &[OwnLabel],
) -> f64 {
    let mut change = 0.0;
    for cell in cells {
        let (p, items) = (cell.pattern as usize, cell.items as f64);
        let n = pool.sizes[p];
        if n < 2.0 {
            continue;
        }
        change -= items * alpha.of_pattern(pool, p, metric) / (n - 1.0);
        if n >= 3.0 {
            change += items * metric.pairs(without(pool, p, cell.label.index())) / (n - 2.0);
        }
    }
    change
}

/// Counts of a pattern with one annotation of label `own` taken out.
fn without<'p>(pool: &'p Pool<'_>, p: usize, own: usize) -> impl Iterator<Item = (usize, f64)> + Clone + 'p {
    pool.counts(p).map(move |(k, r)| (k, if k == own { r - 1.0 } else { r }))
}
