use super::Consensus;
use super::basis::{gold_missing, rated, warning};
use super::chosen::in_short;
use super::majority::{Majority, by_pattern};
use super::settle::Settled;
use crate::analysis::inference::{Bounds, InferenceOptions, item_mean, share_of_items};
use crate::tally::QuestionTallies;
use crate::vocabulary::{Estimate, Outcome, SampleSize};
use std::collections::BTreeMap;

/// The majority of each item: how often it is tied, how strong it is, and how it stands against gold; and in short the
/// consensus that was asked for, where one was settled.
pub fn measure(
    tallies: &QuestionTallies,
    settled: Option<&Outcome<Settled>>,
    options: &InferenceOptions,
) -> Consensus {
    let table = &tallies.summaries.patterns;
    let majorities = by_pattern(table);
    let sample = rated(table, tallies.summaries.annotator_labels.len() as u64);
    let tied = table
        .iter()
        .zip(&majorities)
        .filter(|(_, vote)| vote.as_ref().is_some_and(|vote| vote.label().is_none()))
        .map(|(pattern, _)| pattern.items)
        .sum();
    let shares: Vec<(f64, u64)> = table
        .iter()
        .zip(&majorities)
        .filter_map(|(pattern, vote)| vote.as_ref().map(|vote| (vote.share(), pattern.items)))
        .collect();
    Consensus {
        rated_items: sample.items,
        tied_items: tied,
        tie_rate: share_of_items(tied, sample.items, sample, options.level, "tied items over rated items"),
        mean_vote_share: item_mean(&shares, Bounds::Share, options.level).map(|found| Estimate {
            sample,
            method: "mean over items of the leading label's share of votes".into(),
            ..found
        }),
        consensus_against_gold: against_gold(tallies, &majorities, options),
        warning: warning(table),
        chosen: settled.map(|settled| match settled {
            Outcome::Estimated(settled) => Outcome::Estimated(in_short(tallies, settled, options)),
            Outcome::NotEstimable(reason) => Outcome::NotEstimable(reason.clone()),
        }),
    }
}

/// Items count once, ties 1/k.
fn against_gold(
    tallies: &QuestionTallies,
    majorities: &[Option<Majority>],
    options: &InferenceOptions,
) -> Outcome<Estimate> {
    let (Some(gold), Some(index)) = (&tallies.gold, &tallies.index) else { return gold_missing(tallies) };
    let mut credits: BTreeMap<usize, (f64, u64)> = BTreeMap::new();
    let mut sample =
        SampleSize { annotators: tallies.summaries.annotator_labels.len() as u64, ..SampleSize::default() };
    for (item, &label) in gold.iter().enumerate() {
        let pattern = index.pattern[item] as usize;
        let Some(vote) = majorities.get(pattern).and_then(Option::as_ref) else { continue };
        if label.is_some() {
            sample.items += 1;
            sample.annotations += vote.annotations;
            let credit = vote.credit(label);
            // Equal credits (1, 1/2, 1/3 … or 0) are counted, not summed one by one: exact in any order.
            let key = if credit > 0.0 { vote.tied.len() } else { 0 };
            credits.entry(key).or_insert((credit, 0)).1 += 1;
        }
    }
    let credits: Vec<(f64, u64)> = credits.into_values().collect();
    let method = "majority against gold, a tie of k labels counted 1/k";
    item_mean(&credits, Bounds::Share, options.level).map(|found| Estimate {
        sample,
        method: method.into(),
        ..found
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;
    use crate::vocabulary::Reason;

    fn measured(log: &TestLog) -> Consensus {
        measure(&log.tallies(), None, &InferenceOptions::default())
    }

    #[test]
    fn a_tie_with_gold_in_it_counts_its_part() {
        let mut log = TestLog::of_items(&[&[0, 0, 1], &[0, 1], &[0, 1, 2], &[1, 1], &[2], &[0]], 3);
        log.gold = Some(vec![Some(0), Some(1), Some(2), Some(0), None, Some(0)]);
        let found = measured(&log);
        let against = found.consensus_against_gold.estimated().expect("five items with gold");
        assert!((against.value - (1.0 + 0.5 + 1.0 / 3.0 + 0.0 + 1.0) / 5.0).abs() < 1e-12);
        assert_eq!((against.sample.items, against.sample.annotations), (5, 11));
        assert_eq!((found.tied_items, found.rated_items), (2, 6));
        assert!(found.warning.is_some());
    }

    #[test]
    fn without_gold_or_without_items_there_is_a_reason() {
        let found = measured(&TestLog::of_items(&[&[0, 0, 0]], 1));
        assert!(matches!(found.consensus_against_gold.reason(), Some(Reason::NotInLog { .. })));
        assert!(found.warning.is_none());
        let empty = measured(&TestLog::of_items(&[], 1));
        assert!(empty.tie_rate.reason().is_some() && empty.mean_vote_share.reason().is_some());
    }

    #[test]
    fn all_ties_are_a_tie_rate_of_one_with_a_lower_bound_below_it() {
        let found = measured(&TestLog::of_items(&[&[0, 1], &[0, 1]], 2));
        let rate = found.tie_rate.estimated().expect("two items");
        assert_eq!(rate.value, 1.0);
        assert!(rate.interval.estimated().is_some_and(|i| i.lower < 1.0));
    }
}
