use crate::vocabulary::Outcome;
use serde::{Deserialize, Serialize};

/// Items whose consensus is another label when other people decide, beside what chance makes of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Flips {
    /// Items on which annotators disagree, with a majority, that the group annotated (all, of a weighted consensus): no
    /// others could flip.
    pub items: u64,
    /// Those of them where another label leads alone.
    pub flips: u64,
    /// Those of them where labels are tied now.
    pub ties: u64,
    /// What changing places does, or why nobody could.
    pub relabelled: Outcome<Relabelled>,
}

/// Flips with annotators' places exchanged within strata.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relabelled {
    /// Mean share of `items` that flip.
    pub expected: f64,
    /// The share that only one exchange in twenty exceeds.
    pub most_expected: f64,
    /// One-sided: how seldom as large a share comes about by exchange.
    pub p: f64,
    /// q over the whole family.
    pub q: f64,
    /// Whether more flip than chance explains: q ≤ .05.
    pub reported: bool,
    /// Exchanges drawn.
    pub draws: u64,
}

impl Flips {
    /// Share of the items that flip.
    pub fn share(&self) -> Option<f64> {
        (self.items > 0).then(|| self.flips as f64 / self.items as f64)
    }
}

/// What annotators weighted to a target would decide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightedConsensus {
    /// The attributes whose targets are met.
    pub attributes: Vec<String>,
    /// Its numbers, or why there are none.
    pub numbers: Outcome<WeightedFlips>,
}

/// Weights, and the items that flip under them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeightedFlips {
    /// By attribute, the weights of its groups.
    pub weights: Vec<Vec<GroupWeight>>,
    /// `post-stratified`, or `raked` where several margins are met.
    pub method: String,
    /// No annotator counts more than this many times the mean.
    pub cap: f64,
    /// Annotators whose weight was cut back, or why it is withheld.
    pub capped: Outcome<u64>,
    /// Rounds until nothing changed.
    pub rounds: u64,
    /// Whether the weights settled.
    pub converged: bool,
    /// The largest distance of a group's weighted share from its target.
    pub largest_miss: f64,
    /// Kish's design effect n Σw² / (Σw)², or why it is withheld.
    pub design_effect: Outcome<f64>,
    /// Annotators of equal weight that would be worth as much: n over the design effect.
    pub effective_annotators: Outcome<f64>,
    /// The flips.
    pub flips: Flips,
    /// Items whose tie the weights settle.
    pub settled_ties: u64,
    /// The items that flip, in the order of their names; the first of them.
    pub items: Vec<FlippedItem>,
    /// Flipped items that are not listed because fewer annotators than `min_group` labelled them.
    pub not_listed: u64,
}

/// One group's place in a weighting.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupWeight {
    /// Its name.
    pub group: String,
    /// Its annotators.
    pub annotators: u64,
    /// Its share of the annotators.
    pub share: f64,
    /// The share stated.
    pub target: Option<f64>,
    /// Whether it was weighted: stated, and large enough to stand for others.
    pub weighted: bool,
    /// The mean weight of its annotators.
    pub weight: f64,
}

/// An item whose consensus flips.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlippedItem {
    /// Its id.
    pub item: String,
    /// The majority's label.
    pub from: String,
    /// The label of the weighted majority.
    pub to: String,
}
