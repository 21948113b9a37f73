use super::rating_table::RatingTable;
use crate::analysis::inference::{Bounds, InferenceOptions, Scheme, Stream, chi_squared_upper_p, resample};
use crate::tally::QuestionTallies;
use crate::vocabulary::{Estimate, Outcome, Reason, Scale};

/// Items up to which each is left out once; beyond, they are left out in so many groups.
const LEAVE_ONE_OUT: usize = 400;

/// Kendall's coefficient of concordance.
#[derive(Debug, Clone, PartialEq)]
pub struct KendallW {
    /// W, corrected for ties.
    pub w: Estimate,
    /// W without the correction: too small where annotators tie items.
    pub uncorrected: Estimate,
    /// Friedman's χ² = m (n − 1) W.
    pub chi_squared: f64,
    /// n − 1.
    pub df: f64,
    /// Its upper tail.
    pub p: Option<f64>,
}

/// How far annotators put the items in the same order: with R_i the sum of the ranks of item i (n items, m annotators,
/// ties sharing their mean rank) and S = Σ (R_i − R̄)², W = 12 S / (m² (n³ − n) − m Σ (t³ − t)), the last sum over the
/// runs of ties of every annotator (Kendall & Babington Smith 1939, Ann. Math. Stat. 10:275; Siegel & Castellan 1988,
/// p. 266). The interval leaves items out and ranks the others anew.
///
/// Ordinal and interval scales, a complete table. Not estimable: a hole in the table; everybody ties all items.
pub fn kendall_w(tallies: &QuestionTallies, options: &InferenceOptions) -> Outcome<KendallW> {
    let question = &tallies.question;
    if question.scale != Scale::Ordinal && !super::of_numbers(question.scale) {
        return Outcome::NotEstimable(Reason::NotOnThisScale { scale: question.scale.name().into() });
    }
    RatingTable::complete(tallies)
        .and_then(|table| of_table(&table, &question.name, options))
        .map_or_else(Outcome::NotEstimable, Outcome::Estimated)
}

fn of_table(table: &RatingTable<'_>, question: &str, options: &InferenceOptions) -> Result<KendallW, Reason> {
    let ranking = Ranking::of(table);
    let scheme = if table.items() <= LEAVE_ONE_OUT {
        Scheme::Jackknife
    } else {
        Scheme::GroupedJackknife { groups: 200 }
    };
    let stream = Stream { seed: options.seed, question, slice: "kendall_w", purpose: "items" };
    let resampled = resample(&vec![1; table.items()], scheme, stream, 2, &|weights, out| {
        let [corrected, uncorrected] = ranking.concordance(weights);
        (out[0], out[1]) = (corrected, uncorrected);
    });
    let estimate = |column: usize, method: &str| {
        let value =
            resampled.point(column).ok_or(Reason::NoVariation { what: "any annotator's order".into() })?;
        let interval = if value >= 1.0 - 1e-12 {
            Outcome::NotEstimable(Reason::NoErrorToEstimate)
        } else {
            resampled.interval(column, Bounds::BelowOne, options.level)
        };
        let se = interval.estimated().and_then(|_| resampled.se(column));
        Ok(Estimate {
            value,
            interval,
            se,
            sample: table.sample(),
            method: method.into(),
            warnings: Vec::new(),
        })
    };
    let w = estimate(0, "Kendall & Babington Smith 1939, corrected for ties")?;
    let df = table.items() as f64 - 1.0;
    let chi_squared = table.annotators() as f64 * df * w.value;
    Ok(KendallW {
        uncorrected: estimate(1, "Kendall & Babington Smith 1939, not corrected for ties")?,
        chi_squared,
        df,
        p: chi_squared_upper_p(chi_squared, df),
        w,
    })
}

/// By annotator, the items in ascending order with the places where a new value begins.
struct Ranking {
    items: usize,
    ordered: Vec<Vec<(u32, bool)>>,
}

impl Ranking {
    fn of(table: &RatingTable<'_>) -> Self {
        let order = |annotator: usize| {
            let values = table.column(annotator);
            let mut order: Vec<u32> = (0..values.len() as u32).collect();
            order.sort_by(|&a, &b| values[a as usize].total_cmp(&values[b as usize]).then(a.cmp(&b)));
            let is_new = |at: usize| at == 0 || values[order[at] as usize] != values[order[at - 1] as usize];
            (0..order.len()).map(|at| (order[at], is_new(at))).collect()
        };
        Self { items: table.items(), ordered: (0..table.annotators()).map(order).collect() }
    }

    /// W with and without the correction for ties, of the items that have a weight; `None` where it is undefined.
    fn concordance(&self, weights: &[u64]) -> [Option<f64>; 2] {
        let m = self.ordered.len() as f64;
        let mut sums = vec![0.0; self.items];
        let mut ties = 0.0;
        let mut n = 0.0;
        for order in &self.ordered {
            let kept: Vec<(u32, bool)> = remaining(order, weights);
            n = kept.len() as f64;
            let mut below = 0.0;
            for run in kept.chunk_by(|_, next| !next.1) {
                let t = run.len() as f64;
                for &(item, _) in run {
                    sums[item as usize] += below + (t + 1.0) / 2.0;
                }
                below += t;
                ties += t * t * t - t;
            }
        }
        let mean = m * (n + 1.0) / 2.0;
        let kept = sums.iter().zip(weights).filter(|(_, weight)| **weight > 0);
        let s: f64 = kept.map(|(sum, _)| (sum - mean).powi(2)).sum();
        let all = m * m * (n * n * n - n);
        [all - m * ties, all].map(|below| (n >= 2.0 && below > 0.0).then(|| 12.0 * s / below))
    }
}

/// The order of the items that have a weight; a run of ties begins with its first item that is left.
fn remaining(order: &[(u32, bool)], weights: &[u64]) -> Vec<(u32, bool)> {
    let mut kept = Vec::with_capacity(order.len());
    let mut new = false;
    for &(item, begins) in order {
        new |= begins;
        if weights[item as usize] > 0 {
            kept.push((item, std::mem::take(&mut new)));
        }
    }
    kept
}
