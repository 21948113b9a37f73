use super::counted::Counted;
use super::{FairnessMeasure, FairnessMetric, FairnessOptions, GroupRate};
use crate::analysis::inference::{
    Bounds, DifferenceInterval, Resampled, clustered_share, share_of_items, t_name, t_quantile,
};
use crate::vocabulary::{ConfidenceInterval, Estimate, Label, Outcome, Reason, SampleSize};

/// (hits, items).
pub(super) type Share = (u64, u64);

/// The columns of one rate in a bootstrap: difference, its distance to overall, ratio, its distance to overall.
pub(super) const COLUMNS: usize = 4;

/// Difference, difference to overall, ratio and ratio to overall of rates by group; a group without items is passed over.
/// `None` each where it is not defined: fewer than two groups, or a ratio to 0.
pub(super) fn spreads(rates: &[Share]) -> [Option<f64>; COLUMNS] {
    let shares: Vec<f64> =
        rates.iter().filter(|own| own.1 > 0).map(|&(hits, items)| hits as f64 / items as f64).collect();
    if shares.len() < 2 {
        return [None; COLUMNS];
    }
    let (hits, items) = rates.iter().fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
    let overall = hits as f64 / items as f64;
    let least = shares.iter().copied().fold(f64::INFINITY, f64::min);
    let most = shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let lesser = |share: f64| (share / overall).min(if share > 0.0 { overall / share } else { 0.0 });
    [
        Some(most - least),
        Some(shares.iter().map(|share| (share - overall).abs()).fold(0.0, f64::max)),
        (most > 0.0).then(|| least / most),
        (overall > 0.0).then(|| shares.iter().map(|&share| lesser(share)).fold(1.0, f64::min)),
    ]
}

/// What one rate is told of.
pub(super) struct Told<'a> {
    /// The items.
    pub counted: &'a Counted,
    /// Names of all groups by code.
    pub groups: &'a [String],
    /// Codes of the groups with items.
    pub present: &'a [usize],
    /// What stands for the truth, in words.
    pub against: &'a str,
    /// Confidence level.
    pub level: f64,
    /// From how many items a rate carries no warning.
    pub options: &'a FairnessOptions,
}

impl Told<'_> {
    /// One rate with everything but its judgement; `at` is its place among the bootstrap's columns.
    pub fn metric(
        &self,
        (measure, positive): (FairnessMeasure, Label),
        name: Option<&str>,
        (drawn, at): (&Resampled, usize),
    ) -> FairnessMetric {
        let rates = self.counted.rate(measure, positive, self.groups.len(), &self.counted.items);
        let clusters = self.counted.by_cluster(measure, positive);
        let whole = rates.iter().fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
        let words = self.words(measure);
        let known = self.present.iter().filter(|&&group| rates[group].1 > 0).count();
        let simultaneous = 1.0 - (1.0 - self.level) / if known > 2 { known as f64 } else { 1.0 };
        let by_group = |&group: &usize| GroupRate {
            group: self.groups[group].clone(),
            rate: self.rate(rates[group], of_clusters(&clusters, |own| own == group as u32), &words),
            to_rest: self.to_rest(rates[group], whole, (&clusters, group as u32), simultaneous),
        };
        let spread = |column: usize, what: &str| self.spread(drawn, at * COLUMNS + column, whole.1, what);
        FairnessMetric {
            measure,
            positive: name.map(str::to_owned),
            overall: self.rate(whole, of_clusters(&clusters, |_| true), &words),
            by_group: self.present.iter().map(by_group).collect(),
            difference: spread(0, "largest minus smallest rate"),
            difference_to_overall: spread(1, "largest distance from the overall rate"),
            ratio: spread(2, "smallest over largest rate"),
            ratio_to_overall: spread(3, "smallest ratio of a group's and the overall rate"),
            chance: None,
            reported: false,
        }
    }

    fn words(&self, measure: FairnessMeasure) -> String {
        let what = match measure {
            FairnessMeasure::Accuracy => "share of items with the label of",
            FairnessMeasure::SelectionRate => return "share of items that the model gives the label".into(),
            FairnessMeasure::TruePositiveRate => {
                "share of items that the model gives the label, where it is that of"
            }
            FairnessMeasure::FalsePositiveRate => {
                "share of items that the model gives the label, where it is not that of"
            }
            FairnessMeasure::Precision => "share of items that the model gives the label where it is that of",
        };
        format!("{what} {}", self.against)
    }

    fn rate(
        &self,
        (hits, items): Share,
        clusters: Option<Vec<(u64, u64)>>,
        words: &str,
    ) -> Outcome<Estimate> {
        let sample = SampleSize { items, ..SampleSize::default() };
        let found = match clusters {
            None => share_of_items(hits, items, sample, self.level, words),
            Some(clusters) if items > 0 => clustered_share(&clusters, self.level).map(|found| Estimate {
                sample,
                method: format!("{words}; clusters of items"),
                warnings: Vec::new(),
                ..found
            }),
            Some(_) => share_of_items(0, 0, sample, self.level, words),
        };
        found.map(|mut estimate| {
            if items < self.options.min_items {
                estimate.warnings.push(format!("fewer than {} items", self.options.min_items));
            }
            estimate
        })
    }

    /// A group's rate less that of all other groups.
    fn to_rest(
        &self,
        own: Share,
        whole: Share,
        (clusters, group): (&[(u32, u32, u64, u64)], u32),
        level: f64,
    ) -> Outcome<Estimate> {
        let rest = (whole.0 - own.0, whole.1 - own.1);
        if own.1 == 0 || rest.1 == 0 {
            let what = "items of the group, or beside it".into();
            return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
        }
        let share = |(hits, items): Share| hits as f64 / items as f64;
        let value = share(own) - share(rest);
        let interval = match self.counted.pieces.is_empty() {
            true => DifferenceInterval::Newcombe.of(own, rest, level),
            false => clustered_difference(clusters, group, (own, rest), level),
        };
        Outcome::Estimated(Estimate {
            value,
            interval: interval.map_or(Outcome::NotEstimable(Reason::NoErrorToEstimate), Outcome::Estimated),
            se: None,
            sample: SampleSize { items: own.1, ..SampleSize::default() },
            method: "rate of the group minus that of the other groups, intervals of all groups together"
                .into(),
            warnings: Vec::new(),
        })
    }

    fn spread(&self, drawn: &Resampled, column: usize, items: u64, words: &str) -> Outcome<Estimate> {
        let Some(value) = drawn.point(column) else {
            let what = "groups with a rate above 0".into();
            return Outcome::NotEstimable(Reason::TooFew { what, found: 1, needed: 2 });
        };
        Outcome::Estimated(Estimate {
            value,
            interval: drawn.interval(column, Bounds::Unbounded, self.level),
            se: drawn.se(column),
            sample: SampleSize { items, ..SampleSize::default() },
            method: words.into(),
            warnings: Vec::new(),
        })
    }
}

