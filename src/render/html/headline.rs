use super::scale::Scale;
use crate::audit::{Audit, QuestionAudit};
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::Outcome;
use serde::Serialize;

/// What a reader takes away in ten seconds.
#[derive(Debug, Clone, Serialize)]
pub struct Headline {
    /// Title of the report.
    pub title: String,
    /// What was audited, in facts that each stay on one line.
    pub audited: Vec<String>,
    /// One sentence of verdict in words.
    pub verdict: Prose,
    /// The headline number of each question.
    pub numbers: Vec<HeadlineNumber>,
    /// What is said where not all questions are shown.
    pub more: String,
}

/// The headline number of one question on its scale.
#[derive(Debug, Clone, Serialize)]
pub struct HeadlineNumber {
    /// The question; empty where the log asks one thing only.
    pub question: Prose,
    /// Anchor of the question's sections.
    pub anchor: String,
    /// Name of the coefficient.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Its interval.
    pub interval: String,
    /// Where it lies, drawn.
    pub scale: Option<Scale>,
    /// The band with its probability, or why there is no number.
    pub band: Prose,
    /// What it rests on.
    pub basis: String,
    /// What stands beside it: percent agreement, a warning.
    pub beside: Vec<String>,
}

/// Headline numbers shown at most.
const MOST: usize = 12;
/// Headline numbers shown where there are more questions than that.
const WORST: usize = 4;

impl Headline {
    /// The headline of an audit whose page shows so many questions in full.
    pub fn of(audit: &Audit, in_full: usize) -> Self {
        let several = audit.questions.len() > 1;
        let shown = shown(audit, in_full);
        Self {
            title: Prose::of(&audit.title).to_text(),
            audited: audited(audit),
            verdict: match audit.questions.as_slice() {
                [] => Prose::of("No question was found in the log."),
                [question] => phrase::verdict(question),
                questions => phrase::verdicts(questions),
            },
            more: more(audit.questions.len(), shown.len()),
            numbers: shown
                .into_iter()
                .map(|place| number_of(&audit.questions[place], place, several, in_full))
                .collect(),
        }
    }
}

/// Places of the questions whose numbers stand at the head: all, or, of more than a reader takes in, the worst.
fn shown(audit: &Audit, in_full: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..audit.questions.len()).collect();
    if places.len() > MOST.min(in_full.max(WORST)) {
        let alpha = |place: usize| {
            let first = audit.questions[place].agreement.coefficients.first();
            first.and_then(|c| c.outcome.estimated()).map_or(f64::INFINITY, |e| e.value)
        };
        places.sort_by(|&a, &b| alpha(a).total_cmp(&alpha(b)).then(a.cmp(&b)));
        places.truncate(WORST);
    }
    places
}

fn more(all: usize, shown: usize) -> String {
    match all - shown {
        0 => String::new(),
        more => format!(
            "These are the {shown} questions on which annotators agree least; {} below.",
            number::counted(more as u64, "more is", "more are")
        ),
    }
}

/// `18 240 annotations · 4 560 items · 31 annotators · 2026-11-16 to 2026-11-22`.
fn audited(audit: &Audit) -> Vec<String> {
    let annotations = audit.questions.iter().map(|q| q.agreement.rated.annotations).sum();
    let mut parts = vec![
        number::counted(annotations, "annotation", "annotations"),
        number::counted(audit.intake.items, "item", "items"),
        number::counted(audit.intake.annotators, "annotator", "annotators"),
    ];
    if audit.questions.len() > 1 {
        parts.push(number::counted(audit.questions.len() as u64, "question", "questions"));
    }
    match (&audit.provenance.plan.as_of, phrase::period(&audit.intake.period)) {
        (_, Some(period)) => parts.push(period),
        (Some(day), None) => parts.push(format!("as of {day}")),
        (None, None) => parts.push("no dates in the log".into()),
    }
    parts.into_iter().map(|part| Prose::of(part).to_text()).collect()
}

fn number_of(question: &QuestionAudit, place: usize, several: bool, in_full: usize) -> HeadlineNumber {
    let first = question.agreement.coefficients.first();
    let outcome = first.map(|c| &c.outcome);
    let estimate = outcome.and_then(Outcome::estimated);
    HeadlineNumber {
        question: if several { Prose::named(&question.question.name) } else { Prose::default() },
        anchor: match (several, place < in_full) {
            (true, true) => format!("q{}", place + 1),
            (true, false) => "questions".into(),
            (false, _) => "agreement".into(),
        },
        name: first.map_or("Agreement".into(), |c| Prose::of(&c.name).to_text()),
        value: estimate.map_or("not estimable".into(), |e| number::share(e.value)),
        interval: estimate.map_or(String::new(), |e| match e.interval.estimated() {
            Some(interval) => number::interval(interval),
            None => "no interval".into(),
        }),
        scale: estimate.map(Scale::of),
        band: match outcome {
            Some(Outcome::NotEstimable(reason)) => Prose::of(reason.sentence()),
            _ => phrase::band_sentence(question),
        },
        basis: phrase::sample(&question.agreement.pairable) + " on items with two or more annotations",
        beside: beside(question),
    }
}

fn beside(question: &QuestionAudit) -> Vec<String> {
    let mut beside = Vec::new();
    if let Some(Outcome::Estimated(percent)) = phrase::coefficient(question, "percent_agreement") {
        beside.push(format!("Percent agreement {}", phrase::percent_with_interval(percent)));
    }
    if let Some(alpha) = question.agreement.coefficients.first().and_then(|c| c.outcome.estimated()) {
        if let Some(interval) = alpha.interval.estimated() {
            beside.push(format!(
                "Interval: {} %, {}",
                number::decimal(interval.level * 100.0, 0),
                interval.method
            ));
        }
        beside.extend(alpha.warnings.iter().cloned());
    }
    beside
}
