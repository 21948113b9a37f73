use super::estimate_cell;
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{
    CalibrationAgainst, CalibrationVerdict, LabelThresholds, ModelCalibration, ModelRouting,
    ProbabilityScores, QuestionAudit, Reference, ReliabilityDiagram,
};
use crate::render::prose::Prose;
use crate::render::{confidence_phrase, number};
use crate::vocabulary::Outcome;

/// Whether models' confidence means what it says, and what they may label alone; `None` where there is no model, which
/// the section before says.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Option<Section> {
    question.human_model.estimated()?;
    let mut section = place.section("confidence", "When to trust the model");
    match &question.calibration {
        Outcome::Estimated(models) => {
            filled(place, &mut section, models, question.routing.estimated().map_or(&[], Vec::as_slice));
        }
        Outcome::NotEstimable(reason) => {
            section.absent(Prose::of("Whether a model’s confidence means what it says"), reason)
        }
    }
    if let (Some(_), Outcome::NotEstimable(reason)) = (question.calibration.estimated(), &question.routing) {
        section.absent(Prose::of("What a model may label alone"), reason);
    }
    Some(section)
}

fn filled(
    place: &mut Place<'_, '_>,
    section: &mut Section,
    models: &[ModelCalibration],
    routing: &[ModelRouting],
) {
    let mut verdicts = models.iter().filter_map(confidence_phrase::calibration_verdict);
    section
        .lead(verdicts.next().unwrap_or_else(|| Prose::of("Too little is known to judge any confidence.")));
    let shown = place.parts.saturating_sub(1);
    verdicts.take(shown).for_each(|verdict| section.text(verdict));
    for model in routing.iter().take(place.parts) {
        confidence_phrase::routing_verdicts(model).into_iter().for_each(|verdict| section.text(verdict));
    }
    section.text(premises(routing));
    section.figures(place.figures("confidence"));
    section.table(overview(models, place.rows));
    if !routing.is_empty() {
        section.table(routes(routing, place.rows));
    }
    for model in models.iter().take(place.parts) {
        let own = routing.iter().find(|routing| routing.model == model.model);
        details(place, section, model, own);
    }
    section.more(place.parts, models.len(), "models");
}

/// What the thresholds rest on, or how to get one.
fn premises(routing: &[ModelRouting]) -> Prose {
    let Some(model) = routing.first() else { return Prose::default() };
    if model.by_target.is_none() && model.by_hours.is_none() {
        return Prose::of(
            "State the share of errors that is acceptable (--target-error, or target_error under [routing]), or the hours \
             that people have (--human-hours), and this section tells from which confidence on the model may label alone.",
        );
    }
    let error = match model.against {
        Reference::Gold => "An error is a label other than gold.",
        _ => {
            "There is no gold beside a confidence: an error is a label other than people’s majority, which may err \
             itself; tied votes judge nothing."
        }
    };
    let time = match &model.secs_per_item {
        Outcome::Estimated(secs) => format!(" One person takes {} for an item.", number::seconds(*secs)),
        Outcome::NotEstimable(reason) => format!(" Hours are not told. {}", reason.sentence()),
    };
    Prose::of(format!(
        "{error} The threshold holds for items like these, not for another kind of work.{time} Items without a usable \
         confidence go to people."
    ))
}

fn verdict_words(verdict: CalibrationVerdict) -> &'static str {
    match verdict {
        CalibrationVerdict::OverConfident => "too sure",
        CalibrationVerdict::UnderConfident => "not sure enough",
        CalibrationVerdict::NoEvidence => "no evidence of either",
        CalibrationVerdict::Unknown => "too few",
    }
}

fn against_words(reference: Reference) -> &'static str {
    match reference {
        Reference::Gold => "gold",
        Reference::Consensus => "people’s majority",
        Reference::People => "share of people",
    }
}

