use crate::vocabulary::{Estimate, Outcome};
use serde::{Deserialize, Serialize};

/// The majority of each item's annotators, and how far it carries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Consensus {
    /// Items that people rated.
    pub rated_items: u64,
    /// Items on which two or more labels have the most votes.
    pub tied_items: u64,
    /// Tied items over rated items.
    pub tie_rate: Outcome<Estimate>,
    /// Mean over rated items of the share of votes that the leading label has.
    pub mean_vote_share: Outcome<Estimate>,
    /// Share of items whose majority is the gold label; a tie of k labels, gold among them, counts 1/k (two: half).
    pub consensus_against_gold: Outcome<Estimate>,
    /// Warning where the consensus rests on few annotators per item.
    pub warning: Option<String>,
}
