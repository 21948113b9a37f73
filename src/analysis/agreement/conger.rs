use super::WeightTable;
use crate::analysis::inference::{t_quantile, t_two_sided_p};
use crate::tally::{AnnotatorLabels, ItemIndex, PatternTable, QuestionTallies};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};

/// Labels whose pairs the weights walk once.
const MOST_WEIGHTED: usize = 10_000;

/// Conger's kappa: how far all annotators agree beyond what each one's own label shares lead to expect. Cohen's kappa
/// for more than two annotators, who may differ by item.
///
/// κ = (p_a − p_e) / (1 − p_e); p_a is the mean over pairable items of the (weighted) share of agreeing pairs; p_e the mean
/// over pairs of annotators g ≠ h of Σ w_kl p_gk p_hl, p_g the label shares of all that g labelled. Any scale, by weights.
/// The point needs annotators' label counts and the pattern table; the error, Gwet's linearisation over items with
/// annotators as they are and Student's t(n − 1), needs the rows.
///
/// Not estimable where nothing is pairable, with fewer than two annotators, or where all use one and the same label.
/// References: Conger 1980, Psychol. Bull. 88:322; Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., §2.4 and 5.3.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conger {
    /// κ.
    pub value: f64,
    /// p_a.
    pub observed: f64,
    /// p_e.
    pub expected: f64,
    /// Standard error; `None` where there are no rows or a single item.
    pub se: Option<f64>,
    items: u64,
}

/// Conger's kappa of one question.
pub fn conger_kappa(tallies: &QuestionTallies, weights: &WeightTable, level: f64) -> Outcome<Estimate> {
    let summaries = &tallies.summaries;
    let (table, annotators) = (&summaries.patterns, &summaries.annotator_labels);
    let conger = match Conger::of(table, annotators, tallies.index.as_ref(), weights) {
        Ok(conger) => conger,
        Err(reason) => return Outcome::NotEstimable(reason),
    };
    let interval = conger.interval(tallies.index.is_some(), level);
    let used = annotators.iter().filter(|own| !own.counts.is_empty()).count();
    Outcome::Estimated(Estimate {
        value: conger.value,
        se: interval.estimated().and(conger.se),
        interval,
        sample: SampleSize {
            items: table.rated_items(),
            annotations: table.annotations(),
            annotators: used as u64,
        },
        method: format!("Conger 1980, {} weights", weights.name()),
        warnings: Vec::new(),
    })
}

impl Conger {
    /// Of a pattern table and the label counts of those who made it; with an index, the error too.
    pub fn of(
        table: &PatternTable,
        annotators: &[AnnotatorLabels],
        index: Option<&ItemIndex>,
        weights: &WeightTable,
    ) -> Result<Self, Reason> {
        let agreeing: Vec<Option<f64>> = (0..table.len()).map(|p| agreement(table, p, weights)).collect();
        let pairs = table.items.iter().zip(&agreeing).filter_map(|(&n, a)| a.map(|a| (n, a)));
        let pairable: u64 = pairs.clone().map(|(n, _)| n).sum();
        if pairable == 0 {
            return Err(Reason::NothingPairable);
        }
        let chance = Chance::of(annotators, weights)?;
        let observed = pairs.map(|(n, a)| n as f64 * a).sum::<f64>() / pairable as f64;
        let expected = chance.expected;
        if 1.0 - expected < 1e-12 {
            return Err(Reason::NoExpectedDisagreement);
        }
        let value = (observed - expected) / (1.0 - expected);
        let items = table.rated_items();
        let conger = Self { value, observed, expected, se: None, items };
        let se = index
            .filter(|_| items > 1)
            .map(|index| conger.error(index, &agreeing, items as f64 / pairable as f64, &chance));
        Ok(Self { se, ..conger })
    }

