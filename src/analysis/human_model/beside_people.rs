use super::HumanModelOptions;
use super::alternative_test::{AlternativeTest, alternative_tests};
use super::left_out::{LeftOutReference, left_out_reference};
use crate::analysis::agreement::{
    AgreementOptions, CrossCell, CrossReplication, Distance, cross_replication,
};
use crate::analysis::inference::{InferenceOptions, Stream};
use crate::tally::{ModelTally, QuestionTallies};
use crate::vocabulary::Outcome;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// One model as a member of the group of people, whoever is right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BesidePeople {
    /// Whether it may stand in for a person.
    pub alternative: Outcome<AlternativeTest>,
    /// How well it replicates people, beyond chance, beside how well people replicate each other.
    pub replication: CrossReplication,
    /// Model and left-out person against the same majorities.
    pub left_out: Outcome<LeftOutReference>,
}

/// Every model, in the order of `summaries.models`.
pub(super) fn beside_people(
    tallies: &QuestionTallies,
    agreement: &AgreementOptions,
    own: &HumanModelOptions,
    options: &InferenceOptions,
) -> Vec<BesidePeople> {
    let distance = Distance::of_question(agreement, &tallies.question);
    let tests = alternative_tests(tallies, agreement, own.alternative_test, options.level);
    let models = tallies.summaries.models.par_iter().zip(tests);
    let one = |(model, alternative)| BesidePeople {
        alternative,
        replication: replication(model, tallies, &distance, options),
        left_out: left_out(model, tallies, options),
    };
    models.map(one).collect()
}

fn stream<'a>(model: &'a ModelTally, tallies: &'a QuestionTallies, options: &InferenceOptions) -> Stream<'a> {
    Stream { seed: options.seed, question: &tallies.question.name, slice: &model.name, purpose: "items" }
}

fn replication(
    model: &ModelTally,
    tallies: &QuestionTallies,
    distance: &Distance,
    options: &InferenceOptions,
) -> CrossReplication {
    let table = &tallies.summaries.patterns;
    let cells: Vec<CrossCell> = model
        .joint
        .iter()
        .map(|&(pattern, answer, items)| CrossCell {
            first: table.pattern(pattern as usize).counts.to_vec(),
            second: vec![(answer, 1)],
            items,
        })
        .collect();
    let labels = tallies.question.labels.len();
    cross_replication(&cells, labels, distance, stream(model, tallies, options), options)
}

fn left_out(
    model: &ModelTally,
    tallies: &QuestionTallies,
    options: &InferenceOptions,
) -> Outcome<LeftOutReference> {
    let annotators = tallies.summaries.annotator_labels.len() as u64;
    let (table, labels) = (&tallies.summaries.patterns, tallies.question.labels.len());
    let stream = stream(model, tallies, options);
    left_out_reference(&model.joint, table, labels, annotators, stream, options)
}
