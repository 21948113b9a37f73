use super::Stream;
use rand_distr::{Distribution, Hypergeometric};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng;

/// Draws that the mean is told of.
const FIRST: u64 = 250;
/// As many ranges as large as the one seen end the drawing (Besag & Clifford 1991, Biometrika 78:301).
const ENOUGH_HITS: u64 = 20;

/// How hits fell on groups, in units that may change their group.
#[derive(Debug, Clone, Copy)]
pub enum Dealt<'a> {
    /// Every item by itself: (hits, items) by group. Hits are dealt anew among the items.
    Items(&'a [(u64, u64)]),
    /// (cluster, group, hits, items), sorted by cluster: within a cluster hits are dealt anew among its items, and where no
    /// cluster has two groups, whole clusters change their groups.
    Clusters(&'a [(u32, u32, u64, u64)]),
}

/// The largest minus the smallest share of groups when chance alone decides: larger than 0 although there is no disparity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DealtRange {
    /// Its mean.
    pub expected: f64,
    /// (1 + b) / (1 + B), b of B as large as the one seen; h / B where the h-th such ended the drawing.
    pub p: f64,
    /// Draws.
    pub draws: u64,
}

impl Dealt<'_> {
    /// (hits, items) by group.
    pub fn shares(&self, groups: usize) -> Vec<(u64, u64)> {
        match self {
            Dealt::Items(own) => own.to_vec(),
            Dealt::Clusters(pieces) => {
                let mut out = vec![(0, 0); groups];
                for &(_, group, hits, items) in *pieces {
                    let own = &mut out[group as usize];
                    *own = (own.0 + hits, own.1 + items);
                }
                out
            }
        }
    }

    /// Draws at most `most` times. `None` where fewer than two groups have items, or nothing varies.
    pub fn range(&self, groups: usize, most: u64, stream: Stream<'_>) -> Option<DealtRange> {
        let own = self.shares(groups);
        let seen = range(&own)?;
        let (hits, items) = own.iter().fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
        if hits == 0 || hits == items {
            return None;
        }
        let mut rng = stream.block(0);
        let mut places = Places::of(*self);
        let (mut sum, mut beyond, mut draws) = (0.0, 0, 0);
        let mut drawn = vec![(0, 0); groups];
        while draws < most && (beyond < ENOUGH_HITS || draws < FIRST) {
            places.deal(&mut rng, &mut drawn);
            let found = range(&drawn).unwrap_or(0.0);
            sum += if draws < FIRST { found } else { 0.0 };
            draws += 1;
            beyond += u64::from(found >= seen - 1e-12);
        }
        let early = draws > FIRST && beyond >= ENOUGH_HITS;
        let p = if early { beyond as f64 / draws as f64 } else { (1 + beyond) as f64 / (1 + draws) as f64 };
        Some(DealtRange { expected: sum / draws.clamp(1, FIRST) as f64, p, draws })
    }
}

/// Largest minus smallest share of the groups with items; `None` where fewer than two have any.
fn range(groups: &[(u64, u64)]) -> Option<f64> {
    let shares = groups.iter().filter(|own| own.1 > 0).map(|&(hits, items)| hits as f64 / items as f64);
    let (mut least, mut most, mut known) = (f64::INFINITY, f64::NEG_INFINITY, 0);
    for share in shares {
        (least, most, known) = (least.min(share), most.max(share), known + 1);
    }
    (known > 1).then_some(most - least)
}

/// What changes places, and between whom.
enum Places {
    /// Strata of (group, items) and the hits to deal among them.
    Within(Vec<(Vec<(u32, u64)>, u64)>),
    /// (hits, items) of whole clusters, and the groups that are dealt to them.
    Whole(Vec<(u64, u64)>, Vec<u32>),
}

impl Places {
    fn of(dealt: Dealt<'_>) -> Self {
        let pieces = match dealt {
            Dealt::Items(own) => {
                let sizes = (0u32..).zip(own).map(|(group, &(_, items))| (group, items)).collect();
                return Self::Within(vec![(sizes, own.iter().map(|&(hits, _)| hits).sum())]);
            }
            Dealt::Clusters(pieces) => pieces,
        };
        let clusters = || pieces.chunk_by(|a, b| a.0 == b.0);
        if clusters().all(|own| own.len() == 1) {
            let units = pieces.iter().map(|&(_, _, hits, items)| (hits, items)).collect();
            return Self::Whole(units, pieces.iter().map(|own| own.1).collect());
        }
        let stratum = |own: &[(u32, u32, u64, u64)]| {
            (
                own.iter().map(|&(_, group, _, items)| (group, items)).collect(),
                own.iter().map(|own| own.2).sum(),
            )
        };
        Self::Within(clusters().map(stratum).collect())
    }

