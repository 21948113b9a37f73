//! Whether a model's confidence means what it says, and what it may label alone, in a manager's words.

use super::prose::Prose;
use super::{number, phrase};
use crate::audit::{
    CalibrationAgainst, CalibrationVerdict, LabelThresholds, ModelCalibration, ModelRouting, QuestionAudit,
    Reference, RoutingByHours, RoutingByTarget, RoutingThreshold,
};
use crate::vocabulary::Outcome;

/// What a model's confidence is judged by: gold where there is gold, else people's majority.
pub fn decisive(model: &ModelCalibration) -> Option<&CalibrationAgainst> {
    model.gold.estimated().or_else(|| model.consensus.estimated())
}

/// One sentence on each of the first models: over-confident, under-confident, or no evidence.
pub fn calibration_verdict(model: &ModelCalibration) -> Option<Prose> {
    let against = decisive(model)?;
    let difference = against.difference.estimated()?;
    let measured = against.agreement.estimated().map_or(String::new(), |agreement| {
        format!(
            "its mean confidence is {}, and its label is {} on {} of {}",
            number::percent(against.mean_confidence),
            whose(against.reference),
            number::percent(agreement.value),
            number::counted(against.items, "item", "items"),
        )
    });
    let prose = the_model("The model", &model.model);
    let by = phrase::points_with_interval(difference);
    let claimed = claim(against.verdict, against.reference);
    Some(match against.verdict {
        CalibrationVerdict::OverConfident | CalibrationVerdict::UnderConfident => {
            prose.strong(format!(" is {claimed} by {by}")).say(format!(": {measured}."))
        }
        CalibrationVerdict::NoEvidence => Prose::of("There is no evidence that ")
            .then(the_model("the model", &model.model))
            .say(format!(" is {claimed} on the whole ({}): {measured}.", phrase::signed_points(difference))),
        CalibrationVerdict::Unknown => prose.say(format!(": {measured}; too little to judge it by.")),
    })
}

/// What a verdict claims. Without gold nobody knows how often the model is right, so that it is not called
/// over-confident: it is surer than it agrees.
pub fn claim(verdict: CalibrationVerdict, reference: Reference) -> &'static str {
    use CalibrationVerdict::{NoEvidence, OverConfident, UnderConfident, Unknown};
    match (verdict, reference) {
        (OverConfident, Reference::Gold) => "over-confident",
        (OverConfident, _) => "more confident than it agrees with people",
        (UnderConfident, Reference::Gold) => "under-confident",
        (UnderConfident, _) => "less confident than it agrees with people",
        (NoEvidence | Unknown, Reference::Gold) => "over- or under-confident",
        (NoEvidence | Unknown, _) => "more or less confident than it agrees with people",
    }
}

/// Whose label it is: `the gold label`.
pub fn whose(reference: Reference) -> &'static str {
    match reference {
        Reference::Gold => "the gold label",
        Reference::Consensus => "that of people’s majority",
        Reference::People => "that of a person",
    }
}

/// A confidence as a threshold: two digits, or as many as it takes, at most six. It is never rounded up or down: it
/// stands on an item's confidence.
pub fn threshold(confidence: f64) -> String {
    let digits = (2..6).find(|&digits| {
        let power = 10f64.powi(digits as i32);
        ((confidence * power).round() / power - confidence).abs() < 5e-7
    });
    number::share_to(confidence, digits.unwrap_or(6))
}

/// A stated share of errors, as stated: `2 %`, `0.5 %`.
pub fn target(share: f64) -> String {
    number::level(share)
}

/// What one threshold means: `Let the model label alone from .93 up: 61 % of items, …`.
fn alone(prose: Prose, found: &RoutingThreshold, error: String) -> Prose {
    let work = match &found.hours {
        Outcome::Estimated(hours) => {
            format!("{} about {}", if found.to_people == 1 { "takes" } else { "take" }, hours_words(*hours))
        }
        Outcome::NotEstimable(_) => "are left to people".into(),
    };
    prose
        .strong(format!(" label alone from a confidence of {} up", threshold(found.threshold)))
        .say(format!(
            ": {} of items ({}), {error}",
            number::percent(found.alone_share),
            number::count(found.alone)
        ))
        .say(format!("; the rest, {}, {work}.", number::counted(found.to_people, "item", "items")))
}

