use super::{ConfidenceCell, ModelTally};
use crate::log::ModelAnswers;
use crate::vocabulary::Label;
use rayon::prelude::*;

/// One model's answers against people and gold. `pattern` is the row of the pattern table by item.
pub(super) fn count(model: ModelAnswers, pattern: &[u32], gold: Option<&[Label]>) -> ModelTally {
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
        confidence,
        against_gold: gold.map(against).unwrap_or_default(),
        unanswered: answers().filter(|&(&p, l)| rated(p) && !l.is_some()).count() as u64,
        unrated: answers().filter(|&(&p, l)| !rated(p) && l.is_some()).count() as u64,
        bad_confidence,
        name: model.name,
    }
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
