use super::against::{Against, References};
use super::beside_people::beside_people;
use super::by_annotator::by_annotator;
use super::confused_pairs::Examples;
use super::model_groups::model_groups;
use super::model_kinds::model_kinds;
use super::model_pairs::model_pairs;
use super::model_slices::model_slices;
use super::notes::notes;
use super::quality::{Cells, quality};
use super::reference::reference;
use super::soft_confusion::soft_confusion;
use super::{HumanModel, HumanModelOptions, ModelComparison, ModelQuality};
use crate::analysis::agreement::AgreementOptions;
use crate::analysis::consensus::{self, Majority};
use crate::analysis::inference::InferenceOptions;
use crate::tally::{ModelTally, QuestionTallies};
use crate::vocabulary::{Label, Outcome, Reason, SampleSize};
use rayon::prelude::*;

/// Every model of a question beside its people: agreement with their majority, accuracy against gold, the human
/// reference and, where confidence is known, agreement by confidence. Not estimable where the log tells no model.
pub fn measure(
    tallies: &QuestionTallies,
    agreement: &AgreementOptions,
    own: &HumanModelOptions,
    options: &InferenceOptions,
) -> Outcome<HumanModel> {
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
    let references = References::of(tallies, &majorities);
    let basis = Basis { tallies, majorities: &majorities, references: &references, options };
    let mut models: Vec<ModelComparison> =
        summaries.models.par_iter().enumerate().map(|(at, model)| basis.compare(at, model)).collect();
    let slices = model_slices(tallies, &references, options.level);
    let groups = model_groups(tallies, options.level);
    let parts = slices.by_model.into_iter().zip(slices.left_out).zip(groups.by_model);
    for (model, ((own, left_out), groups)) in models.iter_mut().zip(parts) {
        (model.slices, model.slices_left_out, model.groups) = (own, left_out, groups);
    }
    for (model, people) in models.iter_mut().zip(beside_people(tallies, agreement, own, options)) {
        model.people = Some(people);
    }
    let kinds = model_kinds(&tallies.model_attributes, &models);
    Outcome::Estimated(HumanModel {
        models,
        kinds,
        pairs: model_pairs(tallies, &references, options.level),
        slice_tests: slices.tests,
        group_tests: groups.tests,
        tied_items: patterns().filter(|(_, vote)| tied(vote)).map(|(pattern, _)| pattern.items).sum(),
        rated_items: patterns().filter(|(_, vote)| vote.is_some()).map(|(pattern, _)| pattern.items).sum(),
        warning: consensus::warning(&summaries.patterns),
    })
}

/// What every model is held against.
struct Basis<'a> {
    tallies: &'a QuestionTallies,
    majorities: &'a [Option<Majority>],
    references: &'a References<'a>,
    options: &'a InferenceOptions,
}

impl Basis<'_> {
    fn compare(&self, at: usize, model: &ModelTally) -> ModelComparison {
        let summaries = &self.tallies.summaries;
        let level = self.options.level;
        let annotators = summaries.annotator_labels.len() as u64;
        let (beside, left_out) = by_annotator(model, &self.tallies.annotators, self.options);
        let labels = &self.tallies.question.labels;
        ModelComparison {
            annotators: beside,
            annotators_left_out: left_out,
            model: model.name.clone(),
            items: model.joint.iter().map(|&(_, _, items)| items).sum(),
            unanswered: model.unanswered,
            unrated: model.unrated,
            consensus: self.against_majority(at, model),
            gold: self.against_gold(at, model),
            soft: soft_confusion(&model.joint, &summaries.patterns, labels, annotators, level),
            slices: Vec::new(),
            slices_left_out: 0,
            groups: Vec::new(),
            people: None,
            reference: reference(&model.joint, &summaries.patterns, annotators, level),
            notes: notes(model, self.tallies, self.majorities),
        }
    }

    fn against_majority(&self, at: usize, model: &ModelTally) -> Outcome<ModelQuality> {
        let annotators = self.tallies.summaries.annotator_labels.len() as u64;
        let mut sample = SampleSize { annotators, ..SampleSize::default() };
        let mut cells = Cells::new();
        for &(pattern, label, items) in &model.joint {
            let Some(vote) = &self.majorities[pattern as usize] else { continue };
            let Some(majority) = vote.label() else { continue };
            sample.annotations += items * vote.annotations;
            *cells.entry((majority, label)).or_default() += items;
        }
        self.quality(at, &cells, sample, Against::Consensus, "the majority")
    }

    fn against_gold(&self, at: usize, model: &ModelTally) -> Outcome<ModelQuality> {
        if self.tallies.gold.is_none() && model.against_gold.is_empty() {
            return Outcome::NotEstimable(Reason::NotInLog {
                what: "the right label of any item".into(),
                columns: "gold".into(),
            });
        }
        let cells: Cells =
            model.against_gold.iter().map(|&(gold, label, items)| ((gold, label), items)).collect();
        self.quality(at, &cells, SampleSize::default(), Against::Gold, "gold")
    }

    fn quality(
        &self,
        at: usize,
        cells: &Cells,
        sample: SampleSize,
        against: Against,
        words: &str,
    ) -> Outcome<ModelQuality> {
        let answers = self.tallies.answers.get(at).map_or(&[][..], |model| &model.by_item);
        let reference = |item: usize| -> Label { self.references.label(against, item) };
        let examples = Examples { names: &self.tallies.items, answers, reference: &reference };
        quality(cells, &self.tallies.question.labels, sample, words, self.options.level, &examples)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;

    fn measured(log: &TestLog) -> Outcome<HumanModel> {
        let (agreement, own) = (AgreementOptions::default(), HumanModelOptions::default());
        measure(&log.tallies(), &agreement, &own, &InferenceOptions::default())
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
