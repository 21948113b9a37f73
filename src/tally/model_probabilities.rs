use crate::log::ModelAnswers;
use crate::vocabulary::Label;

/// One model's probabilities of labels, item by item.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelProbabilities {
    /// The model's name.
    pub model: String,
    /// The labels it gives probabilities of, ascending.
    pub labels: Vec<Label>,
    /// `items × labels` in 0–1; NaN throughout an item for which not all of them are known.
    pub by_item: Vec<f32>,
}

impl ModelProbabilities {
    /// The probabilities among a model's answers, where there are any.
    pub(super) fn of_answers(answers: &ModelAnswers) -> Option<Self> {
        let columns = &answers.probabilities;
        let (items, k) = (columns.first()?.1.len(), columns.len());
        let mut by_item = vec![f32::NAN; items * k];
        for (item, own) in by_item.chunks_exact_mut(k).enumerate() {
            if columns.iter().all(|(_, values)| !values[item].is_nan()) {
                own.iter_mut().zip(columns).for_each(|(own, (_, values))| *own = values[item]);
            }
        }
        let labels = columns.iter().map(|&(label, _)| label).collect();
        Some(Self { model: answers.name.clone(), labels, by_item })
    }

    /// The probabilities of one item, in the order of the labels; `None` where the model does not know the item.
    pub fn of(&self, item: usize) -> Option<&[f32]> {
        let own = &self.by_item[item * self.labels.len()..(item + 1) * self.labels.len()];
        own.iter().all(|probability| !probability.is_nan()).then_some(own)
    }
}
