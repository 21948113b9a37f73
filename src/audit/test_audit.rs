//! Audits of small logs, for tests of what is built on audits.

use super::disclosure::{Complete, disclose};
use super::{Agreement, Audit, Baseline, Coefficient, Plan};
use crate::analysis::agreement::{Pooled, pooled};
use crate::analysis::test_log::TestLog;
use crate::analysis::{calibration, consensus, coverage, human_model, routing};
use crate::tally::{Intake, QuestionTallies};
use crate::vocabulary::{Estimate, Outcome, Reason, SampleSize, SliceKey};

/// The audit of one small log, with the pooled coefficients and whatever the log allows.
pub(crate) fn audit_of(log: &TestLog, plan: &Plan) -> Audit {
    audit_beside(log, plan, None)
}

/// [`audit_of`] for readers who have a baseline.
pub(crate) fn audit_beside(log: &TestLog, plan: &Plan, baseline: Option<&Baseline>) -> Audit {
    let tallies = log.tallies();
    let options = &plan.inference;
    let complete = Complete {
        agreement: agreement(&tallies, plan),
        self_consistency: missing(),
        consensus: consensus::measure(
            &tallies,
            consensus::settle(&tallies, &plan.consensus).as_ref(),
            options,
        ),
        human_model: human_model::measure(&tallies, &plan.agreement, &plan.human_model, options),
        two_golds: human_model::two_golds(&tallies, options),
        drift: missing(),
        calibration: calibration::measure(&tallies, options),
        routing: routing::measure(&tallies, &plan.routing, options),
        interventions: human_model::interventions::measure(
            &tallies,
            &plan.agreement,
            &plan.interventions,
            options,
        ),
        fatigue: missing(),
        course: missing(),
        pace: missing(),
        guideline_versions: None,
        disparity: None,
        coverage: coverage::measure(&tallies, &plan.coverage, &plan.agreement, options),
        item_groups: coverage::of_items(&tallies, options.level),
        tallies: &tallies,
    };
    disclose(vec![complete], &Intake::default(), plan, baseline)
}

/// The audit of 300 items that two people labelled, half of them one of two labels: on the first `agreeing` they agree.
pub(crate) fn two_people(agreeing: u32) -> Audit {
    let rows = (0..300).flat_map(|i| [(i, 0, i % 2), (i, 1, if i < agreeing { i % 2 } else { (i + 1) % 2 })]);
    let log = TestLog { rows: rows.collect(), labels: 2, items: 300, annotators: 2, ..TestLog::default() };
    audit_of(&log, &Plan::default())
}

fn missing<T>() -> Outcome<T> {
    Outcome::NotEstimable(Reason::NotInLog { what: "order".into(), columns: "order".into() })
}

fn agreement(tallies: &QuestionTallies, plan: &Plan) -> Agreement {
    let table = &tallies.summaries.patterns;
    let rated = SampleSize {
        items: table.iter().map(|p| p.items).sum(),
        annotations: table.iter().map(|p| p.items * p.annotations()).sum(),
        annotators: tallies.summaries.annotator_labels.len() as u64,
    };
    let (asked, options) = (&plan.agreement, &plan.inference);
    let coefficient = |kind: Pooled| {
        let found = pooled(kind, table, &tallies.question, &SliceKey::whole(), asked, options);
        let outcome = found.map(|found| Estimate {
            sample: SampleSize { annotators: rated.annotators, ..found.sample },
            ..found
        });
        Coefficient::new(kind.metric(), kind.metric(), outcome)
    };
    Agreement {
        rated,
        pairable: rated,
        coefficients: vec![coefficient(Pooled::KrippendorffAlpha), coefficient(Pooled::PercentAgreement)],
        slices: Vec::new(),
        ..Agreement::without_labels(&Reason::NothingPairable)
    }
}
