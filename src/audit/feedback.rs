use super::{AnnotatorAgreement, AnnotatorCourse, Audit};
use crate::analysis::feedback::{self, OwnFeedback};
use crate::tally::Tallies;
use crate::vocabulary::{Estimate, Outcome};
use std::collections::BTreeMap;

/// What one annotator may be handed about their own work. It names nobody else.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedbackSheet {
    /// Who, or their pseudonym.
    pub annotator: String,
    /// One per question that they annotated, sorted by name.
    pub questions: Vec<QuestionFeedback>,
}

/// One question on a [`FeedbackSheet`].
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionFeedback {
    /// Its name.
    pub question: String,
    /// Numbers that need the rows.
    pub own: OwnFeedback,
    /// Share right on items with gold, where there is gold.
    pub accuracy: Option<Outcome<Estimate>>,
    /// What the audit says of them beside others on the same items; absent where it lists too many people.
    pub beside_others: Option<AnnotatorAgreement>,
    /// Along the calendar; absent where no days are known.
    pub course: Option<AnnotatorCourse>,
}

/// The sheets of everybody who annotated, in alphabetical order. They need the rows, so no `audit.json` can give them; what
/// the audit says of a person is taken from it, so that a sheet never says anything else.
pub fn feedback(tallies: &Tallies, audit: &Audit) -> Vec<FeedbackSheet> {
    let plan = &audit.provenance.plan;
    let mut sheets: BTreeMap<String, Vec<QuestionFeedback>> = BTreeMap::new();
    for (tallies, found) in tallies.questions.iter().zip(&audit.questions) {
        let agreement = found.agreement.annotators.estimated();
        let beside: BTreeMap<&str, &AnnotatorAgreement> =
            agreement.into_iter().flatten().map(|one| (one.annotator.as_str(), one)).collect();
        let course = found.course.estimated();
        let courses: BTreeMap<&str, &AnnotatorCourse> = course
            .iter()
            .flat_map(|course| &course.annotators)
            .map(|one| (one.annotator.as_str(), one))
            .collect();
        for own in feedback::measure(tallies, plan.min_group, plan.inference.level) {
            let beside_others = beside.get(own.annotator.as_str()).copied().cloned();
            let gold = tallies.gold.is_some();
            sheets.entry(own.annotator.clone()).or_default().push(QuestionFeedback {
                question: found.question.name.clone(),
                accuracy: beside_others.as_ref().filter(|_| gold).map(|one| one.accuracy.clone()),
                course: courses.get(own.annotator.as_str()).copied().cloned(),
                beside_others,
                own,
            });
        }
    }
    sheets.into_iter().map(|(annotator, questions)| FeedbackSheet { annotator, questions }).collect()
}

#[cfg(test)]
mod tests {
    use super::feedback;
    use crate::analysis::test_log::TestLog;
    use crate::audit::{Plan, conduct};
    use crate::tally::{Intake, Tallies};
    use crate::vocabulary::{Outcome, Reason};

    fn sheets(people: u32) -> Vec<super::FeedbackSheet> {
        let rows = (0..60).flat_map(|i| (0..people).map(move |a| (i, a, u32::from(a == 0 && i % 3 == 0))));
        let log =
            TestLog { rows: rows.collect(), labels: 2, items: 60, annotators: people, ..TestLog::default() };
        let tallies = Tallies { questions: vec![log.tallies()] };
        let audit = conduct(&tallies, &Intake::default(), &Plan::default());
        feedback(&tallies, &audit)
    }

    #[test]
    fn everybody_has_a_sheet_of_their_own() {
        let all = sheets(6);
        assert_eq!(all.len(), 6);
        let first = &all[0].questions[0];
        let confusions = first.own.confusions.estimated().expect("six annotators");
        assert_eq!((confusions[0].own.as_str(), confusions[0].items), ("l1", 20));
        assert!((first.own.agreement.estimated().expect("sixty items").value - 2.0 / 3.0).abs() < 1e-12);
        assert!(first.beside_others.is_some() && first.accuracy.is_none());
    }

    #[test]
    fn a_panel_of_few_sees_no_labels_of_the_others() {
        let own = &sheets(4)[0].questions[0].own;
        assert_eq!(own.confusions, Outcome::NotEstimable(Reason::Insufficient));
        assert_eq!(own.others, Outcome::NotEstimable(Reason::Insufficient));
    }
}
