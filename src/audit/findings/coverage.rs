use super::{Finding, Pattern};
use crate::audit::{QuestionAudit, TargetGroup};
use crate::vocabulary::Outcome;

/// Groups far under their stated target, beyond chance after adjustment over all groups with one.
pub(super) fn of_question(question: &QuestionAudit) -> Vec<Finding> {
    let Outcome::Estimated(coverage) = &question.coverage else { return Vec::new() };
    let mut found = Vec::new();
    for attribute in &coverage.attributes {
        let Some(Outcome::Estimated(comparison)) = &attribute.against_target else { continue };
        let far = comparison.groups.iter().filter(|group| group.reported);
        found.extend(far.map(|group| finding(&question.question.name, &attribute.attribute, group)));
    }
    found
}

fn finding(question: &str, attribute: &str, group: &TargetGroup) -> Finding {
    let name = if group.group.is_empty() { group.together.join(", ") } else { group.group.clone() };
    let who = if group.group.is_empty() {
        format!(
            "Annotators of the groups “{name}” ({attribute}), counted together with all others who are not shown, are"
        )
    } else {
        format!("Annotators of the group “{name}” ({attribute}) are")
    };
    Finding {
        question: question.into(),
        pattern: Pattern::Data,
        subject: format!("{attribute} = {name}"),
        estimate: group.annotators.ratio.estimated().cloned(),
        metric: "annotator_share_ratio_to_target".into(),
        observation: format!("{who} far fewer than the stated target asks for."),
        advice: "Recruit annotators of this group before more of the others annotate; the table tells how many more would \
                 reach the target."
            .into(),
        example_items: Vec::new(),
        reported: true,
    }
}
