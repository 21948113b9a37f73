use super::{
    ConfidenceCell, ItemIndex, ModelTally, OwnAnswer, PatternTable, ProbabilityTally, confident_answer,
};
use crate::log::ModelAnswers;
use crate::vocabulary::Label;
use rayon::prelude::*;
use std::ops::Range;

/// Cells up to which (annotator, own label, model label) counts are kept as one dense array (64 MB).
const DENSE_CELLS: usize = 1 << 24;

/// Bits of a packed confidence cell below its confidence, which takes twenty.
const ROOM: u32 = 44;

/// One model's answers against people and gold.
pub(super) fn count(
    model: &ModelAnswers,
    (index, table): (&ItemIndex, &PatternTable),
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
    let joint = || answers().filter(|&(&p, l)| rated(p) && l.is_some()).map(|(&p, l)| pair(p, l.0));
    let patterns = pattern.iter().filter(|&&p| rated(p)).max().map_or(0, |&p| p as usize + 1);
    let joint = match patterns.saturating_mul(labels) {
        cells if cells <= DENSE_CELLS => counted(joint(), cells, labels),
        _ => runs(joint().collect(), |key, n| (key, n)),
    };
    let against = |gold: &[Label]| {
        let pairs = gold.iter().zip(&model.label).filter(|(g, l)| g.is_some() && l.is_some());
        runs(pairs.map(|(g, l)| pair(g.0, l.0)).collect(), |key, n| {
            (Label((key >> 32) as u32), Label(key as u32), n)
        })
    };
    let (confidence, bad_confidence) = confidence_cells(model, pattern, labels);
    let (gold_confidence, unrated_confidence) = confident_answer::count(model, pattern, gold);
    ModelTally {
        gold_confidence,
        unrated_confidence,
        probabilities: ProbabilityTally::count(model, index, table, gold),
        joint: joint.into_iter().map(|(key, n)| ((key >> 32) as u32, Label(key as u32), n)).collect(),
        by_annotator,
        confidence,
        against_gold: gold.map(against).unwrap_or_default(),
        unanswered: answers().filter(|&(&p, l)| rated(p) && !l.is_some()).count() as u64,
        unrated: answers().filter(|&(&p, l)| !rated(p) && l.is_some()).count() as u64,
        bad_confidence,
        name: model.name.clone(),
    }
}

/// (annotator, own label, answer) of every annotation of those of `items` that the model answered.
fn meetings<'m>(
    answers: &'m [Label],
    index: &'m ItemIndex,
    items: Range<usize>,
) -> impl Iterator<Item = (u32, Label, Label)> + 'm {
    let answered = items.filter(|&item| answers[item].is_some());
    answered.flat_map(|item| {
        let answer = answers[item];
        let own = index.annotators(item).iter().zip(index.labels(item));
        own.map(move |(&annotator, &label)| (annotator, label, answer))
    })
}

fn in_squares(answers: &[Label], index: &ItemIndex, cells: usize, labels: usize) -> Vec<OwnAnswer> {
    let pieces = if cells <= DENSE_CELLS / 8 { rayon::current_num_threads().clamp(1, 8) } else { 1 };
    let count = |piece: usize| {
        let mut counts = vec![0u32; cells];
        let items = answers.len() * piece / pieces..answers.len() * (piece + 1) / pieces;
        for (annotator, label, answer) in meetings(answers, index, items) {
            counts[(annotator as usize * labels + label.index()) * labels + answer.index()] += 1;
        }
        counts
    };
    let counts = (0..pieces).into_par_iter().map(count).reduce_with(|mut a, b| {
        a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        a
    });
    let met = counts.unwrap_or_default().into_iter().enumerate().filter(|&(_, items)| items > 0);
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
    runs(meetings(answers, index, 0..answers.len()).map(key).collect(), |key, items| OwnAnswer {
        annotator: (key >> 64) as u32,
        label: Label((key >> 32) as u32),
        answer: Label(key as u32),
        items,
    })
}

/// Counts equal pairs in a table of so many `cells`; in sorted order.
fn counted(pairs: impl Iterator<Item = u64>, cells: usize, labels: usize) -> Vec<(u64, u64)> {
    let mut counts = vec![0u64; cells];
    pairs.for_each(|pair| counts[(pair >> 32) as usize * labels + pair as u32 as usize] += 1);
    let met = counts.into_iter().enumerate().filter(|&(_, n)| n > 0);
    met.map(|(cell, n)| (pair((cell / labels) as u32, (cell % labels) as u32), n)).collect()
}

/// One number that sorts like (first, second): sorting numbers takes a third of the time of sorting tuples.
fn pair(first: u32, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// Cells sorted by confidence, pattern, label: packed into one number as long as confidences in millionths leave room.
fn confidence_cells(model: &ModelAnswers, pattern: &[u32], labels: usize) -> (Vec<ConfidenceCell>, u64) {
    let Some(confidences) = &model.confidence else { return (Vec::new(), 0) };
    let mut bad = 0;
    let mut keys = Vec::new();
    for ((&confidence, &pattern), &label) in confidences.iter().zip(pattern).zip(&model.label) {
        if confidence.is_nan() {
            continue;
        }
        match confident_answer::millionths(confidence) {
            None => bad += 1,
            Some(millionths) if pattern != u32::MAX && label.is_some() => {
                keys.push((millionths, pattern, label))
            }
            Some(_) => {}
        }
    }
    let cell = |confidence, pattern, label, items| ConfidenceCell { confidence, pattern, label, items };
    let (labels, most) = (labels.max(1) as u64, keys.iter().map(|key| key.1).max().unwrap_or(0));
    if u64::from(most) < (1 << ROOM) / labels - 1 {
        let packed = |(millionths, pattern, label): (u32, u32, Label)| {
            u64::from(millionths) << ROOM | (u64::from(pattern) * labels + u64::from(label.0))
        };
        let place = |key: u64| key & ((1 << ROOM) - 1);
        let cell = |key: u64, items| {
            let (pattern, label) = (place(key) / labels, place(key) % labels);
            cell((key >> ROOM) as u32, pattern as u32, Label(label as u32), items)
        };
        return (runs(keys.into_iter().map(packed).collect(), cell), bad);
    }
    (runs(keys, |(confidence, pattern, label), items| cell(confidence, pattern, label, items)), bad)
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
