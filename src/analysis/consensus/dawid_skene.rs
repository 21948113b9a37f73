use super::error_matrices::{ErrorMatrices, pair_counts};
use super::fit::{Course, Fit, normalize};
use super::votes::{Votes, sum_tables};
use std::ops::Range;

/// Probabilities are taken to be no smaller than this: what was never seen is not impossible, only very rare, and
/// products of a few of them stay numbers.
const LEAST: f64 = 1e-30;
/// Factors that can be multiplied before the product is scaled.
const FACTORS: usize = 8;

/// A Dawid–Skene fit with its annotators' error matrices.
#[derive(Debug, Clone, PartialEq)]
pub struct DawidSkene {
    /// Posterior, priors, reliabilities, course.
    pub fit: Fit,
    /// Probability of each given class where each class is true, by annotator.
    pub errors: ErrorMatrices,
}

/// Which label is right, where every annotator has an error matrix of their own: maximum likelihood by EM.
///
/// p(t | votes of item i) ∝ π_t Π_j e_j(t → vote of j); π_t = mean of p(t | i) over rated items; e_j(t → g) =
/// Σ_i p(t | i) [j gave g] / Σ_i p(t | i) over the items of j. It starts from the vote shares and stops when no
/// probability moves by more than 1e-7, or the log-likelihood gains less than 1e-12 of itself; it never falls.
///
/// Nominal labels, any items missing for any annotator. Not estimable from it: which label is right where annotators
/// err alike. Dawid & Skene 1979, Applied Statistics 28(1), 20–28.
pub fn dawid_skene(votes: &Votes<'_>, max_iterations: usize) -> DawidSkene {
    let mut posterior = votes.shares();
    let mut errors = ErrorMatrices::of_counts(votes, pair_counts(votes, &posterior));
    let mut priors = class_means(votes, &posterior);
    let mut course = Course::begin();
    while course.goes_on(max_iterations) {
        let step = step(votes, &mut posterior, &priors, &errors);
        course.step(step.log_likelihood, step.moved);
        priors = step.priors;
        errors = ErrorMatrices::of_counts(votes, step.counts);
    }
    let reliability = (0..votes.annotators()).map(|a| accuracy(votes, &errors, &priors, a)).collect();
    DawidSkene { fit: Fit { posterior, reliability, priors: Some(priors), course: Some(course) }, errors }
}

/// The mean over rated items of each class's probability.
pub(super) fn class_means(votes: &Votes<'_>, posterior: &[f64]) -> Vec<f64> {
    let blocks = votes.scan(posterior, votes.k(), |_, own| {
        let mut sums = vec![0.0; votes.k()];
        own.chunks_exact(votes.k()).for_each(|item| sums.iter_mut().zip(item).for_each(|(s, p)| *s += p));
        sums
    });
    let mut means = sum_tables(blocks);
    normalize(&mut means);
    means
}

/// The annotator's probability of the right label with classes as common as in the whole log, over the classes that
/// the annotator met.
fn accuracy(votes: &Votes<'_>, errors: &ErrorMatrices, priors: &[f64], annotator: usize) -> Option<f64> {
    let (mut right, mut met) = (0.0, 0.0);
    for (class, &prior) in priors.iter().enumerate() {
        if let Some(share) = errors.share(votes, annotator, class, class) {
            right += prior * share;
            met += prior;
        }
    }
    (met > 0.0).then(|| right / met)
}

/// What one block of items, or all of them, gives to an iteration.
struct Step {
    /// Log-likelihood of the parameters that the step began with.
    log_likelihood: f64,
    moved: f64,
    priors: Vec<f64>,
    counts: Vec<f64>,
}

