use crate::tally::{PatternTable, QuestionTallies};
use crate::vocabulary::Label;

/// The label or labels with the most votes on one item. A tie stays a tie: breaking it by the alphabet or by chance
/// would put a label into the results that nobody's votes support.
///
/// ```
/// use raterscope::analysis::consensus::majority;
/// use raterscope::vocabulary::Label;
/// let vote = majority(&[(Label(0), 2), (Label(3), 2), (Label(4), 1)]).unwrap();
/// assert_eq!(vote.label(), None);
/// assert_eq!(vote.tied, [Label(0), Label(3)]);
/// assert_eq!(vote.share(), 0.4);
/// assert_eq!(vote.credit(Label(3)), 0.5);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Majority {
    /// The labels with the most votes, ascending; one, unless the vote is tied.
    pub tied: Vec<Label>,
    /// Votes for each of them.
    pub votes: u64,
    /// All votes on the item.
    pub annotations: u64,
}

impl Majority {
    /// The label, where one alone leads.
    pub fn label(&self) -> Option<Label> {
        match self.tied.as_slice() {
            [label] => Some(*label),
            _ => None,
        }
    }

    /// Share of the votes that a leading label has, in 0–1.
    pub fn share(&self) -> f64 {
        self.votes as f64 / self.annotations as f64
    }

    /// How much of the consensus `label` is: 1 where it leads alone, 1/k in a tie of k labels, 0 elsewhere.
    pub fn credit(&self, label: Label) -> f64 {
        if self.tied.binary_search(&label).is_ok() { 1.0 / self.tied.len() as f64 } else { 0.0 }
    }
}

/// The majority of one item's label counts (labels ascending); `None` where nobody rated it.
pub fn majority(counts: &[(Label, u32)]) -> Option<Majority> {
    let votes = counts.iter().map(|&(_, n)| n).max().filter(|&n| n > 0)?;
    Some(Majority {
        tied: counts.iter().filter(|&&(_, n)| n == votes).map(|&(label, _)| label).collect(),
        votes: u64::from(votes),
        annotations: counts.iter().map(|&(_, n)| u64::from(n)).sum(),
    })
}

/// The majority of every pattern of a table, in the table's order (a pattern without votes has none).
pub(crate) fn by_pattern(table: &PatternTable) -> Vec<Option<Majority>> {
    table.iter().map(|pattern| majority(pattern.counts)).collect()
}

/// The majority by item id (`None` for an item nobody rated); `None` altogether where the tallies came without rows.
pub fn by_item(tallies: &QuestionTallies) -> Option<Vec<Option<Majority>>> {
    let index = tallies.index.as_ref()?;
    let patterns = by_pattern(&tallies.summaries.patterns);
    Some(index.pattern.iter().map(|&p| patterns.get(p as usize).cloned().flatten()).collect())
}
