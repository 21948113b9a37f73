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

/// The labels a question may take, in the scale's order (nominal: by name; ordinal, interval: by value or as declared).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelSet {
    /// The labels' names after canonicalisation, position = [`Label`].
    pub names: Vec<String>,
    /// The labels' numeric values where *every* label is a number; same length as `names`.
    pub values: Option<Vec<f64>>,
    /// Whether the set was declared in the settings (it may then hold labels nobody used) or is what the log shows.
    pub declared: bool,
}

impl LabelSet {
    /// How many labels the set holds: q of the chance models.
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
