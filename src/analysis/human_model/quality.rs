use super::confused_pairs::{Examples, confused_pairs};
use super::quality_summaries::summaries;
use super::{ModelLabel, ModelQuality};
use crate::analysis::agreement::cohen_kappa;
use crate::analysis::inference::share_of_items;
use crate::vocabulary::{ConfidenceInterval, Estimate, Label, LabelSet, Matrix, Outcome, Reason, SampleSize};
use std::collections::BTreeMap;

/// Labels that a confusion matrix shows: with more, the most used ones.
const MATRIX_LABELS: usize = 100;

/// Items by (reference label, model label).
pub(super) type Cells = BTreeMap<(Label, Label), u64>;

/// A model's labels against reference labels. Each item counts once, so that shares have Wilson's interval.
///
/// `sample` tells the annotations and annotators behind the reference; its items are counted here. `against` names the
/// reference for the methods: `the majority`, `gold`. `examples` knows the items by name.
pub(super) fn quality(
    cells: &Cells,
    labels: &LabelSet,
    sample: SampleSize,
    against: &str,
    level: f64,
    examples: &Examples<'_>,
) -> Outcome<ModelQuality> {
    let items: u64 = cells.values().sum();
    if items == 0 {
        let what = format!("items with an answer and a label by {against}");
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    }
    let sample = SampleSize { items, ..sample };
    let same = cells.iter().filter(|((reference, model), _)| reference == model).map(|(_, n)| n).sum();
    let dense: Vec<(usize, usize, u64)> =
        cells.iter().map(|(&(r, m), &n)| (r.index(), m.index(), n)).collect();
    Outcome::Estimated(ModelQuality {
        items,
        confusion: confusion(cells, labels),
        agreement: share_of_items(
            same,
            items,
            sample,
            level,
            &format!("items with the same label as {against}"),
        ),
        kappa: cohen_kappa(&dense, sample, level),
        labels: by_label(&dense, labels, sample, level),
        summaries: summaries(&dense, labels.len(), sample, level),
        most_confused: confused_pairs(cells, labels, sample, level, examples),
    })
}

fn confusion(cells: &Cells, labels: &LabelSet) -> Matrix {
    let mut used = vec![0u64; labels.len()];
    for (&(reference, model), &n) in cells {
        used[reference.index()] += n;
        used[model.index()] += n;
    }
    let mut shown: Vec<usize> = (0..labels.len()).collect();
    if shown.len() > MATRIX_LABELS {
        shown.sort_by(|&a, &b| used[b].cmp(&used[a]).then(a.cmp(&b)));
        shown.truncate(MATRIX_LABELS);
        shown.sort_unstable();
    }
    let names: Vec<String> = shown.iter().map(|&l| labels.names[l].clone()).collect();
    let cell = |r: usize, m: usize| cells.get(&(Label(r as u32), Label(m as u32))).copied().unwrap_or(0);
    let cells = shown.iter().flat_map(|&r| shown.iter().map(move |&m| (r, m)));
    Matrix {
        cells: cells.map(|(r, m)| Some(cell(r, m) as f64)).collect(),
        rows: names.clone(),
        columns: names,
    }
}

fn by_label(
    cells: &[(usize, usize, u64)],
    labels: &LabelSet,
    sample: SampleSize,
    level: f64,
) -> Vec<ModelLabel> {
    let mut support = vec![0u64; labels.len()];
    let mut predicted = vec![0u64; labels.len()];
    let mut hits = vec![0u64; labels.len()];
    for &(reference, model, n) in cells {
        support[reference] += n;
        predicted[model] += n;
        if reference == model {
            hits[model] += n;
        }
    }
    let label = |l: usize| ModelLabel {
        label: labels.names[l].clone(),
        support: support[l],
        predicted: predicted[l],
        precision: share_of_items(
            hits[l],
            predicted[l],
            sample,
            level,
            "of the items the model gave this label",
        ),
        recall: share_of_items(
            hits[l],
            support[l],
            sample,
            level,
            "of the items whose reference is this label",
        ),
        f1: f1(hits[l], support[l] + predicted[l] - hits[l], sample, level),
    };
    (0..labels.len()).map(label).collect()
}

