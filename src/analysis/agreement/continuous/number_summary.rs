use super::Moments;
use crate::tally::PatternTable;
use crate::vocabulary::Question;
use serde::{Deserialize, Serialize};

/// Bins that the distribution has at most.
const MOST_BINS: f64 = 20.0;

/// What the numbers of a continuous question are like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberSummary {
    /// Different numbers that people gave.
    pub distinct: u64,
    /// The lowest.
    pub lowest: f64,
    /// The highest.
    pub highest: f64,
    /// Mean of all annotations.
    pub mean: f64,
    /// Standard deviation of all annotations, over n − 1.
    pub sd: f64,
    /// Standard deviation within items, pooled over those with two or more annotations: how far one annotator typically
    /// lies from the item's mean; `None` without such items.
    pub sd_within: Option<f64>,
    /// Annotations by bins of equal width with round edges, ascending.
    pub bins: Vec<NumberBin>,
}

/// One bin of a distribution: from ≤ x < to (the last one x ≤ to).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NumberBin {
    /// Lower edge.
    pub from: f64,
    /// Upper edge.
    pub to: f64,
    /// Annotations in it.
    pub annotations: u64,
}

pub(super) fn number_summary(
    table: &PatternTable,
    question: &Question,
    moments: &[Moments],
) -> Option<NumberSummary> {
    let values = question.labels.values.as_deref()?;
    let totals = table.label_totals(values.len());
    let given = || values.iter().zip(&totals).filter(|(_, n)| **n > 0);
    let (lowest, highest) = (*given().next()?.0, *given().next_back()?.0);
    let n = table.annotations() as f64;
    let mean = lowest + given().map(|(x, &k)| (x - lowest) * k as f64).sum::<f64>() / n;
    let squares: f64 = given().map(|(x, &k)| (x - mean).powi(2) * k as f64).sum();
    let pairable = || moments.iter().zip(&table.items).filter(|(cell, _)| cell.n >= 2.0);
    let within: f64 = pairable().map(|(cell, &items)| cell.within * items as f64).sum();
    let freedom: f64 = pairable().map(|(cell, &items)| (cell.n - 1.0) * items as f64).sum();
    Some(NumberSummary {
        distinct: given().count() as u64,
        lowest,
        highest,
        mean,
        sd: (squares / (n - 1.0).max(1.0)).sqrt(),
        sd_within: (freedom > 0.0).then(|| (within / freedom).sqrt()),
        bins: bins(lowest, highest, given()),
    })
}

/// Bins with edges at multiples of 1, 2 or 5 times a power of ten.
fn bins<'v>(lowest: f64, highest: f64, given: impl Iterator<Item = (&'v f64, &'v u64)>) -> Vec<NumberBin> {
    let exact = (highest - lowest) / MOST_BINS;
    let power = 10f64.powf(exact.log10().floor());
    let Some(step) = [1.0, 2.0, 5.0, 10.0, 20.0]
        .map(|factor| factor * power)
        .into_iter()
        .find(|step| (highest / step).ceil() - (lowest / step).floor() <= MOST_BINS)
    else {
        return Vec::new();
    };
    let first = (lowest / step).floor();
    let count = ((highest / step).ceil() - first).max(1.0) as usize;
    let edge = |k: usize| (first + k as f64) * step;
    let mut out: Vec<NumberBin> =
        (0..count).map(|k| NumberBin { from: edge(k), to: edge(k + 1), annotations: 0 }).collect();
    for (x, &n) in given {
        let k = ((x / step - first).floor().max(0.0) as usize).min(count - 1);
        out[k].annotations += n;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::bins;

    #[test]
    fn bins_have_round_edges_and_hold_everything() {
        let values: Vec<f64> = (0..1000).map(|k| f64::from(k) * 0.1 - 3.0).collect();
        let counts = vec![2u64; values.len()];
        let found = bins(-3.0, 96.9, values.iter().zip(&counts));
        assert!(found.len() <= 20 && found.iter().map(|bin| bin.annotations).sum::<u64>() == 2000);
        assert_eq!((found[0].from, found[0].to), (-10.0, 0.0));
        assert_eq!(found[0].annotations, 60);
    }
}
