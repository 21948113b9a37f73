use super::result::LabelRanking;
use crate::tally::RankCell;
use crate::vocabulary::{LabelSet, Outcome, Reason};

/// How well each label's probability ranks the items that have it above the others, from cells sorted by label and
/// probability.
///
/// Area under the ROC curve: the probability that an item of the label has a higher probability than another item, ties
/// count half (Hanley & McNeil 1982, Radiology 143:29). Average precision: Σ_t (R_t − R_{t−1}) P_t over falling
/// thresholds. Not estimable for a label that no item or every item has.
pub(super) fn rankings(cells: &[RankCell], set: &LabelSet) -> Vec<LabelRanking> {
    cells.chunk_by(|a, b| a.label == b.label).map(|own| ranking(own, set)).collect()
}

fn ranking(cells: &[RankCell], set: &LabelSet) -> LabelRanking {
    let items: u64 = cells.iter().map(|cell| cell.items).sum();
    let hits: u64 = cells.iter().map(|cell| cell.hits).sum();
    let square = |cell: &RankCell| {
        let p = f64::from(cell.probability) / 1e4;
        let (hits, rest) = (cell.hits as f64, (cell.items - cell.hits) as f64);
        hits * (1.0 - p).powi(2) + rest * p * p
    };
    let varied = hits > 0 && hits < items;
    let or_why = |value: f64| match varied {
        true => Outcome::Estimated(value),
        false => Outcome::NotEstimable(Reason::NoVariation { what: "whether gold is this label".into() }),
    };
    LabelRanking {
        label: set.name(cells[0].label).to_owned(),
        items: hits,
        roc_auc: or_why(area(cells, hits as f64, (items - hits) as f64)),
        average_precision: or_why(average_precision(cells, hits as f64)),
        brier: cells.iter().map(square).sum::<f64>() / items as f64,
    }
}

fn area(cells: &[RankCell], hits: f64, rest: f64) -> f64 {
    let (mut below, mut sum) = (0.0, 0.0);
    for cell in cells {
        let others = (cell.items - cell.hits) as f64;
        sum += cell.hits as f64 * (below + others / 2.0);
        below += others;
    }
    sum / (hits * rest)
}

fn average_precision(cells: &[RankCell], hits: f64) -> f64 {
    let (mut found, mut seen, mut sum) = (0.0, 0.0, 0.0);
    for cell in cells.iter().rev() {
        found += cell.hits as f64;
        seen += cell.items as f64;
        sum += cell.hits as f64 / hits * (found / seen);
    }
    sum
}

/// The mean area over the labels that have one.
pub(super) fn mean_area(labels: &[LabelRanking]) -> Outcome<f64> {
    let areas: Vec<f64> = labels.iter().filter_map(|label| label.roc_auc.estimated().copied()).collect();
    if areas.is_empty() {
        let what = "labels that some items have and others not".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    }
    Outcome::Estimated(areas.iter().sum::<f64>() / areas.len() as f64)
}
