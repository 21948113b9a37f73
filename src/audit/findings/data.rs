use super::{Finding, Pattern};
use crate::audit::{IntakeReport, QuestionAudit};
use crate::vocabulary::{Estimate, Outcome, Reason};

/// Beyond this share of rows set aside, the rest may not stand for the whole: one row in twenty.
const SET_ASIDE_ONE_IN: u64 = 20;

/// Rows that could not be used.
pub(super) fn of_intake(intake: &IntakeReport) -> Option<Finding> {
    let aside = intake.rows_read.saturating_sub(intake.rows_used);
    let reason = intake.set_aside.iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
    let observation = match reason {
        Some((reason, _)) => {
            format!("More rows than usual could not be used, most of them for this reason: {reason}.")
        }
        None => "More rows than usual could not be used.".into(),
    };
    (aside > 0 && aside * SET_ASIDE_ONE_IN > intake.rows_read).then(|| {
        finding(
            "",
            "rows set aside",
            "rows_set_aside",
            None,
            observation,
            "Write the rows out with --set-aside and look at a few: what is left may not stand for the whole.",
        )
    })
}

/// What keeps a question from being answered.
pub(super) fn of_question(question: &QuestionAudit) -> Vec<Finding> {
    let name = question.question.name.as_str();
    let mut found = Vec::new();
    let headline = question.agreement.coefficients.first();
    if let Some(Outcome::NotEstimable(reason)) = headline.map(|headline| &headline.outcome) {
        let advice = match reason {
            Reason::NothingPairable => "Have some of the items annotated by a second and a third person.",
            _ => "Read the reason beside the number: it says what the log would need.",
        };
        let observation = format!("The headline coefficient cannot be had. {}", reason.sentence());
        found.push(finding(name, "agreement", "krippendorff_alpha", None, observation, advice));
    }
    let rate = question.consensus.tie_rate.estimated();
    let often_tied =
        rate.filter(|rate| rate.interval.estimated().is_some_and(|interval| interval.lower > 0.1));
    if let Some(rate) = often_tied {
        found.push(finding(
            name,
            "tied votes",
            "tie_rate",
            Some(rate.clone()),
            "On many items no label has more votes than the others, so the majority says nothing about them."
                .into(),
            "Ask an odd number of annotators per item, or settle tied items by discussion.",
        ));
    }
    found
}

fn finding(
    question: &str,
    subject: &str,
    metric: &str,
    estimate: Option<Estimate>,
    observation: String,
    advice: &str,
) -> Finding {
    Finding {
        question: question.into(),
        pattern: Pattern::Data,
        subject: subject.into(),
        estimate,
        metric: metric.into(),
        observation,
        advice: advice.into(),
        example_items: Vec::new(),
        reported: true,
    }
}
