use super::phrase;
use super::prose::Prose;
use crate::audit::{Audit, Finding, Pattern};

/// Something to do, from one finding or from several of the same kind.
#[derive(Debug, Clone, PartialEq)]
pub struct NextStep {
    /// Name of the question it is about.
    pub question: String,
    /// What to do, the first clause emphasised.
    pub advice: Prose,
    /// What pattern the numbers fit, in a word.
    pub tag: &'static str,
    /// The number behind it with its interval; empty where there is none, or more than one.
    pub number: String,
    /// What that number is.
    pub metric: String,
    /// What was seen.
    pub observation: Prose,
    /// Items that show it.
    pub example_items: Vec<String>,
}

/// Names that one step lists at most.
const NAMES: usize = 12;

/// The reported findings as things to do, most rewarding first. Findings on single annotators become one step per
/// question with the names in alphabetical order: a list of what to do is no ranking of people.
pub fn next_steps(audit: &Audit) -> Vec<NextStep> {
    let reported: Vec<&Finding> = audit.findings.iter().filter(|f| f.reported).collect();
    let about_people = |question: &str| -> Vec<&Finding> {
        let here = |f: &&Finding| f.pattern == Pattern::OneReviewer && f.question == question;
        reported.iter().copied().filter(here).collect()
    };
    let mut steps = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    for &finding in &reported {
        let people = about_people(&finding.question);
        if finding.pattern != Pattern::OneReviewer || people.len() < 2 {
            steps.push(of_finding(finding));
        } else if !told.contains(&finding.question.as_str()) {
            told.push(&finding.question);
            steps.push(of_people(finding, &people));
        }
    }
    steps
}

fn of_finding(finding: &Finding) -> NextStep {
    let number = phrase::finding_number(finding);
    NextStep {
        question: finding.question.clone(),
        advice: phrase::advice(&finding.advice),
        tag: phrase::pattern_word(finding.pattern),
        metric: if number.is_empty() { String::new() } else { phrase::metric_words(&finding.metric) },
        number,
        observation: Prose::of(&finding.observation),
        example_items: finding.example_items.clone(),
    }
}

fn of_people(finding: &Finding, people: &[&Finding]) -> NextStep {
    let mut names: Vec<&str> = people.iter().map(|f| f.subject.as_str()).collect();
    names.sort_unstable();
    let more = names.len().saturating_sub(NAMES);
    let mut observation =
        Prose::of("They agree with the others less often than those agree on the same items: ")
            .names(names.iter().take(NAMES).copied());
    if more > 0 {
        observation = observation.say(format!(" and {more} more"));
    }
    NextStep {
        question: finding.question.clone(),
        advice: Prose::default()
            .strong(format!("Go through a few items with each of {} annotators before concluding anything", people.len()))
            .say(
                ": another reading of the guideline, rarer items, or a point that the others miss can all look like this.",
            ),
        tag: "single reviewers",
        number: String::new(),
        metric: String::new(),
        observation: observation.say(". Their numbers are in the table of annotators."),
        example_items: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample_audit::{audit, question};

    #[test]
    fn people_are_one_step_in_alphabetical_order() {
        let mut sample = audit(vec![question("label", &["a", "b"])]);
        for name in ["zoe", "ann"] {
            let mut finding = sample.findings[0].clone();
            finding.pattern = Pattern::OneReviewer;
            finding.subject = name.into();
            sample.findings.push(finding);
        }
        let steps = next_steps(&sample);
        assert_eq!(steps.len(), 2);
        assert!(steps[1].observation.to_text().contains("ann, zoe"));
        assert!(steps[1].number.is_empty());
        sample.findings.truncate(2);
        assert_eq!(next_steps(&sample)[1].number, "+.08 [.06, .10]");
    }
}
