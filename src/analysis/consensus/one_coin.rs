use super::dawid_skene::class_means;
use super::fit::{Course, Fit};
use super::votes::Votes;
use super::weighed_votes::{Weights, right_by_annotator, right_by_pair, weigh};

/// Skills stay this far from 0 and 1: a log of 0 would forbid what was merely never seen.
const LEAST: f64 = 1e-10;

/// Which label is right, where every annotator has one number, the probability s_j of the right label, and errs towards
/// every other label alike: maximum likelihood by EM from the vote shares.
///
/// p(t | votes of item i) ∝ π_t Π_j (s_j where j voted t, else (1 − s_j)/(K − 1)); s_j = mean over j's items of the
/// probability of j's own label. K counts the labels that people gave; the caller sees to K ≥ 2.
///
/// Nominal labels, any items missing. Zhang, Chen, Zhou & Jordan 2016, JMLR 17(102), §2.
pub fn one_coin(votes: &Votes<'_>, max_iterations: usize) -> Fit {
    let mut posterior = votes.shares();
    let mut priors = class_means(votes, &posterior);
    let mut skills = right_by_annotator(votes, &right_by_pair(votes, &posterior));
    let mut course = Course::begin();
    while course.goes_on(max_iterations) {
        let log_priors: Vec<f64> = priors.iter().map(|prior| prior.max(LEAST).ln()).collect();
        let found = weigh(votes, &mut posterior, &log_priors, &weights(votes, &skills));
        course.step(found.log_likelihood, found.moved);
        priors = found.priors;
        skills = right_by_annotator(votes, &found.right);
    }
    Fit { posterior, reliability: skills, priors: Some(priors), course: Some(course) }
}

fn weights(votes: &Votes<'_>, skills: &[Option<f64>]) -> Weights {
    let pairs = votes.pair_class.len();
    let mut weights = Weights { otherwise: vec![0.0; pairs], surplus: vec![0.0; pairs] };
    let others = votes.k().saturating_sub(1).max(1) as f64;
    for (annotator, skill) in skills.iter().enumerate() {
        let Some(skill) = skill.map(|skill| skill.clamp(LEAST, 1.0 - LEAST)) else { continue };
        for pair in votes.pairs(annotator) {
            weights.otherwise[pair] = ((1.0 - skill) / others).ln();
            weights.surplus[pair] = skill.ln() - weights.otherwise[pair];
        }
    }
    weights
}
