use super::{Finding, Pattern, excludes_zero};
use crate::audit::{HumanReference, ModelComparison, QuestionAudit};
use crate::vocabulary::Outcome;

/// Models that agree with people less than people agree with each other, like for like.
pub(super) fn of_question(question: &QuestionAudit) -> Vec<Finding> {
    let Outcome::Estimated(found) = &question.human_model else { return Vec::new() };
    found.models.iter().filter_map(|model| finding(question, model)).collect()
}

fn finding(question: &QuestionAudit, model: &ModelComparison) -> Option<Finding> {
    let reference: &HumanReference = model.reference.estimated()?;
    let difference = reference.difference.estimated().filter(|difference| difference.value < 0.0)?;
    let name = &model.model;
    let confused = model.consensus.estimated().and_then(|quality| quality.most_confused.first());
    let advice = match confused {
        Some(pair) => format!(
            "Look first at the items that people call “{}” and {name} calls “{}”; keep people on what it labels until the \
             two agree as people do.",
            pair.reference, pair.given
        ),
        None => format!("Keep people on what {name} labels until the two agree as people do."),
    };
    Some(Finding {
        question: question.question.name.clone(),
        pattern: Pattern::Model,
        subject: name.clone(),
        reported: excludes_zero(difference),
        estimate: Some(difference.clone()),
        metric: "model_minus_human_agreement".into(),
        observation: format!("{name} agrees with a person less often than another person does."),
        advice,
        example_items: Vec::new(),
    })
}
