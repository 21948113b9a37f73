use super::votes::{Votes, sum_tables};

/// Each annotator's labels against a consensus: probabilities of giving class g where the consensus is class t.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorMatrices {
    /// `pairs × classes`: cell (pair (a, g), t).
    shares: Vec<f64>,
    /// `annotators × classes`: how many of the annotator's items the consensus holds to be t.
    support: Vec<f64>,
    k: usize,
}

impl ErrorMatrices {
    /// From how often each pair met each class of the consensus (`pairs × classes`, fractions allowed).
    pub fn of_counts(votes: &Votes<'_>, counts: Vec<f64>) -> Self {
        let (k, mut shares) = (votes.k(), counts);
        let mut support = vec![0.0; votes.annotators() * k];
        for (annotator, support) in support.chunks_exact_mut(k.max(1)).enumerate() {
            let pairs = votes.pairs(annotator);
            let own = &mut shares[pairs.start * k..pairs.end * k];
            own.chunks_exact(k.max(1)).for_each(|row| support.iter_mut().zip(row).for_each(|(s, c)| *s += c));
            for row in own.chunks_exact_mut(k.max(1)) {
                for (share, &support) in row.iter_mut().zip(&*support) {
                    // A class that the annotator never met tells nothing: any share serves, and all alike.
                    *share = if support > 0.0 { *share / support } else { 1.0 / k as f64 };
                }
            }
        }
        Self { shares, support, k }
    }

    /// Against the probabilities of a fit (`items × classes`).
    pub fn against(votes: &Votes<'_>, posterior: &[f64]) -> Self {
        Self::of_counts(votes, pair_counts(votes, posterior))
    }

    /// The probability that `annotator` gives `given` where the consensus is `truth`; `None` where the annotator never
    /// met such an item.
    pub fn share(&self, votes: &Votes<'_>, annotator: usize, truth: usize, given: usize) -> Option<f64> {
        if self.support(annotator, truth) <= 0.0 {
            return None;
        }
        let pair = votes.pairs(annotator).find(|&pair| votes.pair_class[pair] as usize == given);
        Some(pair.map_or(0.0, |pair| self.shares[pair * self.k + truth]))
    }

    /// How many of the annotator's items the consensus holds to be `truth`.
    pub fn support(&self, annotator: usize, truth: usize) -> f64 {
        self.support[annotator * self.k + truth]
    }

    /// Cell (pair, truth) of all annotators, for whoever multiplies them: `pairs × classes`.
    pub(super) fn shares(&self) -> &[f64] {
        &self.shares
    }

    /// All annotators' labels together: items (fractions allowed) of consensus class t that were given g, `t × g`.
    pub fn pooled(&self, votes: &Votes<'_>) -> Vec<f64> {
        let mut pool = vec![0.0; self.k * self.k];
        for annotator in 0..votes.annotators() {
            for pair in votes.pairs(annotator) {
                let given = votes.pair_class[pair] as usize;
                for truth in 0..self.k {
                    let count = self.shares[pair * self.k + truth] * self.support(annotator, truth);
                    pool[truth * self.k + given] += count;
                }
            }
        }
        pool
    }
}

/// How often each (annotator, given class) met each class of the consensus: `pairs × classes`.
pub(super) fn pair_counts(votes: &Votes<'_>, posterior: &[f64]) -> Vec<f64> {
    let (k, cells) = (votes.k(), votes.pair_class.len() * votes.k());
    let blocks = votes.scan(posterior, cells, |items, own| {
        let mut counts = vec![0.0; cells];
        for (item, weights) in items.zip(own.chunks_exact(k)) {
            for row in votes.index.rows(item) {
                let pair = votes.pair[row] as usize;
                let counts = &mut counts[pair * k..(pair + 1) * k];
                counts.iter_mut().zip(weights).for_each(|(count, weight)| *count += weight);
            }
        }
        counts
    });
    let counts = sum_tables(blocks);
    if counts.is_empty() { vec![0.0; cells] } else { counts }
}
