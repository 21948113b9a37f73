use super::*;
use crate::analysis::agreement::{AgreementOptions, CrossCell, Pooled, cross_replication, pooled};
use crate::analysis::inference::{InferenceOptions, Stream};
use crate::tally::PatternTable;
use crate::vocabulary::{Label, LabelSet, Question, Scale, Seed, SliceKey};
use proptest::prelude::*;

const LABELS: usize = 4;

/// Labels by item of either side, as cells.
pub(in super::super) struct Cells {
    pub offsets: Vec<u32>,
    pub label: Vec<u32>,
    pub first: Vec<u32>,
    pub both: Vec<u32>,
}

impl Cells {
    pub fn of(items: &[(Vec<u32>, Vec<u32>)]) -> Self {
        let mut cells = Self { offsets: vec![0], label: Vec::new(), first: Vec::new(), both: Vec::new() };
        for (first, second) in items {
            for k in 0..LABELS as u32 {
                let count = |side: &[u32]| side.iter().filter(|&&label| label == k).count() as u32;
                if count(first) + count(second) > 0 {
                    cells.label.push(k);
                    cells.first.push(count(first));
                    cells.both.push(count(first) + count(second));
                }
            }
            cells.offsets.push(cells.label.len() as u32);
        }
        cells
    }

    pub fn sides<'a>(&'a self, distance: &'a Distance) -> TwoSides<'a> {
        TwoSides {
            offsets: &self.offsets,
            label: &self.label,
            first: &self.first,
            both: &self.both,
            labels: LABELS,
            distance,
        }
    }
}

pub(in super::super) fn question(scale: Scale) -> Question {
    let labels = LabelSet {
        names: ["1", "2", "3", "4"].map(String::from).to_vec(),
        values: Some(vec![1.0, 2.0, 3.0, 7.0]),
        declared: false,
        used: vec![true; LABELS],
    };
    Question { name: "label".into(), labels, scale }
}

const SCALES: [Scale; 4] = [Scale::Nominal, Scale::Ordinal, Scale::Interval, Scale::Ratio];

fn counted(side: &[u32]) -> Vec<(Label, u32)> {
    let count = |k: u32| (Label(k), side.iter().filter(|&&label| label == k).count() as u32);
    (0..LABELS as u32).map(count).filter(|c| c.1 > 0).collect()
}

proptest! {
    /// What is asked for every relabelling is alpha and xRR as the report tells them, on every scale.
    #[test]
    fn the_fast_sums_are_alpha_and_xrr(
        items in prop::collection::vec(
            (prop::collection::vec(0..LABELS as u32, 0..4), prop::collection::vec(0..LABELS as u32, 0..4)),
            2..12,
        ),
    ) {
        let cells = Cells::of(&items);
        let options = InferenceOptions { replicates: 2, ..InferenceOptions::default() };
        let asked = AgreementOptions::default();
        let own: Vec<Vec<Label>> =
            items.iter().map(|(first, _)| first.iter().map(|&k| Label(k)).collect()).collect();
        let table = PatternTable::of_items(own.iter().map(Vec::as_slice).filter(|item| !item.is_empty()));
        let shared = items.iter().filter(|(first, second)| !first.is_empty() && !second.is_empty());
        let cross: Vec<CrossCell> = shared
            .map(|(first, second)| CrossCell { first: counted(first), second: counted(second), items: 1 })
            .collect();
        for scale in SCALES {
            let question = question(scale);
            let distance = Distance::of_question(&asked, &question);
            let found = cells.sides(&distance).agreement(&mut SideRoom::default());
            let alpha = pooled(
                Pooled::KrippendorffAlpha, &table, &question, &SliceKey::whole(), &asked, &options,
            );
            let stream = Stream { seed: Seed::default(), question: "q", slice: "", purpose: "items" };
            let xrr = cross_replication(&cross, LABELS, &distance, stream, &options).xrr;
            for (got, told) in [(found.within, alpha), (found.across, xrr)] {
                match (got, told.estimated()) {
                    (Some(got), Some(told)) => prop_assert!((got - told.value).abs() < 1e-9, "{scale:?} {got} {}", told.value),
                    (got, told) => prop_assert_eq!(got.is_some(), told.is_some(), "{:?}", scale),
                }
            }
        }
    }

    /// xRR says the same from either side.
    #[test]
    fn either_side_is_as_far_from_the_other(
        items in prop::collection::vec(
            (prop::collection::vec(0..LABELS as u32, 0..4), prop::collection::vec(0..LABELS as u32, 0..4)),
            2..12,
        ),
    ) {
        let turned: Vec<_> = items.iter().cloned().map(|(a, b)| (b, a)).collect();
        let across = |items: &[(Vec<u32>, Vec<u32>)]| {
            Cells::of(items).sides(&Distance::Nominal).agreement(&mut SideRoom::default()).across
        };
        match (across(&items), across(&turned)) {
            (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-12),
            (a, b) => prop_assert_eq!(a, b),
        }
    }
}
