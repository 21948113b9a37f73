use super::{ConfidenceCell, ItemIndex, ModelTally, OwnAnswer};
use crate::log::ModelAnswers;
use crate::vocabulary::Label;
use rayon::prelude::*;

/// Cells up to which (annotator, own label, model label) counts are kept as one dense array (64 MB).
const DENSE_CELLS: usize = 1 << 24;

/// One model's answers against people and gold.
pub(super) fn count(
    model: ModelAnswers,
    index: &ItemIndex,
    (annotators, labels): (usize, usize),
    gold: Option<&[Label]>,
) -> ModelTally {
    let pattern = index.pattern.as_slice();
    let by_annotator = match annotators.saturating_mul(labels).saturating_mul(labels) {
        cells if cells <= DENSE_CELLS => in_squares(&model.label, index, cells, labels),
        _ => one_by_one(&model.label, index),
    };
    let answers = || pattern.iter().zip(&model.label);
    let rated = |p: u32| p != u32::MAX;
    let joint = answers().filter(|&(&p, l)| rated(p) && l.is_some()).map(|(&p, l)| pair(p, l.0));
    let against = |gold: &[Label]| {
        let pairs = gold.iter().zip(&model.label).filter(|(g, l)| g.is_some() && l.is_some());
        runs(pairs.map(|(g, l)| pair(g.0, l.0)).collect(), |key, n| {
            (Label((key >> 32) as u32), Label(key as u32), n)
        })
    };
    let (confidence, bad_confidence) = confidence_cells(&model, pattern);
    ModelTally {
        joint: runs(joint.collect(), |key, n| ((key >> 32) as u32, Label(key as u32), n)),
        by_annotator,
        confidence,
        against_gold: gold.map(against).unwrap_or_default(),
        unanswered: answers().filter(|&(&p, l)| rated(p) && !l.is_some()).count() as u64,
        unrated: answers().filter(|&(&p, l)| !rated(p) && l.is_some()).count() as u64,
        bad_confidence,
        name: model.name,
    }
}

/// (annotator, own label, answer) of every annotation of an item that the model answered.
fn meetings<'m>(
    answers: &'m [Label],
    index: &'m ItemIndex,
) -> impl Iterator<Item = (u32, Label, Label)> + 'm {
    let answered = answers.iter().enumerate().filter(|(_, answer)| answer.is_some());
    answered.flat_map(|(item, &answer)| {
        let own = index.annotators(item).iter().zip(index.labels(item));
        own.map(move |(&annotator, &label)| (annotator, label, answer))
    })
}

fn in_squares(answers: &[Label], index: &ItemIndex, cells: usize, labels: usize) -> Vec<OwnAnswer> {
    let mut counts = vec![0u32; cells];
    for (annotator, label, answer) in meetings(answers, index) {
        counts[(annotator as usize * labels + label.index()) * labels + answer.index()] += 1;
    }
    let met = counts.into_iter().enumerate().filter(|&(_, items)| items > 0);
    let cell = |(place, items): (usize, u32)| OwnAnswer {
        annotator: (place / labels / labels) as u32,
        label: Label((place / labels % labels) as u32),
        answer: Label((place % labels) as u32),
        items: u64::from(items),
    };
    met.map(cell).collect()
}

fn one_by_one(answers: &[Label], index: &ItemIndex) -> Vec<OwnAnswer> {
    let key = |(annotator, label, answer): (u32, Label, Label)| {
        u128::from(annotator) << 64 | u128::from(pair(label.0, answer.0))
    };
    runs(meetings(answers, index).map(key).collect(), |key, items| OwnAnswer {
        annotator: (key >> 64) as u32,
        label: Label((key >> 32) as u32),
        answer: Label(key as u32),
        items,
    })
}

/// One number that sorts like (first, second): sorting numbers takes a third of the time of sorting tuples.
fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

fn confidence_cells(model: &ModelAnswers, pattern: &[u32]) -> (Vec<ConfidenceCell>, u64) {
    let Some(confidences) = &model.confidence else { return (Vec::new(), 0) };
    let mut bad = 0;
    let mut keys = Vec::new();
    for ((&confidence, &pattern), &label) in confidences.iter().zip(pattern).zip(&model.label) {
        if confidence.is_nan() {
            continue;
        }
        if !(0.0..=1.0).contains(&confidence) {
            bad += 1;
        } else if pattern != u32::MAX && label.is_some() {
            let millionths = (f64::from(confidence) * 1e6).round() as u128;
            keys.push(millionths << 64 | u128::from(pair(pattern, label.0)));
        }
    }
    let cell = |key: u128, items| ConfidenceCell {
        confidence: (key >> 64) as u32,
        pattern: (key >> 32) as u32,
        label: Label(key as u32),
        items,
    };
    (runs(keys, cell), bad)
}

/// Sorts and counts equal keys.
fn runs<K: Ord + Copy + Send, T>(mut keys: Vec<K>, cell: impl Fn(K, u64) -> T) -> Vec<T> {
    keys.par_sort_unstable();
    keys.chunk_by(|a, b| a == b).map(|run| cell(run[0], run.len() as u64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_ways_of_counting_annotators_beside_a_model_agree(
            items in prop::collection::vec((prop::collection::btree_map(0u32..5, 0u32..3, 0..4), 0u32..4), 0..20)
        ) {
            let mut index = ItemIndex { offsets: vec![0], ..ItemIndex::default() };
            let mut answers = Vec::new();
            for (given, answer) in &items {
                index.annotator.extend(given.keys());
                index.label.extend(given.values().map(|&label| Label(label)));
                index.offsets.push(index.label.len() as u32);
                answers.push(if *answer == 3 { Label::NONE } else { Label(*answer) });
            }
            prop_assert_eq!(in_squares(&answers, &index, 5 * 3 * 3, 3), one_by_one(&answers, &index));
        }
    }
}
