use crate::analysis::inference::{Bounds, item_mean};
use crate::tally::PatternTable;
use crate::vocabulary::{Estimate, Label, LabelSet, Matrix, Outcome, SampleSize};
use serde::{Deserialize, Serialize};

/// Labels of the largest matrix kept.
const LABELS: usize = 40;

/// A confusion matrix in which every annotation counts: an item with n of them gives 1/n to the row of each. Nothing is
/// left out for a tie, and a minority keeps its rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SoftConfusion {
    /// Items with people's labels and an answer.
    pub items: u64,
    /// People's label × the model's, in items.
    pub confusion: Matrix,
    /// Mean over items of the share of annotators who gave the model's label.
    pub agreement: Outcome<Estimate>,
}

/// The soft matrix of one model from (pattern, answer, items); `None` where nobody rated what it answered.
pub(super) fn soft_confusion(
    joint: &[(u32, Label, u64)],
    table: &PatternTable,
    labels: &LabelSet,
    annotators: u64,
    level: f64,
) -> Option<SoftConfusion> {
    let mut shares = Vec::with_capacity(joint.len());
    let mut sample = SampleSize { annotators, ..SampleSize::default() };
    let mut totals = vec![0.0; labels.len()];
    for &(pattern, answer, items) in joint {
        let pattern = table.pattern(pattern as usize);
        let n = pattern.annotations();
        let mut agree = 0;
        totals[answer.index()] += items as f64;
        for &(label, votes) in pattern.counts {
            totals[label.index()] += (u64::from(votes) * items) as f64 / n as f64;
            if label == answer {
                agree = votes;
            }
        }
        shares.push((f64::from(agree) / n as f64, items));
        sample.items += items;
        sample.annotations += items * n;
    }
    let agreement = item_mean(&shares, Bounds::Share, level).map(|found| Estimate {
        sample,
        method: "mean over items of the share of annotators with the model's label".into(),
        ..found
    });
    let confusion = matrix(joint, table, labels, &most_used(&totals));
    (sample.items > 0).then_some(SoftConfusion { items: sample.items, confusion, agreement })
}

/// The labels with most weight, in the set's order.
fn most_used(totals: &[f64]) -> Vec<usize> {
    let mut shown: Vec<usize> = (0..totals.len()).collect();
    shown.sort_by(|&a, &b| totals[b].total_cmp(&totals[a]).then(a.cmp(&b)));
    shown.truncate(LABELS);
    shown.sort_unstable();
    shown
}

fn matrix(joint: &[(u32, Label, u64)], table: &PatternTable, labels: &LabelSet, shown: &[usize]) -> Matrix {
    let side = shown.len();
    let mut weight = vec![0.0; side * side];
    let place = |label: Label| shown.binary_search(&label.index()).ok();
    for &(pattern, answer, items) in joint {
        let pattern = table.pattern(pattern as usize);
        let Some(column) = place(answer) else { continue };
        for &(label, votes) in pattern.counts {
            if let Some(row) = place(label) {
                let part = (u64::from(votes) * items) as f64 / pattern.annotations() as f64;
                weight[row * side + column] += part;
            }
        }
    }
    let names: Vec<String> = shown.iter().map(|&l| labels.names[l].clone()).collect();
    Matrix { rows: names.clone(), columns: names, cells: weight.into_iter().map(Some).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;

    #[test]
    fn every_annotation_counts_its_part_of_the_item() {
        let mut log = TestLog::of_items(&[&[0, 0, 1], &[0, 1], &[1]], 2);
        log.models = vec![("m", vec![Some(0), Some(1), None])];
        let tallies = log.tallies();
        let summaries = &tallies.summaries;
        let joint = &summaries.models[0].joint;
        let found = soft_confusion(joint, &summaries.patterns, &tallies.question.labels, 3, 0.95);
        let found = found.expect("two items");
        let cell = |r, c| found.confusion.cell(r, c).expect("a number");
        assert!((cell(0, 0) - 2.0 / 3.0).abs() < 1e-12 && (cell(1, 0) - 1.0 / 3.0).abs() < 1e-12);
        assert!((cell(0, 1) - 0.5).abs() < 1e-12 && (cell(1, 1) - 0.5).abs() < 1e-12);
        let agreement = found.agreement.estimated().expect("two items");
        assert!((agreement.value - (2.0 / 3.0 + 0.5) / 2.0).abs() < 1e-12);
        assert_eq!((found.items, agreement.sample.annotations), (2, 5));
        assert!(soft_confusion(&[], &summaries.patterns, &tallies.question.labels, 3, 0.95).is_none());
    }
}
