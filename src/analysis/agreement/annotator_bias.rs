use crate::tally::AnnotatorLabels;
use crate::vocabulary::Label;

/// How differently the annotators of a pool use the labels: what makes Conger's and Cohen's kappa part from Fleiss'.
///
/// Label shares are those of all that an annotator labelled, so where annotators were given different items the
/// difference may be the items'; only on shared items is it theirs.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnotatorBias {
    /// Mean over all pairs of annotators of half Σ_k |p_gk − p_hk|, 0–1: with two annotators and two labels the bias
    /// index of Byrt, Bishop & Carlin 1993 (J. Clin. Epidemiol. 46:423).
    pub index: f64,
    /// By annotator, in the order of ids.
    pub annotators: Vec<AnnotatorTilt>,
}

/// One annotator's use of the labels against that of all others together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnnotatorTilt {
    /// Annotator id.
    pub annotator: u32,
    /// Half Σ_k |p_gk − p_k of the others|, 0–1.
    pub index: f64,
    /// The label whose share differs most from the others' (the first such).
    pub label: Label,
    /// Own share of it less the others': above 0 where it is given more often.
    pub excess: f64,
}

/// Bias of a pool from its annotators' label counts; `None` with fewer than two annotators who gave a label.
pub fn annotator_bias(annotators: &[AnnotatorLabels], labels: usize) -> Option<AnnotatorBias> {
    let given = |own: &AnnotatorLabels| own.counts.iter().map(|&(_, n)| n).sum::<u64>();
    let own: Vec<(&AnnotatorLabels, u64)> =
        annotators.iter().map(|own| (own, given(own))).filter(|&(_, n)| n > 0).collect();
    if own.len() < 2 {
        return None;
    }
    let mut pool = vec![0u64; labels];
    let mut shares: Vec<Vec<f64>> = vec![Vec::new(); labels];
    for &(annotator, n) in &own {
        for &(label, count) in &annotator.counts {
            pool[label.index()] += count;
            shares[label.index()].push(count as f64 / n as f64);
        }
    }
    let apart: f64 = shares.iter_mut().map(|of_label| sum_of_distances(of_label, own.len())).sum();
    let pairs = (own.len() * (own.len() - 1) / 2) as f64;
    let total: u64 = pool.iter().sum();
    let mut ranked: Vec<usize> = (0..labels).filter(|&k| pool[k] > 0).collect();
    ranked.sort_by_key(|&k| (std::cmp::Reverse(pool[k]), k));
    let tilts = own.iter().map(|&(annotator, n)| tilt(annotator, n, &pool, &ranked, total));
    Some(AnnotatorBias { index: apart / 2.0 / pairs, annotators: tilts.collect() })
}

/// Σ over pairs of |x − y| of `all` values, of which those above 0 are given: sorted, the i-th counts 2i − all − 1 times.
fn sum_of_distances(above_zero: &mut [f64], all: usize) -> f64 {
    above_zero.sort_by(f64::total_cmp);
    let zeros = all - above_zero.len();
    let times = |i: usize| 2.0 * (zeros + i + 1) as f64 - all as f64 - 1.0;
    above_zero.iter().enumerate().map(|(i, x)| times(i) * x).sum()
}

/// Work is proportional to the annotator's own labels: of the others' only the sum and the most frequent are needed.
/// `ranked`: labels of the pool, most frequent first.
fn tilt(own: &AnnotatorLabels, n: u64, pool: &[u64], ranked: &[usize], total: u64) -> AnnotatorTilt {
    let others = (total - n) as f64;
    let share_of_others = |label: Label, count: u64| (pool[label.index()] - count) as f64 / others;
    let (mut apart, mut covered) = (0.0, 0.0);
    let mut most = (own.counts[0].0, 0.0_f64);
    for &(label, count) in &own.counts {
        let theirs = share_of_others(label, count);
        let excess = count as f64 / n as f64 - theirs;
        apart += excess.abs();
        covered += theirs;
        if excess.abs() > most.1.abs() {
            most = (label, excess);
        }
    }
    // A label never given by this annotator can be the most shunned one.
    let given = |k: usize| own.counts.binary_search_by_key(&k, |&(known, _)| known.index()).is_ok();
    if let Some(&shunned) = ranked.iter().find(|&&k| !given(k)) {
        let share = pool[shunned] as f64 / others;
        if share > most.1.abs() {
            most = (Label(shunned as u32), -share);
        }
    }
    let index = (apart + (1.0 - covered).max(0.0)) / 2.0;
    AnnotatorTilt { annotator: own.annotator, index, label: most.0, excess: most.1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::agreement::bias_index;
    use proptest::prelude::*;

    fn of(shares: &[&[u64]]) -> Vec<AnnotatorLabels> {
        let labels = |counts: &[u64]| {
            let met = counts.iter().enumerate().filter(|(_, n)| **n > 0);
            met.map(|(k, &n)| (Label(k as u32), n)).collect()
        };
        shares
            .iter()
            .zip(0..)
            .map(|(own, annotator)| AnnotatorLabels { annotator, counts: labels(own) })
            .collect()
    }

    #[test]
    fn two_annotators_have_byrts_index() {
        let bias = annotator_bias(&of(&[&[90, 10], &[85, 15]]), 2).expect("two annotators");
        assert!((bias.index - 0.05).abs() < 1e-12);
        let first = bias.annotators[0];
        assert!((first.index - 0.05).abs() < 1e-12 && (first.excess - 0.05).abs() < 1e-12);
        assert_eq!(first.label, Label(0));
    }

    #[test]
    fn the_most_shunned_label_may_be_one_never_given() {
        let bias = annotator_bias(&of(&[&[5, 5, 0], &[2, 2, 6], &[3, 1, 6]]), 3).expect("three annotators");
        let first = bias.annotators[0];
        assert_eq!(first.label, Label(2));
        assert!((first.excess + 0.6).abs() < 1e-12 && (first.index - 0.6).abs() < 1e-12);
    }

    #[test]
    fn nobody_is_biased_alone() {
        assert_eq!(annotator_bias(&of(&[&[5, 5], &[0, 0]]), 2), None);
    }

    proptest! {
        /// Sorting gives what the walk over all pairs gives.
        #[test]
        fn mean_over_pairs(counts in prop::collection::vec(prop::collection::vec(0u64..9, 3), 2..7)) {
            let shares: Vec<&[u64]> = counts.iter().map(Vec::as_slice).collect();
            let used: Vec<Vec<f64>> = counts
                .iter()
                .filter(|own| own.iter().sum::<u64>() > 0)
                .map(|own| own.iter().map(|&n| n as f64 / own.iter().sum::<u64>() as f64).collect())
                .collect();
            let found = annotator_bias(&of(&shares), 3);
            prop_assert_eq!(found.is_some(), used.len() >= 2);
            if let Some(found) = found {
                let mut sum = 0.0;
                for (g, own) in used.iter().enumerate() {
                    sum += used[..g].iter().map(|other| bias_index(own, other)).sum::<f64>();
                }
                let pairs = (used.len() * (used.len() - 1) / 2) as f64;
                prop_assert!((found.index - sum / pairs).abs() < 1e-9);
                prop_assert!(found.annotators.iter().all(|one| (0.0..=1.0 + 1e-9).contains(&one.index)));
            }
        }
    }
}
