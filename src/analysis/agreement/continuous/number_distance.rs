use super::ratio_distance::RatioDistance;
use super::{Moments, alpha};
use crate::tally::PatternTable;
use crate::vocabulary::{LabelSet, Question, Reason, Scale};

/// How the numbers of a continuous question lie apart, ready for alpha under any weighting of the patterns; never
/// numbers × numbers in memory.
pub(super) enum NumberDistance<'t> {
    /// (x − y)²: centred sums of each item.
    Interval(Vec<Moments>),
    /// The squared difference of mid-ranks, which follow from the margins of the very sample: alpha (ordinal) is alpha
    /// (interval) on them (Krippendorff 2019, Content Analysis, 4th ed., §12.3.4).
    Ordinal {
        /// The patterns.
        table: &'t PatternTable,
        /// Labels of the question, ascending.
        labels: usize,
    },
    /// ((x − y) / (x + y))².
    Ratio(RatioDistance<'t>),
}

impl<'t> NumberDistance<'t> {
    /// The distance of the question's scale over one table.
    ///
    /// # Errors
    /// Ratio: numbers below 0, or more different ones than can be set beside each other.
    pub fn of(table: &'t PatternTable, question: &'t Question) -> Result<Self, Reason> {
        Ok(match question.scale {
            Scale::Ordinal => Self::Ordinal { table, labels: question.labels.len() },
            Scale::Ratio => Self::Ratio(RatioDistance::of(table, &question.labels)?),
            _ => Self::Interval(Moments::of_patterns(table, &question.labels)),
        })
    }

    /// Alpha where pattern `p` stands for `weights[p]` items.
    pub fn alpha(&self, weights: &[u64]) -> Result<f64, Reason> {
        match self {
            Self::Interval(moments) => alpha::alpha(moments, weights),
            Self::Ordinal { table, labels } => {
                let ranks = mid_ranks(table, *labels, weights);
                alpha::alpha(&Moments::of_places(table, |label| ranks[label.index()]), weights)
            }
            Self::Ratio(ratio) => ratio.alpha(weights),
        }
    }

    /// Whether the bootstrap will not do. Ratio: every replicate sets all numbers beside each other. Ordinal: how many
    /// numbers lie between two of an item varies in a replicate as it does in the sample, so replicates disagree more
    /// than the sample does (400 items of three: by most of a standard error), and their percentiles lie too low.
    pub fn wants_jackknife(&self) -> bool {
        matches!(self, Self::Ordinal { .. } | Self::Ratio(_))
    }

    /// What the method column says of the distance.
    pub fn method(&self) -> &'static str {
        match self {
            Self::Interval(_) => "interval distance by centred sums",
            Self::Ordinal { .. } => "ordinal distance as interval on mid-ranks",
            Self::Ratio(_) => "ratio distance over the different numbers",
        }
    }
}

/// Mid-rank of every label among the pairable annotations of a weighting, measured from the middle.
fn mid_ranks(table: &PatternTable, labels: usize, weights: &[u64]) -> Vec<f64> {
    let counts = pairable_counts(table, labels, weights);
    let mut below = -0.5 * counts.iter().sum::<f64>();
    let rank = |count: f64| {
        let middle = below + 0.5 * count;
        below += count;
        middle
    };
    counts.into_iter().map(rank).collect()
}

/// Annotations of each label on items with two or more.
pub(super) fn pairable_counts(table: &PatternTable, labels: usize, weights: &[u64]) -> Vec<f64> {
    let mut counts = vec![0.0; labels];
    for (pattern, &weight) in table.iter().zip(weights).filter(|(_, weight)| **weight > 0) {
        if pattern.is_pairable() {
            for &(label, n) in pattern.counts {
                counts[label.index()] += weight as f64 * f64::from(n);
            }
        }
    }
    counts
}

/// The values of all labels; nothing is continuous without.
pub(super) fn values(labels: &LabelSet) -> &[f64] {
    labels.values.as_deref().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::agreement::{Distance, Pool, Pooled, coefficient};
    use crate::vocabulary::Label;
    use proptest::prelude::*;

    fn question(scale: Scale, values: Vec<f64>) -> Question {
        let labels = LabelSet {
            names: values.iter().map(f64::to_string).collect(),
            used: vec![true; values.len()],
            values: Some(values),
            declared: false,
        };
        Question { name: "q".into(), labels, scale }
    }

    proptest! {
        /// Mid-ranks and ratios of numbers give what the distances of labels give, under any weighting of the patterns.
        #[test]
        fn numbers_give_the_alpha_of_labels(
            items in prop::collection::vec(prop::collection::vec(0..9u32, 1..6), 1..15),
            left_out in 0usize..15, ordinal in any::<bool>(), zero in any::<bool>(),
        ) {
            let scale = if ordinal { Scale::Ordinal } else { Scale::Ratio };
            let low = if zero { 0.0 } else { 1.5 };
            let question = question(scale, (0..9).map(|k| low + f64::from(k * k)).collect());
            let items: Vec<Vec<Label>> =
                items.into_iter().map(|item| item.into_iter().map(Label).collect()).collect();
            let table = PatternTable::of_items(items.iter().map(Vec::as_slice));
            let mut fewer = table.clone();
            let gone = left_out % fewer.items.len();
            fewer.items[gone] -= 1;
            let numbers = NumberDistance::of(&table, &question).expect("few numbers, none below 0");
            for table in [&table, &fewer] {
                let distance = Distance::of_scale(scale, &question.labels);
                let by_label = coefficient(Pooled::KrippendorffAlpha, &Pool::new(table, &question.labels), distance);
                match (numbers.alpha(&table.items), by_label) {
                    (Ok(ours), Ok(theirs)) => prop_assert!((ours - theirs.value).abs() < 1e-9, "{ours} {theirs:?}"),
                    (ours, theirs) => prop_assert_eq!(ours.err(), theirs.err()),
                }
            }
        }
    }

    #[test]
    fn ratios_need_numbers_that_are_not_below_zero() {
        let question = question(Scale::Ratio, vec![-1.0, 2.0]);
        let item = [Label(0), Label(1)];
        let table = PatternTable::of_items([&item[..]]);
        let refused = NumberDistance::of(&table, &question).err();
        assert!(matches!(refused, Some(Reason::NotOnThisScale { .. })), "{refused:?}");
    }
}
