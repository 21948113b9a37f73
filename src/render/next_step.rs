use super::prose::Prose;
use super::{number, phrase};
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
    /// What stands in a table because there would be too many steps; mostly empty.
    pub further: String,
}

/// Label pairs of one question that become steps: behind more of them nobody would see the rest.
const PAIRS: usize = 3;

/// Names that one step lists at most.
const NAMES: usize = 12;

/// The reported findings as things to do, most rewarding first. Findings on single annotators become one step per
/// question with the names in alphabetical order: a list of what to do is no ranking of people. Of many label pairs the
/// first few are steps, and the last of these says how many more the table has.
pub fn next_steps(audit: &Audit) -> Vec<NextStep> {
    let reported: Vec<&Finding> = audit.findings.iter().filter(|f| f.reported).collect();
    let about_people = |question: &str| -> Vec<&Finding> {
        let here = |f: &&Finding| f.pattern == Pattern::OneReviewer && f.question == question;
        reported.iter().copied().filter(here).collect()
    };
    let mut steps = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    for &finding in &reported {
        if finding.pattern == Pattern::Boundary {
            steps.extend(of_pair(audit, &reported, finding));
            continue;
        }
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

/// The step of one of a question's first label pairs.
fn of_pair(audit: &Audit, reported: &[&Finding], finding: &Finding) -> Option<NextStep> {
    let pairs: Vec<&Finding> = reported
        .iter()
        .copied()
        .filter(|f| f.pattern == Pattern::Boundary && f.question == finding.question)
        .collect();
    let place = pairs.iter().position(|pair| *pair == finding)?;
    let mut step = (place < PAIRS).then(|| of_finding(finding))?;
    let question = audit.questions.iter().find(|q| q.question.name == finding.question);
    let listed = question.map_or(0, |question| question.agreement.label_pairs.len());
    if place + 1 == PAIRS && pairs.len() > PAIRS && listed > PAIRS {
        let more = number::counted((listed - PAIRS) as u64, "more label pair is", "more label pairs are");
        step.further = format!("{more} in the table under “Label by label”.");
    }
    Some(step)
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
        further: String::new(),
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
        further: String::new(),
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

    #[test]
    fn of_many_label_pairs_three_are_steps_and_the_last_says_how_many_more() {
        let mut sample = audit(vec![question("label", &["a", "b", "c", "d"])]);
        let pair = sample.questions[0].agreement.label_pairs[0].clone();
        sample.questions[0].agreement.label_pairs = vec![pair; 6];
        let boundary = sample.findings[0].clone();
        sample.findings = ["one", "two", "three", "four"]
            .map(|subject| Finding { subject: subject.into(), ..boundary.clone() })
            .to_vec();
        sample.findings.push(Finding { pattern: Pattern::Fatigue, ..boundary });
        let steps = next_steps(&sample);
        assert_eq!(steps.len(), 4);
        assert!(steps[1].further.is_empty() && steps[2].further.starts_with("3 more label pairs"));
        assert_eq!(steps[3].tag, "fatigue");
    }
}
