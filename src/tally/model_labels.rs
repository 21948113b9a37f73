use crate::log::ModelAnswers;
use crate::vocabulary::Label;

/// What one model answered, item by item: for whatever must know which item, beyond the counts of
/// [`ModelTally`](super::ModelTally). As long as the log has items, so it is kept beside models only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelLabels {
    /// The model's name.
    pub model: String,
    /// Its label by item, [`Label::NONE`] where it gave none.
    pub by_item: Vec<Label>,
}

impl ModelLabels {
    /// Takes the labels out of a model's answers.
    pub(super) fn of_answers(answers: ModelAnswers) -> Self {
        Self { model: answers.name, by_item: answers.label }
    }
}
