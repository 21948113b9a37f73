use super::{Finding, Pattern};
use crate::audit::{Interventions, QuestionAudit, ShowingEffect};
use crate::vocabulary::Outcome;

/// Labels of wrong suggestions that are given because, or at least where, they are shown.
pub(super) fn of_question(question: &QuestionAudit) -> Option<Finding> {
    let Outcome::Estimated(found) = &question.interventions else { return None };
    let bias: &ShowingEffect = found.showing.automation_bias.estimated().filter(|bias| bias.reported)?;
    let seen = match found.showing.randomised {
        true => "Showing a wrong suggestion makes people give its label",
        false => {
            "People give the label of a wrong suggestion more often when it is shown to them than when it is not"
        }
    };
    let judge = match found.showing.by_gold {
        true => "wrong by gold",
        false => "wrong by people who were not shown it",
    };
    Some(Finding {
        question: question.question.name.clone(),
        pattern: Pattern::Suggestion,
        subject: "wrong suggestions".into(),
        estimate: Some(bias.estimate.clone()),
        metric: "automation_bias".into(),
        observation: format!("{seen} ({judge}, on the same items){}.", hurried(found)),
        advice: "Ask for a label before the suggestion is shown, or hide it on a random part of the items; show no \
                 suggestion where the model is unsure, and measure again."
            .into(),
        example_items: Vec::new(),
        reported: true,
    })
}

/// Whether approvals take ever less time, too.
fn hurried(found: &Interventions) -> &'static str {
    let trend = found.approval_time_trend.estimated();
    let ends = trend.and_then(|trend| trend.estimate.interval.estimated());
    match ends.is_some_and(|interval| interval.upper < 0.0) {
        true => ", and the time that an approval takes falls from week to week",
        false => "",
    }
}
