use super::difference::Difference;
use super::reliability::mean_outcome;
use super::top_label::verdict_at;
use super::{ConfidencePair, LabelCalibration};
use crate::analysis::inference::benjamini_hochberg;
use crate::vocabulary::{Estimate, Label, LabelSet, Outcome, SampleSize};
use std::collections::BTreeMap;

/// Labels that are listed: those the model gives most often.
const LISTED: usize = 100;

/// Calibration-in-the-large of the items to which the model gave one label, label by label, as one family of tests; and
/// how many labels are left out of a very long list.
pub(super) fn by_label(
    pairs: &[ConfidencePair],
    set: &LabelSet,
    sample: SampleSize,
    level: f64,
) -> (Vec<LabelCalibration>, u64) {
    let mut own: BTreeMap<Label, Vec<ConfidencePair>> = BTreeMap::new();
    for pair in pairs {
        own.entry(pair.label).or_default().push(*pair);
    }
    let all = own.len();
    let given = |pairs: &[ConfidencePair]| pairs.iter().map(|pair| pair.items).sum::<u64>();
    let mut listed: Vec<(Label, Vec<ConfidencePair>)> = own.into_iter().collect();
    listed.sort_by_key(|(label, pairs)| (std::cmp::Reverse(given(pairs)), *label));
    listed.truncate(LISTED);
    listed.sort_by_key(|(label, _)| *label);
    let found: Vec<(Label, Difference, &[ConfidencePair])> = listed
        .iter()
        .filter_map(|(label, pairs)| Some((*label, Difference::of(pairs.iter())?, pairs.as_slice())))
        .collect();
    let p: Vec<Option<f64>> = found.iter().map(|(_, difference, _)| difference.p()).collect();
    let family: Vec<f64> = p.iter().flatten().copied().collect();
    let mut q = benjamini_hochberg(&family).into_iter();
    let rows = found.iter().zip(&p).map(|((label, difference, pairs), &p)| {
        let q = p.and_then(|_| q.next());
        let estimate: Estimate = difference.estimate(sample, level);
        LabelCalibration {
            label: set.name(*label).to_owned(),
            items: difference.items(),
            mean_confidence: difference.mean_confidence(),
            agreement: mean_outcome(pairs, sample, level),
            verdict: verdict_at(&estimate, q),
            difference: Outcome::Estimated(estimate),
            p,
            q,
        }
    });
    (rows.collect(), (all - listed.len()) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::calibration::CalibrationVerdict;

    #[test]
    fn a_label_of_which_the_model_is_too_sure_is_found_among_others() {
        let pair = |label, outcome, items| ConfidencePair {
            confidence: 900_000,
            label: Label(label),
            outcome,
            items,
        };
        let pairs =
            [pair(0, 1.0, 450), pair(0, 0.0, 50), pair(1, 1.0, 200), pair(1, 0.0, 100), pair(2, 1.0, 1)];
        let names = vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
        let set = LabelSet { names, values: None, declared: false, used: Vec::new() };
        let (rows, left_out) = by_label(&pairs, &set, SampleSize::default(), 0.95);
        let verdicts: Vec<CalibrationVerdict> = rows.iter().map(|row| row.verdict).collect();
        assert_eq!(
            verdicts,
            [CalibrationVerdict::NoEvidence, CalibrationVerdict::OverConfident, CalibrationVerdict::Unknown]
        );
        assert_eq!(left_out, 0);
    }
}