    /// Gwet's linearised error. Item i counts κ*_i = (n/n')(a_i − p_e · 1{pairable})/(1 − p_e)
    /// − 2 (1 − κ)(e_i − p_e)/(1 − p_e), e_i what it adds to chance agreement through its annotators' label shares.
    fn error(&self, index: &ItemIndex, agreeing: &[Option<f64>], blow_up: f64, chance: &Chance) -> f64 {
        let (n, rest) = (self.items as f64, 1.0 - self.expected);
        let mut squares = 0.0;
        for item in 0..index.items() {
            let rows = index.rows(item);
            if rows.is_empty() {
                continue;
            }
            let shifts = rows.map(|row| chance.shift(index.annotator[row], index.label[row].index(), n));
            let chance_part = shifts.sum::<f64>() / chance.pairs;
            let own = match agreeing.get(index.pattern[item] as usize).copied().flatten() {
                Some(share) => blow_up * (share - self.expected) / rest,
                None => 0.0,
            };
            squares += (own - 2.0 * (1.0 - self.value) * chance_part / rest - self.value).powi(2);
        }
        (squares / (n * (n - 1.0))).sqrt()
    }

    /// Two-sided p of the test that κ is 0, Student's t(n − 1); `None` where there is no error.
    pub fn p(&self) -> Option<f64> {
        let se = self.se.filter(|&se| se > 1e-9)?;
        Some(t_two_sided_p(self.value / se, (self.items - 1) as f64))
    }

    /// Its interval; `rows`: whether the rows were there, for the reason why there is none.
    pub fn interval(&self, rows: bool, level: f64) -> Outcome<ConfidenceInterval> {
        let Some(se) = self.se.filter(|&se| se > 1e-9) else {
            let reason = if rows { Reason::NoErrorToEstimate } else { Reason::NeedsRows };
            return Outcome::NotEstimable(reason);
        };
        let half = t_quantile(0.5 + level / 2.0, (self.items - 1) as f64) * se;
        Outcome::Estimated(ConfidenceInterval {
            lower: (self.value - half).max(-1.0),
            upper: (self.value + half).min(1.0),
            level,
            method: "Gwet's linearised error over items, annotators as they are, Student's t".into(),
        })
    }
}

/// Weighted share of agreeing pairs of annotations of an item with pattern `p`; `None` with a single annotation.
fn agreement(table: &PatternTable, p: usize, weights: &WeightTable) -> Option<f64> {
    let pattern = table.pattern(p);
    let n = pattern.annotations() as f64;
    if n < 2.0 {
        return None;
    }
    let counts = pattern.counts;
    let mut sum = 0.0;
    for (i, &(k, r)) in counts.iter().enumerate() {
        let r = f64::from(r);
        sum += r * (r - 1.0);
        if !weights.is_identity() {
            let others = counts[..i].iter();
            let near: f64 = others.map(|&(l, s)| f64::from(s) * weights.between(k.index(), l.index())).sum();
            sum += 2.0 * r * near;
        }
    }
    Some(sum / (n * (n - 1.0)))
}

/// Chance agreement of annotators with label shares of their own.
struct Chance {
    expected: f64,
    /// r (r − 1).
    pairs: f64,
    /// By annotator id.
    of: Vec<Option<OwnChance>>,
}

/// One annotator's use of the labels.
struct OwnShares {
    annotator: u32,
    given: f64,
    /// (label, share), labels ascending.
    shares: Vec<(usize, f64)>,
}

impl OwnShares {
    fn of(own: &AnnotatorLabels) -> Self {
        let given = own.counts.iter().map(|&(_, n)| n).sum::<u64>() as f64;
        let shares = own.counts.iter().map(|&(label, n)| (label.index(), n as f64 / given)).collect();
        Self { annotator: own.annotator, given, shares }
    }
}

/// What one annotator has to do with chance agreement.
struct OwnChance {
    given: f64,
    /// (label, Σ over the others h and labels k of w_kl p_hk), labels ascending.
    by_label: Vec<(usize, f64)>,
    /// Mean of it over the own labels.
    mean: f64,
}

