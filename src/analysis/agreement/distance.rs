use super::set_distance::SetDistance;
use super::{AgreementOptions, WeightTable, Weights};
use crate::vocabulary::{Label, LabelSet, Question, Reason, Scale};
use std::borrow::Cow;
use std::sync::Arc;

/// How far apart two labels are: one of the five choices that make a coefficient.
#[derive(Debug, Clone, PartialEq)]
pub enum Distance {
    /// 0 where equal, 1 where not.
    Nominal,
    /// |x_k − x_l|; values must not descend along the label set. Linear kappa weights are 1 − d on a range of 1.
    Absolute(Vec<f64>),
    /// (x_k − x_l)²: Krippendorff's interval distance; quadratic kappa weights are 1 − d on a range of 1.
    Squared(Vec<f64>),
    /// Krippendorff's ordinal distance (Krippendorff 2019, Content Analysis, 4th ed., §12.3.4): the squared number of
    /// annotations from one label to the other, both ends counted half. That is the squared difference of the labels'
    /// mid-ranks, so it follows from the margins of the very data (each replicate has its own). It is not Gwet's
    /// ordinal weight.
    SquaredMidRank,
    /// Every distance by itself: labels × labels.
    Matrix(DistanceMatrix),
    /// No distance, because …: what rests on it is not estimable.
    Refused(Reason),
}

/// Distances of labels row by row: symmetric, 0 on the diagonal.
#[derive(Debug, Clone, PartialEq)]
pub struct DistanceMatrix {
    /// Word for method columns: `MASI`, or a file's name.
    pub name: String,
    /// Labels.
    pub labels: usize,
    /// `labels × labels` distances.
    pub values: Arc<[f64]>,
}

impl Distance {
    /// The distance in effect for a question: a file's, or else that of the scale.
    pub fn of_question(asked: &AgreementOptions, question: &Question) -> Self {
        match &asked.distance {
            Some(table) => match WeightTable::of_distances(table, &question.labels) {
                Ok(weights) => weights.distance(question.labels.len()),
                Err(reason) => Distance::Refused(reason),
            },
            None if question.scale == Scale::Set => asked.set_distance.of_labels(&question.labels),
            None => Self::of_scale(question.scale, &question.labels),
        }
    }

    /// The distance of a scale: Krippendorff's (2019, Content Analysis, 4th ed., §12.3.4), the circular and bipolar ones
    /// over their largest value, which changes no coefficient; MASI for sets.
    pub fn of_scale(scale: Scale, labels: &LabelSet) -> Self {
        match scale {
            Scale::Nominal => Distance::Nominal,
            Scale::Ordinal => Distance::SquaredMidRank,
            Scale::Interval => Distance::Squared(values(labels)),
            Scale::Ratio | Scale::Circular | Scale::Bipolar => {
                match WeightTable::new(Weights::of_scale(scale), scale, labels) {
                    Ok(weights) => weights.distance(labels.len()),
                    Err(reason) => Distance::Refused(reason),
                }
            }
            Scale::Set => SetDistance::Masi.of_labels(labels),
        }
    }

    /// Linear kappa weights as a distance in 0–1: by position for ordinal labels, by value for interval ones.
    pub fn linear(scale: Scale, labels: &LabelSet) -> Self {
        Distance::Absolute(unit_range(scale, labels))
    }

    /// Quadratic kappa weights as a distance in 0–1.
    pub fn quadratic(scale: Scale, labels: &LabelSet) -> Self {
        Distance::Squared(unit_range(scale, labels))
    }

    /// The distance with its numbers, given the annotations by label of the pairable items.
    pub(super) fn metric(&self, margins: &[f64]) -> Metric<'_> {
        match self {
            Distance::Nominal => Metric::Nominal,
            Distance::Absolute(values) => Metric::Absolute(values),
            Distance::Squared(values) => Metric::Squared(Cow::Borrowed(values)),
            Distance::SquaredMidRank => {
                let mut below = 0.0;
                let rank = |&n: &f64| {
                    let middle = below + 0.5 * n;
                    below += n;
                    middle
                };
                Metric::Squared(Cow::Owned(margins.iter().map(rank).collect()))
            }
            Distance::Matrix(matrix) => Metric::Matrix(matrix),
            // Nobody asks for numbers: see `Distance::refusal`.
            Distance::Refused(_) => Metric::Nominal,
        }
    }

    /// Every distance of two labels, `labels × labels`; `None` where there is none, or where they follow the margins.
    pub fn table(&self, labels: usize) -> Option<Vec<f64>> {
        if self.follows_margins() || self.refusal().is_some() {
            return None;
        }
        let metric = self.metric(&[]);
        Some((0..labels * labels).map(|cell| metric.between(cell / labels, cell % labels)).collect())
    }

    /// Whether the distances change with the margins.
    pub(super) fn follows_margins(&self) -> bool {
        *self == Distance::SquaredMidRank
    }

    /// Why there is no distance, if so.
    pub fn refusal(&self) -> Option<&Reason> {
        match self {
            Distance::Refused(reason) => Some(reason),
            _ => None,
        }
    }

    /// Word for method columns.
    pub fn name(&self) -> &str {
        match self {
            Distance::Nominal => "nominal",
            Distance::Absolute(_) => "linear",
            Distance::Squared(_) => "interval",
            Distance::SquaredMidRank => "ordinal",
            Distance::Matrix(matrix) => &matrix.name,
            Distance::Refused(_) => "no",
        }
    }
}

