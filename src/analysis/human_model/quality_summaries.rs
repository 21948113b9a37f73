use super::Against;
use crate::analysis::inference::{Bounds, LeaveOuts};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize};
use serde::{Deserialize, Serialize};

/// A summary of a whole confusion matrix, beside the share of equal labels and Cohen's kappa.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QualityMeasure {
    /// Mean recall over the labels that the reference uses (Brodersen et al. 2010, ICPR).
    BalancedAccuracy,
    /// The same from 0 (guessing) to 1: (b − 1/K) / (1 − 1/K) for K labels.
    BalancedAccuracyAdjusted,
    /// Matthews' correlation for any number of labels: R_K (Gorodkin 2004, Comput. Biol. Chem. 28:367).
    Mcc,
    /// Mean precision over the labels that either side uses.
    MacroPrecision,
    /// Mean recall over the labels that either side uses.
    MacroRecall,
    /// Mean F1 over the labels that either side uses.
    MacroF1,
    /// Precision weighted by the items of each label in the reference.
    WeightedPrecision,
    /// F1 weighted likewise; recall weighted likewise is the share of equal labels.
    WeightedF1,
}

use QualityMeasure::{
    BalancedAccuracy, BalancedAccuracyAdjusted, MacroF1, MacroPrecision, MacroRecall, Mcc, WeightedF1,
    WeightedPrecision,
};

impl QualityMeasure {
    /// All, in the order of results.
    pub const ALL: [QualityMeasure; 8] = [
        BalancedAccuracy,
        BalancedAccuracyAdjusted,
        Mcc,
        MacroPrecision,
        MacroRecall,
        MacroF1,
        WeightedPrecision,
        WeightedF1,
    ];

    /// Its metric id against a reference; only gold makes an accuracy.
    pub fn metric(self, against: Against) -> &'static str {
        match (self, against) {
            (BalancedAccuracy, Against::Gold) => "balanced_accuracy",
            (BalancedAccuracyAdjusted, Against::Gold) => "balanced_accuracy_adjusted",
            (Mcc, Against::Gold) => "mcc_against_gold",
            (MacroPrecision, Against::Gold) => "macro_precision_against_gold",
            (MacroRecall, Against::Gold) => "macro_recall_against_gold",
            (MacroF1, Against::Gold) => "macro_f1_against_gold",
            (WeightedPrecision, Against::Gold) => "weighted_precision_against_gold",
            (WeightedF1, Against::Gold) => "weighted_f1_against_gold",
            (BalancedAccuracy, Against::Consensus) => "balanced_agreement_with_consensus",
            (BalancedAccuracyAdjusted, Against::Consensus) => "balanced_agreement_adjusted_with_consensus",
            (Mcc, Against::Consensus) => "mcc_against_consensus",
            (MacroPrecision, Against::Consensus) => "macro_precision_against_consensus",
            (MacroRecall, Against::Consensus) => "macro_recall_against_consensus",
            (MacroF1, Against::Consensus) => "macro_f1_against_consensus",
            (WeightedPrecision, Against::Consensus) => "weighted_precision_against_consensus",
            (WeightedF1, Against::Consensus) => "weighted_f1_against_consensus",
        }
    }

    /// In words, for tables.
    pub fn title(self, against: Against) -> &'static str {
        match (self, against) {
            (BalancedAccuracy, Against::Gold) => "balanced accuracy",
            (BalancedAccuracy, Against::Consensus) => "balanced agreement",
            (BalancedAccuracyAdjusted, Against::Gold) => "balanced accuracy above guessing",
            (BalancedAccuracyAdjusted, Against::Consensus) => "balanced agreement above guessing",
            (Mcc, _) => "Matthews correlation",
            (MacroPrecision, _) => "precision, labels alike",
            (MacroRecall, _) => "recall, labels alike",
            (MacroF1, _) => "F1, labels alike",
            (WeightedPrecision, _) => "precision, weighted",
            (WeightedF1, _) => "F1, weighted",
        }
    }

    fn bounds(self) -> Bounds {
        match self {
            BalancedAccuracyAdjusted | Mcc => Bounds::BelowOne,
            _ => Bounds::Share,
        }
    }

    fn method(self) -> &'static str {
        match self {
            BalancedAccuracy => "mean recall over the labels of the reference",
            BalancedAccuracyAdjusted => "mean recall, 0 by guessing and 1 at best",
            Mcc => "Gorodkin's R_K",
            MacroPrecision => "mean over labels in use; a label never given counts 0",
            MacroRecall => "mean over labels in use; a label without items counts 0",
            MacroF1 => "mean over labels in use",
            WeightedPrecision => "weighted by items of the reference; a label never given counts 0",
            WeightedF1 => "weighted by items of the reference",
        }
    }
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QualitySummary {
    /// Which.
    pub measure: QualityMeasure,
    /// Its value and interval.
    pub outcome: Outcome<Estimate>,
}