/// Hours in words: `22 hours`, `40 minutes`.
pub fn hours_words(hours: f64) -> String {
    match hours {
        hours if hours < 0.995 => {
            number::counted((hours * 60.0).round() as u64, "minute of a person", "minutes of a person")
        }
        hours if hours < 9.95 => {
            let text = number::decimal(hours, 1);
            match text.strip_suffix(".0") {
                Some("1") => "1 hour of a person".into(),
                whole => format!("{} hours of a person", whole.unwrap_or(&text)),
            }
        }
        hours => format!("{} hours of a person", number::count(hours.round() as u64)),
    }
}

/// Words that end in “the model”, and its name where it has another than just that.
fn the_model(words: &str, name: &str) -> Prose {
    match name {
        "model" => Prose::default().strong(words),
        _ => Prose::default().strong(format!("{words} ")).strong_name(name),
    }
}

/// An upper bound in per cent, one digit, never rounded down.
fn bound(share: f64) -> String {
    number::level((share * 1000.0).ceil() / 1000.0)
}

fn certain(certainty: f64) -> String {
    format!("({} certain)", number::level(certainty))
}

/// What the asked-for error or hours come to.
pub fn routing_verdicts(model: &ModelRouting) -> Vec<Prose> {
    let mut out = Vec::new();
    if let Some(asked) = &model.by_target {
        out.push(for_target(model, asked));
        out.extend(asked.by_label.as_ref().map(by_label));
    }
    if let Some(asked) = &model.by_hours {
        out.push(for_hours(model, asked));
    }
    out
}

fn for_target(model: &ModelRouting, asked: &RoutingByTarget) -> Prose {
    match &asked.threshold {
        Outcome::Estimated(found) => {
            let error = format!("error at most {} {}", target(asked.target), certain(asked.certainty));
            alone(the_model("Let the model", &model.model), found, error)
        }
        Outcome::NotEstimable(reason) => the_model("No threshold of the model", &model.model).say(format!(
            " is certified for an error of at most {}. {}",
            target(asked.target),
            reason.sentence()
        )),
    }
}

fn by_label(found: &LabelThresholds) -> Prose {
    let work = match &found.hours {
        Outcome::Estimated(hours) => format!(", about {}", hours_words(*hours)),
        Outcome::NotEstimable(_) => String::new(),
    };
    Prose::default().strong("A threshold for each label leaves more to the model: ").say(format!(
        "{} of items ({}) at the same error; {} to people{work}. Each of {} that the model gives often enough is tested \
         at a certainty that makes all thresholds hold together.",
        number::percent(found.alone_share),
        number::count(found.alone),
        number::counted(found.to_people, "item goes", "items go"),
        number::counted(found.tried, "label", "labels")
    ))
}

fn for_hours(model: &ModelRouting, asked: &RoutingByHours) -> Prose {
    let hours = hours_words(asked.hours);
    match &asked.threshold {
        Outcome::Estimated(found) => {
            let error = format!(
                "error {} of {} judged, at most {} {}",
                number::percent(found.errors as f64 / found.judged.max(1) as f64),
                number::count(found.judged),
                bound(found.at_most),
                certain(asked.certainty)
            );
            alone(the_model(&format!("With {hours}, let the model"), &model.model), found, error)
        }
        Outcome::NotEstimable(reason) => {
            let words = format!("For {hours} there is no threshold of the model");
            the_model(&words, &model.model).say(format!(". {}", reason.sentence()))
        }
    }
}

/// The sentences of one question for a screen or a summary: the first models' verdicts and what was asked of them.
pub fn sentences(question: &QuestionAudit) -> Vec<Prose> {
    const MODELS: usize = 3;
    let calibration = question.calibration.estimated().into_iter().flatten().take(MODELS);
    let routing = question.routing.estimated().into_iter().flatten().take(MODELS);
    calibration.filter_map(calibration_verdict).chain(routing.flat_map(routing_verdicts)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_show_what_they_are() {
        assert_eq!(threshold(0.93), ".93");
        assert_eq!(threshold(0.9312), ".9312");
        assert_eq!(threshold(1.0), "1.00");
        assert_eq!([target(0.02), target(0.005)], ["2\u{202f}%", "0.5\u{202f}%"]);
        let words = [0.5, 1.0, 5.0, 7.25, 22.4].map(hours_words);
        let counts = ["30 minutes", "1 hour", "5 hours", "7.2 hours", "22 hours"];
        assert_eq!(words, counts.map(|count| format!("{count} of a person")));
        assert_eq!(bound(0.1001), "10.1\u{202f}%");
    }
}
