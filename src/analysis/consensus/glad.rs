use super::fit::{Course, Fit, normalize};
use super::votes::{Votes, sum_tables};

/// A GLAD fit with its abilities and difficulties.
#[derive(Debug, Clone, PartialEq)]
pub struct Glad {
    /// Posterior, reliabilities, course.
    pub fit: Fit,
    /// Ability α_j by annotator; 1 (the prior's mean) for one who gave no label.
    pub ability: Vec<f64>,
    /// Log inverse difficulty b_i by item; 1 for an item nobody rated.
    pub ease: Vec<f64>,
}

/// Which label is right, where able annotators and easy items make right labels likely: P(j is right on i) =
/// 1 / (1 + exp(−α_j exp(b_i))), errors equally likely for every other label, uniform labels, normal priors with mean 1
/// and variance 1 on α_j and b_i.
///
/// Maximum a posteriori by EM. The M-step does not search: log σ(z) lies above (z − ξ)/2 − λ(ξ)(z² − ξ²) + log σ(ξ), which
/// it touches at ξ = ±z (Jaakkola & Jordan 2000), so that abilities are a ratio of two sums and the ease of an item a
/// problem in one variable. No step lowers the objective; an item's ease can have more than one maximum, and the nearest
/// one is taken. K counts the labels that people gave; the caller sees to K ≥ 2.
///
/// Nominal labels, any items missing. Whitehill, Ruvolo, Wu, Bergsma & Movellan 2009, NIPS 22.
pub fn glad(votes: &Votes<'_>, max_iterations: usize) -> Glad {
    let mut posterior = votes.shares();
    let (mut ability, mut ease) = (vec![1.0; votes.annotators()], vec![1.0; votes.items()]);
    let mut course = Course::begin();
    while course.goes_on(max_iterations) {
        let step = step(votes, &mut posterior, &ability, &ease);
        let off = |value: &f64| (value - 1.0).powi(2) / 2.0;
        let priors = ability.iter().map(off).sum::<f64>() + ease.iter().map(off).sum::<f64>();
        course.step(step.log_likelihood - priors, step.moved);
        if course.converged {
            break;
        }
        ease = step.ease;
        ability = step.pull.iter().zip(&step.stiffness).map(|(p, s)| (p + 1.0) / (2.0 * s + 1.0)).collect();
    }
    let rated: Vec<f64> = (0..votes.items())
        .filter(|&item| !votes.index.rows(item).is_empty())
        .map(|item| ease[item])
        .collect();
    let average = (rated.iter().sum::<f64>() / rated.len().max(1) as f64).exp();
    let right = |a: usize| (votes.given(a) > 0).then(|| sigmoid(ability[a] * average));
    let reliability = (0..votes.annotators()).map(right).collect();
    Glad { fit: Fit { posterior, reliability, priors: None, course: Some(course) }, ability, ease }
}

struct Step {
    log_likelihood: f64,
    moved: f64,
    ease: Vec<f64>,
    /// By annotator: Σ (p(own label) − ½) exp(b_i).
    pull: Vec<f64>,
    /// By annotator: Σ λ exp(2 b_i).
    stiffness: Vec<f64>,
}

/// E-step, the ease of each item, and the sums from which the abilities follow.
fn step(votes: &Votes<'_>, posterior: &mut [f64], ability: &[f64], ease: &[f64]) -> Step {
    let (k, annotators) = (votes.k(), votes.annotators());
    let others = (k.saturating_sub(1).max(1) as f64).ln();
    let uniform = (k.max(1) as f64).ln();
    let blocks = votes.pass(posterior, 2 * annotators, |items, own| {
        let mut out = Step {
            log_likelihood: 0.0,
            moved: 0.0,
            ease: ease[items.clone()].to_vec(),
            pull: vec![0.0; annotators],
            stiffness: vec![0.0; annotators],
        };
        let mut found = vec![0.0; k];
        let first = items.start;
        for (item, known) in items.zip(own.chunks_exact_mut(k)) {
            let rows = votes.index.rows(item);
            if rows.is_empty() {
                continue;
            }
            let gain = ease[item].exp();
            found.fill(-uniform);
            for row in rows.clone() {
                let z = ability[votes.index.annotator[row] as usize] * gain;
                let wrong = -softplus(z) - others;
                out.log_likelihood += wrong;
                found[votes.class[row] as usize] += -softplus(-z) - wrong;
            }
            let highest = found.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            found.iter_mut().for_each(|log| *log = (*log - highest).exp());
            out.log_likelihood += highest + normalize(&mut found).ln();
            for (known, &now) in known.iter_mut().zip(&found) {
                out.moved = out.moved.max((*known - now).abs());
                *known = now;
            }
            out.ease[item - first] = eased(votes, item, &found, ability, ease[item]);
            sums(
                votes,
                item,
                &found,
                ability,
                out.ease[item - first].exp(),
                &mut out.pull,
                &mut out.stiffness,
            );
        }
        out
    });
    gather(blocks, annotators)
}

