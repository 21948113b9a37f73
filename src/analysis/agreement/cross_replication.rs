use super::alpha_sums::{alpha, reach};
use super::distance::{Distance, Metric};
use crate::analysis::inference::{Bounds, InferenceOptions, Resampled, Scheme, Stream, resample};
use crate::vocabulary::{Estimate, Label, Outcome, Reason, SampleSize};
use serde::{Deserialize, Serialize};

/// Items that look the same from two sources of labels: people and a model, or two groups of people.
#[derive(Debug, Clone)]
pub struct CrossCell {
    /// (label, annotations) by the first source, labels ascending.
    pub first: Vec<(Label, u32)>,
    /// (label, annotations) by the second.
    pub second: Vec<(Label, u32)>,
    /// Items.
    pub items: u64,
}

/// How well one source of labels replicates another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrossReplication {
    /// Items with labels from both.
    pub items: u64,
    /// xRR: agreement of one source with the other, beyond chance.
    pub xrr: Outcome<Estimate>,
    /// Alpha within the first source, on the same items.
    pub within: Outcome<Estimate>,
    /// xRR minus alpha within the first source.
    pub difference: Outcome<Estimate>,
    /// xRR over the root of both reliabilities: what would be left if neither source were noisy.
    pub normalised: Outcome<Estimate>,
}

/// Cross-replication reliability (Wong, Paritosh & Aroyo 2021, Cross-replication Reliability, ACL, §4): xRR =
/// 1 − d_o / d_e. With r_i labels of an item by the first source and s_i by the second,
///
/// d_o = Σ_i (r_i + s_i) mean_jk d(x_ij, y_ik) / Σ_i (r_i + s_i), d_e = mean over all pairs of labels, one of each source,
///
/// over the items that both labelled. Normalised: xRR / √(IRR_x IRR_y) with Krippendorff's alpha for IRR; a source with
/// one label an item tells nothing of its own reliability, which is taken as 1 and said. Every scale's distance (the
/// ordinal one from both sources' margins together). Intervals resample items.
///
/// Not estimable where no item has labels of both, or where all labels are one and the same.
pub fn cross_replication(
    cells: &[CrossCell],
    labels: usize,
    distance: &Distance,
    stream: Stream<'_>,
    options: &InferenceOptions,
) -> CrossReplication {
    let table = CrossTable::new(cells, labels, distance);
    let sample = table.sample();
    if let Some(reason) = distance.refusal().cloned().or_else(|| table.missing(sample)) {
        let none = || Outcome::NotEstimable(reason.clone());
        let (xrr, within, difference, normalised) = (none(), none(), none(), none());
        return CrossReplication { items: sample.items, xrr, within, difference, normalised };
    }
    let items: Vec<u64> = cells.iter().map(|cell| cell.items).collect();
    let telling = cells.iter().filter(|cell| cell.tells()).map(|cell| cell.items).sum();
    let entries = cells.iter().map(|cell| (cell.first.len() + cell.second.len()) as u64).sum();
    let scheme = Scheme::suited(sample.items, telling, table.price(), entries, options);
    let found = resample(&items, scheme, stream, 5, &|weights, out| table.fill(weights, out));
    let told = Told { found: &found, sample, level: options.level };
    let method = format!("Wong, Paritosh & Aroyo 2021, {} distance", distance.name());
    let reliability = match table.both_repeat {
        true => "the reliability of both",
        false => "the reliability of the first alone; that of single answers is taken as 1",
    };
    let above = found.point(1).is_none_or(|within| within > 0.0) && found.point(2).is_none_or(|y| y > 0.0);
    CrossReplication {
        items: sample.items,
        xrr: told.column(0, Bounds::BelowOne, method.clone(), Reason::NoExpectedDisagreement),
        within: told.column(
            1,
            Bounds::BelowOne,
            format!("Krippendorff 2019, {} distance, on the same items", distance.name()),
            Reason::NothingPairable,
        ),
        difference: told.column(
            4,
            Bounds::Unbounded,
            format!("{method}, minus alpha within the first"),
            Reason::NothingPairable,
        ),
        normalised: told.column(
            3,
            Bounds::Unbounded,
            format!("{method}, over the root of {reliability}"),
            if above { Reason::NothingPairable } else { Reason::NotAboveChance },
        ),
    }
}

impl CrossCell {
    /// Whether any two of its labels differ.
    fn tells(&self) -> bool {
        let first = self.first.first().or(self.second.first()).map(|&(label, _)| label);
        self.first.iter().chain(&self.second).any(|&(label, _)| Some(label) != first)
    }
}

fn size(counts: &[(Label, u32)]) -> f64 {
    counts.iter().map(|&(_, n)| f64::from(n)).sum()
}

fn spread(counts: &[(Label, u32)]) -> impl Iterator<Item = (usize, f64)> + Clone {
    counts.iter().map(|&(label, n)| (label.index(), f64::from(n)))
}

/// What one cell's items disagree by, an item.
#[derive(Debug, Clone, Copy)]
struct Apart {
    /// (r + s) × mean distance across the sources.
    across: f64,
    /// Σ_k≠l r_k r_l d_kl / (r − 1) within the first, and within the second; 0 for single labels.
    within: [f64; 2],
}

impl Apart {
    fn of(cell: &CrossCell, metric: &Metric<'_>) -> Self {
        let (r, s) = (size(&cell.first), size(&cell.second));
        let pairs =
            spread(&cell.first).flat_map(|(k, a)| spread(&cell.second).map(move |(l, b)| (k, l, a * b)));
        let sum: f64 = pairs.map(|(k, l, n)| n * metric.between(k, l)).sum();
        let own = |counts: &[(Label, u32)], n: f64| {
            if n < 2.0 { 0.0 } else { metric.pairs(spread(counts)) / (n - 1.0) }
        };
        let across = if r * s > 0.0 { (r + s) / (r * s) * sum } else { 0.0 };
        Self { across, within: [own(&cell.first, r), own(&cell.second, s)] }
    }
}

