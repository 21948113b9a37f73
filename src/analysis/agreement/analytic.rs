use super::alpha_sums::{AlphaSums, Move, reach};
use super::chance_model::ChanceModel;
use super::distance::{Distance, Metric};
use super::pool::{Disagreement, Margins, Pool};
use super::pooled::Coefficients;
use super::{ItemWeighting, Pooled, Recipe};
use crate::analysis::inference::{SamplingUnits, t_quantile, t_two_sided_p};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason};

/// Labels × patterns beyond which the ordinal jackknife, which bends the distances for every label, is left out.
const BENDING_WORK: usize = 20_000_000;

/// The standard error of a coefficient over items, annotators as they are, without drawing any sample.
#[derive(Debug, Clone, PartialEq)]
pub struct AnalyticError {
    /// Standard error; 0 where no item differs from another.
    pub se: f64,
    /// Degrees of freedom of t: items − 1, or clusters − 1.
    pub df: f64,
    /// How it came about, for the method column.
    pub method: String,
    /// What was summed by, in the plural: `items`.
    pub units: String,
}

impl AnalyticError {
    /// The t interval around a coefficient, cut off at the ends of its range. `None` where there is no error.
    pub fn interval(&self, kind: Pooled, value: f64, level: f64) -> Option<(f64, f64)> {
        let floor = if kind.is_share() { 0.0 } else { -1.0 };
        let half = t_quantile(0.5 + level / 2.0, self.df) * self.se;
        (self.se > 0.0 && self.df > 0.0).then(|| ((value - half).max(floor), (value + half).min(1.0)))
    }

    /// The same as for the table of two annotators who judged the same items: the large-sample variance, which divides by
    /// the items and not by one less (Gwet's programs for tables, as Fleiss, Cohen and Everitt for Cohen's kappa).
    pub fn of_table(self) -> Self {
        let number = self.df + 1.0;
        let method =
            format!("Gwet's large-sample variance of the table of two annotators, {number} {}", self.units);
        Self { se: self.se * (self.df / number).sqrt(), method, ..self }
    }

    /// Two-sided p of "no agreement beyond chance", t(n − 1).
    pub fn p_value(&self, value: f64) -> Option<f64> {
        (self.se > 0.0 && self.df > 0.0).then(|| t_two_sided_p(value / self.se, self.df))
    }
}

/// A pooled coefficient with its analytic error in the place of the bootstrap's: the item jackknife for Krippendorff's
/// alpha, Gwet's linearisation for the others (see [`linearised_error`]), in its form for tables where two annotators
/// judged the same items. Where clusters are drawn, what items add is summed by cluster first. Beside it the two-sided p
/// of "no agreement beyond chance" by that error (shares have none).
pub(super) fn analytic(
    coefficients: &Coefficients<'_>,
    kind: Pooled,
    plain: &Outcome<Estimate>,
    annotators: u64,
    units: &SamplingUnits<'_>,
    level: f64,
) -> (Outcome<Estimate>, Option<f64>) {
    let estimate = match plain {
        Outcome::Estimated(estimate) => estimate,
        Outcome::NotEstimable(reason) => return (Outcome::NotEstimable(reason.clone()), None),
    };
    let error = match kind {
        Pooled::KrippendorffAlpha => jackknife(coefficients, units),
        _ => linearised(kind.recipe(), &coefficients.pool, coefficients.disagreement(kind), units),
    };
    let sizes = &coefficients.pool.sizes;
    let is_table = kind.is_of_two() || annotators == 2 && sizes.iter().all(|&n| n == 2.0);
    let error = match error {
        Ok(error) if is_table && kind != Pooled::KrippendorffAlpha => error.of_table(),
        Ok(error) => error,
        Err(reason) => {
            let interval = Outcome::NotEstimable(reason);
            return (Outcome::Estimated(Estimate { interval, se: None, ..estimate.clone() }), None);
        }
    };
    let interval = match error.interval(kind, estimate.value, level) {
        Some((lower, upper)) => {
            let method = format!("{}, t({})", error.method, error.df);
            Outcome::Estimated(ConfidenceInterval { lower, upper, level, method })
        }
        None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
    };
    let se = Some(error.se).filter(|_| interval.estimated().is_some());
    let p = error.p_value(estimate.value).filter(|_| !kind.is_share());
    (Outcome::Estimated(Estimate { interval, se, ..estimate.clone() }), p)
}

