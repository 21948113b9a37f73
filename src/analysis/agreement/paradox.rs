use super::pooled::Coefficients;
use super::{Paradox, Pooled};
use crate::tally::QuestionTallies;
use crate::vocabulary::Scale;
use std::collections::BTreeMap;

/// Sum over ordered pairs of (label, share) of the shares' products times the labels' distance.
type PairSum<'a> = dyn Fn(&[(usize, f64)]) -> f64 + 'a;

/// Why agreement, alpha and AC differ on the same log. All under one distance: nominal labels as they are, others with
/// the weights in effect. `None` where one of the coefficients has no value.
///
/// Prevalence and bias index of two annotators and two labels: |a − d| / n and |b − c| / n (Byrt, Bishop & Carlin 1993,
/// J. Clin. Epidemiol. 46:423). Here for any number of either, and the same for two: √((q Σ π² − 1) / (q − 1)) with π
/// the label shares of the pool, and twice the mean distance of annotators' own shares from the pool's, by annotations
/// on pairable items (total variation).
pub(super) fn paradox(tallies: &QuestionTallies, coefficients: &Coefficients<'_>) -> Option<Paradox> {
    let kinds = match tallies.question.scale {
        Scale::Nominal => {
            [Pooled::PercentAgreement, Pooled::KrippendorffAlpha, Pooled::FleissKappa, Pooled::GwetAc1]
        }
        _ => [Pooled::WeightedAgreement, Pooled::WeightedAlpha, Pooled::WeightedFleissKappa, Pooled::GwetAc2],
    };
    let pool = &coefficients.pool;
    let whole = coefficients.at(&pool.table.items);
    let of = |kind| whole.evaluate(kind).ok();
    let (agreement, alpha, kappa, ac) = (of(kinds[0])?, of(kinds[1])?, of(kinds[2])?, of(kinds[3])?);
    let q = pool.q as f64;
    let concentration: f64 = whole.margins.shares.iter().map(|share| share * share).sum();
    let own = OwnShares::of(tallies, pool.sizes.as_slice());
    let disagreement = coefficients.disagreement(kinds[2]);
    let metric = disagreement.distance.metric(&whole.margins.counts);
    let [shared, by_annotator] = own.chance(&|shares| metric.pairs(shares.iter().copied()))?;
    let names = kinds.map(|kind| kind.name(&coefficients.basis()));
    let [agreement_name, alpha_name, _, ac_name] = names;
    Some(Paradox {
        names: [agreement_name, alpha_name, ac_name],
        agreement: agreement.value,
        alpha: alpha.value,
        ac: ac.value,
        prevalence_index: ((q * concentration - 1.0) / (q - 1.0)).max(0.0).sqrt(),
        bias_index: own.bias(),
        by_item_weighting: alpha.value - kappa.value,
        by_prevalence: ac.value - kappa.value,
        by_bias: kappa.observed / shared - kappa.observed / by_annotator,
    })
}

/// Each annotator's label shares on pairable items, with the annotations behind them.
struct OwnShares {
    annotators: Vec<(f64, Vec<(usize, f64)>)>,
}

impl OwnShares {
    fn of(tallies: &QuestionTallies, sizes: &[f64]) -> Self {
        let mut counts = vec![0.0; tallies.question.labels.len()];
        let mut given: Vec<usize> = Vec::new();
        let mut annotators = Vec::new();
        let cells = &tallies.summaries.annotator_patterns.cells;
        for own in cells.chunk_by(|a, b| a.annotator == b.annotator) {
            for cell in own.iter().filter(|cell| sizes[cell.pattern as usize] >= 2.0) {
                let label = cell.label.index();
                if counts[label] == 0.0 {
                    given.push(label);
                }
                counts[label] += cell.items as f64;
            }
            given.sort_unstable();
            let all: f64 = given.iter().map(|&label| counts[label]).sum();
            if all > 0.0 {
                annotators.push((all, given.iter().map(|&label| (label, counts[label] / all)).collect()));
            }
            given.drain(..).for_each(|label| counts[label] = 0.0);
        }
        Self { annotators }
    }

