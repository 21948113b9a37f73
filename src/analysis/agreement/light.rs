use super::overlap::{Overlap, label_tables, overlaps};
use super::{Contingency, Kappa, WeightTable};
use crate::analysis::inference::{InferenceOptions, normal_quantile};
use crate::tally::{ItemIndex, QuestionTallies};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};
use hashbrown::HashMap;

/// Pairs of annotators over whom the mean is taken; with more, those with most shared items.
const MOST_PAIRS: usize = 5_000;
/// Label pairs over all pairs of annotators that the weights may walk.
const WEIGHTED_WORK: usize = 200_000_000;

/// Light's kappa: the mean of Cohen's kappas over all pairs of annotators who share `min_overlap` items or more.
///
/// The error is linearised over items (each kappa by Fleiss, Cohen and Everitt's influence of its cells), annotators as they
/// are, so that pairs which share items or people do not count as independent; normal quantiles. Weighted kappas by
/// `weights`. Pairs whose kappa is undefined are left out. Not estimable without rows, or with no such pair.
///
/// Reference: Light 1971, Psychol. Bull. 76:365; with complete annotations close to Conger's kappa, which weighs pairs by
/// their expected disagreement (Conger 1980, Psychol. Bull. 88:322).
pub fn light_kappa(
    tallies: &QuestionTallies,
    weights: &WeightTable,
    options: &InferenceOptions,
) -> Outcome<Estimate> {
    let Some(index) = &tallies.index else { return Outcome::NotEstimable(Reason::NeedsRows) };
    let mut pairs = overlaps(index, tallies.annotators.len(), options.min_overlap).enough;
    let found = pairs.len();
    pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.items), pair.first, pair.second));
    pairs.truncate(MOST_PAIRS);
    pairs.sort_by_key(|pair| (pair.first, pair.second));
    let tables = label_tables(index, &pairs, tallies.question.labels.len());
    let most = (WEIGHTED_WORK / pairs.len().max(1)).isqrt();
    let mut known: Vec<(Overlap, Influence)> = Vec::new();
    for (pair, cells) in pairs.iter().zip(&tables) {
        let table = Contingency::of(cells);
        let affordable = weights.is_identity() || table.labels.len() <= most;
        if let (true, Ok(kappa)) = (affordable, Kappa::of(&table, weights)) {
            known.push((*pair, Influence::new(&kappa, &table, weights)));
        }
    }
    if known.is_empty() {
        let what = format!("pairs of annotators with {} shared items", options.min_overlap);
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    }
    let value = known.iter().map(|(_, influence)| influence.kappa).sum::<f64>() / known.len() as f64;
    let (se, sample) = error(index, &known);
    let interval = interval(value, se, options.level);
    let mut warnings = Vec::new();
    if known.len() < found {
        warnings.push(format!("{} of {found} pairs with enough shared items", known.len()));
    }
    Outcome::Estimated(Estimate {
        value,
        se: interval.estimated().map(|_| se),
        interval,
        sample,
        method: format!(
            "Light 1971, {} weights, mean over {} pairs of annotators",
            weights.name(),
            known.len()
        ),
        warnings,
    })
}

fn interval(value: f64, se: f64, level: f64) -> Outcome<ConfidenceInterval> {
    if se < 1e-9 {
        return Outcome::NotEstimable(Reason::NoErrorToEstimate);
    }
    let half = normal_quantile(0.5 + level / 2.0) * se;
    Outcome::Estimated(ConfidenceInterval {
        lower: (value - half).max(-1.0),
        upper: (value + half).min(1.0),
        level,
        method: "linearised error over items, annotators as they are, normal".into(),
    })
}

/// How much one item with each pair of labels moves a kappa.
struct Influence {
    kappa: f64,
    by_cell: HashMap<(usize, usize), f64>,
}

impl Influence {
    fn new(kappa: &Kappa, table: &Contingency, weights: &WeightTable) -> Self {
        let by_cell = table.cells.iter().zip(kappa.influences(table, weights));
        let label = |k: usize| table.labels[k];
        Self {
            kappa: kappa.value,
            by_cell: by_cell.map(|(&(k, l, _), moves)| ((label(k), label(l)), moves)).collect(),
        }
    }
}