/// (items, hits) of the chosen groups by cluster; `None` where items stand for themselves.
fn of_clusters(pieces: &[(u32, u32, u64, u64)], chosen: impl Fn(u32) -> bool) -> Option<Vec<(u64, u64)>> {
    if pieces.is_empty() {
        return None;
    }
    let own = |cluster: &[(u32, u32, u64, u64)]| {
        let pieces = cluster.iter().filter(|piece| chosen(piece.1));
        pieces.fold((0, 0), |sum, piece| (sum.0 + piece.3, sum.1 + piece.2))
    };
    let found = pieces.chunk_by(|a, b| a.0 == b.0).map(own);
    Some(found.filter(|own| own.0 > 0).collect())
}

/// Linearised over clusters of items, t with clusters − 1 degrees of freedom.
fn clustered_difference(
    pieces: &[(u32, u32, u64, u64)],
    group: u32,
    (own, rest): (Share, Share),
    level: f64,
) -> Option<ConfidenceInterval> {
    let share = |(hits, items): Share| hits as f64 / items as f64;
    let (mut squares, mut clusters) = (0.0, 0.0);
    for cluster in pieces.chunk_by(|a, b| a.0 == b.0) {
        let moved: f64 = cluster
            .iter()
            .map(|&(_, of, hits, items)| {
                let (side, sign) = if of == group { (own, 1.0) } else { (rest, -1.0) };
                sign * (hits as f64 - share(side) * items as f64) / side.1 as f64
            })
            .sum();
        squares += moved * moved;
        clusters += 1.0;
    }
    if clusters < 2.0 || squares <= 0.0 {
        return None;
    }
    let df = clusters - 1.0;
    let half = t_quantile(0.5 + level / 2.0, df) * (squares * clusters / df).sqrt();
    let value = share(own) - share(rest);
    let method = format!("linearised over {clusters} clusters of items, {}", t_name(df));
    Some(ConfidenceInterval {
        lower: (value - half).max(-1.0),
        upper: (value + half).min(1.0),
        level,
        method,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn spreads_lie_where_they_must(rates in prop::collection::vec((0u64..20, 1u64..20), 2..8)) {
            let rates: Vec<Share> = rates.into_iter().map(|(hits, items)| (hits.min(items), items)).collect();
            let [difference, to_overall, ratio, ratio_to_overall] = spreads(&rates);
            let (difference, to_overall) = (difference.expect("groups"), to_overall.expect("groups"));
            // The overall rate lies between the groups'.
            prop_assert!(to_overall <= difference + 1e-12 && difference <= 2.0 * to_overall + 1e-12);
            if let (Some(ratio), Some(overall)) = (ratio, ratio_to_overall) {
                prop_assert!(ratio <= overall + 1e-12 && overall <= 1.0);
            }
        }
    }
}
