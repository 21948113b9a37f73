use super::{
    CalibrationAgainst, ModelCalibration, ProbabilityScores, Reference, against_gold, against_majority,
    against_people, calibration, probability_scores,
};
use crate::analysis::consensus::{self, Majority};
use crate::analysis::inference::InferenceOptions;
use crate::tally::{ModelTally, QuestionTallies};
use crate::vocabulary::{Outcome, Reason, SampleSize};

/// Every model of a question that tells how sure it is, held against gold, people's majority and the share of people.
/// Not estimable where the log tells of no model, or of no confidence.
pub fn measure(tallies: &QuestionTallies, options: &InferenceOptions) -> Outcome<Vec<ModelCalibration>> {
    let models = &tallies.summaries.models;
    if models.is_empty() {
        return Outcome::NotEstimable(Reason::NotInLog {
            what: "what any model said".into(),
            columns: "model_label, or rows with annotator_kind = model, or a predictions file".into(),
        });
    }
    let tells = |model: &&ModelTally| confident(model) > 0 || model.probabilities.is_some();
    let telling: Vec<&ModelTally> = models.iter().filter(tells).collect();
    if telling.is_empty() {
        return Outcome::NotEstimable(Reason::NotInLog {
            what: "how confident any model was".into(),
            columns: "model_confidence, or p_ columns in a predictions file".into(),
        });
    }
    let majorities = consensus::by_pattern(&tallies.summaries.patterns);
    let all = telling.iter().map(|model| of_model(model, tallies, &majorities, options));
    Outcome::Estimated(all.collect())
}

/// Items with an answer and a usable confidence.
fn confident(model: &ModelTally) -> u64 {
    let rated: u64 = model.confidence.iter().map(|cell| cell.items).sum();
    rated + model.unrated_confidence.iter().map(|cell| cell.items).sum::<u64>()
}

fn of_model(
    model: &ModelTally,
    tallies: &QuestionTallies,
    majorities: &[Option<Majority>],
    options: &InferenceOptions,
) -> ModelCalibration {
    let names = (tallies.question.name.as_str(), model.name.as_str());
    let labels = &tallies.question.labels;
    let annotators = tallies.summaries.annotator_labels.len() as u64;
    let table = &tallies.summaries.patterns;
    let answered = model.joint.iter().map(|cell| cell.2).sum::<u64>() + model.unrated;
    ModelCalibration {
        model: model.name.clone(),
        answered,
        without_confidence: answered.saturating_sub(confident(model)),
        gold: gold(model, tallies, options),
        consensus: calibration(
            &against_majority(model, majorities),
            Reference::Consensus,
            names,
            (labels, SampleSize { annotators, ..SampleSize::default() }),
            options,
        ),
        people: calibration(
            &against_people(model, table),
            Reference::People,
            names,
            (labels, SampleSize { annotators, ..SampleSize::default() }),
            options,
        ),
        probabilities: probabilities(model, tallies, majorities, options.level),
    }
}

fn gold(
    model: &ModelTally,
    tallies: &QuestionTallies,
    options: &InferenceOptions,
) -> Outcome<CalibrationAgainst> {
    if tallies.gold.is_none() && model.against_gold.is_empty() {
        return Outcome::NotEstimable(Reason::NotInLog {
            what: "the right label of any item".into(),
            columns: "gold".into(),
        });
    }
    calibration(
        &against_gold(&model.gold_confidence),
        Reference::Gold,
        (&tallies.question.name, &model.name),
        (&tallies.question.labels, SampleSize::default()),
        options,
    )
}

fn probabilities(
    model: &ModelTally,
    tallies: &QuestionTallies,
    majorities: &[Option<Majority>],
    level: f64,
) -> Outcome<Vec<ProbabilityScores>> {
    let Some(tally) = &model.probabilities else {
        return Outcome::NotEstimable(Reason::NotInLog {
            what: "the model's probability of every label".into(),
            columns: "p_ columns (p_cat, p_dog …) in a predictions file".into(),
        });
    };
    let table = &tallies.summaries.patterns;
    let scores = probability_scores(tally, table, majorities, &tallies.question.labels, level);
    if scores.is_empty() {
        let what = "items with a label and probabilities that add up to 1".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    }
    Outcome::Estimated(scores)
}
