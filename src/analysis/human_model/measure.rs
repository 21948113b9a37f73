use super::bands::bands;
use super::by_annotator::by_annotator;
use super::quality::{Cells, quality};
use super::reference::reference;
use super::{HumanModel, ModelComparison, ModelQuality};
use crate::analysis::consensus::{self, Majority};
use crate::analysis::inference::InferenceOptions;
use crate::tally::{ModelTally, QuestionTallies};
use crate::vocabulary::{Label, Outcome, Reason, SampleSize};
use std::collections::BTreeSet;

/// Every model of a question beside its people: agreement with their majority, accuracy against gold, the human
/// reference and, where confidence is known, agreement by confidence. Not estimable where the log tells no model.
pub fn measure(tallies: &QuestionTallies, options: &InferenceOptions) -> Outcome<HumanModel> {
    let summaries = &tallies.summaries;
    if summaries.models.is_empty() {
        return Outcome::NotEstimable(Reason::NotInLog {
            what: "what any model said".into(),
            columns: "model_label, or rows with annotator_kind = model, or a predictions file".into(),
        });
    }
    let majorities = consensus::by_pattern(&summaries.patterns);
    let tied = |vote: &Option<Majority>| vote.as_ref().is_some_and(|vote| vote.label().is_none());
    let patterns = || summaries.patterns.iter().zip(&majorities);
    Outcome::Estimated(HumanModel {
        models: summaries.models.iter().map(|model| compare(model, tallies, &majorities, options)).collect(),
        tied_items: patterns().filter(|(_, vote)| tied(vote)).map(|(pattern, _)| pattern.items).sum(),
        rated_items: patterns().filter(|(_, vote)| vote.is_some()).map(|(pattern, _)| pattern.items).sum(),
        warning: consensus::warning(&summaries.patterns),
    })
}

fn compare(
    model: &ModelTally,
    tallies: &QuestionTallies,
    majorities: &[Option<Majority>],
    options: &InferenceOptions,
) -> ModelComparison {
    let annotators = tallies.summaries.annotator_labels.len() as u64;
    let (beside, left_out) = by_annotator(model, &tallies.annotators, options);
    ModelComparison {
        annotators: beside,
        annotators_left_out: left_out,
        model: model.name.clone(),
        items: model.joint.iter().map(|&(_, _, items)| items).sum(),
        unanswered: model.unanswered,
        unrated: model.unrated,
        consensus: against_majority(model, tallies, majorities, options.level),
        gold: against_gold(model, tallies, options.level),
        reference: reference(&model.joint, &tallies.summaries.patterns, annotators, options.level),
        confidence: bands(model, majorities, annotators, options.level),
        notes: notes(model, tallies, majorities),
    }
}

fn against_majority(
    model: &ModelTally,
    tallies: &QuestionTallies,
    majorities: &[Option<Majority>],
    level: f64,
) -> Outcome<ModelQuality> {
    let annotators = tallies.summaries.annotator_labels.len() as u64;
    let mut sample = SampleSize { annotators, ..SampleSize::default() };
    let mut cells = Cells::new();
    for &(pattern, label, items) in &model.joint {
        let Some(vote) = &majorities[pattern as usize] else { continue };
        let Some(majority) = vote.label() else { continue };
        sample.annotations += items * vote.annotations;
        *cells.entry((majority, label)).or_default() += items;
    }
    quality(&cells, &tallies.question.labels, sample, "the majority", level)
}

fn against_gold(model: &ModelTally, tallies: &QuestionTallies, level: f64) -> Outcome<ModelQuality> {
    if tallies.gold.is_none() && model.against_gold.is_empty() {
        return Outcome::NotEstimable(Reason::NotInLog {
            what: "the right label of any item".into(),
            columns: "gold".into(),
        });
    }
    let cells: Cells =
        model.against_gold.iter().map(|&(gold, label, items)| ((gold, label), items)).collect();
    quality(&cells, &tallies.question.labels, SampleSize::default(), "gold", level)
}