/// E-step and M-step in one run over the items.
fn step(votes: &Votes<'_>, posterior: &mut [f64], priors: &[f64], errors: &ErrorMatrices) -> Step {
    let (k, cells) = (votes.k(), votes.pair_class.len() * votes.k());
    let least: Vec<f64> = errors.shares().iter().map(|share| share.max(LEAST)).collect();
    // The same work with the number of classes known to the compiler, which more than halves its time.
    let blocks = votes.pass(posterior, cells, |items, own| match k {
        2 => block(2, [0.0; 2], votes, (items, own), priors, &least),
        3 => block(3, [0.0; 3], votes, (items, own), priors, &least),
        4 => block(4, [0.0; 4], votes, (items, own), priors, &least),
        5 => block(5, [0.0; 5], votes, (items, own), priors, &least),
        6 => block(6, [0.0; 6], votes, (items, own), priors, &least),
        7 => block(7, [0.0; 7], votes, (items, own), priors, &least),
        _ => block(k, vec![0.0; k], votes, (items, own), priors, &least),
    });
    let mut out = Step { log_likelihood: 0.0, moved: 0.0, priors: vec![0.0; k], counts: vec![0.0; cells] };
    let mut tables = Vec::with_capacity(blocks.len());
    for block in blocks {
        out.log_likelihood += block.log_likelihood;
        out.moved = out.moved.max(block.moved);
        out.priors.iter_mut().zip(&block.priors).for_each(|(prior, sum)| *prior += sum);
        tables.push(block.counts);
    }
    normalize(&mut out.priors);
    if !tables.is_empty() {
        out.counts = sum_tables(tables);
    }
    out
}

#[inline(always)]
fn block(
    k: usize,
    mut room: impl AsMut<[f64]>,
    votes: &Votes<'_>,
    (items, own): (Range<usize>, &mut [f64]),
    priors: &[f64],
    factors: &[f64],
) -> Step {
    let mut out =
        Step { log_likelihood: 0.0, moved: 0.0, priors: vec![0.0; k], counts: vec![0.0; factors.len()] };
    let weights = &mut room.as_mut()[..k];
    let mut likelihood = LogProduct::default();
    for (item, known) in items.zip(own.chunks_exact_mut(k)) {
        let pairs = &votes.pair[votes.index.rows(item)];
        if pairs.is_empty() {
            continue;
        }
        weights.iter_mut().zip(priors).for_each(|(weight, prior)| *weight = prior.max(LEAST));
        multiply(k, weights, pairs, factors, &mut likelihood);
        for &pair in pairs {
            let counts = &mut out.counts[pair as usize * k..][..k];
            (0..k).for_each(|class| counts[class] += weights[class]);
        }
        let sums = &mut out.priors[..k];
        for class in 0..k {
            out.moved = out.moved.max((known[class] - weights[class]).abs());
            known[class] = weights[class];
            sums[class] += weights[class];
        }
    }
    out.log_likelihood = likelihood.log();
    out
}

/// The log of a product of numbers in 0–1 whose logarithm is taken once in a while: it costs more than all that an
/// item needs beside it.
struct LogProduct {
    product: f64,
    log: f64,
}

impl Default for LogProduct {
    fn default() -> Self {
        Self { product: 1.0, log: 0.0 }
    }
}

impl LogProduct {
    /// One more factor, not below [`LEAST`] to the power of [`FACTORS`].
    #[inline(always)]
    fn times(&mut self, factor: f64) {
        // Both stay far from the smallest number: 1e-60 times 1e-240.
        if self.product < 1e-60 {
            self.log += self.product.ln();
            self.product = 1.0;
        }
        self.product *= factor;
    }

    fn log(&self) -> f64 {
        self.log + self.product.ln()
    }
}

/// Multiplies `weights` by the factors of each pair and makes them add up to 1; what they added up to goes into the
/// likelihood.
#[inline(always)]
fn multiply(k: usize, weights: &mut [f64], pairs: &[u32], factors: &[f64], likelihood: &mut LogProduct) {
    for part in pairs.chunks(FACTORS) {
        for &pair in part {
            let factors = &factors[pair as usize * k..][..k];
            (0..k).for_each(|class| weights[class] *= factors[class]);
        }
        likelihood.times(normalize(weights));
        if pairs.len() > FACTORS {
            weights.iter_mut().for_each(|weight| *weight = weight.max(LEAST));
        }
    }
}
