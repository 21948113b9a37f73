use super::OwnConfusion;
use crate::tally::{ItemIndex, QuestionTallies};
use crate::vocabulary::Label;
use std::collections::BTreeMap;

/// Label pairs that one person is shown.
const SHOWN: usize = 8;
/// Example items of a pair.
const EXAMPLES: usize = 5;

/// What one annotator and others called differently.
#[derive(Debug, Clone, Default)]
pub(super) struct Confused {
    /// (own label, others' label) → items, and the first of them.
    pairs: BTreeMap<(Label, Label), (u64, Vec<u32>)>,
    /// Own label → items that others rated too.
    of_items: BTreeMap<Label, u64>,
}

/// Every annotator's confusions with the others of the same items, by annotator id: one sweep over the items, for as many
/// annotators as an item has.
pub(super) fn confusions(index: &ItemIndex, annotators: usize) -> Vec<Confused> {
    let mut all = vec![Confused::default(); annotators];
    for item in 0..index.items() {
        let (people, labels) = (index.annotators(item), index.labels(item));
        if people.len() < 2 {
            continue;
        }
        let mut given = labels.to_vec();
        given.sort_unstable();
        given.dedup();
        for (&who, &own) in people.iter().zip(labels) {
            let confused = &mut all[who as usize];
            *confused.of_items.entry(own).or_default() += 1;
            for &other in given.iter().filter(|&&other| other != own) {
                let (items, examples) = confused.pairs.entry((own, other)).or_default();
                *items += 1;
                if examples.len() < EXAMPLES {
                    examples.push(item as u32);
                }
            }
        }
    }
    all
}

impl Confused {
    /// Different label pairs.
    pub(super) fn total(&self) -> u64 {
        self.pairs.len() as u64
    }

    /// The pairs with most items, ties in the labels' order.
    pub(super) fn most(&self, tallies: &QuestionTallies) -> Vec<OwnConfusion> {
        let mut pairs: Vec<_> = self.pairs.iter().collect();
        pairs.sort_by_key(|&(labels, (items, _))| (std::cmp::Reverse(*items), *labels));
        let name = |label: Label| tallies.question.labels.names[label.index()].clone();
        let told = |(&(own, others), (items, examples)): (&(Label, Label), &(u64, Vec<u32>))| OwnConfusion {
            own: name(own),
            others: name(others),
            items: *items,
            of_items: self.of_items.get(&own).copied().unwrap_or(0),
            examples: examples.iter().map(|&item| tallies.items.name(item).to_owned()).collect(),
        };
        pairs.into_iter().take(SHOWN).map(told).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::confusions;
    use crate::analysis::test_log::TestLog;

    #[test]
    fn pairs_are_counted_by_item_and_read_from_ones_own_side() {
        let log = TestLog::of_items(&[&[0, 1, 1], &[0, 1, 2], &[0, 0, 0], &[1]], 3);
        let tallies = log.tallies();
        let all = confusions(tallies.index.as_ref().expect("rows"), 3);
        let first = all[0].most(&tallies);
        let told: Vec<_> =
            first.iter().map(|c| (c.own.as_str(), c.others.as_str(), c.items, c.of_items)).collect();
        assert_eq!(told, [("l0", "l1", 2, 3), ("l0", "l2", 1, 3)]);
        assert_eq!(first[0].examples, ["i0000", "i0001"]);
        assert_eq!(all[0].total(), 2);
        let second = all[1].most(&tallies);
        assert_eq!((second[0].own.as_str(), second[0].others.as_str(), second[0].items), ("l1", "l0", 2));
    }
}
