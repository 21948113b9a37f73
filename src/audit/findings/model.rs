use super::{Finding, Pattern, excludes_zero};
use crate::audit::{CalibrationVerdict, HumanReference, ModelCalibration, ModelComparison, QuestionAudit};
use crate::vocabulary::Outcome;

/// Models that agree with people less than people agree with each other, like for like.
pub(super) fn of_question(question: &QuestionAudit) -> Vec<Finding> {
    let Outcome::Estimated(found) = &question.human_model else { return Vec::new() };
    let mut findings: Vec<Finding> =
        found.models.iter().filter_map(|model| finding(question, model)).collect();
    let calibration = question.calibration.estimated().into_iter().flatten();
    findings.extend(calibration.filter_map(|model| over_confident(question, model)));
    findings
}

/// A model whose confidence is higher than it is right against gold; without gold it may be people who err.
fn over_confident(question: &QuestionAudit, model: &ModelCalibration) -> Option<Finding> {
    let gold = model.gold.estimated()?;
    if gold.verdict != CalibrationVerdict::OverConfident {
        return None;
    }
    let name = &model.model;
    Some(Finding {
        question: question.question.name.clone(),
        pattern: Pattern::Model,
        subject: name.clone(),
        estimate: gold.difference.estimated().cloned(),
        metric: "calibration_difference".into(),
        observation: format!("{name} is surer than it is right against gold."),
        advice: format!(
            "Do not read {name}’s confidence as a probability; let it label alone only from a certified threshold up, or have \
             its confidence recalibrated."
        ),
        example_items: Vec::new(),
        reported: true,
    })
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
