use super::fit::{Course, Fit};
use super::votes::Votes;
use super::weighed_votes::{Weights, right_by_annotator, right_by_pair, weigh};
use statrs::function::gamma::digamma;

/// Both parameters of the Beta prior on an annotator's knowing (Hovy et al. 2013, §3.1).
const KNOWING_PRIOR: f64 = 0.5;
/// Each parameter of the Dirichlet prior on an annotator's habit (ibid.).
const HABIT_PRIOR: f64 = 10.0;

/// Which label is right, where an annotator either knows it (with probability θ_j) or gives a label by a habit of their
/// own, ξ_j, whatever the item: variational EM with priors Beta(.5, .5) on θ and Dirichlet(10, …) on ξ.
///
/// p(t | votes of item i) ∝ Π_j ((1 − θ_j) ξ_j(vote) + θ_j [vote = t]). An annotator who always gives the same label is
/// found out even where that label is mostly right. The published program starts several times at random; this one
/// starts once, from each annotator's agreement with the vote shares, so that neither seed nor order decides.
///
/// Nominal labels, any items missing. Hovy, Berg-Kirkpatrick, Vaswani & Hovy 2013, NAACL-HLT, 1120–1130.
pub fn mace(votes: &Votes<'_>, max_iterations: usize) -> Fit {
    let k = votes.k();
    let mut posterior = votes.shares();
    let log_priors = vec![-(k.max(1) as f64).ln(); k];
    let mut knowing = starts(votes, &right_by_pair(votes, &posterior));
    let mut course = Course::begin();
    let mut reliability = Vec::new();
    while course.goes_on(max_iterations) {
        let annotators = variational(votes, &knowing);
        let found = weigh(votes, &mut posterior, &log_priors, &annotators.weights);
        course.step(found.log_likelihood, found.moved);
        knowing = found.right.iter().zip(&annotators.known).map(|(right, known)| right * known).collect();
        reliability = competence(votes, &knowing);
    }
    Fit { posterior, reliability, priors: None, course: Some(course) }
}

/// By pair, how many of its labels were known: to begin with, as large a part as agrees with the other votes.
fn starts(votes: &Votes<'_>, right: &[f64]) -> Vec<f64> {
    let agreement = right_by_annotator(votes, right);
    let mut known = vec![0.0; votes.pair_class.len()];
    for (annotator, agreement) in agreement.iter().enumerate() {
        for pair in votes.pairs(annotator) {
            known[pair] = agreement.unwrap_or(0.0) * right[pair];
        }
    }
    known
}

struct Annotators {
    weights: Weights,
    /// By pair: of labels that are right, the part that was known and not hit by habit.
    known: Vec<f64>,
}

/// exp E log of the parameters, given how many labels of each pair were known.
fn variational(votes: &Votes<'_>, knowing: &[f64]) -> Annotators {
    let pairs = votes.pair_class.len();
    let mut out = Annotators {
        weights: Weights { otherwise: vec![0.0; pairs], surplus: vec![0.0; pairs] },
        known: vec![0.0; pairs],
    };
    for annotator in 0..votes.annotators() {
        let given = votes.given(annotator) as f64;
        let known: f64 = votes.pairs(annotator).map(|pair| knowing[pair]).sum();
        let all = digamma(given + 2.0 * KNOWING_PRIOR);
        let knows = (digamma(known + KNOWING_PRIOR) - all).exp();
        let guesses = (digamma(given - known + KNOWING_PRIOR) - all).exp();
        let habits = digamma(given - known + HABIT_PRIOR * votes.k() as f64);
        for pair in votes.pairs(annotator) {
            let guessed = f64::from(votes.pair_rows[pair]) - knowing[pair];
            let habit = guesses * (digamma(guessed + HABIT_PRIOR) - habits).exp();
            out.weights.otherwise[pair] = habit.ln();
            out.weights.surplus[pair] = (1.0 + knows / habit).ln();
            out.known[pair] = knows / (habit + knows);
        }
    }
    out
}

/// The mean of θ_j's posterior.
fn competence(votes: &Votes<'_>, knowing: &[f64]) -> Vec<Option<f64>> {
    let mean = |annotator: usize| {
        let given = votes.given(annotator);
        let known: f64 = votes.pairs(annotator).map(|pair| knowing[pair]).sum();
        (given > 0).then(|| (known + KNOWING_PRIOR) / (given as f64 + 2.0 * KNOWING_PRIOR))
    };
    (0..votes.annotators()).map(mean).collect()
}