/// Items of a label under which its share of the summaries is unsteady.
const RARE: u64 = 5;

/// Every summary of a confusion matrix of (reference, given, items), with the linearised error over items (the
/// multinomial delta method, as an infinitesimal jackknife: Efron 1982, SIAM, ch. 6), Satterthwaite's degrees of freedom and
/// t on a scale that keeps to the range.
///
/// What the zero divisions of a label mean follows scikit-learn (`zero_division=0`): means count it 0, balanced accuracy
/// leaves labels out that the reference never uses. Not estimable: Matthews' correlation where either side uses one
/// label throughout, adjusted balanced accuracy where the reference does.
pub(super) fn summaries(
    cells: &[(usize, usize, u64)],
    labels: usize,
    sample: SampleSize,
    level: f64,
) -> Vec<QualitySummary> {
    let table = Shares::of(cells, labels);
    let rare = table.rare();
    let summary = |measure: QualityMeasure| QualitySummary {
        measure,
        outcome: table
            .estimate(measure, sample, level)
            .map(|estimate| Estimate { warnings: rare.iter().cloned().collect(), ..estimate }),
    };
    QualityMeasure::ALL.into_iter().map(summary).collect()
}

/// A confusion matrix as shares of its items.
struct Shares<'a> {
    cells: &'a [(usize, usize, u64)],
    items: f64,
    /// Of each label in the reference.
    rows: Vec<f64>,
    /// Of each label by the model.
    columns: Vec<f64>,
    /// On the diagonal.
    hits: Vec<f64>,
    /// Labels that either side uses, and that the reference uses.
    used: f64,
    supported: f64,
    /// Covariance of the two sides, and the variance of the model's and of the reference's, as R_K has them.
    moments: (f64, f64, f64),
}

impl<'a> Shares<'a> {
    fn of(cells: &'a [(usize, usize, u64)], labels: usize) -> Self {
        let (mut rows, mut columns, mut hits) = (vec![0u64; labels], vec![0u64; labels], vec![0u64; labels]);
        for &(reference, given, items) in cells {
            rows[reference] += items;
            columns[given] += items;
            if reference == given {
                hits[given] += items;
            }
        }
        let items = rows.iter().sum::<u64>() as f64;
        let shares = |counts: &[u64]| counts.iter().map(|&n| n as f64 / items).collect::<Vec<f64>>();
        let used = rows.iter().zip(&columns).filter(|(r, c)| **r + **c > 0).count();
        let supported = rows.iter().filter(|r| **r > 0).count();
        let (rows, columns, hits) = (shares(&rows), shares(&columns), shares(&hits));
        Self {
            moments: moments(&rows, &columns, &hits),
            rows,
            columns,
            hits,
            used: used as f64,
            supported: supported as f64,
            cells,
            items,
        }
    }

    fn rare(&self) -> Option<String> {
        let least = RARE as f64 - 0.5;
        let few = |share: &&f64| **share > 0.0 && **share * self.items < least;
        let rare = self.rows.iter().filter(few).count();
        (rare > 0).then(|| format!("{rare} of the labels have fewer than {RARE} items"))
    }

    fn recall(&self, k: usize) -> f64 {
        share(self.hits[k], self.rows[k])
    }

    fn precision(&self, k: usize) -> f64 {
        share(self.hits[k], self.columns[k])
    }

    fn f1(&self, k: usize) -> f64 {
        share(2.0 * self.hits[k], self.rows[k] + self.columns[k])
    }

    fn mean(&self, over: f64, of: impl Fn(usize) -> f64) -> f64 {
        (0..self.rows.len()).map(of).sum::<f64>() / over
    }

    fn value(&self, measure: QualityMeasure) -> Result<f64, Reason> {
        let guess = 1.0 / self.supported;
        Ok(match measure {
            BalancedAccuracy => self.mean(self.supported, |k| self.recall(k)),
            BalancedAccuracyAdjusted if self.supported < 2.0 => {
                return Err(Reason::NoVariation { what: "the labels of the reference".into() });
            }
            BalancedAccuracyAdjusted => {
                (self.mean(self.supported, |k| self.recall(k)) - guess) / (1.0 - guess)
            }
            Mcc => {
                let (covariance, given, reference) = self.moments;
                if given * reference <= 1e-15 {
                    return Err(Reason::NoVariation {
                        what: "the labels of the model or the reference".into(),
                    });
                }
                covariance / (given * reference).sqrt()
            }
            MacroPrecision => self.mean(self.used, |k| self.precision(k)),
            MacroRecall => self.mean(self.used, |k| self.recall(k)),
            MacroF1 => self.mean(self.used, |k| self.f1(k)),
            WeightedPrecision => self.mean(1.0, |k| self.rows[k] * self.precision(k)),
            WeightedF1 => self.mean(1.0, |k| self.rows[k] * self.f1(k)),
        })
    }