/// Error of the mean, and the items and annotators behind it: items one after the other, in their order.
fn error(index: &ItemIndex, known: &[(Overlap, Influence)]) -> (f64, SampleSize) {
    let slots: HashMap<(u32, u32), usize> =
        known.iter().enumerate().map(|(slot, (pair, _))| ((pair.first, pair.second), slot)).collect();
    let mut sample = SampleSize::default();
    let mut squares = 0.0;
    let mut people: Vec<u32> = known.iter().flat_map(|(pair, _)| [pair.first, pair.second]).collect();
    people.sort_unstable();
    people.dedup();
    sample.annotators = people.len() as u64;
    for item in 0..index.items() {
        let (who, said) = (index.annotators(item), index.labels(item));
        let (mut moves, mut met) = (0.0, vec![false; who.len()]);
        for second in 1..who.len() {
            for first in 0..second {
                let Some(&slot) = slots.get(&(who[first], who[second])) else { continue };
                let (pair, influence) = &known[slot];
                let cell = (said[first].index(), said[second].index());
                moves += influence.by_cell.get(&cell).unwrap_or(&0.0) / f64::from(pair.items);
                (met[first], met[second]) = (true, true);
            }
        }
        let annotations = met.iter().filter(|&&met| met).count() as u64;
        sample.annotations += annotations;
        sample.items += u64::from(annotations > 0);
        squares += moves * moves;
    }
    (squares.sqrt() / known.len() as f64, sample)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;
    use proptest::prelude::*;

    fn log(items: &[[u32; 3]]) -> TestLog {
        TestLog::of_items(&items.iter().map(|i| i.as_slice()).collect::<Vec<_>>(), 3)
    }

    #[test]
    fn too_little_overlap_is_no_mean() {
        let found =
            light_kappa(&log(&[[0, 1, 0]]).tallies(), &WeightTable::identity(), &InferenceOptions::default());
        assert!(matches!(found.reason(), Some(Reason::TooFew { .. })));
    }

    #[test]
    fn one_pair_alone_is_cohens_kappa_with_its_error() {
        let given: Vec<[u32; 2]> = (0..60u32).map(|i| [i % 3, if i % 4 == 0 { 0 } else { i % 3 }]).collect();
        let of_two = TestLog::of_items(&given.iter().map(|i| i.as_slice()).collect::<Vec<_>>(), 3);
        let found = light_kappa(&of_two.tallies(), &WeightTable::identity(), &InferenceOptions::default());
        let found = found.estimated().expect("60 items");
        let cells: Vec<_> = given.iter().map(|i| (i[0] as usize, i[1] as usize, 1)).collect();
        let cohen = Kappa::of(&Contingency::of(&cells), &WeightTable::identity()).expect("varies");
        assert!((found.value - cohen.value).abs() < 1e-12);
        assert!((found.se.expect("varies") - cohen.se).abs() < 1e-9);
    }

    /// Fleiss 1971, Psychol. Bull. 76:378, table 1: 30 subjects, six psychiatrists. Light's kappa .459, as the help page of
    /// kappam.light in R's irr prints it.
    #[test]
    fn fleiss_thirty_subjects() {
        let text = include_str!("../../../fixtures/fleiss1971_p381.csv");
        let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
        let place = |column: usize, name: &str| {
            let mut names: Vec<&str> = rows.iter().map(|row| row[column]).collect();
            names.sort_unstable();
            names.dedup();
            names.binary_search(&name).expect("it is there") as u32
        };
        let cells = rows.iter().map(|row| (place(0, row[0]), place(1, row[1]), place(2, row[2])));
        let log =
            TestLog { rows: cells.collect(), labels: 5, items: 30, annotators: 6, ..TestLog::default() };
        let found = light_kappa(&log.tallies(), &WeightTable::identity(), &InferenceOptions::default());
        let found = found.estimated().expect("thirty subjects");
        assert!((found.value - 0.459).abs() < 5e-4, "{}", found.value);
        assert!(found.method.contains("15 pairs"));
    }

    /// The linearised error is the item jackknife's, but for terms of higher order.
    #[test]
    fn the_error_is_that_of_leaving_out_items() {
        let said =
            |i: u32, a: u32| if (i * 7 + a * 5 + i * a).is_multiple_of(3 + a) { (i + a) % 3 } else { i % 3 };
        let given: Vec<[u32; 3]> = (0..150).map(|i| [said(i, 0), said(i, 1), said(i, 2)]).collect();
        let identity = WeightTable::identity();
        let of = |items: &[[u32; 3]]| match light_kappa(
            &log(items).tallies(),
            &identity,
            &InferenceOptions::default(),
        ) {
            Outcome::Estimated(found) => found,
            Outcome::NotEstimable(reason) => panic!("{reason:?}"),
        };
        let without: Vec<f64> = (0..given.len())
            .map(|left_out| {
                let mut rest = given.clone();
                rest.remove(left_out);
                of(&rest).value
            })
            .collect();
        let n = without.len() as f64;
        let mean = without.iter().sum::<f64>() / n;
        let squares: f64 = without.iter().map(|value| (value - mean).powi(2)).sum();
        let jackknife = ((n - 1.0) / n * squares).sqrt();
        let se = of(&given).se.expect("labels vary");
        assert!((se / jackknife - 1.0).abs() < 0.05, "{se} {jackknife}");
    }

    proptest! {
        /// The mean lies between the pairs' kappas, and its error is never above their mean error.
        #[test]
        fn a_mean_is_a_mean(given in prop::collection::vec((0u32..3, 0u32..3, 0u32..3), 20..50)) {
            let items: Vec<[u32; 3]> = given.iter().map(|&(a, b, c)| [a, b, c]).collect();
            let found =
                light_kappa(&log(&items).tallies(), &WeightTable::identity(), &InferenceOptions::default());
            let pair = |a: usize, b: usize| {
                let cells: Vec<_> = items.iter().map(|i| (i[a] as usize, i[b] as usize, 1)).collect();
                Kappa::of(&Contingency::of(&cells), &WeightTable::identity())
            };
            let kappas: Vec<Kappa> =
                [pair(0, 1), pair(0, 2), pair(1, 2)].into_iter().filter_map(Result::ok).collect();
            if let Some(found) = found.estimated() {
                let n = kappas.len() as f64;
                prop_assert!((found.value - kappas.iter().map(|k| k.value).sum::<f64>() / n).abs() < 1e-12);
                let mean = kappas.iter().map(|k| k.se).sum::<f64>() / n;
                prop_assert!(found.se.unwrap_or(0.0) <= mean + 1e-9);
            }
        }
    }
}
