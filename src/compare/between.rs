use super::change::{changes, few_moved, side, widened};
use super::drivers::drivers;
use super::result::COMPARISON_VERSION;
use super::row_change::row_changes;
use super::shared_items::{SharedItems, joint};
use super::{CompareError, Comparison, QuestionComparison, SideFacts};
use crate::analysis::agreement::change::{
    Change, JointPatterns, PairChanges, Side, judge, pair_changes, paired,
};
use crate::analysis::agreement::{AgreementOptions, Pooled};
use crate::analysis::inference::{InferenceOptions, Panel};
use crate::audit::{Audit, EstimateRow, ItemPatterns, QuestionAudit, estimates, estimates_of};
use crate::tally::PatternTable;
use crate::vocabulary::SliceKey;
use std::collections::{BTreeMap, BTreeSet};

/// Changes from one audit to another, from what the two audits hold alone.
///
/// Pooled coefficients: from the pattern tables of both, as independent samples of items; and with annotators redrawn, from
/// the errors that audits carry. Every other number with an error: the difference of both. Refuses audits of another schema,
/// questions on another scale, with another label set or another distance, and audits without a shared question.
pub fn between(
    before: &Audit,
    after: &Audit,
    options: &InferenceOptions,
) -> Result<Comparison, CompareError> {
    between_items(before, after, None, options)
}

/// The same without the rows of other metrics than these: for who asks for few of them.
pub fn between_metrics(
    before: &Audit,
    after: &Audit,
    metrics: &BTreeSet<&str>,
    options: &InferenceOptions,
) -> Result<Comparison, CompareError> {
    let rows = || [estimates_of(before, metrics), estimates_of(after, metrics)];
    compared([before, after], &rows, None, options)
}

/// The same with the items that both audits kept (`--keep-items`): what both hold is compared pair by pair.
pub fn between_items(
    before: &Audit,
    after: &Audit,
    items: Option<[&ItemPatterns; 2]>,
    options: &InferenceOptions,
) -> Result<Comparison, CompareError> {
    compared([before, after], &|| [estimates(before), estimates(after)], items, options)
}

fn compared(
    [before, after]: [&Audit; 2],
    rows: &dyn Fn() -> [Vec<EstimateRow>; 2],
    items: Option<[&ItemPatterns; 2]>,
    options: &InferenceOptions,
) -> Result<Comparison, CompareError> {
    if before.schema_version != after.schema_version {
        return Err(CompareError::OtherSchema { before: before.schema_version, after: after.schema_version });
    }
    let earlier: BTreeMap<&str, &QuestionAudit> =
        before.questions.iter().map(|question| (question.question.name.as_str(), question)).collect();
    let rows = rows();
    let mut questions = Vec::new();
    for question in &after.questions {
        let Some(earlier) = earlier.get(question.question.name.as_str()) else { continue };
        comparable((before, earlier), (after, question))?;
        questions.push(of_question((before, earlier), (after, question), &rows, items, options)?);
    }
    if questions.is_empty() {
        return Err(CompareError::NothingShared { before: names(before), after: names(after) });
    }
    Ok(Comparison {
        schema_version: COMPARISON_VERSION,
        before: before.title.clone(),
        after: after.title.clone(),
        sides: [facts(before), facts(after)],
        panel: options.panel,
        level: options.level,
        notes: notes(before, after, &questions, options.panel),
        questions,
    })
}

fn of_question(
    (before, old): (&Audit, &QuestionAudit),
    (after, new): (&Audit, &QuestionAudit),
    rows: &[Vec<EstimateRow>; 2],
    items: Option<[&ItemPatterns; 2]>,
    options: &InferenceOptions,
) -> Result<QuestionComparison, CompareError> {
    let plans = [&before.provenance.plan, &after.provenance.plan];
    let min_group = plans[0].min_group.max(plans[1].min_group);
    let mut changes = changes(old, new, &plans[1].agreement, options, min_group);
    let name = &new.question.name;
    let shared = match items {
        Some(items) => same_items((old, new), items, &mut changes, (&plans[1].agreement, options))?,
        None => None,
    };
    let tested = judge(&mut changes) as u64;
    let own = |side: &[EstimateRow]| -> Vec<EstimateRow> {
        let shown = |row: &&EstimateRow| {
            let mut parts = row.slice.split(';').map(|part| SliceKey(part.into()));
            row.question == *name && !parts.any(|part| few_moved(old, new, &part, min_group))
        };
        side.iter().filter(shown).cloned().collect()
    };
    let told: BTreeSet<(String, String)> =
        changes.iter().map(|change| (change.metric.clone(), change.slice.0.clone())).collect();
    Ok(QuestionComparison {
        question: name.clone(),
        shared,
        tested,
        pairs: pairs(old, new, options),
        drivers: drivers((before, old), (after, new), min_group),
        rows: row_changes(&own(&rows[0]), &own(&rows[1]), &told, (options.panel, options.level)),
        changes,
    })
}

