use super::against::{Against, References};
use crate::analysis::inference::{McNemar, PairedItems, TwoShares, benjamini_hochberg};
use crate::tally::{ModelLabels, QuestionTallies};
use crate::vocabulary::{Estimate, Outcome, Reason, SampleSize};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Models that are compared with each other; of more, the first by name.
const MODELS: usize = 50;
/// False discovery rate among the differences told.
const FALSE_DISCOVERY: f64 = 0.05;

/// Any two models on the same items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelPairs {
    /// In order of names; against the consensus first.
    pub pairs: Vec<ModelPair>,
    /// Size of the family of tests, over which q is.
    pub tests: u64,
    /// Models that were not compared, because there are so many.
    pub models_left_out: u64,
}

/// Two models on the items that both answered and that have a reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelPair {
    /// First by name.
    pub first: String,
    /// Second by name.
    pub second: String,
    /// Gold or the consensus.
    pub against: Against,
    /// Items that both give the reference's label, that only the first does, only the second, neither.
    pub both: u64,
    /// Only the first.
    pub first_only: u64,
    /// Only the second.
    pub second_only: u64,
    /// Neither.
    pub neither: u64,
    /// The first's share minus the second's.
    pub difference: Outcome<Estimate>,
    /// McNemar's tests; the exact one decides.
    pub mcnemar: McNemar,
    /// The exact p after Benjamini–Hochberg over all pairs; absent where the two share no item.
    pub q_value: Option<f64>,
    /// Whether the two are told to differ: q ≤ 0.05.
    pub reported: bool,
}

/// Which items one model answered where there is a reference, and which it has right: a bit each.
struct Marks {
    known: Vec<u64>,
    right: Vec<u64>,
}

/// Every pair of models; `None` with fewer than two.
pub(super) fn model_pairs(
    tallies: &QuestionTallies,
    references: &References<'_>,
    level: f64,
) -> Option<ModelPairs> {
    let all = &tallies.answers;
    if all.len() < 2 {
        return None;
    }
    let models = &all[..all.len().min(MODELS)];
    let mut pairs: Vec<ModelPair> = Vec::new();
    for against in Against::BOTH.into_iter().filter(|&against| references.has(against)) {
        let marks: Vec<Marks> = models.par_iter().map(|model| marks(model, references, against)).collect();
        for a in 0..models.len() {
            for b in a + 1..models.len() {
                let names = (&models[a].model, &models[b].model);
                pairs.push(pair(names, against, counted(&marks[a], &marks[b]), level));
            }
        }
    }
    let tested: Vec<usize> =
        (0..pairs.len()).filter(|&at| pairs[at].difference.estimated().is_some()).collect();
    let p: Vec<f64> = tested.iter().map(|&at| pairs[at].mcnemar.exact_p).collect();
    for (&at, q) in tested.iter().zip(benjamini_hochberg(&p)) {
        pairs[at].q_value = Some(q);
        pairs[at].reported = q <= FALSE_DISCOVERY;
    }
    Some(ModelPairs { pairs, tests: tested.len() as u64, models_left_out: (all.len() - models.len()) as u64 })
}

fn marks(model: &ModelLabels, references: &References<'_>, against: Against) -> Marks {
    let words = model.by_item.len().div_ceil(64);
    let mut marks = Marks { known: vec![0; words], right: vec![0; words] };
    for (item, &answer) in model.by_item.iter().enumerate().filter(|(_, answer)| answer.is_some()) {
        let reference = references.label(against, item);
        if reference.is_some() {
            marks.known[item / 64] |= 1 << (item % 64);
            marks.right[item / 64] |= u64::from(reference == answer) << (item % 64);
        }
    }
    marks
}

fn counted(a: &Marks, b: &Marks) -> PairedItems {
    let mut out = PairedItems::default();
    let words = a.known.iter().zip(&b.known).zip(a.right.iter().zip(&b.right));
    for ((&known, &other), (&first, &second)) in words {
        let shared = known & other;
        let count = |bits: u64| u64::from((shared & bits).count_ones());
        out.both += count(first & second);
        out.first_only += count(first & !second);
        out.second_only += count(second & !first);
        out.neither += count(!(first | second));
    }
    out
}

fn pair((first, second): (&String, &String), against: Against, cells: PairedItems, level: f64) -> ModelPair {
    let found = TwoShares { paired: cells, ..TwoShares::default() }.difference(level);
    let sample = SampleSize { items: cells.items(), ..SampleSize::default() };
    ModelPair {
        first: first.clone(),
        second: second.clone(),
        against,
        both: cells.both,
        first_only: cells.first_only,
        second_only: cells.second_only,
        neither: cells.neither,
        difference: match found {
            None => {
                let what = "items that both models answered".into();
                Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 })
            }
            Some(found) => Outcome::Estimated(Estimate {
                value: found.value,
                interval: Outcome::Estimated(found.interval),
                se: None,
                sample,
                method: format!("difference of shares of items with the label of {}", against.name()),
                warnings: Vec::new(),
            }),
        },
        mcnemar: McNemar::of(cells.first_only, cells.second_only),
        q_value: None,
        reported: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::consensus;
    use crate::analysis::test_log::TestLog;

    fn pairs_of(log: &TestLog) -> Option<ModelPairs> {
        let tallies = log.tallies();
        let majorities = consensus::by_pattern(&tallies.summaries.patterns);
        model_pairs(&tallies, &References::of(&tallies, &majorities), 0.95)
    }

    #[test]
    fn items_that_only_one_of_two_answered_are_left_out() {
        let items: Vec<&[u32]> = vec![&[0, 0]; 70];
        let mut log = TestLog::of_items(&items, 2);
        // Item 0: only m answers; 1–3: m alone is right; the others: both.
        let m = (0..70).map(|_| Some(0)).collect();
        let n = (0..70).map(|i| if i == 0 { None } else { Some(u32::from(i < 4)) }).collect();
        log.models = vec![("m", m), ("n", n)];
        log.gold = Some((0..70).map(|i| (i >= 2).then_some(0)).collect());
        let found = pairs_of(&log).expect("two models");
        let cells = |at: usize| {
            let pair = &found.pairs[at];
            (pair.against, pair.both, pair.first_only, pair.second_only, pair.neither)
        };
        assert_eq!(cells(0), (Against::Consensus, 66, 3, 0, 0));
        assert_eq!(cells(1), (Against::Gold, 66, 2, 0, 0));
        assert!(found.tests == 2 && (found.pairs[0].mcnemar.exact_p - 0.25).abs() < 1e-12);
        assert!((found.pairs[0].q_value.expect("tested") - 0.5).abs() < 1e-12);
    }

    #[test]
    fn models_without_a_common_item_are_not_compared() {
        let mut log = TestLog::of_items(&[&[0, 0], &[1, 1]], 2);
        assert!(pairs_of(&log).is_none());
        log.models = vec![("m", vec![Some(0), None]), ("n", vec![None, Some(1)])];
        let found = pairs_of(&log).expect("two models");
        assert!(matches!(found.pairs[0].difference.reason(), Some(Reason::TooFew { .. })));
        assert_eq!((found.pairs[0].q_value, found.pairs[0].reported, found.tests), (None, false, 0));
    }
}
