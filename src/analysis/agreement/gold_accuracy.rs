use crate::analysis::inference::{share_of_items, shrunk};
use crate::tally::{ItemIndex, QuestionTallies};
use crate::vocabulary::{Estimate, Label, Outcome, Reason, SampleSize};
use rayon::prelude::*;

/// Items per parallel piece.
const PIECE: usize = 1 << 16;

/// How often each annotator gave the gold label.
pub(super) struct GoldAccuracy {
    /// (items with gold, right ones) by annotator id; or why there are none.
    counts: Result<Vec<[u64; 2]>, Reason>,
    /// The share drawn towards everybody's, by annotator id.
    shrunk: Vec<Option<f64>>,
}

impl GoldAccuracy {
    /// Counts the whole log once, where it has gold.
    pub fn of(tallies: &QuestionTallies) -> Self {
        let counts = match (&tallies.gold, &tallies.index) {
            (Some(gold), Some(index)) => Ok(counts(index, gold, tallies.annotators.len())),
            (Some(_), None) => Err(Reason::NeedsRows),
            (None, _) => Err(Reason::NotInLog { what: "the right label".into(), columns: "gold".into() }),
        };
        let shrunk = counts.as_ref().map_or_else(|_| Vec::new(), |counts| drawn_together(counts));
        Self { counts, shrunk }
    }

    /// One annotator's share of right labels over the items with gold, Wilson's interval, and the share drawn towards
    /// that of all annotators.
    pub fn of_annotator(&self, annotator: u32, level: f64) -> (Outcome<Estimate>, Option<f64>) {
        let counts = match &self.counts {
            Ok(counts) => counts,
            Err(reason) => return (Outcome::NotEstimable(reason.clone()), None),
        };
        let [items, right] = counts.get(annotator as usize).copied().unwrap_or_default();
        let sample = SampleSize { items, annotations: items, annotators: 1 };
        let share =
            share_of_items(right, items, sample, level, "share of own labels that are the gold label");
        (share, self.shrunk.get(annotator as usize).copied().flatten())
    }
}

fn counts(index: &ItemIndex, gold: &[Label], annotators: usize) -> Vec<[u64; 2]> {
    let none = || vec![[0u64; 2]; annotators];
    let piece = |mut sums: Vec<[u64; 2]>, from: usize| {
        let items = gold.iter().enumerate().take(index.items()).skip(from).take(PIECE);
        for (item, &right) in items.filter(|&(_, &right)| right != Label::NONE) {
            for row in index.rows(item) {
                let own = &mut sums[index.annotator[row] as usize];
                own[0] += 1;
                own[1] += u64::from(index.label[row] == right);
            }
        }
        sums
    };
    let add = |mut a: Vec<[u64; 2]>, b: Vec<[u64; 2]>| {
        a.iter_mut().zip(b).for_each(|(a, b)| *a = [a[0] + b[0], a[1] + b[1]]);
        a
    };
    let pieces = (0..index.items().div_ceil(PIECE)).into_par_iter().map(|i| i * PIECE);
    pieces.fold(none, piece).reduce(none, add)
}

/// Shares drawn together with the error that the pool's share gives each number of items: a person's own would be 0 for
/// whoever was always right.
fn drawn_together(counts: &[[u64; 2]]) -> Vec<Option<f64>> {
    let items: u64 = counts.iter().map(|c| c[0]).sum();
    let right: u64 = counts.iter().map(|c| c[1]).sum();
    // Half a hit and half a miss keep the error above 0 where everybody is always right.
    let share = (right as f64 + 0.5) / (items as f64 + 1.0);
    let judged: Vec<usize> = (0..counts.len()).filter(|&who| counts[who][0] > 0).collect();
    let values: Vec<(f64, f64)> = judged
        .iter()
        .map(|&who| {
            let [n, right] = counts[who].map(|count| count as f64);
            (right / n, (share * (1.0 - share) / n).sqrt())
        })
        .collect();
    let mut out = vec![None; counts.len()];
    for (&who, value) in judged.iter().zip(shrunk(&values)) {
        out[who] = Some(value);
    }
    out
}
