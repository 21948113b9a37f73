use super::pool::Pool;
use super::sampling::{Sampling, item_stream};
use super::set_distance::{SET_LIMIT, SetDistance, Sets};
use super::{AgreementOptions, Basis, Evaluated, Pooled};
use crate::analysis::inference::{Bounds, InferenceOptions, Resampled, Scheme, resample_units};
use crate::tally::PatternTable;
use crate::vocabulary::{Estimate, Outcome, Question, Reason, SampleSize, Scale, SliceKey};
use rayon::prelude::*;

/// Most distinct sets that alpha is given for at all: all their pairs are looked at once.
const MOST_SETS: usize = 20_000;
/// Distinct sets beyond which a group left out costs much.
const DEAR_SETS: usize = 4_000;

/// Krippendorff's alpha where distinct sets are too many for their distances to be summed in every replicate
/// (see [`SET_LIMIT`]). With n the annotations by set, D the distances and g those of a group of items left out,
/// (n − g)ᵀ D (n − g) = nᵀDn − 2 gᵀ(Dn) + gᵀDg: after one pass over all pairs of sets a grouped jackknife meets only the
/// pairs within a group. `sample`: the pairable part. `None` where the usual way serves, or even this one does not.
pub(super) fn alpha_of_many_sets(
    table: &PatternTable,
    question: &Question,
    sample: SampleSize,
    asked: &AgreementOptions,
    options: &InferenceOptions,
) -> Option<(Outcome<Estimate>, Resampled)> {
    let sets = question.labels.len();
    let usual = question.scale != Scale::Set || asked.distance.is_some();
    if usual || sets as u64 <= SET_LIMIT || sets > MOST_SETS {
        return None;
    }
    let pool = Pool::new(table, &question.labels);
    let reach = Reach::of(&pool, Sets::of(&question.labels), asked.set_distance);
    let sampling = Sampling::of(table);
    let whole_log = SliceKey::whole();
    let stream = item_stream(question, &whole_log, options);
    let groups = if sets > DEAR_SETS { 50 } else { 200 };
    let scheme = Scheme::GroupedJackknife { groups };
    let resampled = resample_units(&sampling.units, scheme, stream, 1, &|weights, out| {
        out[0] = reach.evaluate(&pool, weights).ok().map(|evaluated| evaluated.value);
    });
    let basis = Basis { distance: asked.set_distance.name(), weights: "no", q: pool.q };
    let outcome = match reach.evaluate(&pool, &table.items) {
        Err(reason) => Outcome::NotEstimable(reason),
        Ok(evaluated) => {
            let interval = match sampling.disagreeing {
                0 => Outcome::NotEstimable(Reason::NoErrorToEstimate),
                _ => resampled.interval(0, Bounds::BelowOne, options.level),
            };
            Outcome::Estimated(Estimate {
                value: evaluated.value,
                se: interval.estimated().and_then(|_| resampled.se(0)),
                interval,
                sample,
                method: Pooled::KrippendorffAlpha.method(&basis),
                warnings: sampling.warnings(),
            })
        }
    };
    Some((outcome, resampled))
}

/// Sets with the sums of their distances under the whole table.
struct Reach {
    sets: Sets,
    distance: SetDistance,
    /// Pairable annotations by set: n.
    counts: Vec<f64>,
    /// Dn.
    reach: Vec<f64>,
    /// nᵀDn.
    pairs: f64,
    /// Σ_{k≠l} r_k r_l d_kl by pattern.
    of_pattern: Vec<f64>,
}

impl Reach {
    fn of(pool: &Pool<'_>, sets: Sets, distance: SetDistance) -> Self {
        let counts = pool.margins(&pool.table.items).counts;
        let used: Vec<usize> = (0..counts.len()).filter(|&k| counts[k] > 0.0).collect();
        let row = |k: usize| used.iter().map(|&l| counts[l] * sets.between(k, l, distance)).sum::<f64>();
        let reach: Vec<f64> = (0..counts.len()).into_par_iter().map(row).collect();
        let pairs = counts.iter().zip(&reach).map(|(n, reach)| n * reach).sum();
        let of_pattern = (0..pool.table.len()).map(|p| both_ways(&sets, distance, pool.counts(p))).collect();
        Self { sets, distance, counts, reach, pairs, of_pattern }
    }