/// Compares items that both hold pair by pair: puts the paired changes of the whole in the place of the independent ones,
/// and says what changed on the shared items alone.
fn same_items(
    (old, new): (&QuestionAudit, &QuestionAudit),
    items: [&ItemPatterns; 2],
    changes: &mut Vec<Change>,
    (asked, options): (&AgreementOptions, &InferenceOptions),
) -> Result<Option<SharedItems>, CompareError> {
    let (Some(before), Some(after)) = (whole(old), whole(new)) else { return Ok(None) };
    let Some(joint) = joint(&new.question.name, [before, after], items)? else { return Ok(None) };
    let whole = SliceKey::whole();
    let own = joint.pairable_on_both();
    let compared = |joint: &JointPatterns| {
        let of = |audit, table, redrawn_of| Side { redrawn_of, ..side(audit, table, &whole) };
        let sides = [of(old, &joint.before, before), of(new, &joint.after, after)];
        paired(joint, [&sides[0], &sides[1]], &whole, asked, options)
    };
    let clustered = before.clusters.is_some() || after.clusters.is_some();
    if joint.shared_items() > 0 && !clustered {
        changes.retain(|change| !change.slice.is_whole());
        let rest = std::mem::replace(changes, compared(&joint));
        changes.extend(rest);
    }
    let mut on_shared = if own.shared_items() > 0 { compared(&own) } else { Vec::new() };
    judge(&mut on_shared);
    let in_both = joint.shared_items();
    Ok(Some(SharedItems {
        in_both,
        only_before: joint.before.rated_items() - in_both,
        only_after: joint.after.rated_items() - in_both,
        pairable_in_both: own.shared_items(),
        changes: on_shared,
    }))
}

/// Label pairs before and after, where both audits show the whole table.
fn pairs(before: &QuestionAudit, after: &QuestionAudit, options: &InferenceOptions) -> Option<PairChanges> {
    let (old, new) = (whole(before)?, whole(after)?);
    let widened = match options.panel {
        Panel::Fixed => [1.0, 1.0],
        Panel::Random => [before, after].map(|side| widened(side, Pooled::PercentAgreement.metric())),
    };
    let shares = [before.agreement.label_pairs.as_slice(), after.agreement.label_pairs.as_slice()];
    Some(pair_changes([old, new], shares, &after.question.labels, widened, options.level))
}

fn whole(audit: &QuestionAudit) -> Option<&PatternTable> {
    audit.tables.iter().find(|table| table.slice.is_whole())?.patterns.estimated()
}

fn facts(audit: &Audit) -> SideFacts {
    SideFacts {
        raterscope: audit.provenance.raterscope.clone(),
        period: audit.intake.period.clone(),
        items: audit.intake.items,
        annotators: audit.intake.annotators,
        rows_used: audit.intake.rows_used,
    }
}

fn names(audit: &Audit) -> Vec<String> {
    audit.questions.iter().map(|question| question.question.name.clone()).collect()
}

fn comparable(
    (earlier, before): (&Audit, &QuestionAudit),
    (later, after): (&Audit, &QuestionAudit),
) -> Result<(), CompareError> {
    let (before, after) = (&before.question, &after.question);
    if before.scale != after.scale {
        return Err(CompareError::OtherScale {
            question: after.name.clone(),
            before: before.scale.name().into(),
            after: after.scale.name().into(),
        });
    }
    let asked = [&earlier.provenance.plan.agreement, &later.provenance.plan.agreement];
    if let Some([first, second]) = distances(asked) {
        return Err(CompareError::OtherDistance {
            question: after.name.clone(),
            before: first,
            after: second,
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

/// What the two audits call their distances and weights, where they are not the same.
fn distances([before, after]: [&AgreementOptions; 2]) -> Option<[String; 2]> {
    let same = before.distance == after.distance
        && before.set_distance == after.set_distance
        && before.weights == after.weights;
    let name = |asked: &AgreementOptions| {
        let file = asked.distance.as_ref().map(|table| format!("distances of {}", table.name));
        let weights = asked.weights.map(|weights| format!("{} weights", weights.name()));
        let set = format!("{} between sets", asked.set_distance.name());
        [file, weights].into_iter().flatten().next().unwrap_or(set)
    };
    (!same).then(|| [name(before), name(after)])
}

fn notes(before: &Audit, after: &Audit, shared: &[QuestionComparison], panel: Panel) -> Vec<String> {
    let mut notes = vec![match panel {
        Panel::Random => "Annotators are taken as a sample of people like these: the wider of two intervals leads. Where the \
                          same people annotated both times and nobody else is meant, panel = \"fixed\" says so."
            .to_owned(),
        Panel::Fixed => "The settings declare that the same people annotated both times (panel = \"fixed\"): intervals speak \
                         of other items, not of other people."
            .to_owned(),
    }];
    for (audit, side) in [(before, "earlier"), (after, "later")] {
        for name in names(audit) {
            if shared.iter().all(|question| question.question != name) {
                notes.push(format!("Question “{name}” is in the {side} audit only."));
            }
        }
    }
    notes.extend(settings(before, after));
    let versions = [&before.provenance.raterscope, &after.provenance.raterscope];
    if versions[0] != versions[1] {
        notes.push(format!(
            "The audits were made by two versions of raterscope, {} and {}: CHANGELOG.md says whether a number is made \
             another way.",
            versions[0], versions[1]
        ));
    }
    notes
}

/// Settings that differ and may move a number.
fn settings(before: &Audit, after: &Audit) -> Vec<String> {
    const MOST: usize = 12;
    let (old, new) = (&before.provenance.plan.settings, &after.provenance.plan.settings);
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut differ: Vec<String> = keys
        .into_iter()
        .filter(|key| old.get(*key) != new.get(*key) && !key.starts_with("gate."))
        .map(|key| {
            let of =
                |side: &BTreeMap<String, String>| side.get(key).cloned().unwrap_or_else(|| "not set".into());
            format!("The setting {key} was {} and is {}.", of(old), of(new))
        })
        .collect();
    if differ.len() > MOST {
        let more = differ.len() - MOST;
        differ.truncate(MOST);
        differ.push(format!("{more} more settings differ."));
    }
    differ
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
        assert!(interval.method.contains("drawn independently"), "{}", interval.method);
        assert!(found.questions[0].changes[0].reported && found.questions[0].tested == 5);
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
