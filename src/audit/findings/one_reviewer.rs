use super::{Finding, Pattern};
use crate::audit::{AnnotatorAgreement, PersonVerdict, QuestionAudit};
use crate::vocabulary::Outcome;

/// Annotators who agree less than others did on the same items, by the rule for people (METHODS §1): the analysis has
/// already asked for overlap, a margin, both halves and a corrected p.
pub(super) fn of_question(question: &QuestionAudit) -> Vec<Finding> {
    let Outcome::Estimated(annotators) = &question.agreement.annotators else { return Vec::new() };
    let less = |one: &&AnnotatorAgreement| one.verdict == PersonVerdict::AgreesLess;
    annotators.iter().filter(less).map(|one| finding(question, one)).collect()
}

fn finding(question: &QuestionAudit, one: &AnnotatorAgreement) -> Finding {
    let name = &one.annotator;
    Finding {
        question: question.question.name.clone(),
        pattern: Pattern::OneReviewer,
        subject: name.clone(),
        estimate: one.adjusted.estimated().cloned(),
        metric: "item_adjusted_agreement".into(),
        observation: format!("{name} agrees with the others less often than they agree on the same items."),
        advice: format!(
            "Go through a few of these items with {name} before concluding anything: another reading of the guideline, \
             a rarer kind of item, or a point that the others miss can all look like this."
        ),
        example_items: Vec::new(),
        reported: true,
    }
}
