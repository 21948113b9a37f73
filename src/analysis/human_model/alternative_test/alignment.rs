use crate::analysis::agreement::{AgreementOptions, Distance};
use crate::tally::Pattern;
use crate::vocabulary::{Label, Question, Scale};

/// How near a label is to the labels of others: who is nearer wins. The score of Calderon et al. (2025, §3) is the share
/// of the others with the same label, or minus the root of the mean squared difference; only its order matters.
pub(super) enum Alignment {
    /// The share of the others with the same label.
    SameLabel,
    /// Minus the root mean squared difference from the others' values, by label.
    Squared(Vec<f64>),
    /// Minus the mean distance from the others: `labels × labels`.
    Distances(Vec<f64>, usize),
}

/// Differences of costs that are rounding and no difference.
const ROUNDING: f64 = 1e-9;

impl Alignment {
    /// Of a question: names are the same or not; ordered labels and numbers lie apart by their values, by their places
    /// where they are no numbers; circular, bipolar and set-valued ones, and those with a file of distances, by distance.
    pub fn of(question: &Question, asked: &AgreementOptions) -> Self {
        let labels = question.labels.len();
        let values = || (0..labels).map(|k| question.labels.value(Label(k as u32))).collect();
        match (&asked.distance, question.scale) {
            (None, Scale::Nominal) => Alignment::SameLabel,
            (None, Scale::Ordinal | Scale::Interval | Scale::Ratio) => Alignment::Squared(values()),
            _ => match Distance::of_question(asked, question).table(labels) {
                Some(table) => Alignment::Distances(table, labels),
                None => Alignment::SameLabel,
            },
        }
    }

    /// In words.
    pub fn words(&self) -> &'static str {
        match self {
            Alignment::SameLabel => "share of the others with the same label",
            Alignment::Squared(_) => "minus the root mean squared difference from the others",
            Alignment::Distances(..) => "minus the mean distance from the others",
        }
    }

    /// Readies an item for comparisons.
    pub fn item<'a>(&'a self, pattern: Pattern<'a>) -> ItemAlignment<'a> {
        let (mut n, mut sum) = (0.0, 0.0);
        for &(label, count) in pattern.counts {
            n += f64::from(count);
            if let Alignment::Squared(values) = self {
                sum += f64::from(count) * values[label.index()];
            }
        }
        ItemAlignment { alignment: self, pattern, n, sum }
    }
}

/// One item's labels under an alignment.
pub(super) struct ItemAlignment<'a> {
    alignment: &'a Alignment,
    pattern: Pattern<'a>,
    n: f64,
    sum: f64,
}

impl ItemAlignment<'_> {
    /// Whether `answer` lies nearer to the other annotators of the item than `own`, one of its labels: `Less` where the
    /// answer is nearer, `Greater` where the annotator is.
    pub fn nearer(&self, own: Label, answer: Label) -> std::cmp::Ordering {
        if own == answer {
            return std::cmp::Ordering::Equal;
        }
        match self.alignment {
            Alignment::SameLabel => (self.pattern.count_of(own) - 1).cmp(&self.pattern.count_of(answer)),
            // Σ (m − x)² − Σ (h − x)² over the others, which are n − 1 with the sum S − h.
            Alignment::Squared(values) => {
                let (h, m) = (values[own.index()], values[answer.index()]);
                let middle = (self.n - 1.0) * (m + h) - 2.0 * (self.sum - h);
                sign((m - h) * middle, (m - h).abs() * self.n * (m.abs() + h.abs() + self.sum.abs()))
            }
            Alignment::Distances(table, labels) => {
                let cost = |label: Label| {
                    let row = &table[label.index() * labels..];
                    let all: f64 =
                        self.pattern.counts.iter().map(|&(l, n)| f64::from(n) * row[l.index()]).sum();
                    all - row[own.index()]
                };
                let (human, model) = (cost(own), cost(answer));
                sign(model - human, model + human)
            }
        }
    }
}

/// The sign of a difference of costs: below zero the model is nearer.
fn sign(difference: f64, size: f64) -> std::cmp::Ordering {
    if difference.abs() <= ROUNDING * size.max(f64::MIN_POSITIVE) {
        std::cmp::Ordering::Equal
    } else {
        difference.total_cmp(&0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cmp::Ordering;

    fn counts(labels: &[u32]) -> Vec<(Label, u32)> {
        let mut sorted = labels.to_vec();
        sorted.sort_unstable();
        sorted.chunk_by(|a, b| a == b).map(|run| (Label(run[0]), run.len() as u32)).collect()
    }

    /// The scores as the paper's code computes them, annotator by annotator.
    fn published(alignment: &Alignment, others: &[u32], label: u32) -> f64 {
        let n = others.len() as f64;
        match alignment {
            Alignment::SameLabel => others.iter().filter(|&&l| l == label).count() as f64 / n,
            Alignment::Squared(values) => {
                let square = |&l: &u32| (values[l as usize] - values[label as usize]).powi(2);
                -(others.iter().map(square).sum::<f64>() / n).sqrt()
            }
            Alignment::Distances(table, labels) => {
                let apart = |&l: &u32| table[label as usize * labels + l as usize];
                -others.iter().map(apart).sum::<f64>() / n
            }
        }
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_the_published_scores(
            labels in prop::collection::vec(0u32..4, 2..7), answer in 0u32..4,
        ) {
            let apart = |k: usize| ((k / 4) as f64 - (k % 4) as f64).abs();
            for alignment in [
                Alignment::SameLabel,
                Alignment::Squared(vec![1.0, 2.0, 4.0, 8.5]),
                Alignment::Distances((0..16).map(apart).collect(), 4),
            ] {
                let counts = counts(&labels);
                let item = alignment.item(Pattern { counts: &counts, items: 1 });
                for (left_out, &own) in labels.iter().enumerate() {
                    let mut others = labels.clone();
                    others.remove(left_out);
                    let (human, model) =
                        (published(&alignment, &others, own), published(&alignment, &others, answer));
                    let wanted = match model - human {
                        d if d.abs() < 1e-12 => Ordering::Equal,
                        d if d > 0.0 => Ordering::Less,
                        _ => Ordering::Greater,
                    };
                    prop_assert_eq!(item.nearer(Label(own), Label(answer)), wanted);
                }
            }
        }
    }
}
