use super::chronology::may_share_rows;
use super::{LineKey, Reading, Snapshot, TrendGap, TrendPart, TrendPoint};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Labels, models and groups of a question that are followed.
const LABELS: usize = 6;
const MODELS: usize = 12;
const GROUPS: usize = 12;
/// Lines of metrics asked for by name.
const ASKED: usize = 100;

/// One number over the audits before anything is tested.
pub(super) struct Drawn {
    /// Which number.
    pub key: LineKey,
    /// Audits with a value.
    pub points: Vec<TrendPoint>,
    /// What their own errors explain.
    pub variances: Vec<f64>,
    /// Whether those errors are known at all.
    pub errors_known: bool,
    /// Audits without.
    pub gaps: Vec<TrendGap>,
}

/// The numbers that two or more audits have, in the order of the report; of labels, models and groups the first few of each
/// question, and what was left out is noted.
pub(super) fn drawn(snapshots: &[Snapshot], notes: &mut Vec<String>) -> Vec<Drawn> {
    let keys = chosen(snapshots, notes);
    keys.into_iter().map(|key| line(key, snapshots)).filter(|line| line.points.len() > 1).collect()
}

/// Keys by question and part: labels by how often they are given, everything else in the order of its first audit's report.
fn chosen(snapshots: &[Snapshot], notes: &mut Vec<String>) -> Vec<LineKey> {
    let mut weights: BTreeMap<&LineKey, (u64, usize)> = BTreeMap::new();
    for (key, reading) in snapshots.iter().flat_map(|own| &own.readings) {
        let own = weights.entry(key).or_default();
        own.0 += reading.weight;
        own.1 += usize::from(reading.value.is_some());
    }
    let mut keys: Vec<(&LineKey, u64)> = weights
        .into_iter()
        .filter(|(_, (_, values))| *values > 1)
        .map(|(key, (weight, _))| (key, weight))
        .collect();
    keys.sort_by_key(|&(key, weight)| {
        (key.question.is_empty(), &key.question, key.part, Reverse(weight), rank(key), key)
    });
    let mut out: Vec<LineKey> = Vec::new();
    for part in keys.chunk_by(|a, b| (&a.0.question, a.0.part) == (&b.0.question, b.0.part)) {
        let (most, kind) = match part[0].0.part {
            TrendPart::Labels => (LABELS, "labels"),
            TrendPart::Models => (MODELS, "numbers of models"),
            TrendPart::Coverage => (GROUPS, "groups"),
            TrendPart::Asked => (ASKED, "numbers that were asked for"),
            _ => (usize::MAX, ""),
        };
        if part.len() > most {
            notes.push(format!(
                "Question `{}`: {most} of {} {kind} are followed; name the metric with --metric for more.",
                part[0].0.question,
                part.len()
            ));
        }
        out.extend(part.iter().take(most).map(|(key, _)| (*key).clone()));
    }
    out
}

/// The order of numbers within a part.
fn rank(key: &LineKey) -> usize {
    const ORDER: [&str; 8] = [
        "krippendorff_alpha",
        "percent_agreement",
        "gwet_ac1",
        "gwet_ac2",
        "agreement_with_consensus",
        "accuracy",
        "kappa_with_consensus",
        "model_minus_human_agreement",
    ];
    ORDER.iter().position(|metric| *metric == key.metric).unwrap_or(ORDER.len())
}

fn line(key: LineKey, snapshots: &[Snapshot]) -> Drawn {
    let withheld = withheld(&key, snapshots);
    let (mut points, mut gaps, mut readings) = (Vec::new(), Vec::new(), Vec::new());
    for (audit, snapshot) in (0u32..).zip(snapshots) {
        let reading = snapshot.readings.get(&key);
        let gap = |reason: &str| TrendGap { audit, reason: reason.into() };
        match reading {
            _ if withheld.contains(&audit) => gaps.push(gap("withheld_for_others")),
            None => gaps.push(gap("not_in_audit")),
            Some(Reading { value: None, reason, .. }) => gaps.push(gap(reason)),
            Some(reading @ Reading { value: Some(value), ends, n, .. }) => {
                readings.push(reading);
                let (value, ends, n) = (*value, *ends, *n);
                points.push(TrendPoint { audit, value, ends, n, expected: None, outside: false });
            }
        }
    }
    let variances = variances(&readings);
    let errors_known = variances.is_some();
    Drawn { variances: variances.unwrap_or_else(|| vec![0.0; points.len()]), key, points, errors_known, gaps }
}

/// What the audits' own errors explain of each point. Where samples are known, one error per item for all audits, over each
/// audit's items (as p̄ (1 − p̄) / n of a p chart): an error read from each audit's own value would be small just where
/// the value is extreme, and 0 where agreement is perfect. Otherwise the median of the squared errors for all. `None` where no
/// audit has an error.
fn variances(readings: &[&Reading]) -> Option<Vec<f64>> {
    let mut squares: Vec<f64> = readings.iter().filter_map(|own| own.se).map(|se| se * se).collect();
    if squares.is_empty() {
        return None;
    }
    let known = readings.iter().filter_map(|own| Some(own.se?.powi(2) * own.n? as f64));
    let known: Vec<f64> = known.collect();
    let samples: Option<Vec<f64>> = readings.iter().map(|own| own.n.map(|n| n as f64)).collect();
    if let Some(samples) = samples.filter(|_| !known.is_empty()) {
        let per_item = known.iter().sum::<f64>() / known.len() as f64;
        return Some(samples.into_iter().map(|n| per_item / n).collect());
    }
    squares.sort_by(f64::total_cmp);
    Some(vec![squares[squares.len() / 2]; readings.len()])
}

/// Audits in which a group must not be shown beside the one before: where the two may hold the same annotations and the
/// group lost or won fewer people than a group must have, what these did could be worked out by difference. So could it
/// where the group's size is not known.
fn withheld(key: &LineKey, snapshots: &[Snapshot]) -> BTreeSet<u32> {
    let mut out = BTreeSet::new();
    let least = snapshots.iter().map(|own| own.min_group).max().unwrap_or(0);
    let mut shown: Vec<(&Snapshot, &Reading)> = Vec::new();
    for (audit, snapshot) in (0u32..).zip(snapshots) {
        let Some(reading) = snapshot.readings.get(key).filter(|own| own.group && own.value.is_some()) else {
            continue;
        };
        let close = |before: &Reading| match (before.group_annotators, reading.group_annotators) {
            (Some(before), Some(after)) => before != after && before.abs_diff(after) < least,
            _ => true,
        };
        if shown.iter().any(|(earlier, before)| may_share_rows(earlier, snapshot) && close(before)) {
            out.insert(audit);
        } else {
            shown.push((snapshot, reading));
        }
    }
    out
}
