use super::disclosure::{Complete, disclose};
use super::{Audit, Baseline, Plan, of_numbers};
use crate::analysis::agreement::change::guideline_versions;
use crate::analysis::consensus::Settled;
use crate::analysis::disparity::{self, Asked};
use crate::analysis::{
    agreement, calibration, consensus, course, coverage, drift, fatigue, human_model, pace, routing,
};
use crate::tally::{Intake, QuestionTallies, Tallies};
use crate::vocabulary::Outcome;
use rayon::prelude::*;

/// Measures every question and discloses what may be shown. Questions run side by side; their order, and every random
/// stream, come from their names, so the result is the same on any number of threads.
pub fn conduct(tallies: &Tallies, intake: &Intake, plan: &Plan) -> Audit {
    conduct_with(tallies, intake, plan, &settle(tallies, plan))
}

/// The consensus of every question, item by item and in the questions' order; `None` where none was asked for. It is as
/// long as the log: whoever writes it out makes it once and hands it to [`conduct_with`], which tells it in short.
pub fn settle(tallies: &Tallies, plan: &Plan) -> Vec<Option<Outcome<Settled>>> {
    tallies.questions.iter().map(|question| consensus::settle(question, &plan.consensus)).collect()
}

/// [`conduct`] with a consensus that is settled already.
pub fn conduct_with(
    tallies: &Tallies,
    intake: &Intake,
    plan: &Plan,
    settled: &[Option<Outcome<Settled>>],
) -> Audit {
    conduct_beside(tallies, intake, plan, settled, None)
}

/// [`conduct_with`], for readers who have the `baseline` too: what the two together would tell of a few people is withheld.
pub fn conduct_beside(
    tallies: &Tallies,
    intake: &Intake,
    plan: &Plan,
    settled: &[Option<Outcome<Settled>>],
    baseline: Option<&Baseline>,
) -> Audit {
    let questions = tallies.questions.par_iter().enumerate();
    let of = |i: usize| settled.get(i).and_then(Option::as_ref);
    let complete = questions.map(|(i, question)| measure(question, of(i), plan)).collect();
    disclose(complete, intake, plan, baseline)
}

fn measure<'a>(
    question: &'a QuestionTallies,
    settled: Option<&Outcome<Settled>>,
    plan: &Plan,
) -> Complete<'a> {
    let options = &plan.inference;
    let agreement = agreement::measure(question, &plan.agreement, options);
    let coverage = coverage::measure(question, &plan.coverage, &plan.agreement, options);
    let item_groups = coverage::of_items(question, options.level);
    let interventions =
        human_model::interventions::measure(question, &plan.agreement, &plan.interventions, options);
    if let Some(reason) = question.question.not_of_labels() {
        return Complete {
            tallies: question,
            agreement,
            self_consistency: Outcome::NotEstimable(reason.clone()),
            consensus: of_numbers::consensus(consensus::measure(question, None, options), &reason),
            human_model: Outcome::NotEstimable(reason.clone()),
            two_golds: None,
            drift: Outcome::NotEstimable(reason.clone()),
            calibration: Outcome::NotEstimable(reason.clone()),
            routing: Outcome::NotEstimable(reason.clone()),
            interventions,
            fatigue: of_numbers::fatigue(fatigue::measure(question, &plan.fatigue, options), &reason),
            course: of_numbers::course(course::measure(question, &plan.course, options), &reason),
            pace: pace::measure(question, &plan.pace, plan.course.adjustment, options),
            coverage,
            guideline_versions: None,
            item_groups,
            disparity: None,
        };
    }
    let mut fatigue = fatigue::measure(question, &plan.fatigue, options);
    if let Outcome::Estimated(found) = &mut fatigue {
        found.name_hasty(&agreement.annotators);
    }
    Complete {
        tallies: question,
        agreement,
        self_consistency: agreement::self_consistency(question, options),
        consensus: consensus::measure(question, settled, options),
        human_model: human_model::measure(question, &plan.agreement, &plan.human_model, options),
        two_golds: human_model::two_golds(question, options),
        drift: drift::measure(question, options),
        calibration: calibration::measure(question, options),
        routing: routing::measure(question, &plan.routing, options),
        interventions,
        fatigue,
        course: course::measure(question, &plan.course, options),
        pace: pace::measure(question, &plan.pace, plan.course.adjustment, options),
        coverage,
        guideline_versions: guideline_versions(question, &plan.agreement, options),
        item_groups,
        disparity: Some(disparity::measure(question, &plan.disparity, asked(settled, plan))),
    }
}

/// What the parts on disparity are measured with.
fn asked<'a>(settled: Option<&'a Outcome<Settled>>, plan: &'a Plan) -> Asked<'a> {
    Asked {
        min_group: plan.min_group,
        agreement: &plan.agreement,
        inference: &plan.inference,
        targets: &plan.targets,
        settled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;
    use crate::audit::{estimates, known_metrics};
    use std::collections::BTreeSet;

    /// Thirty items, twelve annotators, two models, gold, a roster with a small group.
    fn tallies() -> Tallies {
        let rows =
            (0..30).flat_map(|i| (0..12).map(move |a| (i, a, u32::from((i * 7 + a * 5) % 4 == 0) + i % 2)));
        let answers = |shift: u32| (0..30).map(|i| Some((i + shift) % 3)).collect();
        let group = |a: usize| ["A", "A", "B"][a % 3];
        let log = TestLog {
            rows: rows.collect(),
            labels: 3,
            items: 30,
            annotators: 12,
            roster: vec![("team", (0..12).map(group).collect())],
            models: vec![("m", answers(0)), ("n", answers(1))],
            gold: Some((0..30).map(|i| Some(i % 3)).collect()),
            probabilities: Vec::new(),
        };
        let question = log.tallies();
        let mut other = question.clone();
        other.question.name = "other".into();
        Tallies { questions: vec![question, other] }
    }

    fn conducted(threads: usize) -> Audit {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let (tallies, intake) = (tallies(), Intake::default());
        pool.install(|| conduct(&tallies, &intake, &Plan::default()))
    }

    #[test]
    fn threads_change_no_byte() {
        assert_eq!(conducted(1).to_json(), conducted(3).to_json());
    }

    #[test]
    fn every_row_has_a_known_metric_and_a_value_or_a_reason() {
        let audit = conducted(2);
        let rows = estimates(&audit);
        for row in &rows {
            assert!(known_metrics().any(|metric| metric == row.metric), "{}", row.metric);
            assert!(row.value.is_some() || !row.reason.is_empty(), "{row:?}");
            assert_eq!(row.value.is_some(), row.status == "estimated", "{row:?}");
        }
        let keys: BTreeSet<_> = rows.iter().map(|r| (&r.question, r.section, &r.metric, &r.slice)).collect();
        assert_eq!(keys.len(), rows.len(), "no row twice");
    }

    #[test]
    fn an_empty_log_is_an_audit_of_reasons() {
        let tallies = Tallies { questions: vec![TestLog::of_items(&[], 2).tallies()] };
        let audit = conduct(&tallies, &Intake::default(), &Plan::default());
        let told = estimates(&audit);
        assert!(told.iter().all(|row| row.value.is_none()), "{told:?}");
        assert!(!audit.findings.is_empty(), "it says that nothing could be had");
        assert!(Audit::from_json(audit.to_json().as_bytes()).is_ok());
    }
}
