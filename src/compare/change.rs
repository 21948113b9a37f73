use crate::analysis::agreement::change::{Change, Side, independent};
use crate::analysis::agreement::{AgreementOptions, Pooled};
use crate::analysis::inference::InferenceOptions;
use crate::audit::QuestionAudit;
use crate::tally::PatternTable;
use crate::vocabulary::{Estimate, Outcome, Reason, SliceKey};
use std::collections::BTreeMap;

/// Changes of every coefficient on every part of the log whose table both audits show, the whole first. A group whose
/// number of annotators changed by fewer than `min_group` is not shown: its change would tell of the few who came or went.
pub(super) fn changes(
    before: &QuestionAudit,
    after: &QuestionAudit,
    asked: &AgreementOptions,
    options: &InferenceOptions,
    min_group: u64,
) -> Vec<Change> {
    let earlier: BTreeMap<&SliceKey, &Outcome<PatternTable>> =
        before.tables.iter().map(|table| (&table.slice, &table.patterns)).collect();
    let mut found = Vec::new();
    for table in &after.tables {
        let Some(earlier) = earlier.get(&table.slice) else { continue };
        let slice = &table.slice;
        let hidden = few_moved(before, after, slice, min_group).then_some(Reason::WithheldForOthers);
        match (earlier, &table.patterns, hidden) {
            (Outcome::Estimated(old), Outcome::Estimated(new), None) => {
                found.extend(independent(
                    &side(before, old, slice),
                    &side(after, new, slice),
                    slice,
                    asked,
                    options,
                ));
            }
            (_, _, Some(reason)) => found.push(absent(slice, &reason)),
            (Outcome::NotEstimable(reason), _, _) | (_, Outcome::NotEstimable(reason), _) => {
                found.push(absent(slice, reason));
            }
        }
    }
    found
}

fn absent(slice: &SliceKey, reason: &Reason) -> Change {
    Change::absent((Pooled::KrippendorffAlpha.metric(), "Krippendorff's alpha"), slice, reason)
}

/// One side of one part.
pub(super) fn side<'a>(audit: &'a QuestionAudit, table: &'a PatternTable, slice: &SliceKey) -> Side<'a> {
    let agreement = &audit.agreement;
    let own = agreement.slices.iter().find(|own| SliceKey::of(&own.name, &own.value) == *slice);
    let mut redrawn: Vec<(&str, &Outcome<Estimate>)> = Vec::new();
    let of_part = agreement.redrawn.iter().filter(|found| found.slice == *slice);
    redrawn.extend(of_part.map(|found| (found.metric.as_str(), &found.outcome)));
    redrawn.extend(own.map(|own| (Pooled::KrippendorffAlpha.metric(), &own.alpha_redrawn)));
    let annotators = match slice.is_whole() {
        true => agreement.pairable.annotators,
        false => own
            .and_then(|own| own.percent_agreement.estimated())
            .map(|found| found.sample.annotators)
            .or_else(|| group_annotators(audit, slice))
            .unwrap_or(0),
    };
    let known =
        |metric: &str| agreement.redrawn.iter().any(|own| own.slice.is_whole() && own.metric == metric);
    let kinds = Pooled::default_set(audit.question.scale).map(Pooled::metric);
    let widened = match slice.is_whole() {
        true => Vec::new(),
        false => kinds
            .into_iter()
            .filter(|metric| known(metric))
            .map(|metric| (metric, widened(audit, metric)))
            .collect(),
    };
    Side { table, question: &audit.question, redrawn, widened, redrawn_of: table, annotators }
}

/// How much wider a coefficient's error on the whole log is with annotators redrawn; 1 where that is not known.
pub(super) fn widened(audit: &QuestionAudit, metric: &str) -> f64 {
    let agreement = &audit.agreement;
    let se = |outcome: &Outcome<Estimate>| outcome.estimated().and_then(|found| found.se);
    let fixed = agreement.coefficients.iter().find(|own| own.metric == metric && own.slice.is_whole());
    let redrawn = agreement.redrawn.iter().find(|own| own.metric == metric && own.slice.is_whole());
    match (fixed.and_then(|own| se(&own.outcome)), redrawn.and_then(|own| se(&own.outcome))) {
        (Some(fixed), Some(redrawn)) if fixed > 0.0 => (redrawn / fixed).max(1.0),
        _ => 1.0,
    }
}

/// Annotators of a group of people; `None` where the part is none, or the group is not shown.
fn group_annotators(audit: &QuestionAudit, slice: &SliceKey) -> Option<u64> {
    let coverage = audit.coverage.estimated()?;
    let of_attribute = coverage.attributes.iter().flat_map(|attribute| {
        attribute.groups.iter().map(move |group| (SliceKey::of(&attribute.attribute, &group.group), group))
    });
    let (_, group) = of_attribute.into_iter().find(|(key, _)| key == slice)?;
    group.numbers.estimated().map(|numbers| numbers.annotators)
}

/// Whether a part is a group whose number of annotators changed by so few that its change would tell of them.
pub(super) fn few_moved(
    before: &QuestionAudit,
    after: &QuestionAudit,
    slice: &SliceKey,
    min_group: u64,
) -> bool {
    match (group_annotators(before, slice), group_annotators(after, slice)) {
        (Some(before), Some(after)) => (1..min_group).contains(&before.abs_diff(after)),
        _ => false,
    }
}