/// A [`Distance`] with its numbers settled.
#[derive(Debug, Clone)]
pub(super) enum Metric<'a> {
    Nominal,
    Absolute(&'a [f64]),
    Squared(Cow<'a, [f64]>),
    Matrix(&'a DistanceMatrix),
}

impl Metric<'_> {
    /// Σ over ordered pairs k ≠ l of c_k c_l d_kl, in one pass over labels in ascending order: never labels × labels,
    /// but for a matrix, which has no other form.
    pub fn pairs(&self, counts: impl Iterator<Item = (usize, f64)> + Clone) -> f64 {
        let total: f64 = counts.clone().map(|(_, c)| c).sum();
        match self {
            Metric::Nominal => counts.map(|(_, c)| c * (total - c)).sum(),
            Metric::Absolute(x) => {
                let (mut below, mut weighted, mut sum) = (0.0, 0.0, 0.0);
                for (k, c) in counts {
                    sum += c * (x[k] * below - weighted);
                    below += c;
                    weighted += c * x[k];
                }
                2.0 * sum
            }
            // Around the mean of these very counts, so that a large common offset cancels nothing.
            Metric::Squared(x) => {
                let Some(first) = counts.clone().find(|&(_, c)| c > 0.0).map(|(k, _)| x[k]) else {
                    return 0.0;
                };
                let mean = counts.clone().map(|(k, c)| c * (x[k] - first)).sum::<f64>() / total;
                2.0 * total * counts.map(|(k, c)| c * (x[k] - first - mean).powi(2)).sum::<f64>()
            }
            Metric::Matrix(matrix) => {
                let mut sum = 0.0;
                let mut rest = counts.filter(|&(_, c)| c > 0.0);
                while let Some((k, c)) = rest.next() {
                    let row = matrix.row(k);
                    sum += c * rest.clone().map(|(l, other)| other * row[l]).sum::<f64>();
                }
                2.0 * sum
            }
        }
    }

    /// The distance of two labels.
    pub fn between(&self, k: usize, l: usize) -> f64 {
        match self {
            Metric::Nominal => f64::from(u8::from(k != l)),
            Metric::Absolute(x) => (x[k] - x[l]).abs(),
            Metric::Squared(x) => (x[k] - x[l]).powi(2),
            Metric::Matrix(matrix) => matrix.row(k)[l],
        }
    }

    /// The largest distance between two of `labels`.
    pub fn widest(&self, labels: &[usize]) -> f64 {
        let farthest = |from: usize| {
            let distances = labels.iter().map(|&k| (k, self.between(from, k)));
            distances.fold((from, 0.0), |far, next| if next.1 > far.1 { next } else { far })
        };
        match (self, labels.first()) {
            (_, None) => 0.0,
            (Metric::Matrix(_), _) => labels.iter().map(|&k| farthest(k).1).fold(0.0, f64::max),
            // On a line, the farthest label from anywhere is an end of it.
            (_, Some(&any)) => farthest(farthest(any).0).1,
        }
    }
}

impl DistanceMatrix {
    fn row(&self, k: usize) -> &[f64] {
        &self.values[k * self.labels..(k + 1) * self.labels]
    }
}

fn values(labels: &LabelSet) -> Vec<f64> {
    (0..labels.len()).map(|k| labels.value(Label(k as u32))).collect()
}

fn unit_range(scale: Scale, labels: &LabelSet) -> Vec<f64> {
    let x =
        if scale == Scale::Interval { values(labels) } else { (0..labels.len()).map(|k| k as f64).collect() };
    let low = x.iter().copied().fold(f64::INFINITY, f64::min);
    let high = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let range = if high > low { high - low } else { 1.0 };
    x.into_iter().map(|v| (v - low) / range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brute(metric: &Metric<'_>, counts: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (k, a) in counts.iter().enumerate() {
            for (l, b) in counts.iter().enumerate() {
                sum += if k == l { 0.0 } else { a * b * metric.between(k, l) };
            }
        }
        sum
    }

    #[test]
    fn one_pass_equals_the_double_sum() {
        let counts = [3.0, 0.0, 5.0, 1.0];
        for distance in [
            Distance::Nominal,
            Distance::Absolute(vec![0.0, 1.0, 2.5, 9.0]),
            Distance::Squared(vec![1e6, 1e6 + 1.0, 1e6 + 2.0, 1e6 + 7.0]),
            Distance::SquaredMidRank,
            Distance::Matrix(DistanceMatrix {
                name: "by hand".into(),
                labels: 4,
                values: [0., 1., 3., 2., 1., 0., 5., 9., 3., 5., 0., 4., 2., 9., 4., 0.].into(),
            }),
        ] {
            let metric = distance.metric(&counts);
            let pairs = metric.pairs(counts.iter().copied().enumerate());
            assert!((pairs - brute(&metric, &counts)).abs() < 1e-9 * pairs, "{distance:?}");
        }
    }

    /// Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, p. 6: n_1..n_5 = 9, 13, 10, 5, 3 (the 4 × 12
    /// table): the ordinal distance of 1 and 2 is ((9 + 13)/2)² = 11², of 1 and 3 (9/2 + 13 + 10/2)² = 22.5².
    #[test]
    fn ordinal_distances_of_the_published_table() {
        let metric = Distance::SquaredMidRank.metric(&[9.0, 13.0, 10.0, 5.0, 3.0]);
        assert_eq!(metric.between(0, 1), 121.0);
        assert_eq!(metric.between(0, 2), 506.25);
    }
}
