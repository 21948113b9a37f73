use super::change::changes;
use super::{CompareError, Comparison, QuestionComparison};
use crate::analysis::inference::InferenceOptions;
use crate::audit::{Audit, QuestionAudit};
use std::collections::BTreeMap;

/// Changes of the pooled coefficients from one audit to another, from their pattern tables alone.
///
/// Both audits' items are bootstrapped independently, annotators as they are; the notes say so. Refuses audits of
/// another schema, questions on another scale or with another label set, and audits without a shared question.
pub fn between(
    before: &Audit,
    after: &Audit,
    options: &InferenceOptions,
) -> Result<Comparison, CompareError> {
    if before.schema_version != after.schema_version {
        return Err(CompareError::OtherSchema { before: before.schema_version, after: after.schema_version });
    }
    let earlier: BTreeMap<&str, &QuestionAudit> =
        before.questions.iter().map(|question| (question.question.name.as_str(), question)).collect();
    let mut questions = Vec::new();
    for question in &after.questions {
        let Some(earlier) = earlier.get(question.question.name.as_str()) else { continue };
        comparable(earlier, question)?;
        questions.push(QuestionComparison {
            question: question.question.name.clone(),
            changes: changes(earlier, question, &after.provenance.plan.agreement, options),
        });
    }
    if questions.is_empty() {
        return Err(CompareError::NothingShared { before: names(before), after: names(after) });
    }
    Ok(Comparison {
        before: before.title.clone(),
        after: after.title.clone(),
        notes: notes(before, after, &questions),
        questions,
    })
}

fn names(audit: &Audit) -> Vec<String> {
    audit.questions.iter().map(|question| question.question.name.clone()).collect()
}

fn comparable(before: &QuestionAudit, after: &QuestionAudit) -> Result<(), CompareError> {
    let (before, after) = (&before.question, &after.question);
    if before.scale != after.scale {
        return Err(CompareError::OtherScale {
            question: after.name.clone(),
            before: before.scale.name().into(),
            after: after.scale.name().into(),
        });
    }
    if before.labels.names != after.labels.names {
        let missing = |of: &[String], from: &[String]| -> Vec<String> {
            of.iter().filter(|name| !from.contains(name)).take(5).cloned().collect()
        };
        return Err(CompareError::OtherLabels {
            question: after.name.clone(),
            only_before: missing(&before.labels.names, &after.labels.names),
            only_after: missing(&after.labels.names, &before.labels.names),
        });
    }
    Ok(())
}

fn notes(before: &Audit, after: &Audit, shared: &[QuestionComparison]) -> Vec<String> {
    let mut notes = vec![
        "The intervals take annotators as they are: where other people annotated, the true uncertainty is larger."
            .to_string(),
    ];
    for (audit, side) in [(before, "earlier"), (after, "later")] {
        for name in names(audit) {
            if shared.iter().all(|question| question.question != name) {
                notes.push(format!("Question “{name}” is in the {side} audit only."));
            }
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::test_audit::two_people;
    use crate::vocabulary::{Estimate, Scale};

    fn alpha(comparison: &Comparison) -> &Estimate {
        let change = &comparison.questions[0].changes[0];
        assert_eq!(change.metric, "krippendorff_alpha");
        change.change.estimated().expect("both sides vary")
    }

    #[test]
    fn a_fall_of_agreement_has_an_interval_below_zero() {
        let found =
            between(&two_people(270), &two_people(180), &InferenceOptions::default()).expect("comparable");
        let change = alpha(&found);
        assert!((change.value + 0.6).abs() < 0.01, "{}", change.value);
        let interval = change.interval.estimated().expect("300 items each");
        assert!(interval.upper < 0.0 && interval.lower < change.value && change.value < interval.upper);
        assert!(interval.method.contains("annotators as they are"));
    }

    #[test]
    fn no_change_is_no_change_and_no_certainty() {
        let found =
            between(&two_people(240), &two_people(240), &InferenceOptions::default()).expect("comparable");
        let change = alpha(&found);
        assert_eq!(change.value, 0.0);
        // Independent replicates of the two sides, not the same draws twice.
        assert!(change.interval.estimated().is_some_and(|i| i.lower < -0.05 && i.upper > 0.05));
    }

    #[test]
    fn perfect_agreement_twice_has_no_interval() {
        let found =
            between(&two_people(300), &two_people(300), &InferenceOptions::default()).expect("comparable");
        assert!(alpha(&found).interval.reason().is_some());
    }

    #[test]
    fn other_scales_labels_and_questions_are_refused_in_a_sentence() {
        let (before, mut after) = (two_people(200), two_people(200));
        after.questions[0].question.labels.names[1] = "l9".into();
        let error = between(&before, &after, &InferenceOptions::default()).expect_err("labels").to_string();
        assert!(error.contains("only before: l1; only after: l9"), "{error}");
        after.questions[0].question.scale = Scale::Ordinal;
        let error = between(&before, &after, &InferenceOptions::default()).expect_err("scale").to_string();
        assert!(error.contains("nominal in one audit and ordinal in the other"), "{error}");
        after.questions[0].question.name = "other".into();
        let error = between(&before, &after, &InferenceOptions::default()).expect_err("question").to_string();
        assert!(error.contains("no question is in both"), "{error}");
        after.schema_version = 2;
        let error = between(&before, &after, &InferenceOptions::default()).expect_err("schema").to_string();
        assert!(error.contains("versions 1 and 2"), "{error}");
    }
}
