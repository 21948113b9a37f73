use crate::log::ModelAnswers;
use crate::vocabulary::Label;
use rayon::prelude::*;

/// Items to which a model gave `label` with one confidence, beside gold or beside nobody's label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConfidentAnswer {
    /// Confidence in millionths.
    pub confidence: u32,
    /// The model's label.
    pub label: Label,
    /// Whether it is the gold label; `false` where there is no gold to tell.
    pub right: bool,
    /// Items.
    pub items: u64,
}

/// A confidence in millionths, where it is one in 0–1.
pub(super) fn millionths(confidence: f32) -> Option<u32> {
    (0.0..=1.0).contains(&confidence).then(|| (f64::from(confidence) * 1e6).round() as u32)
}

/// The answers of one model with a confidence: beside gold (whoever rated the item), and to items that nobody rated.
pub(super) fn count(
    model: &ModelAnswers,
    pattern: &[u32],
    gold: Option<&[Label]>,
) -> (Vec<ConfidentAnswer>, Vec<ConfidentAnswer>) {
    let Some(confidence) = &model.confidence else { return (Vec::new(), Vec::new()) };
    let known = |item: usize| Some((millionths(confidence[item])?, model.label[item]));
    let answered = || (0..model.label.len()).filter(|&item| model.label[item].is_some());
    let beside = |gold: &[Label]| {
        let told = answered().filter(|&item| gold[item].is_some());
        cells(told.filter_map(|item| known(item).map(|(c, l)| (c, l, l == gold[item]))).collect())
    };
    let unrated = answered().filter(|&item| pattern[item] == u32::MAX);
    let unrated = unrated.filter_map(|item| known(item).map(|(c, l)| (c, l, false)));
    (gold.map(beside).unwrap_or_default(), cells(unrated.collect()))
}

/// Sorts and counts equal answers.
fn cells(mut answers: Vec<(u32, Label, bool)>) -> Vec<ConfidentAnswer> {
    answers.par_sort_unstable();
    let cell = |run: &[(u32, Label, bool)]| {
        let (confidence, label, right) = run[0];
        ConfidentAnswer { confidence, label, right, items: run.len() as u64 }
    };
    answers.chunk_by(|a, b| a == b).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_beside_gold_and_where_nobody_rated() {
        let model = ModelAnswers {
            name: "m".into(),
            label: vec![Label(0), Label(1), Label(1), Label::NONE, Label(1)],
            confidence: Some(vec![0.9, 0.9, f32::NAN, 0.5, 0.9]),
            probabilities: Vec::new(),
        };
        let gold = [Label(0), Label(0), Label(1), Label(1), Label(0)];
        let (gold, unrated) = count(&model, &[0, 0, 0, 0, u32::MAX], Some(&gold));
        let cell = |label, right, items| ConfidentAnswer { confidence: 900_000, label, right, items };
        assert_eq!(gold, [cell(Label(0), true, 1), cell(Label(1), false, 2)]);
        assert_eq!(unrated, [cell(Label(1), false, 1)]);
    }
}