impl Chance {
    /// Σ_g≠h p_g′ W p_h = s′ W s − Σ_g p_g′ W p_g, s the sum of all shares: work by the labels each one used.
    fn of(annotators: &[AnnotatorLabels], weights: &WeightTable) -> Result<Self, Reason> {
        let own: Vec<OwnShares> =
            annotators.iter().filter(|one| !one.counts.is_empty()).map(OwnShares::of).collect();
        if own.len() < 2 {
            let (what, found) = ("annotators".into(), own.len() as u64);
            return Err(Reason::TooFew { what, found, needed: 2 });
        }
        let labels = own.iter().flat_map(|one| &one.shares).map(|&(k, _)| k + 1).max().unwrap_or(0);
        let mut sum = vec![0.0; labels];
        own.iter().flat_map(|one| &one.shares).for_each(|&(k, share)| sum[k] += share);
        let pool: Vec<(usize, f64)> = sum.into_iter().enumerate().filter(|&(_, share)| share > 0.0).collect();
        if !weights.is_identity() && pool.len() > MOST_WEIGHTED {
            let (what, found) = ("labels for weights".into(), pool.len() as u64);
            return Err(Reason::TooMany { what, found, limit: MOST_WEIGHTED as u64 });
        }
        let near_pool = means(&pool, &pool, weights);
        let last = own.last().map_or(0, |one| one.annotator as usize + 1);
        let mut of: Vec<Option<OwnChance>> = (0..last).map(|_| None).collect();
        let mut total = 0.0;
        for OwnShares { annotator, given, shares } in &own {
            let near_own = means(shares, shares, weights);
            let of_pool =
                |k: usize| pool.binary_search_by_key(&k, |&(l, _)| l).map_or(0.0, |at| near_pool[at]);
            let by_label: Vec<(usize, f64)> =
                shares.iter().zip(near_own).map(|(&(k, _), near)| (k, of_pool(k) - near)).collect();
            let mean = shares.iter().zip(&by_label).map(|((_, share), (_, near))| share * near).sum::<f64>();
            total += mean;
            of[*annotator as usize] = Some(OwnChance { given: *given, by_label, mean });
        }
        let pairs = (own.len() * (own.len() - 1)) as f64;
        Ok(Self { expected: total / pairs, pairs, of })
    }

    /// What one annotation adds to r (r − 1)(e_i − p_e), of `n` items in all.
    fn shift(&self, annotator: u32, label: usize, n: f64) -> f64 {
        let Some(Some(own)) = self.of.get(annotator as usize) else { return 0.0 };
        let near = own.by_label.binary_search_by_key(&label, |&(k, _)| k);
        near.map_or(0.0, |at| n / own.given * (own.by_label[at].1 - own.mean))
    }
}