/// Cells made ready for evaluation under many weightings.
struct CrossTable<'a> {
    cells: &'a [CrossCell],
    labels: usize,
    distance: &'a Distance,
    /// By cell, where the distances do not follow the margins.
    apart: Option<Vec<Apart>>,
    /// Whether both sources have items with two labels or more.
    both_repeat: bool,
}

/// Label counts of both sources under one weighting: all, and those of items with two labels or more.
struct Margins {
    all: [Vec<f64>; 2],
    pairable: [Vec<f64>; 2],
}

impl<'a> CrossTable<'a> {
    fn new(cells: &'a [CrossCell], labels: usize, distance: &'a Distance) -> Self {
        let fixed = !distance.follows_margins();
        let apart = fixed.then(|| {
            let metric = distance.metric(&[]);
            cells.iter().map(|cell| Apart::of(cell, &metric)).collect()
        });
        let both_repeat = cells.iter().any(|cell| size(&cell.second) >= 2.0);
        Self { cells, labels, distance, apart, both_repeat }
    }

    fn sample(&self) -> SampleSize {
        let annotations = |cell: &CrossCell| cell.items * (size(&cell.first) + size(&cell.second)) as u64;
        SampleSize {
            items: self.cells.iter().map(|cell| cell.items).sum(),
            annotations: self.cells.iter().map(annotations).sum(),
            annotators: 0,
        }
    }

    fn missing(&self, sample: SampleSize) -> Option<Reason> {
        let what = || "items that both labelled".into();
        (sample.items == 0).then(|| Reason::TooFew { what: what(), found: 0, needed: 1 })
    }

    /// What an evaluation costs, in cells.
    fn price(&self) -> u64 {
        let tables = matches!(self.distance, Distance::Matrix(_));
        self.cells.len() as u64
            + if tables { (self.labels * self.labels / 10) as u64 } else { self.labels as u64 }
    }

    fn margins(&self, weights: &[u64]) -> Margins {
        let none = || [vec![0.0; self.labels], vec![0.0; self.labels]];
        let mut out = Margins { all: none(), pairable: none() };
        for (cell, &items) in self.cells.iter().zip(weights).filter(|(_, items)| **items > 0) {
            for (side, counts) in [&cell.first, &cell.second].into_iter().enumerate() {
                let pairable = size(counts) >= 2.0;
                for (k, n) in spread(counts) {
                    let n = n * items as f64;
                    out.all[side][k] += n;
                    out.pairable[side][k] += if pairable { n } else { 0.0 };
                }
            }
        }
        out
    }

    /// xRR, alpha of either source, xRR normalised, and xRR minus alpha of the first.
    fn fill(&self, weights: &[u64], out: &mut [Option<f64>]) {
        let margins = self.margins(weights);
        let both: Vec<f64> = margins.all[0].iter().zip(&margins.all[1]).map(|(x, y)| x + y).collect();
        let metric = self.distance.metric(&both);
        let sum = |metric: &Metric<'_>, of: &dyn Fn(&Apart) -> f64| -> f64 {
            let used = self.cells.iter().zip(weights).enumerate().filter(|(_, (_, items))| **items > 0);
            let own = |at: usize, cell: &CrossCell| match &self.apart {
                Some(apart) => of(&apart[at]),
                None => of(&Apart::of(cell, metric)),
            };
            used.map(|(at, (cell, &items))| items as f64 * own(at, cell)).sum()
        };
        let total = |counts: &[f64]| counts.iter().sum::<f64>();
        let pairs = total(&margins.all[0]) * total(&margins.all[1]);
        let reached = reach(&metric, &margins.all[1]);
        let expected: f64 = margins.all[0].iter().zip(&reached).map(|(n, far)| n * far).sum::<f64>() / pairs;
        let observed = sum(&metric, &|apart| apart.across) / total(&both);
        out[0] = (expected > 0.0).then(|| 1.0 - observed / expected);
        for side in 0..2 {
            let metric = self.distance.metric(&margins.pairable[side]);
            let own =
                alpha(&metric, &margins.pairable[side], |metric| sum(metric, &|apart| apart.within[side]));
            out[1 + side] = own.ok();
        }
        let reliability = match (out[1], out[2]) {
            (Some(first), Some(second)) if first > 0.0 && second > 0.0 => Some(first * second),
            (Some(first), None) if first > 0.0 && !self.both_repeat => Some(first),
            _ => None,
        };
        out[4] = out[0].zip(out[1]).map(|(xrr, within)| xrr - within);
        out[3] = out[0].zip(reliability).map(|(xrr, product)| xrr / product.sqrt());
    }
}

/// What became of the columns.
struct Told<'a> {
    found: &'a Resampled,
    sample: SampleSize,
    level: f64,
}

impl Told<'_> {
    fn column(&self, column: usize, bounds: Bounds, method: String, missing: Reason) -> Outcome<Estimate> {
        match self.found.point(column) {
            None => Outcome::NotEstimable(missing),
            Some(value) => Outcome::Estimated(Estimate {
                value,
                interval: self.found.interval(column, bounds, self.level),
                se: self.found.se(column),
                sample: self.sample,
                method,
                warnings: Vec::new(),
            }),
        }
    }
}

#[cfg(test)]
mod tests;