fn overview(models: &[ModelCalibration], cap: usize) -> Table {
    let columns = vec![
        words("model"),
        words("against"),
        numbers("items"),
        numbers("mean confidence"),
        numbers("agreement"),
        numbers("confidence minus agreement"),
        words("verdict"),
        numbers("ECE (if calibrated)"),
        numbers("p"),
        numbers("ECE without noise"),
        numbers("Brier"),
        numbers("log loss"),
    ];
    let rows: Vec<(&ModelCalibration, &CalibrationAgainst)> = models
        .iter()
        .flat_map(|model| {
            [&model.gold, &model.consensus, &model.people]
                .into_iter()
                .filter_map(move |against| Some((model, against.estimated()?)))
        })
        .collect();
    Table::capped("Confidence against how often it is right", columns, &rows, cap, |(model, against)| {
        let error = &against.equal_mass;
        vec![
            Cell::name(&model.model),
            Cell::text(against_words(against.reference)),
            Cell::count(against.items),
            Cell::number(against.mean_confidence, number::share(against.mean_confidence)),
            estimate_cell::share(&against.agreement),
            estimate_cell::difference(&against.difference),
            Cell::text(verdict_words(against.verdict)),
            with_null(error.ece, error.ece_null.mean),
            Cell::number(error.ece_null.p, number::p_value(error.ece_null.p)),
            Cell::number(error.debiased_ece, number::share_to(error.debiased_ece, 3)),
            estimate_cell::share(&against.brier),
            estimate_cell::decimal(&against.log_loss),
        ]
    })
    .noted(Prose::of(
        "The verdict needs an interval of “confidence minus agreement” that excludes 0. ECE: mean distance between \
         confidence and agreement over bands of equally many items; noise alone makes it larger than 0, so it stands beside \
         what a perfectly calibrated model with the same confidences would have, and p tells how often that reaches it. \
         Brier and log loss are of the confidence in the label given; smaller is better.",
    ))
}

fn with_null(value: f64, null: f64) -> Cell {
    Cell::number(value, format!("{} ({})", number::share_to(value, 3), number::share_to(null, 3)))
}

fn routes(routing: &[ModelRouting], cap: usize) -> Table {
    let columns = vec![
        words("model"),
        words("error against"),
        numbers("items judged"),
        numbers("error"),
        numbers("area under risk–coverage"),
        numbers("more than the least possible"),
        numbers("error of the surest half"),
        numbers("items to label"),
        numbers("without confidence"),
    ];
    Table::capped("What the models may label alone", columns, routing, cap, |model| {
        let half = model.curve.iter().find(|point| point.coverage >= 0.5 - 1e-9);
        vec![
            Cell::name(&model.model),
            Cell::text(against_words(model.against)),
            Cell::count(model.judged),
            estimate_cell::share(&model.error),
            estimate_cell::share(&model.aurc),
            Cell::number(model.excess_aurc, number::share_to(model.excess_aurc, 3)),
            match half {
                Some(point) => Cell::number(point.error, number::percent(point.error)),
                None => Cell::absent(number::DASH),
            },
            Cell::count(model.items),
            Cell::count(model.without_confidence),
        ]
    })
    .noted(Prose::of(
        "Area: the mean error among the 1, 2, 3 … items the model is surest of; with a useful confidence it lies well \
         below the error of all items.",
    ))
}

fn details(
    place: &Place<'_, '_>,
    section: &mut Section,
    model: &ModelCalibration,
    routing: Option<&ModelRouting>,
) {
    section.heading(Prose::of("Confidence of ").name(&model.model));
    if model.without_confidence > 0 {
        section.text(Prose::of(format!(
            "{} without a usable confidence (none given, or none in 0–1) of {} answered: left out here.",
            number::counted(model.without_confidence, "item", "items"),
            number::count(model.answered)
        )));
    }
    for (what, against) in [("gold", &model.gold), ("the share of people", &model.people)] {
        if let Outcome::NotEstimable(reason) = against {
            section.absent(Prose::of(format!("Confidence against {what}")), reason);
        }
    }
    if let Some(against) = confidence_phrase::decisive(model) {
        let whom = against_words(against.reference);
        section.table(bands(&format!("Bands of equal width, against {whom}"), &against.equal_width));
        section.table(bands(&format!("Bands of equally many items, against {whom}"), &against.equal_mass));
        section.table(labels(against, place.rows));
    }
    match &model.probabilities {
        Outcome::Estimated(scores) => section.table(probabilities(scores)),
        Outcome::NotEstimable(reason) => section.absent(Prose::of("Scores of its probabilities"), reason),
    }
    if let Some(found) = routing.and_then(|model| model.by_target.as_ref()?.by_label.as_ref()) {
        section.table(label_thresholds(found, place.rows));
    }
}