/// The linearised error of a coefficient under any distance: the door for weights that the report does not show.
///
/// Gwet 2008 (Br. J. Math. Stat. Psychol. 61:29, eq. 14 and appendix) and 2014 (ch. 5.3): each item's part in the
/// coefficient, its part in the expected agreement among them; variance of the items' mean. All rated items count in n
/// (Scott's pi and alpha: the pairable ones). Alpha's follows Gwet's own program for raw annotations; it takes distances
/// as given, so it is not for Krippendorff's ordinal ones.
pub fn linearised_error(kind: Pooled, pool: &Pool<'_>, distance: Distance) -> Result<AnalyticError, Reason> {
    if let Some(reason) = distance.refusal() {
        return Err(reason.clone());
    }
    linearised(kind.recipe(), pool, &Disagreement::new(pool, distance), &SamplingUnits::of(pool.table))
}

pub(super) fn linearised(
    recipe: Recipe,
    pool: &Pool<'_>,
    disagreement: &Disagreement,
    units: &SamplingUnits<'_>,
) -> Result<AnalyticError, Reason> {
    let weights = &pool.table.items;
    let margins = pool.margins(weights);
    let metric = disagreement.distance.metric(&margins.counts);
    let value = recipe.evaluate(pool, weights, &margins, disagreement, &metric)?;
    let at = Linear { pool, margins: &margins, disagreement, metric: &metric, units };
    match recipe.weighting {
        ItemWeighting::Alike => at.alike(recipe, value.value, value.expected),
        ItemWeighting::ByAnnotations => at.by_annotations(),
    }
}

struct Linear<'l, 'a> {
    pool: &'l Pool<'a>,
    margins: &'l Margins,
    disagreement: &'l Disagreement,
    metric: &'l Metric<'l>,
    units: &'l SamplingUnits<'l>,
}

impl Linear<'_, '_> {
    fn alike(&self, recipe: Recipe, value: f64, expected: f64) -> Result<AnalyticError, Reason> {
        let (pool, margins) = (self.pool, self.margins);
        let only_pairable = recipe.pairable_only && recipe.chance.is_some();
        let n = if only_pairable { margins.items } else { margins.rated_items };
        let shares: Vec<f64> = match only_pairable {
            true => margins.counts.iter().map(|count| count / margins.annotations).collect(),
            false => margins.shares.clone(),
        };
        // By label, what one annotation of it adds to the expected agreement.
        let (reach, chance) = match recipe.chance {
            Some(ChanceModel::Pooled) => (reach(self.metric, &shares), 1.0),
            Some(ChanceModel::Gwet) => {
                let q = pool.q as f64;
                let weights = q * q - self.disagreement.set_pairs(pool);
                let part = |share: &f64| 1.0 - weights / (q * (q - 1.0)) * (1.0 - share);
                (shares.iter().map(part).collect(), 1.0)
            }
            Some(ChanceModel::Uniform) | None => (Vec::new(), 0.0),
        };
        let part = |p: usize| {
            let size = pool.sizes[p];
            let own = if size < 2.0 {
                0.0
            } else {
                let disagreement = self.disagreement.of_pattern(pool, p, self.metric) / (size * (size - 1.0));
                n / margins.items * (1.0 - disagreement / expected)
            };
            if chance == 0.0 {
                return own;
            }
            let apart: f64 = pool.counts(p).map(|(k, r)| r / size * reach[k]).sum();
            own - 2.0 * (1.0 - value) * (expected - apart) / expected
        };
        let counts = |p: usize| pool.sizes[p] >= if only_pairable { 2.0 } else { 1.0 };
        self.error(n, value, counts, part)
    }

    fn by_annotations(&self) -> Result<AnalyticError, Reason> {
        let (pool, margins) = (self.pool, self.margins);
        let (n, annotations) = (margins.items, margins.annotations);
        let mean = annotations / n;
        let observed = self.disagreement.observed(pool, &pool.table.items, self.metric);
        let shares: Vec<f64> = margins.counts.iter().map(|count| count / annotations).collect();
        let reach = reach(self.metric, &shares);
        let expected = self.metric.pairs(shares.iter().copied().enumerate());
        let agreement = 1.0 - observed.by_annotations / annotations;
        let (chance, prime) = (1.0 - expected, 1.0 - (1.0 - agreement) / expected);
        let corrected = agreement + (1.0 - agreement) / annotations;
        let part = |p: usize| {
            let size = pool.sizes[p];
            let longer = (size - mean) / mean;
            let own = (size - self.disagreement.of_pattern(pool, p, self.metric) / (size - 1.0)) / mean;
            let apart: f64 = pool.counts(p).map(|(k, r)| r * reach[k]).sum();
            let by_chance = (size - apart) / mean - chance * longer;
            (own - corrected * longer - chance - 2.0 * (1.0 - prime) * (by_chance - chance)) / expected
        };
        self.error(n, prime, |p| pool.sizes[p] >= 2.0, part)
    }

