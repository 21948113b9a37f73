use super::disputed::{Disputed, TIED, leader, leader_by_weight};
use crate::analysis::disparity::Grouping;

/// What somebody else's decisions come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Disputed items with a majority on which they had a say.
    pub items: u64,
    /// Another label leads alone.
    pub flips: u64,
    /// Labels are tied.
    pub ties: u64,
    /// Items whose tie they settle.
    pub settled: u64,
}

impl Counts {
    /// Adds an item whose leading label was `before` and is `now`.
    fn add(&mut self, before: u32, now: u32) {
        if before == TIED {
            self.settled += u64::from(now != TIED);
            return;
        }
        self.items += 1;
        self.ties += u64::from(now == TIED);
        self.flips += u64::from(now != TIED && now != before);
    }

    /// Share of the items that flip; `None` of none.
    pub fn share(&self) -> Option<f64> {
        (self.items > 0).then(|| self.flips as f64 / self.items as f64)
    }
}

/// One group deciding alone, and everybody but it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct GroupCounts {
    /// Its own majority.
    pub alone: Counts,
    /// The majority of the others.
    pub without: Counts,
}

/// What every group of an attribute would decide, alone and left out, on items that it annotated; `place[who]` is the
/// annotator in whose place `who` stands.
pub(super) fn groups(disputed: &Disputed, grouping: &Grouping, place: &[u32]) -> Vec<GroupCounts> {
    let count = grouping.groups.len();
    let mut out = vec![GroupCounts::default(); count];
    let mut votes: Vec<u32> = Vec::new();
    let mut all: Vec<u32> = Vec::new();
    let mut present: Vec<usize> = Vec::with_capacity(count);
    let mut of: Vec<usize> = vec![usize::MAX; count];
    for i in 0..disputed.len() {
        let d = disputed.labels(i).len();
        votes.clear();
        present.clear();
        all.clear();
        all.resize(d, 0);
        for row in disputed.rows(i) {
            let group = grouping.of_annotator[place[disputed.annotator[row] as usize] as usize] as usize;
            let label = disputed.label[row] as usize;
            all[label] += 1;
            if group >= count {
                continue;
            }
            if of[group] == usize::MAX {
                of[group] = present.len();
                present.push(group);
                votes.resize(present.len() * d, 0);
            }
            votes[of[group] * d + label] += 1;
        }
        let before = disputed.leader[i];
        for (at, &group) in present.iter().enumerate() {
            of[group] = usize::MAX;
            let own = &mut votes[at * d..(at + 1) * d];
            out[group].alone.add(before, leader(own));
            own.iter_mut().zip(&all).for_each(|(own, all)| *own = all - *own);
            if own.iter().any(|&n| n > 0) {
                out[group].without.add(before, leader(own));
            }
        }
    }
    out
}

/// What annotators of these weights decide, item by item of the disputed ones: calls back with the entry and its leading
/// label, in the entry's numbering.
pub(super) fn decide(disputed: &Disputed, weight: &[f64], place: &[u32], mut take: impl FnMut(usize, u32)) {
    let mut sums: Vec<f64> = Vec::new();
    for i in 0..disputed.len() {
        sums.clear();
        sums.resize(disputed.labels(i).len(), 0.0);
        for row in disputed.rows(i) {
            sums[disputed.label[row] as usize] += weight[place[disputed.annotator[row] as usize] as usize];
        }
        take(i, leader_by_weight(&sums));
    }
}

/// The same, counted.
pub(super) fn weighted(disputed: &Disputed, weight: &[f64], place: &[u32]) -> Counts {
    let mut counts = Counts::default();
    decide(disputed, weight, place, |i, now| counts.add(disputed.leader[i], now));
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;
    use proptest::prelude::*;

    fn grouping(of: &[u32]) -> Grouping {
        let count = of.iter().max().map_or(0, |&most| most + 1);
        Grouping {
            attribute: "team".into(),
            groups: (0..count).map(|code| format!("g{code}")).collect(),
            of_annotator: of.to_vec(),
            annotators: (0..count).map(|code| of.iter().filter(|&&own| own == code).count() as u64).collect(),
        }
    }

    #[test]
    fn a_group_that_decides_alone_and_one_that_is_left_out() {
        // 0 and 1 are a team, 2, 3 and 4 the other.
        let items: [&[u32]; 4] = [&[1, 1, 0, 0, 0], &[0, 1, 0, 0, 1], &[0, 0, 0, 0, 0], &[1, 1, 0, 0]];
        let tallies = TestLog::of_items(&items, 2).tallies();
        let disputed = Disputed::of(tallies.index.as_ref().expect("rows"));
        let found = groups(&disputed, &grouping(&[0, 0, 1, 1, 1]), &[0, 1, 2, 3, 4]);
        // The first item flips and the second is a tie to the first team; the last is tied from the start.
        assert_eq!(found[0].alone, Counts { items: 2, flips: 1, ties: 1, settled: 1 });
        assert_eq!(found[1].alone, Counts { items: 2, flips: 0, ties: 0, settled: 1 });
        assert_eq!((found[0].without, found[1].without), (found[1].alone, found[0].alone));
        let heavy = weighted(&disputed, &[2.0, 2.0, 1.0, 1.0, 1.0], &[0, 1, 2, 3, 4]);
        assert_eq!(heavy, Counts { items: 2, flips: 1, ties: 0, settled: 1 });
        // In each other's places the weights are those of others.
        let moved = weighted(&disputed, &[2.0, 2.0, 1.0, 1.0, 1.0], &[3, 4, 0, 1, 2]);
        assert_eq!(moved, Counts { items: 2, flips: 0, ties: 0, settled: 1 });
    }

    proptest! {
        /// Equal weights change nothing, and everybody alone is everybody.
        #[test]
        fn equal_weights_flip_nothing(
            items in prop::collection::vec(prop::collection::vec(0u32..3, 1..7), 1..20),
            weight in 0.1f64..9.0,
        ) {
            let given: Vec<&[u32]> = items.iter().map(Vec::as_slice).collect();
            let tallies = TestLog::of_items(&given, 3).tallies();
            let disputed = Disputed::of(tallies.index.as_ref().expect("rows"));
            let own: Vec<u32> = (0..7).collect();
            let counts = weighted(&disputed, &[weight; 7], &own);
            prop_assert_eq!((counts.flips, counts.ties, counts.settled), (0, 0, 0));
            let one = groups(&disputed, &grouping(&[0; 7]), &own)[0];
            prop_assert_eq!((one.alone, one.without), (counts, Counts::default()));
        }
    }
}
