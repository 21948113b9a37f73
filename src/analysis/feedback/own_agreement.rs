use crate::analysis::inference::{Bounds, item_mean};
use crate::tally::{OwnLabel, PatternTable};
use crate::vocabulary::{Estimate, Outcome};

/// One annotator's agreement with the others, and that of the others among themselves, both as means over the items on
/// which there are two or more others, so that they may stand side by side: share of the others with one's own label, and
/// share of agreeing pairs among the others. An annotator has an item once, so items are the units. Not estimable without
/// such an item.
pub(super) fn own_agreement(
    cells: &[OwnLabel],
    table: &PatternTable,
    level: f64,
) -> (Outcome<Estimate>, Outcome<Estimate>) {
    let (mut own, mut among) = (Vec::with_capacity(cells.len()), Vec::with_capacity(cells.len()));
    for cell in cells {
        let pattern = table.pattern(cell.pattern as usize);
        let others = pattern.annotations() as f64 - 1.0;
        if others < 2.0 {
            continue;
        }
        let count = |n: u32| f64::from(n);
        let same =
            pattern.counts.iter().find(|&&(label, _)| label == cell.label).map_or(1.0, |&(_, n)| count(n))
                - 1.0;
        let pairs: f64 = pattern.counts.iter().map(|&(_, n)| count(n) * (count(n) - 1.0)).sum();
        own.push((same / others, cell.items));
        among.push(((pairs - 2.0 * same) / (others * (others - 1.0)), cell.items));
    }
    let mean = |cells: &[(f64, u64)], method: &str| {
        item_mean(cells, Bounds::Share, level).map(|mut estimate| {
            estimate.method = method.into();
            estimate
        })
    };
    (
        mean(&own, "share of the item's others with the same label, mean over items"),
        mean(&among, "share of agreeing pairs among the item's others, mean over items"),
    )
}

#[cfg(test)]
mod tests {
    use super::own_agreement;
    use crate::analysis::test_log::TestLog;

    /// Three people on four items: the first is alone against two who agree on one of them.
    #[test]
    fn both_shares_are_of_the_same_items() {
        let log = TestLog::of_items(&[&[0, 0, 0], &[0, 1, 1], &[1, 1, 0], &[1, 1]], 2);
        let tallies = log.tallies();
        let cells = tallies.summaries.annotator_patterns.of_annotator(0).to_vec();
        let (own, others) = own_agreement(&cells, &tallies.summaries.patterns, 0.95);
        assert_eq!(own.estimated().map(|e| (e.value, e.sample.items)), Some((0.5, 3)));
        assert!((others.estimated().expect("three items").value - 2.0 / 3.0).abs() < 1e-12);
        assert!(own_agreement(&[], &tallies.summaries.patterns, 0.95).0.reason().is_some());
    }
}
