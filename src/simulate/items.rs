use super::order_truth::STRETCH;
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
    /// Objects in it; 1 where loads are not planted.
    pub objects: u32,
    /// The model's label and confidence, where there is a model.
    pub model: Option<(u32, f64)>,
    /// Whether the log tells its true label.
    pub has_gold: bool,
}

/// Draws item number `item` (from 0); the stream goes on with who annotates it and how.
pub(super) fn draw(truth: &Truth, seed: Seed, prevalence: &[f64], item: u64) -> (ItemTruth, Stream) {
    let mut stream = Stream::of_item(seed, item);
    let own_label = stream.by_cumulative(prevalence) as u32;
    let label = label_of_stretch(truth, seed, prevalence, item).unwrap_or(own_label);
    let rising = truth.order.rising_difficulty * item as f64 / truth.items.saturating_sub(1).max(1) as f64;
    let difficulty = truth.difficulty * stream.uniform() + rising;
    let model = truth.model_over_confidence.map(|excess| {
        let floor = 1.0 / truth.labels.len() as f64;
        let confidence = floor + (1.0 - floor) * stream.uniform().powf(truth.confidence_power());
        let right = stream.uniform() < confidence - excess;
        let other = other_label(&mut stream, truth.labels.len(), label);
        // Four digits, as models' exports state it.
        (if right { label } else { other }, (confidence * 1e4).floor() / 1e4)
    });
    // Of a stream of its own, so that everything else is the same with gold and without.
    let has_gold =
        truth.gold > 0.0 && Stream::of_item(Seed(seed.stream(&["gold"])), item).uniform() < truth.gold;
    (ItemTruth { label, difficulty, objects: objects(truth, seed, item), model, has_gold }, stream)
}

/// The label of the item's stretch, where the item has it. From streams of its own, so that a log without clustered
/// queues does not depend on them.
fn label_of_stretch(truth: &Truth, seed: Seed, prevalence: &[f64], item: u64) -> Option<u32> {
    let share = truth.order.clustered_queue;
    let clustered = share > 0.0 && Stream::of_item(Seed(seed.stream(&["queue"])), item).uniform() < share;
    clustered.then(|| {
        Stream::of_item(Seed(seed.stream(&["stretch"])), item / STRETCH).by_cumulative(prevalence) as u32
    })
}

/// 1 to 9, all alike.
fn objects(truth: &Truth, seed: Seed, item: u64) -> u32 {
    if truth.order.load.is_none() {
        return 1;
    }
    1 + Stream::of_item(Seed(seed.stream(&["objects"])), item).below(9) as u32
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
