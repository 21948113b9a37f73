mod boundary;
mod cohesion;
mod course;
mod coverage;
mod data;
mod fairness;
mod fatigue;
mod interventions;
mod model;
mod one_reviewer;
mod perspective;
mod views;

use super::{IntakeReport, QuestionAudit};
use crate::vocabulary::Estimate;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

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
    /// Falls along the calendar.
    Drift,
    /// People agree, the model does not.
    Model,
    /// People give the label of a wrong suggestion where it is shown.
    Suggestion,
    /// The data do not allow an answer yet.
    Data,
}

/// All findings of an audit, most rewarding first: reported before merely listed, then what costs everybody before a
/// single person's habits, then by the end of the interval nearest to "nothing happened" (a gain in alpha, a fall of
/// agreement along the session and a model's distance from people are all differences of agreement), then by name.
pub(super) fn ranked(questions: &[QuestionAudit], intake: &IntakeReport) -> Vec<Finding> {
    let mut found: Vec<Finding> = data::of_intake(intake).into_iter().collect();
    for question in questions {
        found.extend(data::of_question(question));
        found.extend(boundary::of_question(question));
        found.extend(model::of_question(question));
        found.extend(interventions::of_question(question));
        found.extend(fatigue::of_question(question));
        found.extend(course::of_question(question));
        found.extend(one_reviewer::of_question(question));
        found.extend(perspective::of_question(question));
        found.extend(cohesion::of_question(question));
        found.extend(coverage::of_question(question));
        found.extend(views::of_question(question));
        found.extend(fairness::of_question(question));
    }
    found.sort_by(more_rewarding);
    found
}

fn more_rewarding(a: &Finding, b: &Finding) -> Ordering {
    (!a.reported, rank(a.pattern))
        .cmp(&(!b.reported, rank(b.pattern)))
        .then(certain_part(b).total_cmp(&certain_part(a)))
        .then_with(|| (&a.question, &a.subject, &a.metric).cmp(&(&b.question, &b.subject, &b.metric)))
}

fn rank(pattern: Pattern) -> u8 {
    match pattern {
        Pattern::Boundary | Pattern::Model | Pattern::Suggestion | Pattern::Fatigue | Pattern::Drift => 0,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{ConfidenceInterval, Outcome, SampleSize};

    fn finding(pattern: Pattern, lower: f64, upper: f64) -> Finding {
        let interval = ConfidenceInterval { lower, upper, level: 0.95, method: "by hand".into() };
        Finding {
            question: "label".into(),
            pattern,
            subject: "subject".into(),
            estimate: Some(Estimate {
                value: (lower + upper) / 2.0,
                interval: Outcome::Estimated(interval),
                se: None,
                sample: SampleSize::default(),
                method: "by hand".into(),
                warnings: Vec::new(),
            }),
            metric: "metric".into(),
            observation: String::new(),
            advice: String::new(),
            example_items: Vec::new(),
            reported: true,
        }
    }

    #[test]
    fn a_fall_ranks_by_its_weight_among_label_pairs_and_people_last() {
        let mut found = [
            finding(Pattern::OneReviewer, -0.5, -0.4),
            finding(Pattern::Boundary, 0.01, 0.03),
            finding(Pattern::Fatigue, -0.17, -0.09),
            finding(Pattern::Boundary, 0.11, 0.14),
        ];
        found.sort_by(more_rewarding);
        let patterns: Vec<Pattern> = found.iter().map(|f| f.pattern).collect();
        let expected = [Pattern::Boundary, Pattern::Fatigue, Pattern::Boundary, Pattern::OneReviewer];
        assert_eq!(patterns, expected);
    }
}
