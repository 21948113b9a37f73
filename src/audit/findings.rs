mod boundary;
mod data;
mod fatigue;
mod model;
mod one_reviewer;
mod perspective;

use super::{IntakeReport, QuestionAudit};
use crate::vocabulary::Estimate;
use serde::{Deserialize, Serialize};

/// Something a reader should notice and can act on, ranked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Which question it is about.
    pub question: String,
    /// What kind of pattern the numbers fit.
    pub pattern: Pattern,
    /// What it is about: `harassment / hate`, an annotator's name, a group, a model.
    pub subject: String,
    /// The number behind it: gain in alpha, slope, difference …
    pub estimate: Option<Estimate>,
    /// The metric's id behind it: `gain_in_alpha`.
    pub metric: String,
    /// What was seen, in one sentence without numbers in it that are not in `estimate` (numbers are formatted later).
    pub observation: String,
    /// What to do, in one sentence.
    pub advice: String,
    /// Example item ids.
    pub example_items: Vec<String>,
    /// Reported or only listed: the one boolean on which false-report rates are measured.
    pub reported: bool,
}

/// What a finding fits (METHODS §7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// A symmetric label pair, many annotators: the guideline is vague.
    Boundary,
    /// Asymmetric against gold, newer annotators.
    Training,
    /// One reviewer, by the rule for people.
    OneReviewer,
    /// Splits by group: do not "correct" it.
    Perspective,
    /// Late blocks.
    Fatigue,
    /// People agree, the model does not.
    Model,
    /// The data do not allow an answer yet.
    Data,
}

/// All findings of an audit, most rewarding first: reported before merely listed, then by pattern (a vague guideline
/// costs everybody, a single person's habits least), then by the end of the interval nearest to "nothing happened",
/// then by name.
pub(super) fn ranked(questions: &[QuestionAudit], intake: &IntakeReport) -> Vec<Finding> {
    let mut found: Vec<Finding> = data::of_intake(intake).into_iter().collect();
    for question in questions {
        found.extend(data::of_question(question));
        found.extend(boundary::of_question(question));
        found.extend(model::of_question(question));
        found.extend(fatigue::of_question(question));
        found.extend(one_reviewer::of_question(question));
        found.extend(perspective::of_question(question));
    }
    found.sort_by(|a, b| {
        (!a.reported, rank(a.pattern))
            .cmp(&(!b.reported, rank(b.pattern)))
            .then(certain_part(b).total_cmp(&certain_part(a)))
            .then_with(|| (&a.question, &a.subject, &a.metric).cmp(&(&b.question, &b.subject, &b.metric)))
    });
    found
}

fn rank(pattern: Pattern) -> u8 {
    match pattern {
        Pattern::Boundary => 0,
        Pattern::Model => 1,
        Pattern::Fatigue => 2,
        Pattern::Training => 3,
        Pattern::Perspective => 4,
        Pattern::Data => 5,
        Pattern::OneReviewer => 6,
    }
}

/// How far the interval stays away from 0; 0 where it covers it or there is none.
fn certain_part(finding: &Finding) -> f64 {
    let interval = finding.estimate.as_ref().and_then(|estimate| estimate.interval.estimated());
    interval.map_or(0.0, |interval| interval.lower.max(-interval.upper).max(0.0))
}

/// Whether the interval lies on one side of 0.
fn excludes_zero(estimate: &Estimate) -> bool {
    estimate.interval.estimated().is_some_and(|interval| interval.lower > 0.0 || interval.upper < 0.0)
}
