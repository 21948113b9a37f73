use super::prose::{Prose, escape_markdown};
use super::{Artifact, confidence_phrase, course_phrase, next_step, number, phrase};
use crate::audit::{Audit, QuestionAudit};
use crate::vocabulary::{Outcome, Reason};

/// Questions and findings that a summary names at most.
const MOST: usize = 12;

/// `summary.md`: what a pull request or a message shows.
pub fn artifact(audit: &Audit) -> Artifact {
    Artifact::new("summary.md", summary(audit))
}

fn summary(audit: &Audit) -> String {
    let mut out = format!("# {}\n\n", Prose::of(&audit.title).to_markdown());
    let intake = &audit.intake;
    let mut audited = vec![
        number::counted(
            audit.questions.iter().map(|q| q.agreement.rated.annotations).sum(),
            "annotation",
            "annotations",
        ),
        number::counted(intake.items, "item", "items"),
        number::counted(intake.annotators, "annotator", "annotators"),
    ];
    audited.extend(phrase::period(&intake.period));
    out.push_str(&format!("{}\n\n", escape_markdown(&audited.join(" · "))));
    for question in audit.questions.iter().take(MOST) {
        if audit.questions.len() > 1 {
            out.push_str(&format!("## {}\n\n", Prose::named(&question.question.name).to_markdown()));
        }
        of_question(question, &mut out);
    }
    if audit.questions.len() > MOST {
        out.push_str(&format!("{} more questions are in report.html.\n\n", audit.questions.len() - MOST));
    }
    next_steps(audit, &mut out);
    data(audit, &mut out);
    out.push_str("The whole report is in report.html, every number in estimates.csv.\n");
    out
}

fn of_question(question: &QuestionAudit, out: &mut String) {
    out.push_str(&format!("{}\n\n", phrase::verdict(question).to_markdown()));
    if phrase::coefficient(question, "krippendorff_alpha").and_then(Outcome::estimated).is_some() {
        out.push_str(&format!("{}\n\n", phrase::band_sentence(question).to_markdown()));
    }
    if let Some(clusters) = phrase::clusters(question) {
        out.push_str(&format!("{}\n\n", clusters.to_markdown()));
    }
    out.push_str("| coefficient | value | items | annotations |\n|---|--:|--:|--:|\n");
    for coefficient in &question.agreement.coefficients {
        let name = escape_markdown(&coefficient.name);
        match &coefficient.outcome {
            Outcome::Estimated(estimate) => out.push_str(&format!(
                "| {name} | {} | {} | {} |\n",
                escape_markdown(&number::estimate(estimate)),
                number::count(estimate.sample.items),
                number::count(estimate.sample.annotations)
            )),
            Outcome::NotEstimable(reason) => {
                out.push_str(&format!(
                    "| {name} | not estimable: {} | | |\n",
                    escape_markdown(&reason.sentence())
                ));
            }
        }
    }
    out.push('\n');
    for (section, reason) in absent(question) {
        out.push_str(&format!("- {section}: not estimable. {}\n", escape_markdown(&reason.sentence())));
    }
    for sentence in confidence_phrase::sentences(question) {
        out.push_str(&format!("- {}\n", sentence.to_markdown()));
    }
    if let Some(fatigue) = question.fatigue.estimated() {
        out.push_str(&format!("- Fatigue: {}\n", phrase::fatigue_verdict(fatigue).to_markdown()));
    }
    if let Some(course) = question.course.estimated() {
        out.push_str(&format!("- Drift: {}\n", course_phrase::verdict(course).to_markdown()));
    }
    out.push('\n');
}

/// The sections that this question's log cannot fill, with the reason.
pub fn absent(question: &QuestionAudit) -> Vec<(&'static str, &Reason)> {
    [
        ("With themselves", question.self_consistency.reason()),
        ("Human and model", question.human_model.reason()),
        ("Fatigue", question.fatigue.reason()),
        ("Drift along the calendar", question.course.reason()),
        ("Coverage and groups", question.coverage.reason()),
    ]
    .into_iter()
    .filter_map(|(section, reason)| Some((section, reason?)))
    .collect()
}

fn next_steps(audit: &Audit, out: &mut String) {
    out.push_str("## What to do next\n\n");
    let steps = next_step::next_steps(audit);
    if steps.is_empty() {
        out.push_str("Nothing stands out strongly enough to act on.\n\n");
        return;
    }
    for (place, step) in steps.iter().take(MOST).enumerate() {
        let number = match step.number.as_str() {
            "" => String::new(),
            number => format!(" ({} {number})", step.metric),
        };
        out.push_str(&format!(
            "{}. {}{} {}\n",
            place + 1,
            step.advice.to_markdown(),
            escape_markdown(&number),
            step.observation.to_markdown()
        ));
        if !step.further.is_empty() {
            out.push_str(&format!("   {}\n", escape_markdown(&step.further)));
        }
    }
    out.push('\n');
}

fn data(audit: &Audit, out: &mut String) {
    let intake = &audit.intake;
    out.push_str(&format!(
        "## Data\n\n{} of {} used.\n",
        number::count(intake.rows_used),
        number::counted(intake.rows_read, "row", "rows")
    ));
    for (reason, rows) in &intake.set_aside {
        out.push_str(&format!(
            "- {} set aside: {}\n",
            number::counted(*rows, "row", "rows"),
            Prose::of(reason).to_markdown()
        ));
    }
    out.push('\n');
}
