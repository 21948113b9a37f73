use super::{Finding, Pattern};
use crate::audit::{FatigueVerdict, QuestionAudit};
use crate::vocabulary::Outcome;

/// Outcomes that fall along the session.
pub(super) fn of_question(question: &QuestionAudit) -> Option<Finding> {
    let Outcome::Estimated(fatigue) = &question.fatigue else { return None };
    let slope = fatigue.outcome.primary.estimated();
    (fatigue.verdict == FatigueVerdict::Falls).then(|| Finding {
        question: question.question.name.clone(),
        pattern: Pattern::Fatigue,
        subject: fatigue.outcome_name.clone(),
        estimate: slope.map(|slope| slope.estimate.clone()),
        metric: "outcome_slope".into(),
        observation: format!("Along a session, {} falls.", fatigue.outcome_name),
        advice: "Offer shorter sessions or a break where the curve begins to fall, and see whether the fall goes away."
            .into(),
        example_items: Vec::new(),
        reported: true,
    })
}
