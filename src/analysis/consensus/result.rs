use super::ConsensusModel;
use crate::vocabulary::{Estimate, Matrix, Outcome};
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
    /// The consensus that was asked for, item by item, in short; `None` where none was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<Outcome<ChosenConsensus>>,
}

/// A consensus that was asked for, in short: what of each item stands in `consensus.csv`, of each annotator in
/// `annotators.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChosenConsensus {
    /// The model.
    pub model: ConsensusModel,
    /// Items with a label by people.
    pub rated_items: u64,
    /// Items on which two or more labels are equally likely.
    pub tied_items: u64,
    /// Tied items over rated items.
    pub tie_rate: Outcome<Estimate>,
    /// Share of items with the label of the majority, over items on which neither is tied.
    pub majority_agreement: Outcome<Estimate>,
    /// Mean confidence over rated items, as the model holds it.
    pub mean_confidence: Outcome<f64>,
    /// Share of items with gold whose consensus it is; a tie of k labels, gold among them, counts 1/k.
    pub against_gold: Outcome<Estimate>,
    /// By label in the set's order: share of decided items with it.
    pub label_shares: Vec<(String, f64)>,
    /// How the iterations went, where there were any.
    pub course: Option<ConsensusCourse>,
    /// By annotator, in alphabetical order. They are no basis for pay.
    pub annotators: Vec<AnnotatorReliability>,
    /// All annotators together: probability of the given label (columns) where the consensus is another (rows).
    pub pooled_errors: Outcome<Matrix>,
    /// What a careful reader must know.
    pub warnings: Vec<String>,
}

/// How the iterations of a consensus model went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConsensusCourse {
    /// How many there were.
    pub iterations: u64,
    /// Whether they came to rest.
    pub converged: bool,
    /// The objective at the end (natural logarithm): for Dawid–Skene and one-coin the log-likelihood.
    pub log_likelihood: f64,
}

/// One annotator of a [`ChosenConsensus`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnnotatorReliability {
    /// Name or pseudonym.
    pub annotator: String,
    /// Reliability in 0–1, as the model defines it.
    pub reliability: Outcome<f64>,
    /// Labels given.
    pub annotations: u64,
}
