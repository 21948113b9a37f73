use super::by_label::by_label;
use super::curve::{area, points};
use super::workload::{Workload, secs_per_item};
use super::{
    Certified, ModelRouting, RiskCoverage, RoutingByHours, RoutingByTarget, RoutingOptions, RoutingThreshold,
    certify, fewest_items,
};
use crate::analysis::calibration::{ConfidencePair, Reference, against_gold, against_majority};
use crate::analysis::consensus::{self, Majority};
use crate::analysis::inference::{InferenceOptions, Stream, exact_upper_bound, share_of_items};
use crate::tally::{ModelTally, QuestionTallies};
use crate::vocabulary::{LabelSet, Outcome, Reason, SampleSize};

/// What every model of a question may label alone. Errors are told by gold where a model's confident answers have any,
/// else by people's majority. Not estimable where no model has a confidence beside either.
pub fn measure(
    tallies: &QuestionTallies,
    asked: &RoutingOptions,
    options: &InferenceOptions,
) -> Outcome<Vec<ModelRouting>> {
    let majorities = consensus::by_pattern(&tallies.summaries.patterns);
    let models = tallies.summaries.models.iter();
    let found: Vec<ModelRouting> =
        models.filter_map(|model| of_model(model, tallies, &majorities, (asked, options))).collect();
    match found.is_empty() {
        false => Outcome::Estimated(found),
        true => Outcome::NotEstimable(Reason::NotInLog {
            what: "how confident a model was of items with gold or a majority".into(),
            columns: "model_confidence".into(),
        }),
    }
}

fn of_model(
    model: &ModelTally,
    tallies: &QuestionTallies,
    majorities: &[Option<Majority>],
    (asked, options): (&RoutingOptions, &InferenceOptions),
) -> Option<ModelRouting> {
    let (against, pairs) = match model.gold_confidence.is_empty() {
        false => (Reference::Gold, against_gold(&model.gold_confidence)),
        true => (Reference::Consensus, against_majority(model, majorities)),
    };
    let curve = RiskCoverage::of(&pairs);
    if curve.items() == 0 {
        return None;
    }
    let sequence = &tallies.summaries.sequence;
    let load = Workload::of(model, secs_per_item(asked.secs_per_item, sequence));
    let stream = Stream {
        seed: options.seed,
        question: &tallies.question.name,
        slice: &model.name,
        purpose: "items under the risk–coverage curve",
    };
    let alpha = 1.0 - options.level;
    Some(ModelRouting {
        model: model.name.clone(),
        against,
        judged: curve.items(),
        error: share_of_items(
            curve.errors(),
            curve.items(),
            SampleSize::default(),
            options.level,
            "judged items with another label",
        ),
        items: load.items,
        without_confidence: load.items - load.confident_items(),
        aurc: area(&curve, options.replicates, stream, options.level),
        excess_aurc: curve.aurc() - curve.least_aurc(),
        curve: points(&curve, options.level),
        by_target: asked
            .target_error
            .map(|target| by_target(&curve, &pairs, &load, &tallies.question.labels, (target, alpha))),
        by_hours: asked.human_hours.map(|hours| by_hours(&curve, &load, hours, options.level)),
        secs_per_item: load.secs_per_item,
    })
}

fn by_target(
    curve: &RiskCoverage,
    pairs: &[ConfidencePair],
    load: &Workload,
    labels: &LabelSet,
    (target, alpha): (f64, f64),
) -> RoutingByTarget {
    let threshold = match certify(&curve.ties, target, alpha) {
        Some(found) => Outcome::Estimated(threshold(found, target, load)),
        None => none_certified(curve, target, alpha),
    };
    let alone = threshold.estimated().map_or(0, |found| found.alone);
    let pays = by_label(pairs, load, labels, (target, alpha)).filter(|found| found.alone > alone);
    RoutingByTarget { target, certainty: 1.0 - alpha, threshold, by_label: pays }
}

/// Why no threshold is certified: too few judged items for any, or too many errors.
fn none_certified(curve: &RiskCoverage, target: f64, alpha: f64) -> Outcome<RoutingThreshold> {
    let needed = fewest_items(target, alpha);
    Outcome::NotEstimable(match curve.items() < needed {
        true => Reason::TooFew {
            what: "items with a confidence and a label to hold it against".into(),
            found: curve.items(),
            needed,
        },
        false => Reason::NoneCertified { basis_points: (target * 1e4).round() as u64 },
    })
}

/// What a threshold does whose error is at most `at_most`.
fn threshold(found: Certified, at_most: f64, load: &Workload) -> RoutingThreshold {
    let alone = load.alone(found.confidence, |_| true);
    RoutingThreshold {
        threshold: f64::from(found.confidence) / 1e6,
        judged: found.items,
        errors: found.errors,
        at_most,
        alone,
        alone_share: alone as f64 / load.items.max(1) as f64,
        to_people: load.items - alone,
        hours: load.hours(load.items - alone),
    }
}

/// The threshold that leaves to people what they have hours for. It depends on confidences alone, so one exact upper
/// bound of its error holds without more ado.
fn by_hours(curve: &RiskCoverage, load: &Workload, hours: f64, certainty: f64) -> RoutingByHours {
    let found = match &load.secs_per_item {
        Outcome::NotEstimable(reason) => Outcome::NotEstimable(reason.clone()),
        Outcome::Estimated(secs) => {
            let affordable = (hours * 3600.0 / secs).floor().max(0.0) as u64;
            spent(curve, load, affordable, certainty)
        }
    };
    RoutingByHours { hours, certainty, threshold: found }
}

fn spent(
    curve: &RiskCoverage,
    load: &Workload,
    affordable: u64,
    certainty: f64,
) -> Outcome<RoutingThreshold> {
    if affordable >= load.items {
        let what = "items to leave any to the model: people manage all of them in these hours".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: load.items, needed: affordable + 1 });
    }
    let Some(confidence) = load.threshold_for(affordable) else {
        return Outcome::NotEstimable(Reason::TooMany {
            what: "items without a confidence for these hours".into(),
            found: load.items - load.confident_items(),
            limit: affordable,
        });
    };
    let above = curve.ties.iter().take_while(|tie| tie.confidence >= confidence).last();
    let bound = above.and_then(|tie| exact_upper_bound(tie.errors, tie.items, certainty));
    match (above, bound) {
        (Some(tie), Some(at_most)) => {
            let found = Certified { confidence, items: tie.items, errors: tie.errors };
            Outcome::Estimated(threshold(found, at_most, load))
        }
        _ => Outcome::NotEstimable(Reason::TooFew {
            what: "items with gold or a majority among those the model would label alone".into(),
            found: 0,
            needed: 1,
        }),
    }
}
