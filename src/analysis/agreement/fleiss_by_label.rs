use super::Coefficient;
use super::analytic::{AnalyticError, cluster_sums};
use super::coefficient::Pooled;
use super::pool::{Margins, Pool};
use crate::analysis::inference::SamplingUnits;
use crate::tally::QuestionTallies;
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize, SliceKey};

/// Stable id of Fleiss' kappa of one label against all others.
pub(super) const METRIC: &str = "fleiss_kappa_by_label";

/// Fleiss' kappa of each label of the set against all others: 1 − Σ_i r (n_i − r) / (n_i (n_i − 1)) / (N p (1 − p))
/// with r of the n_i annotations of item i for the label (Fleiss 1971, Psychol. Bull. 76:381, eq. 18–22), p its share
/// over all rated items; unequal numbers of annotators as in Fleiss' kappa. Its error is Gwet's linearisation.
///
/// Not estimable where nothing is pairable, or where on the pairable items everybody gave the label or nobody did.
pub(super) fn fleiss_by_label(tallies: &QuestionTallies, level: f64) -> Vec<Coefficient> {
    let labels = &tallies.question.labels;
    let pool = Pool::new(&tallies.summaries.patterns, labels);
    let margins = pool.margins(&pool.table.items);
    let units = SamplingUnits::of(pool.table);
    let mut uses: Vec<Vec<(usize, f64)>> = vec![Vec::new(); labels.len()];
    for p in 0..pool.table.len() {
        pool.counts(p).for_each(|(k, r)| uses[k].push((p, r)));
    }
    let sample = SampleSize {
        items: pool.table.rated_items(),
        annotations: pool.table.annotations(),
        annotators: tallies.summaries.annotator_labels.len() as u64,
    };
    (0..labels.len())
        .filter(|&k| pool.set[k])
        .map(|k| {
            let outcome = match of_label(&pool, &margins, &uses[k], k, &units) {
                Ok((value, error)) => Outcome::Estimated(estimate(value, &error, sample, level)),
                Err(reason) => Outcome::NotEstimable(reason),
            };
            let slice = SliceKey::of("label", &labels.names[k]);
            Coefficient {
                slice,
                ..Coefficient::new(METRIC, "Fleiss' kappa of a label against the rest", outcome)
            }
        })
        .collect()
}

fn of_label(
    pool: &Pool<'_>,
    margins: &Margins,
    uses: &[(usize, f64)],
    k: usize,
    units: &SamplingUnits<'_>,
) -> Result<(f64, AnalyticError), Reason> {
    if margins.items < 1.0 {
        return Err(Reason::NothingPairable);
    }
    let (share, items) = (margins.shares[k], &pool.table.items);
    if margins.counts[k] <= 0.0 || margins.counts[k] >= margins.annotations {
        return Err(Reason::NoExpectedDisagreement);
    }
    let apart = |p: usize, r: f64| {
        let n = pool.sizes[p];
        if n < 2.0 { 0.0 } else { 2.0 * r * (n - r) / (n * (n - 1.0)) }
    };
    let observed = uses.iter().map(|&(p, r)| items[p] as f64 * apart(p, r)).sum::<f64>() / margins.items;
    let expected = 2.0 * share * (1.0 - share);
    let value = 1.0 - observed / expected;
    let n = margins.rated_items;
    let part = |pairable: bool, disagreement: f64, share_of_item: f64| {
        let own = if pairable { n / margins.items * (1.0 - disagreement / expected) } else { 0.0 };
        let chance = share_of_item * (1.0 - share) + (1.0 - share_of_item) * share;
        own - 2.0 * (1.0 - value) * (expected - chance) / expected - value
    };
    if let Some(kinds) = units.clusters() {
        let mut own: Vec<f64> = pool.sizes.iter().map(|&n| part(n >= 2.0, 0.0, 0.0)).collect();
        uses.iter().for_each(|&(p, r)| {
            let n = pool.sizes[p];
            own[p] = part(n >= 2.0, apart(p, r), r / n);
        });
        let summed = cluster_sums(units, |p| Some(own[p]));
        let se = (summed.squares * summed.units / (summed.units - 1.0).max(1.0)).sqrt() / n;
        let method =
            format!("Gwet's linearisation over {n} items, summed by {} {}", summed.units, kinds.name());
        let df = summed.units - 1.0;
        return Ok((
            value,
            AnalyticError { se: if se > 1e-12 { se } else { 0.0 }, df, method, units: kinds.name() },
        ));
    }
    // Items without the label are all alike, but for whether they are pairable.
    let (mut pairable, mut single, mut squares) = (margins.items, n - margins.items, 0.0);
    for &(p, r) in uses {
        let (size, times) = (pool.sizes[p], items[p] as f64);
        squares += times * part(size >= 2.0, apart(p, r), r / size).powi(2);
        if size >= 2.0 { pairable -= times } else { single -= times }
    }
    squares += pairable * part(true, 0.0, 0.0).powi(2) + single * part(false, 0.0, 0.0).powi(2);
    let se = if n > 1.0 { (squares / (n * (n - 1.0))).sqrt() } else { 0.0 };
    let se = if se > 1e-12 { se } else { 0.0 };
    let method = format!("Gwet's linearisation over {n} items");
    Ok((value, AnalyticError { se, df: n - 1.0, method, units: "items".into() }))
}

fn estimate(value: f64, error: &AnalyticError, sample: SampleSize, level: f64) -> Estimate {
    let interval = match error.interval(Pooled::FleissKappa, value, level) {
        Some((lower, upper)) => {
            let method = format!("{}, t({})", error.method, error.df);
            Outcome::Estimated(ConfidenceInterval { lower, upper, level, method })
        }
        None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
    };
    Estimate {
        value,
        se: Some(error.se).filter(|&se| se > 0.0),
        interval,
        sample,
        method: "Fleiss 1971, the label against all others, label shares of all rated items".into(),
        warnings: Vec::new(),
    }
}
