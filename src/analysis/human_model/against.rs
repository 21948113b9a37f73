use crate::analysis::consensus::Majority;
use crate::tally::QuestionTallies;
use crate::vocabulary::Label;
use serde::{Deserialize, Serialize};

/// What a model's labels are held against. Only gold says who is right; agreement with the consensus is called that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The one label that most annotators of the item gave; tied items have none.
    Consensus,
    /// The label known to be right.
    Gold,
}

impl Against {
    /// Both, in the order of results.
    pub const BOTH: [Against; 2] = [Against::Consensus, Against::Gold];

    /// Its word: `consensus`, `gold`.
    pub fn name(self) -> &'static str {
        match self {
            Against::Consensus => "consensus",
            Against::Gold => "gold",
        }
    }
}

/// What each item's label should be, by gold and by the majority of its annotators.
#[derive(Debug, Clone)]
pub(super) struct References<'a> {
    /// By pattern: the label that leads alone, or none.
    pub leading: Vec<Label>,
    /// Pattern by item; absent where the tallies came without rows.
    pattern: Option<&'a [u32]>,
    gold: Option<&'a [Label]>,
}

impl<'a> References<'a> {
    /// Of a question whose patterns have these majorities.
    pub fn of(tallies: &'a QuestionTallies, majorities: &[Option<Majority>]) -> Self {
        let leads = |vote: &Option<Majority>| vote.as_ref().and_then(Majority::label).unwrap_or(Label::NONE);
        Self {
            leading: majorities.iter().map(leads).collect(),
            pattern: tallies.index.as_ref().map(|index| index.pattern.as_slice()),
            gold: tallies.gold.as_deref(),
        }
    }

    /// Whether any item can have a label by this reference here.
    pub fn has(&self, against: Against) -> bool {
        match against {
            Against::Consensus => self.pattern.is_some(),
            Against::Gold => self.gold.is_some(),
        }
    }

    /// The label of an item; [`Label::NONE`] where it has none.
    pub fn label(&self, against: Against, item: usize) -> Label {
        match against {
            Against::Gold => self.gold.map_or(Label::NONE, |gold| gold[item]),
            Against::Consensus => {
                let pattern = self.pattern.map_or(u32::MAX, |pattern| pattern[item]);
                self.leading.get(pattern as usize).copied().unwrap_or(Label::NONE)
            }
        }
    }
}