fn notes(model: &ModelTally, tallies: &QuestionTallies, majorities: &[Option<Majority>]) -> Vec<String> {
    let mut notes = Vec::new();
    let people: BTreeSet<Label> =
        tallies.summaries.patterns.entries.iter().map(|&(label, _)| label).collect();
    let models: BTreeSet<Label> = model.joint.iter().map(|&(_, label, _)| label).collect();
    let names = |labels: &mut dyn Iterator<Item = &Label>| {
        let names: Vec<&str> = labels.map(|&label| tallies.question.labels.name(label)).collect();
        listed(&names)
    };
    if models.difference(&people).next().is_some() {
        notes.push(format!("Labels that people never use: {}.", names(&mut models.difference(&people))));
    }
    if people.difference(&models).next().is_some() {
        notes.push(format!("Labels that the model never gives: {}.", names(&mut people.difference(&models))));
    }
    let tied: u64 = model
        .joint
        .iter()
        .filter(|(pattern, _, _)| majorities[*pattern as usize].as_ref().is_some_and(|v| v.label().is_none()))
        .map(|&(_, _, items)| items)
        .sum();
    for (count, what) in [
        (tied, "items left out of the comparison with the majority: the vote is tied."),
        (model.unanswered, "rated items without an answer."),
        (model.unrated, "answered items that nobody rated."),
        (model.bad_confidence, "confidences that are no number in 0–1, left out of the bands."),
    ] {
        if count > 0 {
            notes.push(format!("{count} {what}"));
        }
    }
    notes
}

/// At most ten names, the rest counted.
fn listed(names: &[&str]) -> String {
    let rest = names.len().saturating_sub(10);
    let shown = names[..names.len() - rest].join(", ");
    if rest == 0 { shown } else { format!("{shown} and {rest} more") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;

    fn measured(log: &TestLog) -> Outcome<HumanModel> {
        measure(&log.tallies(), &InferenceOptions::default())
    }

    fn only(found: &Outcome<HumanModel>) -> &ModelComparison {
        &found.estimated().expect("a model").models[0]
    }

    #[test]
    fn without_a_model_the_log_is_told_what_it_lacks() {
        let log = TestLog::of_items(&[&[0, 1]], 2);
        assert!(matches!(measured(&log).reason(), Some(Reason::NotInLog { .. })));
    }

    #[test]
    fn ties_are_left_out_and_counted() {
        let mut log = TestLog::of_items(&[&[0, 0, 1], &[0, 1], &[1, 1, 1], &[1, 1]], 2);
        log.models = vec![("m", vec![Some(0), Some(0), Some(0), None])];
        let found = measured(&log);
        let model = only(&found);
        let against = model.consensus.estimated().expect("two items with a majority");
        assert_eq!((model.items, against.items, model.unanswered), (3, 2, 1));
        assert_eq!(against.agreement.estimated().map(|a| a.value), Some(0.5));
        assert_eq!(found.estimated().map(|f| (f.tied_items, f.rated_items)), Some((1, 4)));
        assert!(model.notes.iter().any(|note| note.starts_with("Labels that the model never gives: l1")));
        assert!(model.gold.reason().is_some());
    }

    #[test]
    fn all_ties_give_no_comparison() {
        let mut log = TestLog::of_items(&[&[0, 1], &[1, 0]], 2);
        log.models = vec![("m", vec![Some(0), Some(1)])];
        let found = measured(&log);
        assert!(only(&found).consensus.reason().is_some());
        let reference = only(&found).reference.estimated().expect("two people each");
        assert_eq!(reference.human_human.estimated().map(|h| h.value), Some(0.0));
        assert_eq!(reference.model_human.estimated().map(|h| h.value), Some(0.5));
    }

    #[test]
    fn a_model_without_overlap_has_nothing_to_compare() {
        let mut log = TestLog::of_items(&[&[0, 1], &[]], 2);
        log.models = vec![("m", vec![None, Some(1)])];
        let found = measured(&log);
        let model = only(&found);
        assert_eq!((model.items, model.unanswered, model.unrated), (0, 1, 1));
        assert!(model.consensus.reason().is_some() && model.reference.reason().is_some());
    }

    #[test]
    fn gold_is_called_accuracy_and_needs_no_people() {
        let mut log = TestLog::of_items(&[&[0, 0], &[1, 1], &[1, 1]], 2);
        log.models = vec![("m", vec![Some(0), Some(1), Some(0)])];
        log.gold = Some(vec![Some(0), Some(0), None]);
        let found = measured(&log);
        let gold = only(&found).gold.estimated().expect("two items with gold");
        assert_eq!(gold.agreement.estimated().map(|a| a.value), Some(0.5));
    }

    #[test]
    fn two_votes_an_item_carry_a_warning() {
        let mut log = TestLog::of_items(&[&[0, 0], &[1, 1]], 2);
        log.models = vec![("m", vec![Some(0), Some(1)])];
        assert!(measured(&log).estimated().is_some_and(|found| found.warning.is_some()));
    }
}
