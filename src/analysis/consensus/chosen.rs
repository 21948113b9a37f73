use super::basis::{gold_missing, rated, warning};
use super::majority::by_pattern;
use super::settle::Settled;
use super::{AnnotatorReliability, ChosenConsensus, ConsensusCourse, ConsensusModel};
use crate::analysis::inference::{Bounds, InferenceOptions, item_mean, share_of_items};
use crate::tally::QuestionTallies;
use crate::vocabulary::{Estimate, Label, Outcome, Reason, SampleSize};
use std::collections::BTreeMap;

/// Labels per annotator on shared items under which a model of the annotators learns little of any of them.
const SMALL_OVERLAP: f64 = 20.0;

/// A settled consensus in short: how often it is tied, how far it is the majority, how it stands against gold.
pub(super) fn in_short(
    tallies: &QuestionTallies,
    settled: &Settled,
    options: &InferenceOptions,
) -> ChosenConsensus {
    let sample = rated(&tallies.summaries.patterns, tallies.summaries.annotator_labels.len() as u64);
    let tied_items = settled.tied_items();
    let confidences = settled.confidence.iter().filter(|&&confidence| confidence > 0.0);
    let (sum, n) = confidences.fold((0.0, 0u64), |(sum, n), confidence| (sum + confidence, n + 1));
    let method = "items whose labels are equally likely over rated items";
    ChosenConsensus {
        model: settled.model,
        rated_items: sample.items,
        tied_items,
        tie_rate: share_of_items(tied_items, sample.items, sample, options.level, method),
        majority_agreement: with_majority(tallies, settled, sample, options.level),
        mean_confidence: if n > 0 {
            Outcome::Estimated(sum / n as f64)
        } else {
            Outcome::NotEstimable(Reason::TooFew { what: "items".into(), found: 0, needed: 1 })
        },
        against_gold: against_gold(tallies, settled, sample.annotators, options.level),
        label_shares: label_shares(tallies, settled),
        course: settled.course.as_ref().map(|course| ConsensusCourse {
            iterations: course.iterations() as u64,
            converged: course.converged,
            log_likelihood: course.objective().unwrap_or(0.0),
        }),
        annotators: (settled.annotators.iter())
            .map(|one| AnnotatorReliability {
                annotator: tallies.annotators.name(one.annotator).to_owned(),
                reliability: one.reliability.clone(),
                annotations: one.annotations,
            })
            .collect(),
        pooled_errors: settled.pooled_errors.clone(),
        warnings: warnings(tallies, settled, sample),
    }
}

fn with_majority(
    tallies: &QuestionTallies,
    settled: &Settled,
    sample: SampleSize,
    level: f64,
) -> Outcome<Estimate> {
    let Some(index) = &tallies.index else { return Outcome::NotEstimable(Reason::NeedsRows) };
    let majorities: Vec<Option<Label>> = by_pattern(&tallies.summaries.patterns)
        .iter()
        .map(|vote| vote.as_ref().and_then(super::Majority::label))
        .collect();
    let (mut same, mut of) = (0, 0);
    for (label, &pattern) in settled.label.iter().zip(&index.pattern) {
        if let (true, Some(Some(majority))) = (label.is_some(), majorities.get(pattern as usize)) {
            of += 1;
            same += u64::from(label == majority);
        }
    }
    let method = format!("items with the majority's label, by {}", settled.model.title());
    share_of_items(same, of, sample, level, &method)
}

fn against_gold(
    tallies: &QuestionTallies,
    settled: &Settled,
    annotators: u64,
    level: f64,
) -> Outcome<Estimate> {
    let (Some(gold), Some(index)) = (&tallies.gold, &tallies.index) else { return gold_missing(tallies) };
    let mut tied: BTreeMap<u32, Vec<Label>> = BTreeMap::new();
    settled.tied.iter().for_each(|&(item, label)| tied.entry(item).or_default().push(label));
    // Equal credits (1, 1/2, 1/3 … or 0) are counted, not summed one by one: exact in any order.
    let mut credits: BTreeMap<usize, u64> = BTreeMap::new();
    let mut sample = SampleSize { annotators, ..SampleSize::default() };
    for (item, &label) in gold.iter().enumerate() {
        let labels = index.rows(item).len() as u64;
        if !label.is_some() || labels == 0 {
            continue;
        }
        sample.items += 1;
        sample.annotations += labels;
        let among = match tied.get(&(item as u32)) {
            Some(tied) => {
                if tied.contains(&label) {
                    tied.len()
                } else {
                    0
                }
            }
            None => usize::from(settled.label[item] == label),
        };
        *credits.entry(among).or_default() += 1;
    }
    let credit = |(among, items): (usize, u64)| (if among > 0 { 1.0 / among as f64 } else { 0.0 }, items);
    let credits: Vec<(f64, u64)> = credits.into_iter().map(credit).collect();
    item_mean(&credits, Bounds::Share, level).map(|found| Estimate {
        sample,
        method: format!("{} against gold, a tie of k labels counted 1/k", settled.model.title()),
        ..found
    })
}

fn label_shares(tallies: &QuestionTallies, settled: &Settled) -> Vec<(String, f64)> {
    let mut counts = vec![0u64; tallies.question.labels.len()];
    settled.label.iter().filter(|label| label.is_some()).for_each(|label| counts[label.index()] += 1);
    let all: u64 = counts.iter().sum();
    let share = |(name, &n): (&String, &u64)| (name.clone(), n as f64 / all as f64);
    tallies.question.labels.names.iter().zip(&counts).filter(|&(_, &n)| n > 0).map(share).collect()
}

fn warnings(tallies: &QuestionTallies, settled: &Settled, sample: SampleSize) -> Vec<String> {
    let mut warnings: Vec<String> = warning(&tallies.summaries.patterns).into_iter().collect();
    let few = |shared: &f64| *shared < SMALL_OVERLAP;
    if settled.model != ConsensusModel::Majority
        && let Some(shared) = shared_labels(tallies, sample.annotators).filter(few)
    {
        warnings.push(format!(
            "Annotators have {shared:.1} labels each, on average, on items that others labelled too: too few to learn \
             much of any one of them."
        ));
    }
    warnings.extend(settled.warnings.iter().cloned());
    warnings
}

/// Labels on items that others labelled too, per annotator.
fn shared_labels(tallies: &QuestionTallies, annotators: u64) -> Option<f64> {
    let patterns = tallies.summaries.patterns.iter().filter(|pattern| pattern.is_pairable());
    let labels: u64 = patterns.map(|pattern| pattern.items * pattern.annotations()).sum();
    (annotators > 0).then(|| labels as f64 / annotators as f64)
}
