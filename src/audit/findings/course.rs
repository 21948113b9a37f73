use super::{Finding, Pattern};
use crate::audit::{CourseSeries, CourseVerdict, QuestionAudit};
use crate::vocabulary::Outcome;

/// Agreement, or correctness where there is gold, that falls along the calendar.
pub(super) fn of_question(question: &QuestionAudit) -> Option<Finding> {
    let Outcome::Estimated(course) = &question.course else { return None };
    let (what, metric, series) = match &course.correctness {
        Outcome::Estimated(series) => ("correctness against gold", "correctness_trend", series),
        Outcome::NotEstimable(_) => ("agreement", "agreement_trend", course.agreement.estimated()?),
    };
    falls(series).then(|| Finding {
        question: question.question.name.clone(),
        pattern: Pattern::Drift,
        subject: what.into(),
        estimate: series.trend.estimated().map(|trend| trend.slope.clone()),
        metric: metric.into(),
        observation: format!("From week to week {what} falls, the same annotators compared."),
        advice: "Look at what changed along the calendar, the items, the guideline or the tool, and go through recent items \
                 with the annotators together."
            .into(),
        example_items: Vec::new(),
        reported: true,
    })
}

fn falls(series: &CourseSeries) -> bool {
    series.trend.estimated().is_some_and(|trend| trend.verdict == CourseVerdict::Falls)
}
