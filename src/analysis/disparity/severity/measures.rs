use crate::tally::QuestionTallies;
use crate::vocabulary::{LabelSet, Scale, set_members};

/// What of an annotation is compared: whether it gives a label, or where it lies on the scale.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measure {
    /// The label; absent for the place on the scale.
    pub label: Option<String>,
    /// Its value by label of the question.
    pub values: Vec<f64>,
    /// From the lowest to the highest value.
    pub width: f64,
}

/// What is compared of a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Measures {
    /// Labels in the scale's order (members of sets by name), then the place on the scale.
    pub all: Vec<Measure>,
    /// Labels that are not compared, because others were given more often.
    pub left_out: u64,
    /// Whether there are two labels and no more, so that the first says what the second says with the sign turned.
    pub mirrored: bool,
}

impl Measures {
    /// At most `most` labels, those given most often; and on scales with places mean severity, where there are more labels
    /// than two: positions from 1 on an ordinal scale, values on an interval or ratio scale.
    pub fn of(tallies: &QuestionTallies, most: usize) -> Self {
        let question = &tallies.question;
        let given = given(tallies);
        let mut ranked: Vec<(u64, Measure)> = match question.scale {
            Scale::Set => members(&question.labels, &given),
            _ => plain(&question.labels, &given),
        };
        let labels = ranked.len();
        let mut counts: Vec<u64> = ranked.iter().map(|(n, _)| *n).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        if let Some(&least) = counts.get(most) {
            let mut left = most - ranked.iter().filter(|(n, _)| *n > least).count().min(most);
            ranked.retain(|(n, _)| {
                let tied = *n == least && left > 0;
                left -= usize::from(tied);
                *n > least || tied
            });
        }
        let left_out = (labels - ranked.len()) as u64;
        let mut all: Vec<Measure> = ranked.into_iter().map(|(_, measure)| measure).collect();
        if labels > 2 {
            all.extend(place(&question.labels, question.scale));
        }
        Self { all, left_out, mirrored: labels == 2 && question.scale != Scale::Set }
    }

    /// Measures whose contrasts say something of their own.
    pub fn distinct(&self) -> std::ops::Range<usize> {
        usize::from(self.mirrored && self.all.len() == 2)..self.all.len()
    }
}

/// How often people gave each label.
fn given(tallies: &QuestionTallies) -> Vec<u64> {
    let mut given = vec![0; tallies.question.labels.len()];
    for &(label, n) in tallies.summaries.annotator_labels.iter().flat_map(|one| &one.counts) {
        given[label.index()] += n;
    }
    given
}

fn plain(labels: &LabelSet, given: &[u64]) -> Vec<(u64, Measure)> {
    let measure = |own: usize| {
        let values = (0..labels.len()).map(|label| f64::from(u8::from(label == own))).collect();
        (given[own], Measure { label: Some(labels.names[own].clone()), values, width: 1.0 })
    };
    (0..labels.len()).filter(|&label| given[label] > 0).map(measure).collect()
}

/// Whether a set holds a member.
fn members(labels: &LabelSet, given: &[u64]) -> Vec<(u64, Measure)> {
    let sets: Vec<Vec<String>> = labels.names.iter().map(|name| set_members(name)).collect();
    let mut names: Vec<&String> = sets.iter().flatten().collect();
    names.sort_unstable();
    names.dedup();
    let measure = |name: &String| {
        let values: Vec<f64> = sets.iter().map(|set| f64::from(u8::from(set.contains(name)))).collect();
        let n = values.iter().zip(given).filter(|(has, _)| **has > 0.0).map(|(_, n)| n).sum();
        (n, Measure { label: Some(name.clone()), values, width: 1.0 })
    };
    names.into_iter().map(measure).filter(|(n, _)| *n > 0).collect()
}

fn place(labels: &LabelSet, scale: Scale) -> Option<Measure> {
    let values: Vec<f64> = match scale {
        Scale::Ordinal => (1..=labels.len()).map(|place| place as f64).collect(),
        Scale::Interval | Scale::Ratio => labels.values.clone()?,
        Scale::Nominal | Scale::Circular | Scale::Bipolar | Scale::Set => return None,
    };
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let width = high - values.iter().copied().fold(f64::INFINITY, f64::min);
    Some(Measure { label: None, values, width })
}