    fn deal(&mut self, rng: &mut Xoshiro256PlusPlus, out: &mut [(u64, u64)]) {
        out.fill((0, 0));
        match self {
            Places::Within(strata) => {
                for (groups, hits) in strata {
                    let (mut left, mut items) = (*hits, groups.iter().map(|own| own.1).sum::<u64>());
                    for &(group, size) in groups.iter() {
                        // The last group takes what is left: then the draw is certain.
                        let own = Hypergeometric::new(items, left, size).map_or(0, |deal| deal.sample(rng));
                        (left, items) = (left - own, items - size);
                        let place = &mut out[group as usize];
                        *place = (place.0 + own, place.1 + size);
                    }
                }
            }
            Places::Whole(units, groups) => {
                for last in (1..groups.len()).rev() {
                    let other = ((u128::from(rng.next_u64()) * (last as u128 + 1)) >> 64) as usize;
                    groups.swap(last, other);
                }
                for (&(hits, items), &group) in units.iter().zip(groups.iter()) {
                    let place = &mut out[group as usize];
                    *place = (place.0 + hits, place.1 + items);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Seed;

    fn stream() -> Stream<'static> {
        Stream { seed: Seed::default(), question: "q", slice: "", purpose: "groups of items" }
    }

    /// Two groups of one item each and one hit: the range is always 1. Of two each with one hit, always ½; with two hits, 1 in
    /// a third of the deals, else 0.
    #[test]
    fn small_deals_counted_by_hand() {
        let one = Dealt::Items(&[(1, 1), (0, 1)]).range(2, 500, stream()).expect("two groups");
        assert_eq!((one.expected, one.p > 0.99), (1.0, true));
        let two = Dealt::Items(&[(2, 2), (0, 2)]).range(2, 500, stream()).expect("two groups");
        assert!((two.expected - 1.0 / 3.0).abs() < 0.1 && (two.p - 1.0 / 3.0).abs() < 0.1, "{two:?}");
        assert_eq!(Dealt::Items(&[(0, 3), (0, 2)]).range(2, 500, stream()), None);
        assert_eq!(Dealt::Items(&[(1, 3), (0, 0)]).range(2, 500, stream()), None);
    }

    /// Nine groups of a hundred items at one half: the mean range of nine normals of sd .05 is 2.97 · .05 = .149 (Harter 1960,
    /// Ann Math Stat 31:1122).
    #[test]
    fn nine_groups_differ_without_a_disparity() {
        let own: Vec<(u64, u64)> = (0..9).map(|_| (50, 100)).collect();
        let found = Dealt::Items(&own).range(9, 999, stream()).expect("nine groups");
        assert!((found.expected - 0.149).abs() < 0.01 && found.p > 0.9, "{found:?}");
    }

    #[test]
    fn clusters_change_groups_whole_or_deal_within() {
        // Eight clusters of five alike items, four of each group.
        let whole: Vec<(u32, u32, u64, u64)> =
            (0..8).map(|c| (c, c / 4, if c < 4 { 5 } else { 0 }, 5)).collect();
        let found = Dealt::Clusters(&whole).range(2, 4000, stream()).expect("two groups");
        assert!((found.p - 2.0 / 70.0).abs() < 0.015, "{found:?}");
        assert_eq!(Dealt::Clusters(&whole).shares(2), [(20, 20), (0, 20)]);
        // Within a cluster all is one, so nothing can be dealt otherwise.
        let within = [(0, 0, 3, 3), (0, 1, 1, 1), (1, 0, 0, 1), (1, 1, 0, 3)];
        let found = Dealt::Clusters(&within).range(2, 999, stream()).expect("two groups");
        assert!((found.p - 1.0).abs() < 0.01 && (found.expected - 0.5).abs() < 1e-12, "{found:?}");
    }
}
