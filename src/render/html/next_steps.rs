use crate::audit::{Audit, Finding};
use crate::render::phrase;
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
    pub observation: String,
    /// Items that show it.
    pub examples: Prose,
}

/// Steps shown at most.
const MOST: usize = 8;

impl NextSteps {
    /// The reported findings of an audit.
    pub fn of(audit: &Audit) -> Self {
        let several = audit.questions.len() > 1;
        let reported: Vec<&Finding> = audit.findings.iter().filter(|f| f.reported).collect();
        let note = match reported.len() {
            0 => "Nothing stands out strongly enough to act on. What the log cannot tell yet is listed under Data quality."
                .to_owned(),
            many if many > MOST => {
                format!("Most rewarding first; {} of {many} are shown, the rest is in audit.json.", MOST)
            }
            _ => "Most rewarding first.".to_owned(),
        };
        Self { steps: reported.into_iter().take(MOST).map(|finding| step(finding, several)).collect(), note }
    }
}

fn step(finding: &Finding, several: bool) -> Step {
    let gain = phrase::finding_number(finding);
    Step {
        advice: phrase::advice(&finding.advice),
        tag: phrase::pattern_word(finding.pattern),
        question: if several { Prose::named(&finding.question) } else { Prose::default() },
        metric: if gain.is_empty() { String::new() } else { phrase::metric_words(&finding.metric) },
        gain,
        observation: Prose::of(&finding.observation).to_text(),
        examples: match finding.example_items.as_slice() {
            [] => Prose::default(),
            items => Prose::of(" Examples: ").names(items.iter().take(5).map(String::as_str)).say("."),
        },
    }
}
