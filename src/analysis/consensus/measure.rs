use super::Consensus;
use super::item_shares::{mean_of, share_of_items};
use super::majority::{Majority, by_pattern};
use crate::analysis::inference::InferenceOptions;
use crate::tally::{PatternTable, QuestionTallies};
use crate::vocabulary::{Estimate, Outcome, Reason, SampleSize};

/// The majority of each item: how often it is tied, how strong it is, and how it stands against gold.
pub fn measure(tallies: &QuestionTallies, options: &InferenceOptions) -> Consensus {
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
        tie_rate: share_of_items(tied as f64, sample, options.level, "tied items over rated items"),
        mean_vote_share: mean_of(
            &shares,
            (0.0, 1.0),
            sample,
            options.level,
            "share of the leading label's votes",
        ),
        consensus_against_gold: against_gold(tallies, &majorities, options),
        warning: warning(table),
    }
}

/// What to know of any consensus over this table: under three annotators per rated item it is one or two persons' word.
pub fn warning(table: &PatternTable) -> Option<String> {
    let sample = rated(table, 0);
    (sample.items > 0 && sample.annotations < 3 * sample.items).then(|| {
        "Fewer than three annotations per item on average: the majority is often one or two persons' word.".into()
    })
}

fn rated(table: &PatternTable, annotators: u64) -> SampleSize {
    let items = table.iter().map(|pattern| pattern.items).sum();
    let annotations = table.iter().map(|pattern| pattern.items * pattern.annotations()).sum();
    SampleSize { items, annotations, annotators }
}

/// Ties count 1/k; each item counts once, so Wilson's interval holds, and a tie (which varies less than a yes or no)
/// can only make it a little wide.
fn against_gold(
    tallies: &QuestionTallies,
    majorities: &[Option<Majority>],
    options: &InferenceOptions,
) -> Outcome<Estimate> {
    let Some(gold) = &tallies.gold else {
        return Outcome::NotEstimable(Reason::NotInLog {
            what: "the right label of any item".into(),
            columns: "gold".into(),
        });
    };
    let Some(index) = &tallies.index else { return Outcome::NotEstimable(Reason::NeedsRows) };
    let mut credit_by_pattern = vec![0.0; majorities.len()];
    let mut sample =
        SampleSize { annotators: tallies.summaries.annotator_labels.len() as u64, ..SampleSize::default() };
    for (item, &label) in gold.iter().enumerate() {
        let pattern = index.pattern[item] as usize;
        let Some(vote) = majorities.get(pattern).and_then(Option::as_ref) else { continue };
        if label.is_some() {
            sample.items += 1;
            sample.annotations += vote.annotations;
            credit_by_pattern[pattern] += vote.credit(label);
        }
    }
    let method = "majority against gold, a tie of k labels counted 1/k";
    share_of_items(credit_by_pattern.iter().sum(), sample, options.level, method)
}
