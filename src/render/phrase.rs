//! Words for results. Each function says one thing about an audit, plainly and without blame; numbers in words are
//! written by `number`.

mod advice;
mod clusters;
mod session;

pub use advice::advice;
pub use clusters::clusters;
pub use session::{fatigue_verdict, outcome_words, session_cap};

use super::number;
use super::prose::Prose;
use crate::audit::{Finding, HumanModel, Pattern, PersonVerdict, QuestionAudit};
use crate::vocabulary::{Estimate, Outcome, Reason, SampleSize, Scale};

/// The share of disagreement from which one label pair is worth a sentence in the headline.
const NOTABLE_PAIR: f64 = 0.2;

/// The estimate with this metric id among the pooled coefficients, or why it is not there.
pub fn coefficient<'a>(question: &'a QuestionAudit, metric: &str) -> Option<&'a Outcome<Estimate>> {
    question.agreement.coefficients.iter().find(|c| c.metric == metric).map(|c| &c.outcome)
}

/// One sentence of verdict on agreement, then at most two on where it breaks.
pub fn verdict(question: &QuestionAudit) -> Prose {
    let mut prose = agreement_verdict(question);
    if let Some(sentence) = largest_pair(question) {
        prose = prose.say(" ").then(sentence);
    }
    if let Some(sentence) = question.fatigue.estimated().and_then(session::falls) {
        prose = prose.say(" ").then(sentence);
    } else if let Some(sentence) = question.human_model.estimated().and_then(model_beside_people) {
        prose = prose.say(" ").then(sentence);
    }
    prose
}

/// What the band says, in words that hold at its probability.
pub fn agreement_verdict(question: &QuestionAudit) -> Prose {
    match coefficient(question, "krippendorff_alpha") {
        Some(Outcome::Estimated(_)) => match question.agreement.band.estimated().map(|b| b.band.as_str()) {
            Some("reliable") => Prose::default()
                .strong("Annotators agree reliably")
                .say(": these labels can carry conclusions."),
            Some("tentative") => Prose::default()
                .strong("Annotators agree well enough for tentative conclusions")
                .say(", not yet for firm ones."),
            Some(_) => Prose::default()
                .strong("Annotators do not agree reliably")
                .say(": conclusions drawn from these labels may not hold with other annotators."),
            None => Prose::of("Agreement is measured, but not surely enough to name a band."),
        },
        Some(Outcome::NotEstimable(reason)) => {
            Prose::default().strong("Agreement cannot be measured.").say(" ").say(reason.sentence())
        }
        None => Prose::of("Agreement was not measured."),
    }
}

/// The word for the band of one question, for lists of several.
pub fn band_word(question: &QuestionAudit) -> &'static str {
    if coefficient(question, "krippendorff_alpha").and_then(Outcome::estimated).is_none() {
        return "not measurable";
    }
    match question.agreement.band.estimated().map(|b| b.band.as_str()) {
        Some("reliable") => "reliable",
        Some("tentative") => "tentative",
        Some(_) => "not reliable",
        None => "no band",
    }
}

/// The band with its probability, as it stands under the number.
pub fn band_sentence(question: &QuestionAudit) -> Prose {
    match &question.agreement.band {
        Outcome::Estimated(band) if band.band == "not reliable" => Prose::of("Band: ")
            .strong("not reliable")
            .say(". A higher band is not reached with probability .95."),
        Outcome::Estimated(band) => Prose::of("Band: ")
            .strong(&band.band)
            .say(format!(", reached or exceeded with probability {}.", probability(band.probability))),
        Outcome::NotEstimable(reason) => Prose::of("No band: ").say(reason.sentence()),
    }
}

/// A probability from replicates is never shown as certain.
pub fn probability(p: f64) -> String {
    if p > 0.999 { format!(">{}.999", number::NARROW_SPACE) } else { number::share_to(p, 3) }
}

/// The label pair behind much of the disagreement, where there are more than two labels to confuse.
fn largest_pair(question: &QuestionAudit) -> Option<Prose> {
    let pair = question.agreement.label_pairs.first()?;
    let share = pair.share.estimated().map(|e| e.value)?;
    if question.question.labels.len() < 3 || share < NOTABLE_PAIR {
        return None;
    }
    Some(
        Prose::of(number::percent(share))
            .say(" of the disagreement is one boundary: ")
            .strong_name(&pair.first)
            .say(" against ")
            .strong_name(&pair.second)
            .say("."),
    )
}

/// The size of a change in percentage points with its interval: `6 points [4, 9]`.
pub fn points_with_interval(estimate: &Estimate) -> String {
    let size = number::points(estimate.value);
    let Some(ends) = estimate.interval.estimated() else { return size };
    let (low, high) =
        if estimate.value < 0.0 { (-ends.upper, -ends.lower) } else { (ends.lower, ends.upper) };
    let digits = usize::from(estimate.value.abs() < 0.02);
    format!("{size} [{}, {}]", number::decimal(low * 100.0, digits), number::decimal(high * 100.0, digits))
}