fn gather(blocks: Vec<Step>, annotators: usize) -> Step {
    let nothing = vec![0.0; annotators];
    let mut out =
        Step { log_likelihood: 0.0, moved: 0.0, ease: Vec::new(), pull: nothing.clone(), stiffness: nothing };
    let (mut pulls, mut stiffnesses) = (Vec::new(), Vec::new());
    for block in blocks {
        out.log_likelihood += block.log_likelihood;
        out.moved = out.moved.max(block.moved);
        out.ease.extend(block.ease);
        pulls.push(block.pull);
        stiffnesses.push(block.stiffness);
    }
    if !pulls.is_empty() {
        out.pull = sum_tables(pulls);
        out.stiffness = sum_tables(stiffnesses);
    }
    out
}

/// The item's part of the sums over annotators, with the bound touching at its new ease.
fn sums(
    votes: &Votes<'_>,
    item: usize,
    posterior: &[f64],
    ability: &[f64],
    gain: f64,
    pull: &mut [f64],
    stiffness: &mut [f64],
) {
    for row in votes.index.rows(item) {
        let annotator = votes.index.annotator[row] as usize;
        pull[annotator] += (posterior[votes.class[row] as usize] - 0.5) * gain;
        stiffness[annotator] += lambda(ability[annotator] * gain) * gain * gain;
    }
}

/// The ease that serves the bound best: the maximum over b of A e^b − B e^(2b) − (b − 1)²/2 nearest to the old one, by
/// Newton's steps that are halved until they gain.
fn eased(votes: &Votes<'_>, item: usize, posterior: &[f64], ability: &[f64], old: f64) -> f64 {
    let gain = old.exp();
    let (mut a, mut b) = (0.0, 0.0);
    for row in votes.index.rows(item) {
        let ability = ability[votes.index.annotator[row] as usize];
        a += (posterior[votes.class[row] as usize] - 0.5) * ability;
        b += lambda(ability * gain) * ability * ability;
    }
    let value = |x: f64| a * x.exp() - b * (2.0 * x).exp() - (x - 1.0).powi(2) / 2.0;
    let mut ease = old;
    let mut best = value(ease);
    for _ in 0..8 {
        let gain = ease.exp();
        let slope = a * gain - 2.0 * b * gain * gain - (ease - 1.0);
        let bend = a * gain - 4.0 * b * gain * gain - 1.0;
        // Where the curve bends upwards a step along the slope still gains.
        let mut step = (slope / (-bend).max(1.0)).clamp(-1.0, 1.0);
        let mut tries = 0;
        while value(ease + step) < best && tries < 30 {
            step /= 2.0;
            tries += 1;
        }
        if tries == 30 || step.abs() < 1e-12 {
            break;
        }
        ease += step;
        best = value(ease);
    }
    ease
}

/// λ(ξ) = (σ(ξ) − ½) / (2ξ), ⅛ at 0.
fn lambda(xi: f64) -> f64 {
    let xi = xi.abs();
    if xi < 1e-4 { 0.125 } else { (sigmoid(xi) - 0.5) / (2.0 * xi) }
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// log(1 + e^z) without overflow.
fn softplus(z: f64) -> f64 {
    z.max(0.0) + (-z.abs()).exp().ln_1p()
}