    /// Expected disagreement of two annotators who draw from the mean of all annotators' shares, and of two who draw
    /// each from their own (Conger 1980, Psychol. Bull. 88:322). `None` for fewer than two annotators.
    fn chance(&self, pairs: &PairSum<'_>) -> Option<[f64; 2]> {
        let g = self.annotators.len() as f64;
        if g < 2.0 {
            return None;
        }
        let mut mean: BTreeMap<usize, f64> = BTreeMap::new();
        for &(label, share) in self.annotators.iter().flat_map(|(_, own)| own) {
            *mean.entry(label).or_default() += share / g;
        }
        let mean: Vec<(usize, f64)> = mean.into_iter().collect();
        let shared = pairs(&mean);
        let own: f64 = self.annotators.iter().map(|(_, own)| pairs(own)).sum();
        let by_annotator = shared - (own - g * shared) / (g * (g - 1.0));
        (shared > 0.0 && by_annotator > 0.0).then_some([shared, by_annotator])
    }

    fn bias(&self) -> f64 {
        let all: f64 = self.annotators.iter().map(|(n, _)| n).sum();
        let mut pool: BTreeMap<usize, f64> = BTreeMap::new();
        for (n, own) in &self.annotators {
            for &(label, share) in own {
                *pool.entry(label).or_default() += n * share / all;
            }
        }
        let apart = |own: &[(usize, f64)]| {
            let own: BTreeMap<usize, f64> = own.iter().copied().collect();
            pool.iter().map(|(label, share)| (share - own.get(label).unwrap_or(&0.0)).abs()).sum::<f64>()
        };
        self.annotators.iter().map(|(n, own)| n * apart(own) / all).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::paradox;
    use crate::analysis::agreement::AgreementOptions;
    use crate::analysis::agreement::pooled::Coefficients;
    use crate::analysis::test_log::TestLog;

    /// A log of two annotators and two labels from the cells of their table.
    fn apart(cells: [usize; 4]) -> super::Paradox {
        let pairs = [[0u32, 0], [0, 1], [1, 0], [1, 1]];
        let items: Vec<&[u32]> =
            cells.iter().zip(&pairs).flat_map(|(&n, pair)| vec![pair.as_slice(); n]).collect();
        let tallies = TestLog::of_items(&items, 2).tallies();
        let asked = AgreementOptions::default();
        let coefficients = Coefficients::new(&tallies.summaries.patterns, &tallies.question, &asked);
        paradox(&tallies, &coefficients).expect("two labels, two annotators")
    }

    /// Feinstein & Cicchetti 1990, J. Clin. Epidemiol. 43:543: agreement of .85 with kappa .70 and .32; Byrt, Bishop &
    /// Carlin 1993 give the indices |a − d| / n and |b − c| / n.
    #[test]
    fn two_annotators_and_two_labels_have_byrts_indices() {
        let even = apart([40, 9, 6, 45]);
        assert!((even.agreement - 0.85).abs() < 1e-12);
        assert!((even.prevalence_index - 0.05).abs() < 1e-9 && (even.bias_index - 0.03).abs() < 1e-9);
        let skewed = apart([80, 10, 5, 5]);
        assert!((skewed.agreement - 0.85).abs() < 1e-12 && skewed.alpha < 0.33 && skewed.ac > 0.8);
        assert!((skewed.prevalence_index - 0.75).abs() < 1e-9 && (skewed.bias_index - 0.05).abs() < 1e-9);
        assert!(skewed.by_prevalence > 0.4 && skewed.by_bias.abs() < 0.01);
    }

    /// Feinstein & Cicchetti's second paradox: of two tables with the same agreement (.60) the one with unequal margins
    /// has the higher kappa, .26 beside .13.
    #[test]
    fn unequal_margins_raise_kappa() {
        let biased = apart([25, 35, 5, 35]);
        assert!(
            (biased.bias_index - 0.3).abs() < 1e-9 && (biased.by_bias - 0.0673).abs() < 1e-3,
            "{biased:?}"
        );
    }
}
