use crate::analysis::agreement::change::{MixSplit, agreeing, mix_split};
use crate::audit::{Audit, QuestionAudit};
use crate::tally::PatternTable;
use crate::vocabulary::{Outcome, SliceKey};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What may have moved the observed agreement.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Drivers {
    /// Mix and within, by each column that splits the items of both audits.
    pub splits: Vec<MixSplit>,
    /// Who annotated: annotators in both, gone and new.
    pub people: Option<PeopleChange>,
}

/// Annotators before and after, told by their names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeopleChange {
    /// In both audits.
    pub in_both: u64,
    /// In the earlier one alone.
    pub left: u64,
    /// In the later one alone.
    pub joined: u64,
    /// Of those in both: how many give another share of the annotations, by a half or more.
    pub changed: u64,
    /// Names of those who left and joined, alphabetical, where both audits show names and no pseudonyms; at most 12 each.
    pub names: Option<(Vec<String>, Vec<String>)>,
    /// Mix and within over annotators: who annotated how much, and how the same people agreed with others.
    pub split: Option<MixSplit>,
}

/// Names that are listed.
const MOST_NAMES: usize = 12;

pub(super) fn drivers(
    (before, old): (&Audit, &QuestionAudit),
    (after, new): (&Audit, &QuestionAudit),
    min_group: u64,
) -> Drivers {
    Drivers { splits: splits(old, new), people: people((before, old), (after, new), min_group) }
}

/// Columns whose values split the items: every pairable item is in one of them, on both sides.
fn splits(before: &QuestionAudit, after: &QuestionAudit) -> Vec<MixSplit> {
    let mut columns: Vec<&str> = before.agreement.slices.iter().map(|slice| slice.name.as_str()).collect();
    columns.dedup();
    columns.retain(|column| after.agreement.slices.iter().any(|slice| slice.name == **column));
    columns
        .into_iter()
        .filter_map(|column| {
            let (old, new) = (values(before, column)?, values(after, column)?);
            let names: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
            let of =
                |side: &BTreeMap<&str, (f64, f64)>, name: &str| side.get(name).copied().unwrap_or((0.0, 0.0));
            let rows: Vec<_> = names.iter().map(|name| (*name, of(&old, name), of(&new, name))).collect();
            mix_split(column, &rows)
        })
        .collect()
}

/// Items and their agreement by value of a column; `None` where a table is missing, or values share items.
fn values<'a>(audit: &'a QuestionAudit, column: &str) -> Option<BTreeMap<&'a str, (f64, f64)>> {
    let table = |slice: &SliceKey| -> Option<&'a PatternTable> {
        let found = audit.tables.iter().find(|table| table.slice == *slice)?;
        match &found.patterns {
            Outcome::Estimated(table) => Some(table),
            Outcome::NotEstimable(_) => None,
        }
    };
    let whole = agreeing(table(&SliceKey::whole())?);
    let mut found = BTreeMap::new();
    for slice in audit.agreement.slices.iter().filter(|slice| slice.name == column) {
        found.insert(slice.value.as_str(), agreeing(table(&SliceKey::of(column, &slice.value))?));
    }
    let (items, sum) = found.values().fold((0.0, 0.0), |(n, s), own| (n + own.0, s + own.1));
    let same = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(1.0);
    (same(items, whole.0) && same(sum, whole.1)).then_some(found)
}

/// Annotators by name, with their shared items and their agreement with others.
fn by_name(audit: &QuestionAudit) -> Option<BTreeMap<&str, (f64, f64)>> {
    let annotators = audit.agreement.annotators.estimated()?;
    let of = |raw: Option<f64>, items: u64| (items as f64, raw.unwrap_or(0.0) * items as f64);
    Some(annotators.iter().map(|one| (one.annotator.as_str(), of(one.raw, one.shared_items))).collect())
}

/// Who came and went. Nothing where names cannot be matched: pseudonyms of two audits are the same only under one key, and
/// then they match; where not one of them does, nobody can be told.
fn people(
    (before, old): (&Audit, &QuestionAudit),
    (after, new): (&Audit, &QuestionAudit),
    min_group: u64,
) -> Option<PeopleChange> {
    let (first, second) = (by_name(old)?, by_name(new)?);
    let pseudonyms = before.provenance.plan.pseudonymized || after.provenance.plan.pseudonymized;
    let in_both = first.keys().filter(|name| second.contains_key(*name)).count() as u64;
    if pseudonyms && in_both == 0 {
        return None;
    }
    let left: Vec<&str> = first.keys().filter(|name| !second.contains_key(*name)).copied().collect();
    let joined: Vec<&str> = second.keys().filter(|name| !first.contains_key(*name)).copied().collect();
    let total = |side: &BTreeMap<&str, (f64, f64)>| side.values().map(|own| own.0).sum::<f64>();
    let (all_before, all_after) = (total(&first), total(&second));
    let changed = first.iter().filter(|(name, own)| {
        second.get(*name).is_some_and(|later| {
            let (a, b) = (own.0 / all_before, later.0 / all_after);
            a.max(b) > 0.0 && (a - b).abs() >= 0.5 * a.max(b)
        })
    });
    let names: BTreeSet<&str> = first.keys().chain(second.keys()).copied().collect();
    let of = |side: &BTreeMap<&str, (f64, f64)>, name: &str| side.get(name).copied().unwrap_or((0.0, 0.0));
    let rows: Vec<_> = names.iter().map(|name| (*name, of(&first, name), of(&second, name))).collect();
    // Fewer people than a group that may be shown would be told by what is left of the sum.
    let enough = in_both >= min_group;
    let split = if enough { mix_split("annotator", &rows) } else { None };
    let named = |names: &[&str]| names.iter().take(MOST_NAMES).map(|&name| name.to_owned()).collect();
    Some(PeopleChange {
        in_both,
        left: left.len() as u64,
        joined: joined.len() as u64,
        changed: changed.count() as u64,
        names: (!pseudonyms).then(|| (named(&left), named(&joined))),
        // No person is told as a cause: the parts alone, not who they are of.
        split: split.map(|split| MixSplit { values: Vec::new(), ..split }),
    })
}
