use super::reliability::{BinSums, is_hard};
use super::{ConfidencePair, NullError};
use crate::analysis::inference::{Stream, quantile, redrawn_hits, redrawn_normals};

/// Confidences this close (in millionths) are drawn together: the variance of a hit count moves by less than a
/// ten-thousandth.
const GRID: u32 = 5_000;
/// Replicates that calibration errors take at most.
const REPLICATES: u32 = 1_000;

/// One band of one binning, as redrawn.
struct Band {
    /// Places of its cells.
    cells: std::ops::Range<usize>,
    items: f64,
    confidence: f64,
}

/// ECE and MCE of a perfectly calibrated model with the same confidences and bands, by consistency resampling: each
/// outcome is drawn anew with its confidence as the probability of being right (Bröcker & Smith 2007, Weather and
/// Forecasting 22:651). Where outcomes are shares of annotators, whose law given the confidence nobody states, gaps are
/// drawn from normal errors of the size found in their band.
pub(super) fn null_errors(
    pairs: &[ConfidencePair],
    bins: &[BinSums],
    (ece, mce): (f64, f64),
    replicates: u32,
    stream: Stream<'_>,
) -> (NullError, NullError) {
    let replicates = replicates.min(REPLICATES) as usize;
    let total: f64 = bins.iter().map(|bin| bin.items as f64).sum();
    let errors = |gaps: &mut dyn Iterator<Item = (f64, f64)>| {
        gaps.fold((0.0, 0.0_f64), |(ece, mce), (items, gap)| {
            (ece + items / total * gap.abs(), mce.max(gap.abs()))
        })
    };
    let drawn: Vec<(f64, f64)> = if is_hard(pairs) {
        let (cells, bands) = drawn_together(pairs, bins);
        redrawn_hits(&cells, replicates, stream, |hits| {
            errors(&mut bands.iter().map(|band| {
                let hits: f64 = hits[band.cells.clone()].iter().sum();
                (band.items, (band.confidence - hits) / band.items)
            }))
        })
    } else {
        let deviations: Vec<f64> = bins.iter().map(|bin| bin.gap_variance().sqrt()).collect();
        redrawn_normals(&deviations, replicates, stream, |gaps| {
            errors(&mut bins.iter().zip(gaps).map(|(bin, &gap)| (bin.items as f64, gap)))
        })
    };
    (null(drawn.iter().map(|d| d.0), ece), null(drawn.iter().map(|d| d.1), mce))
}

fn null(drawn: impl Iterator<Item = f64>, found: f64) -> NullError {
    let mut drawn: Vec<f64> = drawn.collect();
    drawn.sort_by(f64::total_cmp);
    let n = drawn.len() as f64;
    // A hair of slack: equal counts may differ by the rounding of their sums.
    let larger = drawn.iter().filter(|&&error| error >= found - 1e-12).count() as f64;
    NullError {
        mean: drawn.iter().sum::<f64>() / n.max(1.0),
        upper: quantile(&drawn, 0.95).unwrap_or(0.0),
        p: (1.0 + larger) / (1.0 + n),
    }
}

/// Cells of (items, mean confidence) within bands, and the bands over them.
fn drawn_together(pairs: &[ConfidencePair], bins: &[BinSums]) -> (Vec<(u64, f64)>, Vec<Band>) {
    let mut cells = Vec::new();
    let mut bands = Vec::new();
    for bin in bins {
        let first = cells.len();
        let near = |a: &ConfidencePair, b: &ConfidencePair| a.confidence / GRID == b.confidence / GRID;
        for run in pairs[bin.pairs.clone()].chunk_by(near) {
            let items: u64 = run.iter().map(|pair| pair.items).sum();
            let sum: f64 = run.iter().map(|pair| pair.items as f64 * pair.stated()).sum();
            cells.push((items, sum / items as f64));
        }
        let (items, confidence) = (bin.items as f64, bin.confidence);
        bands.push(Band { cells: first..cells.len(), items, confidence });
    }
    (cells, bands)
}