    fn evaluate(&self, pool: &Pool<'_>, weights: &[u64]) -> Result<Evaluated, Reason> {
        let margins = pool.margins(weights);
        if margins.items < 1.0 {
            return Err(Reason::NothingPairable);
        }
        let n = margins.annotations;
        let gone: Vec<(usize, f64)> = self
            .counts
            .iter()
            .zip(&margins.counts)
            .enumerate()
            .map(|(k, (before, now))| (k, before - now))
            .filter(|&(_, gone)| gone != 0.0)
            .collect();
        let first: f64 = gone.iter().map(|&(k, gone)| gone * self.reach[k]).sum();
        let pairs = self.pairs - 2.0 * first + both_ways(&self.sets, self.distance, gone.iter().copied());
        let mut observed = 0.0;
        for (p, &weight) in weights.iter().enumerate() {
            if weight > 0 && pool.sizes[p] >= 2.0 {
                observed += weight as f64 * self.of_pattern[p] / (pool.sizes[p] - 1.0);
            }
        }
        let (observed, expected) = (observed / n, pairs / (n * (n - 1.0)));
        if !margins.vary() || expected <= 0.0 {
            return Err(Reason::NoExpectedDisagreement);
        }
        Ok(Evaluated { value: 1.0 - observed / expected, observed, expected })
    }
}

/// Σ over ordered pairs k ≠ l of c_k c_l d_kl.
fn both_ways(sets: &Sets, distance: SetDistance, counts: impl Iterator<Item = (usize, f64)> + Clone) -> f64 {
    let mut sum = 0.0;
    let mut rest = counts;
    while let Some((k, c)) = rest.next() {
        sum += c * rest.clone().map(|(l, other)| other * sets.between(k, l, distance)).sum::<f64>();
    }
    2.0 * sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::agreement::coefficient;
    use crate::vocabulary::{Label, LabelSet, set_name};
    use proptest::prelude::*;

    /// All sets of up to `members` members as labels.
    fn labels(members: u32) -> LabelSet {
        let set = |bits: u32| set_name((0..members).filter(|m| bits >> m & 1 == 1).map(|m| m.to_string()));
        LabelSet {
            names: (0..1 << members).map(set).collect(),
            values: None,
            declared: false,
            used: Vec::new(),
        }
    }

    fn table(items: &[Vec<u32>]) -> PatternTable {
        let labels: Vec<Vec<Label>> =
            items.iter().map(|given| given.iter().map(|&label| Label(label)).collect()).collect();
        PatternTable::of_items(labels.iter().map(Vec::as_slice))
    }

    proptest! {
        #[test]
        fn it_is_the_usual_alpha_with_all_items_and_with_fewer(
            items in prop::collection::vec(prop::collection::vec(0u32..16, 1..5), 2..20), seed in 0u64..1000
        ) {
            let (table, labels) = (table(&items), labels(4));
            let pool = Pool::new(&table, &labels);
            let fewer: Vec<u64> =
                table.items.iter().enumerate().map(|(p, &n)| if (seed >> (p % 10)) & 1 == 1 { n } else { n - 1 }).collect();
            for distance in SetDistance::ALL {
                let reach = Reach::of(&pool, Sets::of(&labels), distance);
                for weights in [&table.items, &fewer] {
                    let drawn = PatternTable { items: weights.clone(), ..table.clone() };
                    let usual = coefficient(
                        Pooled::KrippendorffAlpha, &Pool::new(&drawn, &labels), distance.of_labels(&labels),
                    );
                    match (usual, reach.evaluate(&pool, weights)) {
                        (Ok(usual), Ok(own)) => {
                            prop_assert!((usual.value - own.value).abs() < 1e-9, "{usual:?} {own:?}");
                        }
                        (usual, own) => prop_assert_eq!(usual, own),
                    }
                }
            }
        }
    }

    #[test]
    fn two_thousand_sets_have_an_alpha_with_an_interval() {
        let question = Question { name: "label".into(), labels: labels(11), scale: Scale::Set };
        // Every set by one person and the same, one member more or less, by another.
        let items: Vec<Vec<u32>> =
            (0..2048u32).map(|k| vec![k, if k % 3 == 0 { k ^ (1 << (k % 11)) } else { k }]).collect();
        let (asked, options) = (AgreementOptions::default(), InferenceOptions::default());
        let found = alpha_of_many_sets(&table(&items), &question, SampleSize::default(), &asked, &options);
        let (outcome, _) = found.expect("2 048 sets are many");
        let alpha = outcome.estimated().expect("they differ");
        let interval = alpha.interval.estimated().expect("a third of the items disagrees");
        assert!(
            alpha.value > 0.8 && interval.lower < alpha.value && alpha.value < interval.upper,
            "{alpha:?}"
        );
        assert!(alpha.method.contains("MASI"));
        let few = Question { labels: labels(3), ..question };
        assert!(
            alpha_of_many_sets(&table(&[vec![1, 2]]), &few, SampleSize::default(), &asked, &options)
                .is_none()
        );
    }
}
