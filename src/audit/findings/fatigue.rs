use super::{Finding, Pattern};
use crate::audit::{AlongVerdict, FatigueVerdict, QuestionAudit};
use crate::vocabulary::Outcome;

/// Outcomes that fall along the session.
pub(super) fn of_question(question: &QuestionAudit) -> Option<Finding> {
    let Outcome::Estimated(fatigue) = &question.fatigue else { return None };
    let slope = fatigue.outcome.primary.estimated();
    let cap = fatigue.order.cap.estimated().and_then(|cap| cap.positions);
    let advice = match cap {
        Some(positions) => format!(
            "Cap sessions at {positions} items, or offer a break there, and see in the next audit whether the fall goes away."
        ),
        None => "Offer shorter sessions or a break where the curve begins to fall, and see whether the fall goes away."
            .to_owned(),
    };
    let affected = fatigue
        .order
        .people
        .estimated()
        .map_or(0, |people| people.iter().filter(|one| one.verdict == AlongVerdict::FallsMore).count());
    let who = match affected {
        0 => String::new(),
        1 => " One annotator falls more than everybody.".to_owned(),
        n => format!(" {n} annotators fall more than everybody."),
    };
    (fatigue.verdict == FatigueVerdict::Falls).then(|| Finding {
        question: question.question.name.clone(),
        pattern: Pattern::Fatigue,
        subject: fatigue.outcome_name.clone(),
        estimate: slope.map(|slope| slope.estimate.clone()),
        metric: "outcome_slope".into(),
        observation: format!("Along a session, {} falls.{who}", fatigue.outcome_name),
        advice,
        example_items: Vec::new(),
        reported: true,
    })
}
