use crate::audit::Audit;
use crate::render::next_step::{NextStep, next_steps};
use crate::render::prose::Prose;
use serde::Serialize;

/// What to do next, most rewarding first.
#[derive(Debug, Clone, Serialize)]
pub struct NextSteps {
    /// The steps.
    pub steps: Vec<Step>,
    /// What stands under the heading.
    pub note: String,
}

/// One step.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// What to do.
    pub advice: Prose,
    /// What pattern the numbers fit.
    pub tag: &'static str,
    /// The question; empty where the log asks one thing only.
    pub question: Prose,
    /// The number behind it.
    pub gain: String,
    /// What that number is.
    pub metric: String,
    /// What was seen.
    pub observation: Prose,
    /// Items that show it.
    pub examples: Prose,
    /// What stands in a table instead.
    pub further: String,
}

/// Steps shown at most.
const MOST: usize = 8;

impl NextSteps {
    /// What the reported findings of an audit ask for.
    pub fn of(audit: &Audit) -> Self {
        let several = audit.questions.len() > 1;
        let all = next_steps(audit);
        let note = match all.len() {
            0 => "Nothing stands out strongly enough to act on. What the log cannot tell yet is listed under Data \
                  quality."
                .to_owned(),
            many if many > MOST => {
                format!("Most rewarding first; {MOST} of {many} are shown, the rest is in audit.json.")
            }
            _ => "Most rewarding first.".to_owned(),
        };
        Self { steps: all.into_iter().take(MOST).map(|next| step(next, several)).collect(), note }
    }
}

fn step(next: NextStep, several: bool) -> Step {
    Step {
        advice: next.advice,
        tag: next.tag,
        question: if several && !next.question.is_empty() {
            Prose::named(&next.question)
        } else {
            Prose::default()
        },
        gain: next.number,
        metric: next.metric,
        observation: next.observation,
        further: next.further,
        examples: match next.example_items.as_slice() {
            [] => Prose::default(),
            items => Prose::of(" Examples: ").names(items.iter().take(5).map(String::as_str)).say("."),
        },
    }
}
