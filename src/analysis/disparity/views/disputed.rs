use crate::tally::ItemIndex;
use crate::vocabulary::Label;

/// A label of an item's own numbering that nobody has: a tie, or no vote.
pub(super) const TIED: u32 = u32::MAX;

/// The items on which annotators disagree, end to end: no other item's consensus can flip, whoever decides.
#[derive(Debug, Clone, Default)]
pub(super) struct Disputed {
    /// Item ids, ascending.
    pub item: Vec<u32>,
    /// Entry `i` owns rows `offsets[i]..offsets[i + 1]`.
    offsets: Vec<u32>,
    /// Annotator by row.
    pub annotator: Vec<u32>,
    /// Label by row, in the entry's own numbering.
    pub label: Vec<u32>,
    /// Entry `i` owns labels `label_offsets[i]..label_offsets[i + 1]` of `labels`.
    label_offsets: Vec<u32>,
    /// The question's labels.
    labels: Vec<Label>,
    /// The majority of all annotators in the entry's numbering; [`TIED`] where labels are tied.
    pub leader: Vec<u32>,
    /// All items with a majority, those on which nobody disagrees among them.
    pub with_majority: u64,
}

impl Disputed {
    /// Reads a log.
    pub fn of(index: &ItemIndex) -> Self {
        let mut out = Self { offsets: vec![0], label_offsets: vec![0], ..Self::default() };
        let (mut labels, mut votes) = (Vec::new(), Vec::new());
        for item in 0..index.items() {
            let given = index.labels(item);
            let Some(first) = given.first() else { continue };
            if given.iter().all(|label| label == first) {
                out.with_majority += 1;
                continue;
            }
            labels.clear();
            labels.extend_from_slice(given);
            labels.sort_unstable();
            labels.dedup();
            votes.clear();
            votes.resize(labels.len(), 0u32);
            for label in given {
                let local = labels.binary_search(label).unwrap_or(0);
                votes[local] += 1;
                out.label.push(local as u32);
            }
            out.annotator.extend_from_slice(index.annotators(item));
            out.item.push(item as u32);
            out.offsets.push(out.label.len() as u32);
            out.labels.extend_from_slice(&labels);
            out.label_offsets.push(out.labels.len() as u32);
            let leader = leader(&votes);
            out.with_majority += u64::from(leader != TIED);
            out.leader.push(leader);
        }
        out
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.item.len()
    }

    /// Annotations on them.
    pub fn annotations(&self) -> u64 {
        self.label.len() as u64
    }

    /// Those without a majority.
    pub fn tied(&self) -> u64 {
        self.leader.iter().filter(|&&leader| leader == TIED).count() as u64
    }

    /// Whether one label led alone and another does now.
    pub fn flips(before: u32, now: u32) -> bool {
        before != TIED && now != TIED && before != now
    }

    /// Rows of entry `i`.
    pub fn rows(&self, i: usize) -> std::ops::Range<usize> {
        self.offsets[i] as usize..self.offsets[i + 1] as usize
    }

    /// The labels of entry `i`, by its own numbering.
    pub fn labels(&self, i: usize) -> &[Label] {
        &self.labels[self.label_offsets[i] as usize..self.label_offsets[i + 1] as usize]
    }
}

/// The label that leads alone, or [`TIED`].
pub(super) fn leader(votes: &[u32]) -> u32 {
    let (mut best, mut most) = (TIED, 0);
    for (label, &n) in (0u32..).zip(votes) {
        if n > most {
            (best, most) = (label, n);
        } else if n == most {
            best = TIED;
        }
    }
    best
}

/// The same by weight: weights as good as equal are tied.
pub(super) fn leader_by_weight(weights: &[f64]) -> u32 {
    const EQUAL: f64 = 1e-9;
    let most = weights.iter().copied().fold(0.0, f64::max);
    let mut leaders = (0u32..).zip(weights).filter(|(_, w)| **w > 0.0 && **w >= most * (1.0 - EQUAL));
    match (leaders.next(), leaders.next()) {
        (Some((label, _)), None) => label,
        _ => TIED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;

    #[test]
    fn only_items_that_divide_their_annotators_are_kept() {
        let tallies = TestLog::of_items(&[&[0, 0], &[2, 0, 2], &[1, 0], &[], &[1]], 3).tallies();
        let found = Disputed::of(tallies.index.as_ref().expect("rows"));
        assert_eq!((found.item.as_slice(), found.with_majority, found.tied()), (&[1, 2][..], 3, 1));
        assert_eq!((found.label.as_slice(), found.leader.as_slice()), (&[1, 0, 1, 1, 0][..], &[1, TIED][..]));
        assert_eq!(found.labels(0), [Label(0), Label(2)]);
    }

    #[test]
    fn who_leads() {
        assert_eq!([leader(&[2, 1]), leader(&[1, 2, 2]), leader(&[0, 0])], [0, TIED, TIED]);
        assert_eq!([leader_by_weight(&[0.1 + 0.2, 0.3]), leader_by_weight(&[0.4, 0.6])], [TIED, 1]);
        assert_eq!(leader_by_weight(&[0.0, 0.0]), TIED);
    }
}
