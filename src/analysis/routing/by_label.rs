use super::workload::Workload;
use super::{LabelThreshold, LabelThresholds, RiskCoverage, certify, fewest_items};
use crate::analysis::calibration::ConfidencePair;
use crate::vocabulary::{Label, LabelSet};
use std::collections::BTreeMap;

/// A threshold for each label that the model gives, each certified at alpha / labels, so that all hold together: among
/// the items that the model labels alone the error is then at most `target` under every label, hence on the whole.
/// Labels with too few items to certify anything are not tried (that depends on no outcome). `None` where no label has
/// a threshold.
pub(super) fn by_label(
    pairs: &[ConfidencePair],
    load: &Workload,
    labels: &LabelSet,
    (target, alpha): (f64, f64),
) -> Option<LabelThresholds> {
    let mut own: BTreeMap<Label, Vec<ConfidencePair>> = BTreeMap::new();
    for pair in pairs {
        own.entry(pair.label).or_default().push(*pair);
    }
    let given = |pairs: &[ConfidencePair]| pairs.iter().map(|pair| pair.items).sum::<u64>();
    own.retain(|_, pairs| given(pairs) >= fewest_items(target, alpha));
    let tried = own.len() as u64;
    let share = alpha / tried.max(1) as f64;
    let threshold = |(&label, pairs): (&Label, &Vec<ConfidencePair>)| {
        let found = certify(&RiskCoverage::of(pairs).ties, target, share)?;
        Some(LabelThreshold {
            label: labels.name(label).to_owned(),
            threshold: f64::from(found.confidence) / 1e6,
            judged: found.items,
            errors: found.errors,
            alone: load.alone(found.confidence, |own| own == label),
        })
    };
    let labels: Vec<LabelThreshold> = own.iter().filter_map(threshold).collect();
    let alone: u64 = labels.iter().map(|label| label.alone).sum();
    (!labels.is_empty()).then(|| LabelThresholds {
        tried,
        labels,
        alone,
        alone_share: alone as f64 / load.items.max(1) as f64,
        to_people: load.items - alone,
        hours: load.hours(load.items - alone),
    })
}
