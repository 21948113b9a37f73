use super::{LabelSet, Reason, Scale};
use serde::{Deserialize, Serialize};

/// One thing that annotators were asked of an item. Every analysis runs per question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Its name: the label column, or the value of the `question` column; `label` where a log asks one thing only.
    pub name: String,
    /// The labels it may take.
    pub labels: LabelSet,
    /// Their scale.
    pub scale: Scale,
}

impl Question {
    /// Different numbers beyond which an ordinal, interval or ratio question is continuous.
    pub const MOST_LABELS: usize = 200;

    /// Whether the answers are so many different numbers that two are hardly ever the same: then only distances between
    /// them mean anything, and what counts equal labels does not. A declared set of labels is never continuous.
    pub fn is_continuous(&self) -> bool {
        let labels = &self.labels;
        matches!(self.scale, Scale::Ordinal | Scale::Interval | Scale::Ratio)
            && !labels.declared
            && labels.values.is_some()
            && labels.len() > Self::MOST_LABELS
            && labels.q() > Self::MOST_LABELS
    }

    /// Why what counts equal labels is not estimable, where the question is continuous.
    pub fn not_of_labels(&self) -> Option<Reason> {
        self.is_continuous().then(|| Reason::Continuous { labels: self.labels.q() as u64 })
    }
}