/// Whether a model stands clearly above or below one more person.
fn model_beside_people(models: &HumanModel) -> Option<Prose> {
    let (model, difference) = models.models.iter().find_map(|m| {
        let difference = m.reference.estimated()?.difference.estimated()?;
        let ends = difference.interval.estimated()?;
        (ends.upper < 0.0 || ends.lower > 0.0).then_some((m, difference))
    })?;
    let word = if difference.value < 0.0 { "less often" } else { "more often" };
    Some(Prose::of("The model ").name(&model.model).say(format!(
        " agrees with a person {word} than another person does, by {}.",
        points_with_interval(difference)
    )))
}

/// A share in per cent with its interval: `93 % [91 %, 95 %]`.
pub fn percent_with_interval(estimate: &Estimate) -> String {
    let value = number::percent(estimate.value);
    match estimate.interval.estimated() {
        Some(ends) => format!("{value} [{}, {}]", number::percent(ends.lower), number::percent(ends.upper)),
        None => value,
    }
}

/// What a number rests on: `4 402 items · 18 240 annotations · 31 annotators`.
pub fn sample(sample: &SampleSize) -> String {
    let mut parts = vec![
        number::counted(sample.items, "item", "items"),
        number::counted(sample.annotations, "annotation", "annotations"),
    ];
    if sample.annotators > 0 {
        parts.push(number::counted(sample.annotators, "annotator", "annotators"));
    }
    parts.join(" · ")
}

/// A reason in the space of a table cell; the sentence stands elsewhere.
pub fn short_reason(reason: &Reason) -> String {
    match reason {
        Reason::NothingPairable => "nothing pairable".into(),
        Reason::NoExpectedDisagreement => "one label only".into(),
        Reason::OneLabelInSet => "one label in set".into(),
        Reason::NotOnThisScale { .. } => "not on this scale".into(),
        Reason::TooFew { found, needed, .. } => {
            format!("too few: {} of {}", number::count(*found), number::count(*needed))
        }
        Reason::TooMany { .. } => "too many".into(),
        Reason::NotInLog { .. } => "not in the log".into(),
        Reason::NoVariation { .. } => "no variation".into(),
        Reason::Insufficient => "insufficient".into(),
        Reason::WithheldForOthers => "withheld".into(),
        Reason::NeedsRows => "needs rows".into(),
        Reason::NoErrorToEstimate => "no error to estimate".into(),
        Reason::NotAboveChance => "not above chance".into(),
        Reason::Continuous { .. } => "numbers, not labels".into(),
        Reason::NoneCertified { .. } => "none certified".into(),
        Reason::ReplicatesUndefined { .. } => "unstable".into(),
    }
}

/// What a finding fits, as a tag.
pub fn pattern_word(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::Boundary => "boundary",
        Pattern::Training => "training",
        Pattern::OneReviewer => "one reviewer",
        Pattern::Perspective => "perspective",
        Pattern::Fatigue => "fatigue",
        Pattern::Drift => "drift",
        Pattern::Model => "model",
        Pattern::Suggestion => "suggestions",
        Pattern::Data => "data",
    }
}

/// What may be said of a person, without blame.
pub fn person_verdict(verdict: PersonVerdict) -> &'static str {
    match verdict {
        PersonVerdict::TooFew => "too few shared items",
        PersonVerdict::NoEvidence => "no evidence of a difference",
        PersonVerdict::AgreesLess => "agrees less than others on the same items",
        PersonVerdict::AgreesMore => "agrees more than others on the same items",
    }
}

/// How many labels there are, on which scale.
pub fn labels_and_scale(question: &QuestionAudit) -> String {
    let labels = question.question.labels.len() as u64;
    if let Some(numbers) = &question.agreement.numbers {
        return format!(
            "{} on the {} scale, so distances are measured and equal labels are not counted.",
            number::counted(numbers.distinct, "different number", "different numbers"),
            question.question.scale.name()
        );
    }
    match question.question.scale {
        Scale::Set => format!(
            "Annotations are sets of {}; {} were met. Alpha and the weighted coefficients count sets that share labels as \
             near; percent agreement asks whether whole sets are the same.",
            number::counted(question.agreement.members_total, "label", "labels"),
            number::counted(labels, "distinct set", "distinct sets"),
        ),
        scale => format!("{} on the {} scale.", number::counted(labels, "label", "labels"), scale.name()),
    }
}

/// What several annotators of an item come down to: `mean` of numbers, `majority` of labels.
pub fn aggregate_word(question: &QuestionAudit) -> &'static str {
    match question.question.scale {
        Scale::Interval | Scale::Ratio => "mean",
        _ => "majority",
    }
}