/// Σ_l w_kl x_l for each label k of `at`.
fn means(at: &[(usize, f64)], shares: &[(usize, f64)], weights: &WeightTable) -> Vec<f64> {
    if weights.is_identity() {
        return at.iter().map(|&(_, share)| share).collect();
    }
    let mean = |k: usize| shares.iter().map(|&(l, share)| share * weights.between(k, l)).sum();
    at.iter().map(|&(k, _)| mean(k)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::agreement::{Contingency, Kappa, Weights};
    use crate::analysis::test_log::TestLog;
    use crate::vocabulary::Scale;
    use proptest::prelude::*;

    fn conger(log: &TestLog, weights: &WeightTable) -> Result<Conger, Reason> {
        let tallies = log.tallies();
        let summaries = &tallies.summaries;
        Conger::of(&summaries.patterns, &summaries.annotator_labels, tallies.index.as_ref(), weights)
    }

    /// Krippendorff 2011, Computing Krippendorff's Alpha-Reliability: 4 observers, 12 units, gaps; as irrCAC has it, with
    /// the last unit's only label from the third observer, not the second. Gwet's README of
    /// irrCAC prints .76282, error .14917, chance .2334252, p .0003367066 for Conger's kappa of it.
    #[test]
    fn four_observers_twelve_units() {
        let given: [[u32; 4]; 12] = [
            [1, 1, 0, 1],
            [2, 2, 3, 2],
            [3, 3, 3, 3],
            [3, 3, 3, 3],
            [2, 2, 2, 2],
            [1, 2, 3, 4],
            [4, 4, 4, 4],
            [1, 1, 2, 1],
            [2, 2, 2, 2],
            [0, 5, 5, 5],
            [0, 0, 1, 1],
            [0, 0, 3, 0],
        ];
        let rows = given.iter().enumerate().flat_map(|(item, labels)| {
            let met = labels.iter().enumerate().filter(|(_, label)| **label > 0);
            met.map(move |(annotator, &label)| (item as u32, annotator as u32, label - 1))
        });
        let log = TestLog { rows: rows.collect(), labels: 5, items: 12, annotators: 4, ..TestLog::default() };
        let found = conger(&log, &WeightTable::identity()).expect("labels vary");
        assert!((found.value - 0.76282).abs() < 6e-6, "{found:?}");
        assert!((found.expected - 0.233_425_2).abs() < 6e-8, "{found:?}");
        assert!((found.se.expect("rows") - 0.14917).abs() < 6e-6, "{found:?}");
        assert!((found.p().expect("rows") - 0.000_336_706_6).abs() < 6e-10, "{found:?}");
    }

    #[test]
    fn nothing_to_say_of_one_label_one_annotator_or_no_pair() {
        let identity = WeightTable::identity();
        let one_label = TestLog::of_items(&[&[0, 0], &[0, 0]], 2);
        assert_eq!(conger(&one_label, &identity), Err(Reason::NoExpectedDisagreement));
        let alone = TestLog::of_items(&[&[0], &[1]], 2);
        assert_eq!(conger(&alone, &identity), Err(Reason::NothingPairable));
        let perfect = TestLog::of_items(&[&[0, 0], &[1, 1], &[1, 1]], 2);
        let estimate = conger_kappa(&perfect.tallies(), &identity, 0.95);
        let estimate = estimate.estimated().expect("labels vary");
        assert_eq!((estimate.value, estimate.interval.reason()), (1.0, Some(&Reason::NoErrorToEstimate)));
        let mut no_rows = perfect.tallies();
        no_rows.index = None;
        let estimate = conger_kappa(&no_rows, &identity, 0.95);
        assert_eq!(estimate.estimated().expect("a point").interval.reason(), Some(&Reason::NeedsRows));
    }

    fn weights(kind: Weights, labels: usize) -> WeightTable {
        let log = TestLog::of_items(&[], labels).tallies();
        WeightTable::new(kind, Scale::Ordinal, &log.question.labels).expect("ordered")
    }

    proptest! {
        /// Two annotators of the same items: Conger's kappa is Cohen's, weighted or not, and the errors differ by n − 1
        /// in the place of n alone.
        #[test]
        fn two_annotators_are_cohen(
            given in prop::collection::vec((0u32..4, 0u32..4), 3..40),
            kind in prop::sample::select(Weights::ALL.to_vec()),
        ) {
            let items: Vec<[u32; 2]> = given.iter().map(|&(a, b)| [a, b]).collect();
            let log = TestLog::of_items(&items.iter().map(|i| i.as_slice()).collect::<Vec<_>>(), 4);
            let weights = weights(kind, 4);
            let cells: Vec<_> = given.iter().map(|&(a, b)| (a as usize, b as usize, 1)).collect();
            match (conger(&log, &weights), Kappa::of(&Contingency::of(&cells), &weights)) {
                (Ok(conger), Ok(cohen)) => {
                    prop_assert!((conger.value - cohen.value).abs() < 1e-9);
                    let n = given.len() as f64;
                    let se = conger.se.expect("rows") * ((n - 1.0) / n).sqrt();
                    prop_assert!((se - cohen.se).abs() < 1e-7, "{se} {}", cohen.se);
                }
                (conger, cohen) => prop_assert!(conger.is_err() && cohen.is_err()),
            }
        }
    }
}
