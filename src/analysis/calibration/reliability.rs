use super::calibration_error::calibration_error;
use super::{ConfidencePair, ReliabilityBin};
use crate::analysis::inference::{Bounds, item_mean, share_of_items};
use crate::vocabulary::{Estimate, Outcome, SampleSize};

/// How confidences are put into bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binning {
    /// So many bands of equal width over 0–1, each open below and closed above, 0 in the first (Guo et al. 2017).
    EqualWidth(u32),
    /// About so many bands with equally many items; items of one confidence stay together.
    EqualMass(u32),
}

/// Sums over the items of one band.
#[derive(Debug, Clone, Default)]
pub(super) struct BinSums {
    /// Lower and upper end in 0–1.
    pub ends: (f64, f64),
    /// Places of its pairs.
    pub pairs: std::ops::Range<usize>,
    pub items: u64,
    /// Σ confidence.
    pub confidence: f64,
    /// Σ outcome.
    pub outcome: f64,
    /// Σ (confidence − outcome)².
    pub squares: f64,
}

impl BinSums {
    /// Mean confidence minus mean outcome.
    pub fn gap(&self) -> f64 {
        (self.confidence - self.outcome) / self.items as f64
    }

    /// Variance of the gap; of a lone item the one it would have were it calibrated.
    pub fn gap_variance(&self) -> f64 {
        let n = self.items as f64;
        if self.items < 2 {
            let mean = self.confidence / n;
            return mean * (1.0 - mean) / n;
        }
        ((self.squares - n * self.gap() * self.gap()) / (n - 1.0) / n).max(0.0)
    }
}

/// The bands with items of `pairs` (ascending by confidence).
pub(super) fn bins(pairs: &[ConfidencePair], binning: Binning) -> Vec<BinSums> {
    let items: u64 = pairs.iter().map(|pair| pair.items).sum();
    let mut out: Vec<BinSums> = Vec::new();
    let (mut seen, mut last) = (0, None);
    let mut at = 0;
    for run in pairs.chunk_by(|a, b| a.confidence == b.confidence) {
        let confidence = run[0].confidence;
        let place = match binning {
            Binning::EqualWidth(bins) => u64::from((confidence * bins).div_ceil(1_000_000).max(1) - 1),
            Binning::EqualMass(bins) => seen * u64::from(bins) / items.max(1),
        };
        let stated = run[0].stated();
        if last != Some(place) {
            last = Some(place);
            let ends = match binning {
                Binning::EqualWidth(bins) => {
                    (place as f64 / f64::from(bins), (place + 1) as f64 / f64::from(bins))
                }
                Binning::EqualMass(_) => (stated, stated),
            };
            out.push(BinSums { ends, pairs: at..at, ..BinSums::default() });
        }
        let Some(own) = out.last_mut() else { continue };
        if let Binning::EqualMass(_) = binning {
            own.ends.1 = stated;
        }
        for pair in run {
            let n = pair.items as f64;
            own.items += pair.items;
            own.confidence += n * stated;
            own.outcome += n * pair.outcome;
            own.squares += n * (stated - pair.outcome).powi(2);
            seen += pair.items;
        }
        at += run.len();
        own.pairs.end = at;
    }
    out
}

/// The reliability diagram of `pairs` with ECE and MCE, before what they would be by chance: bands, ECE, MCE.
pub fn reliability(
    pairs: &[ConfidencePair],
    binning: Binning,
    level: f64,
) -> (Vec<ReliabilityBin>, f64, f64) {
    let sums = bins(pairs, binning);
    let error = calibration_error(&sums);
    (sums.iter().map(|own| shown(own, &pairs[own.pairs.clone()], level)).collect(), error.ece, error.mce)
}

fn shown(sums: &BinSums, pairs: &[ConfidencePair], level: f64) -> ReliabilityBin {
    ReliabilityBin {
        from: sums.ends.0,
        to: sums.ends.1,
        items: sums.items,
        mean_confidence: sums.confidence / sums.items as f64,
        agreement: mean_outcome(pairs, SampleSize::default(), level),
    }
}