    /// How far one item more with reference `i` and answer `j` moves the value, times the items.
    fn influence(&self, measure: QualityMeasure, value: f64, i: usize, j: usize) -> f64 {
        let same = if i == j { 1.0 } else { 0.0 };
        let recall = (same - self.recall(i)) / self.rows[i];
        let precision = (same - self.precision(j)) / self.columns[j];
        // F1 of a label that the item has on one side only falls, of one on both sides it rises.
        let f1 = |k: usize, hit: f64, sides: f64| {
            (2.0 * hit - self.f1(k) * sides) / (self.rows[k] + self.columns[k])
        };
        match measure {
            BalancedAccuracy => recall / self.supported,
            BalancedAccuracyAdjusted => recall / self.supported / (1.0 - 1.0 / self.supported),
            MacroRecall => recall / self.used,
            MacroPrecision => precision / self.used,
            MacroF1 if i == j => f1(i, 1.0, 2.0) / self.used,
            MacroF1 => (f1(i, 0.0, 1.0) + f1(j, 0.0, 1.0)) / self.used,
            WeightedPrecision => self.precision(i) - value + self.rows[j] * precision,
            WeightedF1 if i == j => self.f1(i) - value + self.rows[i] * f1(i, 1.0, 2.0),
            WeightedF1 => {
                self.f1(i) - value + self.rows[i] * f1(i, 0.0, 1.0) + self.rows[j] * f1(j, 0.0, 1.0)
            }
            Mcc => self.influence_on_correlation(value, same, i, j),
        }
    }

    fn influence_on_correlation(&self, value: f64, same: f64, i: usize, j: usize) -> f64 {
        let (covariance, given, reference) = self.moments;
        let hits: f64 = self.hits.iter().sum();
        let chance = hits - covariance;
        let moved = same - hits - self.columns[i] - self.rows[j] + 2.0 * chance;
        let given_moved = 2.0 * (1.0 - given - self.columns[j]);
        let reference_moved = 2.0 * (1.0 - reference - self.rows[i]);
        moved / (given * reference).sqrt() - value / 2.0 * (given_moved / given + reference_moved / reference)
    }

    fn estimate(&self, measure: QualityMeasure, sample: SampleSize, level: f64) -> Outcome<Estimate> {
        let value = match self.value(measure) {
            Ok(value) => value,
            Err(reason) => return Outcome::NotEstimable(reason),
        };
        let without = |&(i, j, items): &(usize, usize, u64)| {
            (value - self.influence(measure, value, i, j) / (self.items - 1.0).max(1.0), items)
        };
        let spread = LeaveOuts::of(&self.cells.iter().map(without).collect::<Vec<_>>());
        let bounds = measure.bounds();
        let ends = spread.and_then(|s| Some((s, bounds.interval(value, s.se, s.df, level)?)));
        Outcome::Estimated(Estimate {
            value,
            se: ends.map(|(spread, _)| spread.se),
            interval: match ends {
                None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
                Some((spread, (lower, upper))) => Outcome::Estimated(ConfidenceInterval {
                    lower,
                    upper,
                    level,
                    method: format!("linearised error over items, t({:.1}) on {}", spread.df, bounds.name()),
                }),
            },
            sample,
            method: measure.method().into(),
            warnings: Vec::new(),
        })
    }
}

fn moments(rows: &[f64], columns: &[f64], hits: &[f64]) -> (f64, f64, f64) {
    let covariance = (0..rows.len()).map(|k| hits[k] - rows[k] * columns[k]).sum();
    let variance = |shares: &[f64]| 1.0 - shares.iter().map(|share| share * share).sum::<f64>();
    (covariance, variance(columns), variance(rows))
}

