use super::fit::normalize;
use super::votes::{Votes, sum_tables};

/// One run over the items of a model in which a vote speaks for its own class alone: one-coin, MACE.
pub(super) struct Weighed {
    /// Log-likelihood of the weights that the run began with.
    pub log_likelihood: f64,
    /// The furthest that a probability moved.
    pub moved: f64,
    /// Mean probability of each class.
    pub priors: Vec<f64>,
    /// By pair, the sum over its rows of the probability of the row's own class: how often these labels are right.
    pub right: Vec<f64>,
}

/// What a vote of each pair is worth.
pub(super) struct Weights {
    /// Log of the pair's probability where its class is not the right one.
    pub otherwise: Vec<f64>,
    /// What is added to it where the class is the right one.
    pub surplus: Vec<f64>,
}

/// log p(t | votes of item i) = log π_t + Σ_j otherwise_j + Σ_(j voted t) surplus_j, up to a constant.
pub(super) fn weigh(
    votes: &Votes<'_>,
    posterior: &mut [f64],
    log_priors: &[f64],
    weights: &Weights,
) -> Weighed {
    let (k, pairs) = (votes.k(), votes.pair_class.len());
    let blocks = votes.pass(posterior, pairs, |items, own| {
        let (mut right, mut sums, mut found) = (vec![0.0; pairs], vec![0.0; k], vec![0.0; k]);
        let (mut log_likelihood, mut moved) = (0.0, 0.0_f64);
        for (item, known) in items.zip(own.chunks_exact_mut(k)) {
            let rows = votes.index.rows(item);
            if rows.is_empty() {
                continue;
            }
            found.copy_from_slice(log_priors);
            for row in rows.clone() {
                let pair = votes.pair[row] as usize;
                log_likelihood += weights.otherwise[pair];
                found[votes.class[row] as usize] += weights.surplus[pair];
            }
            let highest = found.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            found.iter_mut().for_each(|log| *log = (*log - highest).exp());
            log_likelihood += highest + normalize(&mut found).ln();
            for row in rows {
                right[votes.pair[row] as usize] += found[votes.class[row] as usize];
            }
            for ((known, &now), sum) in known.iter_mut().zip(&found).zip(&mut sums) {
                moved = moved.max((*known - now).abs());
                *known = now;
                *sum += now;
            }
        }
        (log_likelihood, moved, sums, right)
    });
    gather(blocks, k, pairs)
}

fn gather(blocks: Vec<(f64, f64, Vec<f64>, Vec<f64>)>, k: usize, pairs: usize) -> Weighed {
    let mut out = Weighed { log_likelihood: 0.0, moved: 0.0, priors: vec![0.0; k], right: vec![0.0; pairs] };
    let mut tables = Vec::with_capacity(blocks.len());
    for (log_likelihood, moved, sums, right) in blocks {
        out.log_likelihood += log_likelihood;
        out.moved = out.moved.max(moved);
        out.priors.iter_mut().zip(&sums).for_each(|(prior, sum)| *prior += sum);
        tables.push(right);
    }
    normalize(&mut out.priors);
    if !tables.is_empty() {
        out.right = sum_tables(tables);
    }
    out
}

/// By pair, the sum over its rows of the probability of the row's own class.
pub(super) fn right_by_pair(votes: &Votes<'_>, posterior: &[f64]) -> Vec<f64> {
    let pairs = votes.pair_class.len();
    let blocks = votes.scan(posterior, pairs, |items, own| {
        let mut right = vec![0.0; pairs];
        for (item, weights) in items.zip(own.chunks_exact(votes.k())) {
            for row in votes.index.rows(item) {
                right[votes.pair[row] as usize] += weights[votes.class[row] as usize];
            }
        }
        right
    });
    if blocks.is_empty() { vec![0.0; pairs] } else { sum_tables(blocks) }
}

/// By annotator, the share of own labels that are right; `None` where there are none.
pub(super) fn right_by_annotator(votes: &Votes<'_>, right: &[f64]) -> Vec<Option<f64>> {
    let share = |annotator: usize| {
        let given = votes.given(annotator);
        (given > 0).then(|| votes.pairs(annotator).map(|pair| right[pair]).sum::<f64>() / given as f64)
    };
    (0..votes.annotators()).map(share).collect()
}
