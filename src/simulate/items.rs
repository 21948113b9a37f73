use super::random::Stream;
use super::truth::Truth;
use crate::vocabulary::Seed;

/// What is true of one simulated item. Drawn from the item's own stream, so the log and the predictions file agree
/// without either knowing the other.
pub(super) struct ItemTruth {
    /// The true label.
    pub label: u32,
    /// What it takes from everyone's skill.
    pub difficulty: f64,
    /// The model's label and confidence, where there is a model.
    pub model: Option<(u32, f64)>,
}

/// Draws item number `item` (from 0); the stream goes on with who annotates it and how.
pub(super) fn draw(truth: &Truth, seed: Seed, prevalence: &[f64], item: u64) -> (ItemTruth, Stream) {
    let mut stream = Stream::of_item(seed, item);
    let label = stream.by_cumulative(prevalence) as u32;
    let difficulty = truth.difficulty * stream.uniform();
    let model = truth.model_over_confidence.map(|excess| {
        let floor = 1.0 / truth.labels.len() as f64;
        let confidence = floor + (1.0 - floor) * stream.uniform().powf(0.4);
        let right = stream.uniform() < confidence - excess;
        let other = other_label(&mut stream, truth.labels.len(), label);
        // Four digits, as models' exports state it.
        (if right { label } else { other }, (confidence * 1e4).floor() / 1e4)
    });
    (ItemTruth { label, difficulty, model }, stream)
}

/// Any label but `label`, all alike.
pub(super) fn other_label(stream: &mut Stream, labels: usize, label: u32) -> u32 {
    let other = stream.below(labels - 1) as u32;
    if other >= label { other + 1 } else { other }
}

/// The item's name: `item-0000042`, wide enough for all.
pub(super) fn write_name(out: &mut String, item: u64, width: usize) {
    use std::fmt::Write as _;
    out.clear();
    // Writing into a String cannot fail.
    let _ = write!(out, "item-{:0width$}", item + 1);
}

/// Digits that the highest item number needs.
pub(super) fn name_width(truth: &Truth) -> usize {
    truth.items.to_string().len().max(4)
}
