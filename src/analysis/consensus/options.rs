use serde::{Deserialize, Serialize};

/// How the annotators of an item are made into one label.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConsensusOptions {
    /// The model.
    pub model: ConsensusModel,
    /// Whether a consensus was asked for: it is then told of every item (`consensus.csv`) and of every annotator
    /// (`annotators.csv`). A model other than the majority is always asked for.
    pub asked: bool,
}

/// Consensus models.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsensusModel {
    /// The label that most annotators of the item gave; ties stay ties.
    #[default]
    Majority,
    /// Dawid & Skene 1979: an error matrix for every annotator, by EM.
    DawidSkene,
    /// Dawid–Skene with one number for every annotator (Zhang et al. 2016).
    OneCoin,
    /// Hovy et al. 2013: annotators who know the label, or fall back on a habit of their own.
    Mace,
    /// Whitehill et al. 2009: able annotators and difficult items.
    Glad,
    /// Votes weighed by the annotator's agreement with the majority.
    Wawa,
    /// Goh et al. 2022: annotators and a model's class probabilities, weighed against each other.
    Crowdlab,
}

impl ConsensusModel {
    /// All of them.
    pub const ALL: [ConsensusModel; 7] = [
        ConsensusModel::Majority,
        ConsensusModel::DawidSkene,
        ConsensusModel::OneCoin,
        ConsensusModel::Mace,
        ConsensusModel::Glad,
        ConsensusModel::Wawa,
        ConsensusModel::Crowdlab,
    ];

    /// The words of [`ConsensusModel::ALL`], for whoever lists what may be set.
    pub const NAMES: [&'static str; 7] =
        ["majority", "dawid_skene", "one_coin", "mace", "glad", "wawa", "crowdlab"];

    /// The word used in settings, `audit.json` and file names.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The model that a setting names.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.name() == name)
    }

    /// As the page calls it.
    pub fn title(self) -> &'static str {
        match self {
            ConsensusModel::Majority => "the majority",
            ConsensusModel::DawidSkene => "Dawid–Skene",
            ConsensusModel::OneCoin => "one-coin Dawid–Skene",
            ConsensusModel::Mace => "MACE",
            ConsensusModel::Glad => "GLAD",
            ConsensusModel::Wawa => "Wawa",
            ConsensusModel::Crowdlab => "CROWDLAB",
        }
    }

    /// What confidence in an item's label is, in words.
    pub fn confidence_is(self) -> &'static str {
        match self {
            ConsensusModel::Majority => "share of the item's votes",
            ConsensusModel::Wawa => "share of the item's votes, weighed by annotator",
            ConsensusModel::Crowdlab => "weighed mean of the model's probability and the annotators'",
            _ => "probability of the label, if the model of the annotators holds",
        }
    }

    /// What an annotator's reliability is, in words.
    pub fn reliability_is(self) -> &'static str {
        match self {
            ConsensusModel::Majority | ConsensusModel::Wawa => "share of own labels equal to the majority",
            ConsensusModel::DawidSkene => {
                "probability of the right label, labels as frequent as in the whole log"
            }
            ConsensusModel::OneCoin => "probability of the right label",
            ConsensusModel::Mace => "probability of knowing the label",
            ConsensusModel::Glad => "probability of the right label on an item of average difficulty",
            ConsensusModel::Crowdlab => {
                "quality of the annotator's labels, from the model and the other annotators"
            }
        }
    }

    /// The sentence of the methods.
    pub fn method(self) -> &'static str {
        match self {
            ConsensusModel::Majority => "label with the most votes; ties stay ties",
            ConsensusModel::DawidSkene => {
                "Dawid & Skene 1979, EM from the vote shares until no probability moves by more than 1e-7 or the log-likelihood gains less than 1e-12 of itself"
            }
            ConsensusModel::OneCoin => {
                "one-coin Dawid–Skene (Zhang et al. 2016), EM from the vote shares, as long as for Dawid–Skene"
            }
            ConsensusModel::Mace => {
                "MACE (Hovy et al. 2013), variational EM with priors Beta(.5, .5) and Dirichlet(10), from each annotator's agreement with the vote shares"
            }
            ConsensusModel::Glad => {
                "GLAD (Whitehill et al. 2009), EM with normal priors (mean 1, variance 1) on abilities and log inverse difficulties"
            }
            ConsensusModel::Wawa => "votes weighed by the annotator's share of labels equal to the majority",
            ConsensusModel::Crowdlab => "CROWDLAB (Goh et al. 2022), label of the best quality",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ConsensusModel;

    #[test]
    fn every_name_leads_back_to_its_model() {
        for model in ConsensusModel::ALL {
            assert_eq!(ConsensusModel::of_name(model.name()), Some(model));
            let word = serde_json::to_string(&model).expect("a word");
            assert_eq!(word, format!("\"{}\"", model.name()));
        }
        assert_eq!(ConsensusModel::of_name("mmsr"), None);
    }
}