    /// The error of the mean of the items' parts around `value`.
    fn error(
        &self,
        n: f64,
        value: f64,
        counts: impl Fn(usize) -> bool,
        part: impl Fn(usize) -> f64,
    ) -> Result<AnalyticError, Reason> {
        let part = |p: usize| counts(p).then(|| part(p) - value);
        let summed = cluster_sums(self.units, part);
        if summed.units < 2.0 {
            return Err(too_few(self.units, summed.units));
        }
        let se = (summed.squares * summed.units / (summed.units - 1.0)).sqrt() / n;
        let se = if se > 1e-12 { se } else { 0.0 };
        let units = self.units.name("items");
        let method = match self.units.clusters() {
            None => format!("Gwet's linearisation over {n} items"),
            Some(_) => format!("Gwet's linearisation over {n} items, summed by {} {units}", summed.units),
        };
        Ok(AnalyticError { se, df: summed.units - 1.0, method, units })
    }
}

/// What the items of each unit add up to.
pub(super) struct UnitSums {
    /// Units with an item that counts.
    pub units: f64,
    /// Sum of the squares of their sums.
    pub squares: f64,
}

/// Sums what items add by unit; `part` gives what an item of a pattern adds, `None` where it does not count.
pub(super) fn cluster_sums(units: &SamplingUnits<'_>, part: impl Fn(usize) -> Option<f64>) -> UnitSums {
    let mut out = UnitSums { units: 0.0, squares: 0.0 };
    let mut add = |sum: f64, times: u64| {
        out.units += times as f64;
        out.squares += times as f64 * sum * sum;
    };
    let items = units.items().iter().enumerate();
    match units.clusters() {
        None => items.filter_map(|(p, &n)| Some((part(p)?, n))).for_each(|(own, n)| add(own, n)),
        Some(kinds) => {
            let parts: Vec<Option<f64>> = items.map(|(p, _)| part(p)).collect();
            for (held, times) in kinds.iter() {
                let own = held.iter().filter_map(|&(p, n)| Some(parts[p as usize]? * n as f64));
                if let Some(sum) = own.reduce(|a, b| a + b) {
                    add(sum, times);
                }
            }
        }
    }
    out
}

fn too_few(units: &SamplingUnits<'_>, found: f64) -> Reason {
    Reason::TooFew { what: format!("{} for an error", units.name("items")), found: found as u64, needed: 2 }
}

/// Alpha with each unit left out once that holds pairable items, from the sums alone. Where distances follow the margins
/// (ordinal), their change is taken to first order.
fn jackknife(coefficients: &Coefficients<'_>, units: &SamplingUnits<'_>) -> Result<AnalyticError, Reason> {
    let (pool, disagreement) = (&coefficients.pool, coefficients.disagreement(Pooled::KrippendorffAlpha));
    let table = pool.table;
    let distance = &disagreement.distance;
    let work = pool.set.len() * table.len();
    if distance.follows_margins() && work > BENDING_WORK {
        let (what, found) = ("labels × patterns for a jackknife".into(), work as u64);
        return Err(Reason::TooMany { what, found, limit: BENDING_WORK as u64 });
    }
    let margins = pool.margins(&table.items);
    let observed = |metric: &Metric<'_>| disagreement.observed(pool, &table.items, metric).by_annotations;
    let sums = AlphaSums::new(distance, margins.counts.clone(), observed)?;
    let slope = sums.slope(distance, observed);
    let mut change = Move::default();
    let add = |p: usize, items: f64, change: &mut Move| {
        if pool.sizes[p] >= 2.0 && items > 0.0 {
            let own = disagreement.of_pattern(pool, p, sums.metric()) / (pool.sizes[p] - 1.0);
            change.take(items * own, pool.counts(p).map(|(k, r)| (k, items * r)));
        }
    };
    let mut without = Vec::new();
    for cell in 0..units.cells().len() {
        change.clear();
        match units.clusters() {
            None => add(cell, (table.items[cell] > 0).into(), &mut change),
            Some(kinds) => kinds.kind(cell).iter().for_each(|&(p, n)| add(p as usize, n as f64, &mut change)),
        }
        change.fold();
        if change.is_nothing() {
            continue;
        }
        let Some(value) = sums.moved(&change, &slope) else {
            let what = format!("{} on which the value rests", units.name("items"));
            return Err(Reason::TooFew { what, found: 1, needed: 2 });
        };
        without.push((value, units.cells()[cell] as f64));
    }
    let n: f64 = without.iter().map(|(_, times)| times).sum();
    if n < 2.0 {
        return Err(too_few(units, n));
    }
    let mean = without.iter().map(|(value, times)| value * times).sum::<f64>() / n;
    let squares: f64 = without.iter().map(|(value, times)| times * (value - mean).powi(2)).sum();
    let se = ((n - 1.0) / n * squares).sqrt();
    let units = units.name("items");
    let method = format!("jackknife over {n} {units}");
    Ok(AnalyticError { se: if se > 1e-12 { se } else { 0.0 }, df: n - 1.0, method, units })
}
