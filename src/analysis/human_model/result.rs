use super::{
    BesidePeople, ConfusedPair, ModelGroup, ModelKinds, ModelPairs, ModelSlice, QualitySummary, SoftConfusion,
};
use crate::vocabulary::{Estimate, Matrix, Outcome};
use serde::{Deserialize, Serialize};

/// All models of one question, sorted by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HumanModel {
    /// One per model.
    pub models: Vec<ModelComparison>,
    /// Items without a single consensus label (ties), and rated items: the tie rate is their ratio.
    pub tied_items: u64,
    /// Items that people rated.
    pub rated_items: u64,
    /// Warning where the consensus rests on few annotators per item.
    pub warning: Option<String>,
    /// Any two models on the same items; absent where there is one.
    #[serde(default)]
    pub pairs: Option<ModelPairs>,
    /// Models by what is known of them.
    #[serde(default)]
    pub kinds: Vec<ModelKinds>,
    /// Sizes of the families of tests over slices, and over groups of annotators.
    #[serde(default)]
    pub slice_tests: u64,
    /// Those over groups of annotators.
    #[serde(default)]
    pub group_tests: u64,
}

/// One model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelComparison {
    /// The model.
    pub model: String,
    /// Items with people's labels and an answer.
    pub items: u64,
    /// Rated items that it did not answer.
    pub unanswered: u64,
    /// Answered items that nobody rated.
    pub unrated: u64,
    /// Against people's majority (tied items left out).
    pub consensus: Outcome<ModelQuality>,
    /// Against gold, where there is gold: only this is called accuracy.
    pub gold: Outcome<ModelQuality>,
    /// Against every annotation, each counting its part of the item; absent where nobody rated what it answered.
    #[serde(default)]
    pub soft: Option<SoftConfusion>,
    /// Inside each slice, beside the rest of its column: in order of column, value and reference.
    #[serde(default)]
    pub slices: Vec<ModelSlice>,
    /// Slices that are not kept, because there are so many.
    #[serde(default)]
    pub slices_left_out: u64,
    /// Beside the people of each group, in order of attribute and group.
    #[serde(default)]
    pub groups: Vec<ModelGroup>,
    /// Model against one human beside human against human, like for like.
    pub reference: Outcome<HumanReference>,
    /// As a member of the group of people; absent in audits of earlier versions.
    #[serde(default)]
    pub people: Option<BesidePeople>,
    /// Cohen's kappa with each annotator who shares enough items with it, in alphabetical order.
    #[serde(default)]
    pub annotators: Vec<ModelAnnotator>,
    /// Annotators who share fewer items with it (but some), or are beyond the list.
    #[serde(default)]
    pub annotators_left_out: u64,
    /// What to know: labels people never used, bad confidences.
    pub notes: Vec<String>,
}

/// A model beside one annotator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelAnnotator {
    /// Name or pseudonym.
    pub annotator: String,
    /// Cohen's kappa over the items that both labelled.
    pub kappa: Outcome<Estimate>,
}

/// How a model's labels stand against reference labels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelQuality {
    /// Items compared.
    pub items: u64,
    /// Reference rows × model columns, items.
    pub confusion: Matrix,
    /// Share of items with the same label (`agreement with consensus`, or `accuracy` against gold).
    pub agreement: Outcome<Estimate>,
    /// Cohen's kappa.
    pub kappa: Outcome<Estimate>,
    /// What else sums up the whole matrix.
    #[serde(default)]
    pub summaries: Vec<QualitySummary>,
    /// By label, in the set's order.
    pub labels: Vec<ModelLabel>,
    /// The most confused pairs, largest first, at most 10.
    pub most_confused: Vec<ConfusedPair>,
}

/// One label of a [`ModelQuality`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModelLabel {
    /// The label.
    pub label: String,
    /// Items whose reference is this label.
    pub support: u64,
    /// Items the model gave this label.
    pub predicted: u64,
    /// Of the items the model gave this label, the share whose reference is it.
    pub precision: Outcome<Estimate>,
    /// Of the items whose reference is this label, the share the model found.
    pub recall: Outcome<Estimate>,
    /// Harmonic mean of the two.
    pub f1: Outcome<Estimate>,
}

/// The human yardstick: all three are agreements of *one* labeller with *one* human of the same item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HumanReference {
    /// Items with two or more annotations and an answer.
    pub items: u64,
    /// Human against another human of the same item.
    pub human_human: Outcome<Estimate>,
    /// Model against a human of the same item.
    pub model_human: Outcome<Estimate>,
    /// Model minus human, paired by item.
    pub difference: Outcome<Estimate>,
}
