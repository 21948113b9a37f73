use serde::{Deserialize, Serialize};

/// What an annotator gave an item, as a dense position in its question's [`LabelSet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Label(pub u32);

impl Label {
    /// Stands in dense arrays where an item has no label of this kind (no gold, no model answer).
    pub const NONE: Label = Label(u32::MAX);

    /// The position in the label set.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// Whether a label was given at all.
    pub fn is_some(self) -> bool {
        self != Self::NONE
    }
}

/// The labels a question may take, in the scale's order: as declared, else by value where all are numbers, else by
/// name. It also holds the labels that only gold or models gave, so that one set serves confusion matrices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelSet {
    /// The labels' names after canonicalisation, position = [`Label`].
    pub names: Vec<String>,
    /// The labels' numeric values where *every* label is a number; same length as `names`.
    pub values: Option<Vec<f64>>,
    /// Whether the set was declared in the settings (it may then hold labels nobody used) or is what the log shows.
    pub declared: bool,
    /// Whether some person gave the label, by position; empty = all of them were given.
    pub used: Vec<bool>,
}

impl LabelSet {
    /// q of the chance models: all labels of a declared set, else those that some person gave. A label that only gold
    /// or a model gave does not move a coefficient between people.
    pub fn q(&self) -> usize {
        if self.declared || self.used.is_empty() {
            self.names.len()
        } else {
            self.used.iter().filter(|&&used| used).count()
        }
    }

    /// How many labels the set holds, those that only gold or models gave among them (see [`LabelSet::q`]).
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether the set holds no label.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// A label's name; the empty text for [`Label::NONE`].
    pub fn name(&self, label: Label) -> &str {
        self.names.get(label.index()).map_or("", String::as_str)
    }

    /// A label's place on the number line: its value, or its position where the labels are no numbers.
    pub fn value(&self, label: Label) -> f64 {
        match &self.values {
            Some(values) => values[label.index()],
            None => label.0 as f64,
        }
    }
}