fn bands(caption: &str, diagram: &ReliabilityDiagram) -> Table {
    let columns =
        vec![words("confidence"), numbers("items"), numbers("mean confidence"), numbers("agreement")];
    Table::capped(caption, columns, &diagram.bins, diagram.bins.len(), |bin| {
        let (from, to) = (confidence_phrase::threshold(bin.from), confidence_phrase::threshold(bin.to));
        vec![
            Cell::text(if from == to { from } else { format!("{from} to {to}") }),
            Cell::count(bin.items),
            Cell::number(bin.mean_confidence, number::share(bin.mean_confidence)),
            estimate_cell::share(&bin.agreement),
        ]
    })
    .noted(Prose::of(format!(
        "ECE {} ({} if calibrated, p {}); largest gap {} ({} if calibrated, p {}).",
        number::share_to(diagram.ece, 3),
        number::share_to(diagram.ece_null.mean, 3),
        number::p_value(diagram.ece_null.p),
        number::share_to(diagram.mce, 3),
        number::share_to(diagram.mce_null.mean, 3),
        number::p_value(diagram.mce_null.p),
    )))
}

fn labels(against: &CalibrationAgainst, cap: usize) -> Table {
    let columns = vec![
        words("label by the model"),
        numbers("items"),
        numbers("mean confidence"),
        numbers("agreement"),
        numbers("confidence minus agreement"),
        numbers("q"),
        words("verdict"),
    ];
    let caption = format!("Confidence by label, against {}", against_words(against.reference));
    let table = Table::capped(caption, columns, &against.labels, cap, |label| {
        vec![
            Cell::name(&label.label),
            Cell::count(label.items),
            Cell::number(label.mean_confidence, number::share(label.mean_confidence)),
            estimate_cell::share(&label.agreement),
            estimate_cell::difference(&label.difference),
            match label.q {
                Some(q) => Cell::number(q, number::p_value(q)),
                None => Cell::absent(number::DASH),
            },
            Cell::text(verdict_words(label.verdict)),
        ]
    });
    let left_out = match against.labels_left_out {
        0 => String::new(),
        n => format!(" {} given less often are left out.", number::counted(n, "label", "labels")),
    };
    table.noted(Prose::of(format!(
        "Intervals speak of one label each; the verdict holds false discoveries among the labels at 5\u{202f}%.{left_out}"
    )))
}

fn probabilities(all: &[ProbabilityScores]) -> Table {
    let columns = vec![
        words("against"),
        numbers("items"),
        numbers("Brier, sum form"),
        numbers("half"),
        numbers("log loss"),
        numbers("ROC area"),
        numbers("left out"),
    ];
    Table::capped("Scores of the probabilities of all labels", columns, all, all.len(), |scores| {
        vec![
            Cell::text(against_words(scores.reference)),
            estimate_cell::items(&scores.brier),
            estimate_cell::decimal(&scores.brier),
            estimate_cell::plain(&scores.brier_half, number::share),
            estimate_cell::decimal(&scores.log_loss),
            estimate_cell::plain(&scores.roc_auc, number::share),
            Cell::count(scores.not_distributions),
        ]
    })
    .noted(Prose::of(
        "Brier in the sum form lies in 0–2, its half in 0–1. ROC area: label against rest, mean over labels. Left out: \
         items whose probabilities do not add up to 1.",
    ))
}

fn label_thresholds(found: &LabelThresholds, cap: usize) -> Table {
    let columns = vec![
        words("label by the model"),
        numbers("alone from"),
        numbers("judged"),
        numbers("wrong"),
        numbers("items alone"),
    ];
    Table::capped("Thresholds by label", columns, &found.labels, cap, |label| {
        vec![
            Cell::name(&label.label),
            Cell::number(label.threshold, confidence_phrase::threshold(label.threshold)),
            Cell::count(label.judged),
            Cell::count(label.errors),
            Cell::count(label.alone),
        ]
    })
}