/// How reliable an item's annotators are together, and how many it takes for the reliability that is wanted.
pub fn annotators_needed(question: &QuestionAudit) -> Option<Prose> {
    let aggregate = question.agreement.aggregate.as_ref()?;
    let needed = aggregate.needed.estimated()?;
    let target =
        number::share_to(aggregate.target, if aggregate.target * 100.0 % 1.0 > 1e-9 { 3 } else { 2 });
    let people = |value: f64| number::count(value as u64);
    let range = match needed.interval.estimated() {
        Some(ends) if ends.lower < ends.upper => {
            format!(" [{}, {}]", people(ends.lower), people(ends.upper))
        }
        Some(_) => String::new(),
        None => " (no upper bound can be given)".into(),
    };
    let word = aggregate_word(question);
    let takes = match needed.value as u64 {
        1 => "one annotator per item is enough".to_owned(),
        more => format!("an item needs {}{range} annotators", number::count(more)),
    };
    let three = aggregate.by_annotators.iter().find(|(k, _)| *k == 3)?.1.estimated()?;
    Some(
        Prose::of(format!("For a {word} with reliability {target}, "))
            .strong(takes)
            .say(format!("; the {word} of three has {}.", number::estimate(three))),
    )
}

/// A change in percentage points with its sign and interval: `−6.0 points [−9.0, −4.0]`.
pub fn signed_points(estimate: &Estimate) -> String {
    let Some(ends) = estimate.interval.estimated() else { return signed_points_alone(estimate) };
    // An end that is not 0 must not read as 0: the sentence beside it says that the interval leaves 0 out.
    let shown = |digits: usize| [ends.lower, ends.upper].map(|end| signed_hundredths_to(end, digits));
    let unclear = |digits: usize| {
        let zero = number::decimal(0.0, digits);
        ends.lower * ends.upper > 0.0 && shown(digits).contains(&zero)
    };
    let digits = (1..4).find(|&digits| !unclear(digits)).unwrap_or(4);
    let [lower, upper] = shown(digits);
    format!("{} points [{lower}, {upper}]", signed_hundredths_to(estimate.value, digits))
}

/// A change in percentage points with its sign: `−6.0 points`.
pub fn signed_points_alone(estimate: &Estimate) -> String {
    format!("{} points", signed_hundredths(estimate.value))
}

/// A share as points with its sign: `−6.0`.
pub fn signed_hundredths(value: f64) -> String {
    signed_hundredths_to(value, 1)
}

fn signed_hundredths_to(value: f64, digits: usize) -> String {
    let text = number::decimal(value * 100.0, digits);
    if value > 0.0 && text != number::decimal(0.0, digits) { format!("+{text}") } else { text }
}

/// The log's period in words, where it is known: `2026-11-16 to 2026-11-22`.
pub fn period(period: &Option<(String, String)>) -> Option<String> {
    let (first, last) = period.as_ref()?;
    Some(if first == last { first.clone() } else { format!("{first} to {last}") })
}

/// One sentence on several questions, by band.
pub fn verdicts(questions: &[QuestionAudit]) -> Prose {
    let mut prose = Prose::default();
    for (band, words) in [
        ("reliable", "Annotators agree reliably on "),
        ("tentative", "well enough for tentative conclusions on "),
        ("not reliable", "not reliably on "),
        ("no band", "too uncertainly to name a band on "),
        ("not measurable", "agreement cannot be measured on "),
    ] {
        let names: Vec<&str> =
            questions.iter().filter(|q| band_word(q) == band).map(|q| q.question.name.as_str()).collect();
        if names.is_empty() {
            continue;
        }
        let words = match (prose.is_empty(), band) {
            (true, "not measurable") => "Agreement cannot be measured on ".to_owned(),
            (true, "reliable") => words.to_owned(),
            (true, _) => format!("Annotators agree {words}"),
            (false, _) => format!("; {words}"),
        };
        let more = names.len().saturating_sub(6);
        prose = prose.say(words).names(names.into_iter().take(6));
        if more > 0 {
            prose = prose.say(format!(" and {more} more"));
        }
    }
    prose.say(".")
}

/// The number behind a finding: a gain in alpha, a slope, a difference; empty where there is none.
pub fn finding_number(finding: &Finding) -> String {
    let Some(estimate) = &finding.estimate else { return String::new() };
    let metric = finding.metric.as_str();
    if metric.contains("slope") || metric.ends_with("_trend") {
        signed_points(estimate)
    } else if ["gain", "difference", "adjusted", "minus", "bias"].iter().any(|word| metric.contains(word)) {
        number::signed_estimate(estimate)
    } else {
        number::estimate(estimate)
    }
}

/// A metric's id in words: `gain_in_alpha` → `gain in alpha`.
pub fn metric_words(metric: &str) -> String {
    match metric {
        "outcome_slope" => "change per 100 annotations".into(),
        "agreement_trend" | "correctness_trend" => "change per week".into(),
        "item_adjusted_agreement" => "against others, same items".into(),
        "model_minus_human_agreement" => "model minus people".into(),
        _ => Prose::of(metric.replace('_', " ")).to_text(),
    }
}

/// A band of lag in words: `1 to 7 days`, `under a day`, `30 days or more`.
pub fn lag(from_hours: f64, to_hours: Option<f64>) -> String {
    let days = |hours: f64| number::decimal(hours / 24.0, 0);
    match (from_hours > 0.0, to_hours) {
        (false, Some(to)) if to <= 24.0 => "under a day".into(),
        (false, Some(to)) => format!("under {} days", days(to)),
        (false, None) => "any".into(),
        (true, Some(to)) => format!("{} to {} days", days(from_hours), days(to)),
        (true, None) => format!("{} days or more", days(from_hours)),
    }
}
