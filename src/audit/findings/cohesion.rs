use super::{Finding, Pattern};
use crate::audit::{CohesionVerdict, GroupAgreement, QuestionAudit};

/// Groups that are listed.
const LISTED: usize = 5;

/// Groups that agree more, or less, within themselves than with the others, farthest from chance first.
pub(super) fn of_question(question: &QuestionAudit) -> Vec<Finding> {
    let Some(found) = question.disparity.as_ref().and_then(|found| found.cohesion.estimated()) else {
        return Vec::new();
    };
    let groups = found.attributes.iter().flat_map(|own| own.groups.iter().map(move |group| (own, group)));
    let mut told: Vec<(f64, String, &str, &GroupAgreement)> = groups
        .filter_map(|(own, group)| {
            let numbers = group.numbers.estimated().filter(|numbers| numbers.verdict.reported())?;
            let difference = numbers.difference.redrawn.estimated()?.value;
            let far = difference - numbers.test.estimated()?.expected;
            Some((far.abs(), format!("{} = {}", own.attribute, group.group), group.group.as_str(), numbers))
        })
        .collect();
    told.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    told.into_iter()
        .take(LISTED)
        .map(|(_, subject, group, numbers)| finding(question, subject, group, numbers))
        .collect()
}

fn finding(question: &QuestionAudit, subject: String, group: &str, numbers: &GroupAgreement) -> Finding {
    let (observation, advice) = match numbers.verdict {
        CohesionVerdict::Divided => (
            format!("Annotators of the group “{group}” agree with the others more than with each other."),
            "Do not take the group for one voice: look for what divides it before its view is weighed.",
        ),
        _ => (
            format!(
                "Annotators of the group “{group}” agree with each other more than with the others, beyond what chance makes \
                 of groups of like annotators."
            ),
            "Do not correct it away: it is a view of its own. Keep each group's labels, and decide whose view the labels \
             are to carry.",
        ),
    };
    Finding {
        question: question.question.name.clone(),
        pattern: Pattern::Perspective,
        subject,
        estimate: numbers.difference.redrawn.estimated().cloned(),
        metric: "irr_minus_xrr".into(),
        observation,
        advice: advice.into(),
        example_items: Vec::new(),
        reported: true,
    }
}
