use super::{LabelSet, Scale};
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