/// The mean outcome: Wilson's interval where every outcome is 0 or 1, else the linearised error over items.
pub(super) fn mean_outcome(pairs: &[ConfidencePair], sample: SampleSize, level: f64) -> Outcome<Estimate> {
    let items: u64 = pairs.iter().map(|pair| pair.items).sum();
    if is_hard(pairs) {
        let right = pairs.iter().filter(|pair| pair.outcome == 1.0).map(|pair| pair.items).sum();
        return share_of_items(right, items, sample, level, "items with the same label");
    }
    let cells: Vec<(f64, u64)> = pairs.iter().map(|pair| (pair.outcome, pair.items)).collect();
    item_mean(&cells, Bounds::Share, level).map(|mean| Estimate {
        sample: SampleSize { items, ..sample },
        method: "mean over items of the share of annotators with the model's label".into(),
        ..mean
    })
}

/// Whether every outcome is right or wrong.
pub(super) fn is_hard(pairs: &[ConfidencePair]) -> bool {
    pairs.iter().all(|pair| pair.outcome == 0.0 || pair.outcome == 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Label;
    use proptest::prelude::*;

    fn pair(confidence: u32, outcome: f64, items: u64) -> ConfidencePair {
        ConfidencePair { confidence, label: Label(0), outcome, items }
    }

    #[test]
    fn a_confidence_on_an_edge_belongs_to_the_band_below() {
        let pairs = [pair(0, 0.0, 1), pair(100_000, 1.0, 2), pair(100_001, 1.0, 1), pair(1_000_000, 1.0, 3)];
        let (bins, ..) = reliability(&pairs, Binning::EqualWidth(10), 0.95);
        let shape: Vec<(f64, u64)> = bins.iter().map(|bin| (bin.to, bin.items)).collect();
        assert_eq!(shape, [(0.1, 3), (0.2, 1), (1.0, 3)]);
    }

    #[test]
    fn equal_bands_keep_ties_together() {
        let pairs =
            [pair(500_000, 1.0, 60), pair(600_000, 1.0, 10), pair(700_000, 0.0, 10), pair(800_000, 1.0, 20)];
        let (bins, ..) = reliability(&pairs, Binning::EqualMass(4), 0.95);
        let shape: Vec<(f64, f64, u64)> = bins.iter().map(|bin| (bin.from, bin.to, bin.items)).collect();
        assert_eq!(shape, [(0.5, 0.5, 60), (0.6, 0.7, 20), (0.8, 0.8, 20)]);
    }

    proptest! {
        #[test]
        fn bands_lose_no_item_and_their_error_is_at_most_one(
            drawn in prop::collection::vec((0u32..=1_000_000, any::<bool>(), 1u64..4), 1..60), bins in 1u32..20
        ) {
            let mut pairs: Vec<_> =
                drawn.iter().map(|&(c, right, n)| pair(c, f64::from(u8::from(right)), n)).collect();
            pairs.sort_by_key(|pair| pair.confidence);
            let items: u64 = pairs.iter().map(|pair| pair.items).sum();
            let large: f64 = pairs.iter().map(|p| p.items as f64 * (p.stated() - p.outcome)).sum::<f64>() / items as f64;
            for binning in [Binning::EqualWidth(bins), Binning::EqualMass(bins)] {
                let (shown, ece, mce) = reliability(&pairs, binning, 0.95);
                prop_assert_eq!(shown.iter().map(|bin| bin.items).sum::<u64>(), items);
                prop_assert!(ece <= mce + 1e-12 && mce <= 1.0);
                prop_assert!(ece >= large.abs() - 1e-12, "ECE is at least calibration-in-the-large");
                prop_assert!(shown.len() <= bins as usize);
            }
        }
    }
}