/// `part` of `whole`, 0 of nothing: a mean over labels counts what cannot be had as 0 and says so.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(cells: &[u64], labels: usize) -> Vec<(usize, usize, u64)> {
        let place = |(at, &n): (usize, &u64)| (at / labels, at % labels, n);
        cells.iter().enumerate().map(place).filter(|cell| cell.2 > 0).collect()
    }

    fn value(found: &[QualitySummary], measure: QualityMeasure) -> Option<f64> {
        let own = found.iter().find(|summary| summary.measure == measure);
        own.and_then(|summary| summary.outcome.estimated()).map(|estimate| estimate.value)
    }

    /// scikit-learn 1.5 user guide: balanced_accuracy_score of [0, 1, 0, 0, 1, 0] and [0, 1, 0, 0, 0, 1] is .625, adjusted
    /// .25; matthews_corrcoef of [+1, +1, +1, −1] and [+1, −1, +1, +1] is −.33.
    #[test]
    fn the_examples_of_scikit_learn() {
        let found = summaries(&table(&[3, 1, 1, 1], 2), 2, SampleSize::default(), 0.95);
        assert!((value(&found, BalancedAccuracy).expect("both labels") - 0.625).abs() < 1e-12);
        assert!((value(&found, BalancedAccuracyAdjusted).expect("both labels") - 0.25).abs() < 1e-12);
        let found = summaries(&table(&[2, 1, 1, 0], 2), 2, SampleSize::default(), 0.95);
        assert!((value(&found, Mcc).expect("variation") + 1.0 / 3.0).abs() < 1e-12);
    }

    /// A label that the model never gives, and one that people never use, count 0 in the means; balanced accuracy leaves
    /// the second out.
    #[test]
    fn zero_divisions_are_those_of_scikit_learn() {
        // Reference 0: 4 × 0; reference 1: 2 × 2. Label 1 is never given, label 2 never the reference.
        let found = summaries(&table(&[4, 0, 0, 0, 0, 2, 0, 0, 0], 3), 3, SampleSize::default(), 0.95);
        let third = |x: f64| x / 3.0;
        assert_eq!(value(&found, MacroPrecision), Some(third(1.0)));
        assert_eq!(value(&found, MacroRecall), Some(third(1.0)));
        assert_eq!(value(&found, BalancedAccuracy), Some(0.5));
        assert!((value(&found, WeightedPrecision).expect("a value") - 4.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn one_label_throughout_has_no_correlation_and_all_right_no_interval() {
        let found = summaries(&table(&[9, 0, 0, 0], 2), 2, SampleSize::default(), 0.95);
        let reason = |measure| found.iter().find(|s| s.measure == measure).and_then(|s| s.outcome.reason());
        assert!(matches!(reason(Mcc), Some(Reason::NoVariation { .. })));
        assert!(matches!(reason(BalancedAccuracyAdjusted), Some(Reason::NoVariation { .. })));
        let all = summaries(&table(&[9, 0, 0, 9], 2), 2, SampleSize::default(), 0.95);
        for summary in &all {
            let estimate = summary.outcome.estimated().expect("a value");
            assert_eq!(estimate.value, 1.0, "{:?}", summary.measure);
            assert_eq!(estimate.interval.reason(), Some(&Reason::NoErrorToEstimate));
        }
    }

    proptest! {
        /// The influence is the derivative of the value towards one more item of the cell.
        #[test]
        fn influences_are_derivatives(cells in prop::array::uniform9(1u64..60), at in 0usize..9) {
            let (many, step) = (1_000_000.0, 1u64);
            let large: Vec<u64> = cells.iter().map(|n| n * 1_000_000).collect();
            let mut more = large.clone();
            more[at] += step * cells.iter().sum::<u64>();
            let (before, after) = (table(&large, 3), table(&more, 3));
            let (before, after) = (Shares::of(&before, 3), Shares::of(&after, 3));
            for measure in QualityMeasure::ALL {
                let value = before.value(measure).expect("all cells are filled");
                let slope = (after.value(measure).expect("filled") - value) * many;
                let wanted = before.influence(measure, value, at / 3, at % 3);
                prop_assert!((slope - wanted).abs() < 1e-3 * wanted.abs().max(1.0), "{measure:?} {slope} {wanted}");
            }
        }

        #[test]
        fn values_lie_in_their_intervals_and_intervals_in_range(cells in prop::array::uniform9(0u64..20)) {
            prop_assume!(cells.iter().sum::<u64>() > 0);
            for summary in summaries(&table(&cells, 3), 3, SampleSize::default(), 0.95) {
                let Outcome::Estimated(estimate) = summary.outcome else { continue };
                prop_assert!((-1.0..=1.0 + 1e-12).contains(&estimate.value));
                let Outcome::Estimated(interval) = estimate.interval else { continue };
                prop_assert!(interval.lower <= estimate.value && estimate.value <= interval.upper);
                prop_assert!(interval.lower >= -1.0 && interval.upper <= 1.0);
            }
        }
    }
}
