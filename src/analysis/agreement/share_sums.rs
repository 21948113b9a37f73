use super::chance_model::ChanceModel;
use super::distance::Metric;
use super::pool::Pool;
use super::pooled::Coefficients;
use super::{Pooled, Recipe};

/// The sums that coefficients which weigh all items alike are made of, and alpha of each label against the rest. Items and
/// annotations come and go; a value costs as much as labels are many, whatever the length of the log.
#[derive(Debug, Clone)]
pub(super) struct ShareSums {
    /// By coefficient: Σ_i Σ_{k≠l} r_k r_l d_kl / (n_i (n_i − 1)).
    observed: Vec<f64>,
    /// Pairable items and their annotations.
    pairable: f64,
    annotations: f64,
    /// All rated items.
    rated: f64,
    /// Σ_i r_ik / n_i by label over rated items.
    shares: Vec<f64>,
    /// Pairable annotations by label.
    counts: Vec<f64>,
    /// Σ_i r_ik (r_ik − 1) / (n_i − 1) by label.
    same: Vec<f64>,
}

/// Counts below this are what rounding leaves of nothing.
const NOTHING: f64 = 1e-9;

/// Coefficients to be evaluated from [`ShareSums`], with what they need of the log.
pub(super) struct ShareColumns<'a> {
    pool: &'a Pool<'a>,
    kinds: Vec<(Recipe, Metric<'a>, f64)>,
    labels: usize,
}

impl<'a> ShareColumns<'a> {
    /// Those of `kinds` that weigh items alike under distances which do not follow the margins (the others are passed
    /// over), and after them alpha of each of `labels` labels (0 for none).
    pub fn new(coefficients: &'a Coefficients<'a>, kinds: &[Pooled], labels: usize) -> (Self, Vec<Pooled>) {
        let fits = |kind: &&Pooled| {
            let (recipe, distance) = (kind.recipe(), &coefficients.disagreement(**kind).distance);
            let alike = recipe.weighting == super::ItemWeighting::Alike && !recipe.pairable_only;
            let share = recipe.chance.is_none();
            (alike || share) && !distance.follows_margins() && distance.refusal().is_none()
        };
        let kept: Vec<Pooled> = kinds.iter().filter(fits).copied().collect();
        let pool = &coefficients.pool;
        let of = |kind: &Pooled| {
            let disagreement = coefficients.disagreement(*kind);
            (kind.recipe(), disagreement.distance.metric(&[]), disagreement.set_pairs(pool))
        };
        (Self { pool, kinds: kept.iter().map(of).collect(), labels }, kept)
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.kinds.len() + self.labels
    }

    /// Whether column `column` rests on pairable items alone.
    pub fn pairable_only(&self, column: usize) -> bool {
        self.kinds.get(column).is_none_or(|(recipe, _, _)| recipe.chance.is_none())
    }

    /// The sums of the whole table.
    pub fn sums(&self) -> ShareSums {
        let none = || vec![0.0; self.pool.set.len()];
        let mut sums = ShareSums {
            observed: vec![0.0; self.kinds.len()],
            pairable: 0.0,
            annotations: 0.0,
            rated: 0.0,
            shares: none(),
            counts: none(),
            same: none(),
        };
        for (p, &items) in self.pool.table.items.iter().enumerate() {
            self.add(&mut sums, p, None, items as f64);
        }
        sums
    }

    /// `items` items of pattern `p` come (or go, where negative), an annotation of label `taken` left out of each.
    /// Whether they are pairable.
    pub fn add(&self, sums: &mut ShareSums, p: usize, taken: Option<usize>, items: f64) -> bool {
        let counts = self.pool.counts(p).map(|(k, r)| if Some(k) == taken { (k, r - 1.0) } else { (k, r) });
        let size = self.pool.sizes[p] - if taken.is_some() { 1.0 } else { 0.0 };
        if size < 1.0 {
            return false;
        }
        sums.rated += items;
        let pairable = size >= 2.0;
        for (k, r) in counts.clone() {
            sums.shares[k] += items * r / size;
            if pairable {
                sums.counts[k] += items * r;
                sums.same[k] += items * r * (r - 1.0) / (size - 1.0);
            }
        }
        if pairable {
            sums.pairable += items;
            sums.annotations += items * size;
            for (observed, (_, metric, _)) in sums.observed.iter_mut().zip(&self.kinds) {
                *observed += items * metric.pairs(counts.clone()) / (size * (size - 1.0));
            }
        }
        pairable
    }

    /// All values at these sums; `None` where one is undefined.
    pub fn values(&self, sums: &ShareSums, out: &mut [Option<f64>]) {
        let vary = sums.counts.iter().filter(|&&n| n > NOTHING).count() >= 2;
        let shares: Vec<f64> = sums.shares.iter().map(|share| share / sums.rated.max(1.0)).collect();
        for (column, (recipe, metric, set_pairs)) in self.kinds.iter().enumerate() {
            let observed = sums.observed[column] / sums.pairable;
            out[column] = match recipe.chance {
                _ if sums.pairable < 1.0 - NOTHING => None,
                None => Some(1.0 - observed),
                Some(ChanceModel::Pooled) if !vary => None,
                Some(_) if self.pool.q < 2 => None,
                Some(chance) => {
                    let expected = chance.expected(metric, &shares, self.pool.q, *set_pairs);
                    (expected > 1e-12).then(|| 1.0 - observed / expected)
                }
            };
        }
        for (k, out) in out[self.kinds.len()..].iter_mut().enumerate() {
            let (n, own) = (sums.annotations, sums.counts[k]);
            let known = own > NOTHING && n - own > NOTHING;
            *out = known.then(|| 1.0 - (n - 1.0) * (1.0 - sums.same[k] / own) / (n - own));
        }
    }
}
