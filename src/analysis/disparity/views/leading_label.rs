/// Labels of one item in a local numbering 0, 1, 2 …, with their votes, and who leads when a vote or two are taken away.
#[derive(Debug, Clone, Default)]
pub(super) struct LeadingLabel {
    /// Votes by label.
    votes: Vec<u32>,
    /// How many labels have so many votes.
    with: Vec<u32>,
}

impl LeadingLabel {
    /// Takes an item's votes by label over.
    pub fn read(&mut self, votes: &[u32]) {
        self.votes.clear();
        self.votes.extend_from_slice(votes);
        let most = votes.iter().copied().max().unwrap_or(0) as usize;
        self.with.clear();
        self.with.resize(most + 1, 0);
        votes.iter().for_each(|&n| self.with[n as usize] += 1);
    }

    /// How much of the majority `own` is once one vote for each label of `taken` (`own` itself, and another perhaps) is
    /// gone: 1 where it leads alone, 1/k in a tie of k labels, 0 elsewhere or where nothing is left.
    pub fn credit(&self, own: usize, taken: &[usize]) -> f64 {
        let left = |label: usize| self.votes[label] - taken.iter().filter(|&&t| t == label).count() as u32;
        let own_left = left(own);
        if own_left == 0 {
            return 0.0;
        }
        let changed = |at: usize| taken[..at].contains(&taken[at]);
        // Two votes less lower the most by two at most.
        for level in (own_left..self.with.len() as u32).rev() {
            let mut tied = self.with[level as usize];
            for at in (0..taken.len()).filter(|&at| !changed(at)) {
                let label = taken[at];
                tied -= u32::from(self.votes[label] == level);
                tied += u32::from(left(label) == level);
            }
            if tied > 0 {
                return if level == own_left { 1.0 / f64::from(tied) } else { 0.0 };
            }
        }
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::LeadingLabel;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn taking_votes_away_is_counting_the_others(
            votes in prop::collection::vec(1u32..5, 1..6),
            (own, other) in (0usize..6, 0usize..6),
            two in any::<bool>(),
        ) {
            let (own, other) = (own % votes.len(), other % votes.len());
            let taken = if two { vec![own, other] } else { vec![own] };
            let mut left: Vec<i64> = votes.iter().map(|&n| i64::from(n)).collect();
            taken.iter().for_each(|&label| left[label] -= 1);
            prop_assume!(left.iter().all(|&n| n >= 0));
            let most = left.iter().copied().max().expect("a label");
            let tied = left.iter().filter(|&&n| n == most).count() as f64;
            let expected = if most > 0 && left[own] == most { 1.0 / tied } else { 0.0 };
            let mut item = LeadingLabel::default();
            item.read(&votes);
            prop_assert_eq!(item.credit(own, &taken), expected);
        }
    }
}
