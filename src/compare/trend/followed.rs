use crate::audit::EstimateRow;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which part of a trend a line belongs to, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrendPart {
    /// Agreement among annotators.
    Agreement,
    /// Agreement by label.
    Labels,
    /// Agreement of annotators with themselves.
    SelfConsistency,
    /// The majority of each item's annotators.
    Consensus,
    /// People and models.
    Models,
    /// Along the session.
    Fatigue,
    /// What was read.
    Data,
    /// Who annotates.
    Coverage,
    /// What was asked for by name.
    Asked,
}

/// The coefficients of the whole log that are followed; which of them an audit has depends on its scale.
const COEFFICIENTS: [&str; 7] =
    ["krippendorff_alpha", "percent_agreement", "gwet_ac1", "gwet_ac2", "icc_1_1", "icc_a_1", "cohen_kappa"];

/// What of an audit is looked for: names of its models and attributes, and metrics asked for by name.
pub(super) struct Wanted<'a> {
    /// `model=…` keys.
    pub models: BTreeSet<String>,
    /// `attribute=` beginnings.
    pub attributes: BTreeSet<String>,
    /// Metrics asked for.
    pub asked: &'a [String],
}

impl Wanted<'_> {
    /// The part that a number belongs to, where it is followed at all. What tells of single annotators never is.
    pub fn part(&self, row: &EstimateRow) -> Option<TrendPart> {
        if tells_of_people(&row.slice) || DERIVED.contains(&row.section) {
            return None;
        }
        let whole = row.slice.is_empty();
        let model = self.models.contains(&row.slice);
        match (row.section, row.metric.as_str()) {
            ("agreement", metric) if whole && COEFFICIENTS.contains(&metric) => Some(TrendPart::Agreement),
            ("agreement", "label_alpha") => Some(TrendPart::Labels),
            ("self_consistency", "self_agreement") if whole => Some(TrendPart::SelfConsistency),
            ("consensus", "tie_rate" | "majority_vote_share" | "majority_accuracy") if whole => {
                Some(TrendPart::Consensus)
            }
            (
                "human_model",
                "agreement_with_consensus"
                | "kappa_with_consensus"
                | "accuracy"
                | "model_minus_human_agreement",
            ) if model => Some(TrendPart::Models),
            ("fatigue", "outcome_slope") if whole => Some(TrendPart::Fatigue),
            ("data", "set_aside_share" | "pairable_share") => Some(TrendPart::Data),
            ("coverage", "annotator_share") if !whole => Some(TrendPart::Coverage),
            (_, metric) if self.asked.iter().any(|asked| asked == metric) => Some(TrendPart::Asked),
            _ => None,
        }
    }

    /// Whether a slice is a group of annotators.
    pub fn is_group(&self, slice: &str) -> bool {
        slice
            .split(';')
            .any(|part| self.attributes.iter().any(|attribute| part.starts_with(attribute.as_str())))
    }
}

/// Sections that give other errors of numbers that stand elsewhere.
const DERIVED: [&str; 3] = ["agreement_analytic", "agreement_random_annotators", "agreement_test"];

/// Whether a slice is one annotator, or two.
pub(super) fn tells_of_people(slice: &str) -> bool {
    slice.split(';').any(|part| part.starts_with("annotator="))
}