/// F1 = 2J / (1 + J), where J is the share of hits among the items that either side gave the label. J is a share of
/// items that each count once, and F1 rises with it, so Wilson's ends carry over exactly.
fn f1(hits: u64, either: u64, sample: SampleSize, level: f64) -> Outcome<Estimate> {
    let of = |share: f64| 2.0 * share / (1.0 + share);
    share_of_items(hits, either, sample, level, "harmonic mean of precision and recall").map(|share| {
        Estimate {
            value: of(share.value),
            interval: share.interval.map(|interval| ConfidenceInterval {
                lower: of(interval.lower),
                upper: of(interval.upper),
                level: interval.level,
                method: format!(
                    "{}, of the hits among items that either side gave the label",
                    interval.method
                ),
            }),
            ..share
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::Names;
    use proptest::prelude::*;

    fn set(n: usize) -> LabelSet {
        LabelSet {
            names: (0..n).map(|l| format!("l{l}")).collect(),
            values: None,
            declared: false,
            used: vec![true; n],
        }
    }

    /// Without rows nobody knows which items.
    fn judged(cells: &Cells, labels: &LabelSet, against: &str) -> Outcome<ModelQuality> {
        let nowhere = Examples { names: &Names::default(), answers: &[], reference: &|_: usize| Label::NONE };
        quality(cells, labels, SampleSize::default(), against, 0.95, &nowhere)
    }

    fn cells(counts: &[(u32, u32, u64)]) -> Cells {
        counts.iter().map(|&(r, m, n)| ((Label(r), Label(m)), n)).collect()
    }

    fn value(outcome: &Outcome<Estimate>) -> f64 {
        outcome.estimated().map_or(f64::NAN, |e| e.value)
    }

    /// scikit-learn's user guide, classification_report: y_true 0 1 2 2 0, y_pred 0 0 2 1 0.
    #[test]
    fn meets_scikit_learns_classification_report() {
        let found = judged(&cells(&[(0, 0, 2), (1, 0, 1), (2, 2, 1), (2, 1, 1)]), &set(3), "gold");
        let found = found.estimated().expect("five items");
        let digits = |e: &Outcome<Estimate>| (value(e) * 100.0).round() / 100.0;
        assert_eq!(found.labels.iter().map(|l| digits(&l.precision)).collect::<Vec<_>>(), [0.67, 0.0, 1.0]);
        assert_eq!(found.labels.iter().map(|l| digits(&l.recall)).collect::<Vec<_>>(), [1.0, 0.0, 0.5]);
        assert_eq!(found.labels.iter().map(|l| digits(&l.f1)).collect::<Vec<_>>(), [0.8, 0.0, 0.67]);
        assert_eq!(value(&found.agreement), 0.6);
        let pair = &found.most_confused[0];
        assert_eq!((pair.reference.as_str(), pair.given.as_str(), pair.items), ("l1", "l0", 1));
    }

    #[test]
    fn a_label_nobody_used_has_no_precision() {
        let found = judged(&cells(&[(0, 0, 5)]), &set(2), "gold");
        let unused = &found.estimated().expect("five items").labels[1];
        assert!(
            unused.precision.reason().is_some()
                && unused.recall.reason().is_some()
                && unused.f1.reason().is_some()
        );
    }

    #[test]
    fn nothing_compared_is_not_estimable() {
        let found = judged(&Cells::new(), &set(2), "the majority");
        assert!(matches!(found.reason(), Some(Reason::TooFew { found: 0, .. })));
    }

    #[test]
    fn a_large_matrix_keeps_the_labels_in_use() {
        let found = judged(&cells(&[(0, 149, 5), (149, 149, 2)]), &set(150), "gold");
        let matrix = &found.estimated().expect("seven items").confusion;
        assert_eq!(matrix.rows.len(), MATRIX_LABELS);
        assert_eq!(matrix.rows.last().map(String::as_str), Some("l149"));
        assert_eq!(matrix.cell(0, MATRIX_LABELS - 1), Some(5.0));
    }

    proptest! {
        #[test]
        fn f1_is_the_harmonic_mean_and_lies_in_its_interval(tp in 1u64..50, fp in 0u64..50, fneg in 0u64..50) {
            let found = judged(&cells(&[(0, 0, tp), (1, 0, fp), (0, 1, fneg)]), &set(2), "gold");
            let label = &found.estimated().expect("items").labels[0];
            let (p, r) = (value(&label.precision), value(&label.recall));
            prop_assert!((value(&label.f1) - 2.0 * p * r / (p + r)).abs() < 1e-12);
            let f1 = label.f1.estimated().expect("used");
            let interval = f1.interval.estimated().expect("Wilson");
            prop_assert!(interval.lower <= f1.value && f1.value <= interval.upper);
        }
    }
}
