use super::number_distance::{pairable_counts, values};
use crate::tally::PatternTable;
use crate::vocabulary::{LabelSet, Reason};
use rayon::prelude::*;

/// Different numbers that are set beside each other: 400 million pairs, about a second.
const MOST_NUMBERS: usize = 20_000;

/// Krippendorff's ratio distance ((x − y) / (x + y))², 0 for 0 beside 0 (2019, Content Analysis, 4th ed., §12.3.4), over
/// the different numbers of a table. All pairs are summed once; a sample that lacks a few items costs as much as they
/// have numbers.
pub(super) struct RatioDistance<'t> {
    table: &'t PatternTable,
    values: &'t [f64],
    /// Σ_{k≠l} r_k r_l d_kl / (n − 1) of one item of each pattern.
    observed: Vec<f64>,
    /// Pairable annotations by label in the whole table.
    counts: Vec<f64>,
    /// Σ_l n_l d_kl by label.
    reach: Vec<f64>,
    /// Σ_kl n_k n_l d_kl.
    expected: f64,
}

fn distance(x: f64, y: f64) -> f64 {
    let sum = x + y;
    if sum > 0.0 { ((x - y) / sum).powi(2) } else { 0.0 }
}

impl<'t> RatioDistance<'t> {
    /// # Errors
    /// Numbers below 0, or more than [`MOST_NUMBERS`] different ones.
    pub fn of(table: &'t PatternTable, labels: &'t LabelSet) -> Result<Self, Reason> {
        let values = values(labels);
        if values.iter().any(|&value| value < 0.0) {
            return Err(Reason::NotOnThisScale { scale: "ratio (with values below 0)".into() });
        }
        let counts = pairable_counts(table, values.len(), &table.items);
        let met: Vec<usize> = (0..values.len()).filter(|&k| counts[k] > 0.0).collect();
        if met.len() > MOST_NUMBERS {
            let what = "different numbers for the ratio distance (round them)".into();
            return Err(Reason::TooMany { what, found: met.len() as u64, limit: MOST_NUMBERS as u64 });
        }
        let to_all =
            |&k: &usize| -> f64 { met.iter().map(|&l| counts[l] * distance(values[k], values[l])).sum() };
        let of_met: Vec<f64> = met.par_iter().map(to_all).collect();
        let mut reach = vec![0.0; values.len()];
        met.iter().zip(of_met).for_each(|(&k, sum)| reach[k] = sum);
        let expected = counts.iter().zip(&reach).map(|(n, reach)| n * reach).sum();
        Ok(Self { observed: observed(table, values), table, values, counts, reach, expected })
    }

    /// Alpha where pattern `p` stands for `weights[p]` items.
    pub fn alpha(&self, weights: &[u64]) -> Result<f64, Reason> {
        let counts = pairable_counts(self.table, self.values.len(), weights);
        let n: f64 = counts.iter().sum();
        if n < 2.0 {
            return Err(Reason::NothingPairable);
        }
        let gone: Vec<(usize, f64)> = (0..counts.len())
            .filter(|&k| counts[k] != self.counts[k])
            .map(|k| (k, self.counts[k] - counts[k]))
            .collect();
        let beside = |&(k, moved): &(usize, f64)| -> f64 {
            let own = gone.iter().map(|&(l, n)| n * distance(self.values[k], self.values[l])).sum::<f64>();
            moved * (own - 2.0 * self.reach[k])
        };
        let expected = self.expected + gone.iter().map(beside).sum::<f64>();
        if counts.iter().filter(|&&n| n > 0.0).count() < 2 || expected <= 0.0 {
            return Err(Reason::NoExpectedDisagreement);
        }
        let observed: f64 =
            self.observed.iter().zip(weights).map(|(apart, &items)| apart * items as f64).sum();
        Ok(1.0 - observed * (n - 1.0) / expected)
    }
}

fn observed(table: &PatternTable, values: &[f64]) -> Vec<f64> {
    let of = |p: usize| {
        let pattern = table.pattern(p);
        if !pattern.is_pairable() {
            return 0.0;
        }
        let mut sum = 0.0;
        for (place, &(k, n)) in pattern.counts.iter().enumerate() {
            for &(l, m) in &pattern.counts[..place] {
                sum += 2.0 * f64::from(n) * f64::from(m) * distance(values[k.index()], values[l.index()]);
            }
        }
        sum / (pattern.annotations() - 1) as f64
    };
    (0..table.len()).map(of).collect()
}
