use super::{Finding, Pattern};
use crate::audit::{GroupView, QuestionAudit};
use crate::vocabulary::Outcome;

/// Groups whose view the consensus loses: they agree with it less often than others do on the same items.
pub(super) fn of_question(question: &QuestionAudit) -> Vec<Finding> {
    let views = question.disparity.as_ref().and_then(|found| found.views.estimated());
    let attributes = views.into_iter().flat_map(|views| &views.attributes);
    let mut found = Vec::new();
    for attribute in attributes {
        for group in &attribute.groups {
            if let Outcome::Estimated(numbers) = &group.numbers {
                found.extend(lost(question, (&attribute.attribute, &group.group), numbers));
            }
        }
    }
    found
}

fn lost(question: &QuestionAudit, (attribute, group): (&str, &str), numbers: &GroupView) -> Option<Finding> {
    let own = &numbers.consensus;
    let estimate = own.difference.estimated().filter(|found| own.reported && found.value < 0.0)?;
    Some(Finding {
        question: question.question.name.clone(),
        pattern: Pattern::Perspective,
        subject: format!("{attribute}: {group}"),
        estimate: Some(estimate.clone()),
        metric: "group_consensus_agreement_difference".into(),
        observation: format!(
            "The consensus loses the view of “{group}” ({attribute}) more often than that of others on the same items."
        ),
        advice: "Do not correct it away: keep the labels by group beside the consensus, or weight the annotators to a stated \
                 target and look at the items that flip."
            .into(),
        example_items: Vec::new(),
        reported: true,
    })
}
