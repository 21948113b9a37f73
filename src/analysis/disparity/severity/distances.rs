use super::result::GroupDistance;
use super::shared::{NO_GROUP, OUTSIDE, Sides};
use super::workload;
use crate::analysis::inference::{Divergence, Stream, shuffled_within};
use crate::tally::ItemIndex;
use crate::vocabulary::{Outcome, Reason};

/// Shuffles of group labels.
const SHUFFLES: usize = 200;
/// Shuffles without which the value under shuffled labels is not told.
const FEWEST_SHUFFLES: usize = 20;
/// Rows that all shuffles together may read.
const MOST_ROWS: usize = 60_000_000;
/// Labels of a distribution; what is given less often is one more, together.
const MOST_LABELS: usize = 20;

/// How far every two groups' labels lie apart on the items that both saw. The distribution of a group is made of its shares
/// on each item, items weighed by n₁n₂/(n₁ + n₂), as Mantel and Haenszel weigh them; pairs that share no item have none.
pub(super) fn distances(
    index: &ItemIndex,
    sides: Sides<'_>,
    names: &[&str],
    given: &[u64],
    stream: Stream<'_>,
) -> Outcome<Vec<GroupDistance>> {
    if names.len() < 2 {
        let found = names.len() as u64;
        return Outcome::NotEstimable(Reason::TooFew { what: "groups".into(), found, needed: 2 });
    }
    let of_label = classes(given);
    let classes = 1 + of_label.iter().copied().max().unwrap_or(0) as usize;
    let shape = Shape { index, groups: sides.groups, of_label: &of_label, classes };
    let seen = shape.pairs(sides.of_annotator);
    let rows = index.annotator.len().max(1);
    let shuffles = SHUFFLES.min(MOST_ROWS / rows);
    let shuffled = (shuffles >= FEWEST_SHUFFLES).then(|| {
        let (people, strata) = workloads(index, sides.of_annotator);
        let codes: Vec<u32> = people.iter().map(|&who| sides.of_annotator[who]).collect();
        shuffled_within(&codes, &strata, shuffles, stream, |dealt| {
            let mut of_annotator = vec![NO_GROUP; sides.of_annotator.len()];
            people.iter().zip(dealt).for_each(|(&who, &code)| of_annotator[who] = code);
            let pairs = shape.pairs(&of_annotator);
            pairs
                .iter()
                .map(|pair| pair.divergence().map(|found| found.jensen_shannon_bits))
                .collect::<Vec<_>>()
        })
    });
    let chance = shuffled.as_deref().map(|all| Chance::of(all, seen.len()));
    let place = |(at, pair): (usize, &Pair)| {
        let (first, second) = members(at, names.len());
        distance((names[first], names[second]), pair, chance.as_ref().map(|chance| (chance, at)), rows)
    };
    Outcome::Estimated(seen.iter().enumerate().map(place).collect())
}

fn distance(
    (first, second): (&str, &str),
    pair: &Pair,
    chance: Option<(&Chance, usize)>,
    rows: usize,
) -> GroupDistance {
    let none = || Reason::TooFew { what: "items that both groups saw".into(), found: 0, needed: 1 };
    let seen = pair.divergence();
    let bits = seen.map(|seen| seen.jensen_shannon_bits);
    let (shuffled, p) = match (bits, chance) {
        (Some(_), None) => {
            let limit = (MOST_ROWS / FEWEST_SHUFFLES) as u64;
            let what = "annotations to shuffle group labels over".into();
            (Outcome::NotEstimable(Reason::TooMany { what, found: rows as u64, limit }), None)
        }
        (Some(bits), Some((chance, at))) => match chance.means[at] {
            Some(mean) => (Outcome::Estimated(mean), Some(chance.p(bits, mean))),
            None => (Outcome::NotEstimable(none()), None),
        },
        (None, _) => (Outcome::NotEstimable(none()), None),
    };
    GroupDistance {
        first: first.to_owned(),
        second: second.to_owned(),
        items: pair.items,
        seen: seen.map_or_else(|| Outcome::NotEstimable(none()), Outcome::Estimated),
        shuffled,
        p,
    }
}

/// What shuffled group labels say of all pairs.
struct Chance {
    /// By pair: the mean divergence; absent where no shuffle gave one.
    means: Vec<Option<f64>>,
    /// By shuffle: the largest of all pairs' divergences, each over its mean.
    largest: Vec<f64>,
}

impl Chance {
    fn of(shuffled: &[Vec<Option<f64>>], pairs: usize) -> Self {
        let mean = |at: usize| {
            let own: Vec<f64> = shuffled.iter().filter_map(|all| all[at]).collect();
            (!own.is_empty()).then(|| own.iter().sum::<f64>() / own.len() as f64)
        };
        let means: Vec<Option<f64>> = (0..pairs).map(mean).collect();
        let ratio = |(bits, mean): (&Option<f64>, &Option<f64>)| Some(over((*bits)?, (*mean)?));
        let largest = |all: &Vec<Option<f64>>| all.iter().zip(&means).filter_map(ratio).fold(0.0, f64::max);
        let largest = shuffled.iter().map(largest).collect();
        Self { means, largest }
    }

    /// p of one pair that holds for all pairs at once (Westfall & Young 1993, single step).
    fn p(&self, bits: f64, mean: f64) -> f64 {
        let own = over(bits, mean) - 1e-9;
        let hits = self.largest.iter().filter(|&&largest| largest >= own).count();
        (1 + hits) as f64 / (1 + self.largest.len()) as f64
    }
}

/// A divergence over what chance makes of it.
fn over(bits: f64, mean: f64) -> f64 {
    if mean > 0.0 { bits / mean } else { 0.0 }
}

/// Label → its place in the distribution: the labels given most often each by itself, the others together.
fn classes(given: &[u64]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..given.len()).collect();
    order.sort_by_key(|&label| (std::cmp::Reverse(given[label]), label));
    let mut out = vec![0; given.len()];
    for (rank, label) in order.into_iter().enumerate() {
        out[label] = rank.min(MOST_LABELS) as u32;
    }
    out
}

/// Who annotated and is in a known group, and their bands of workload.
fn workloads(index: &ItemIndex, of_annotator: &[u32]) -> (Vec<usize>, Vec<u32>) {
    let mut loads = vec![0.0; of_annotator.len()];
    index.annotator.iter().for_each(|&who| loads[who as usize] += 1.0);
    let known = |who: &usize| loads[*who] > 0.0 && of_annotator[*who] != OUTSIDE;
    let people: Vec<usize> = (0..loads.len()).filter(known).collect();
    let loads: Vec<f64> = people.iter().map(|&who| loads[who]).collect();
    (people, workload::bands(&loads))
}

/// What a pass over the items needs.
struct Shape<'a> {
    index: &'a ItemIndex,
    groups: usize,
    of_label: &'a [u32],
    classes: usize,
}

/// Two groups on the items that both saw.
#[derive(Clone)]
struct Pair {
    items: u64,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Pair {
    fn divergence(&self) -> Option<Divergence> {
        Divergence::of(&self.first, &self.second)
    }
}

impl Shape<'_> {
    /// All pairs of groups, the first's number rising slowest.
    fn pairs(&self, of_annotator: &[u32]) -> Vec<Pair> {
        let weights = vec![0.0; self.classes];
        let empty = Pair { items: 0, first: weights.clone(), second: weights };
        let mut pairs = vec![empty; self.groups * (self.groups - 1) / 2];
        let mut counts = vec![0.0; self.groups * self.classes];
        let mut n = vec![0.0; self.groups];
        let mut present: Vec<usize> = Vec::with_capacity(self.groups);
        for i in 0..self.index.items() {
            for &group in &present {
                counts[group * self.classes..][..self.classes].fill(0.0);
                n[group] = 0.0;
            }
            present.clear();
            for (&annotator, label) in self.index.annotators(i).iter().zip(self.index.labels(i)) {
                let group = of_annotator[annotator as usize] as usize;
                if group < self.groups {
                    if n[group] == 0.0 {
                        present.push(group);
                    }
                    n[group] += 1.0;
                    counts[group * self.classes + self.of_label[label.index()] as usize] += 1.0;
                }
            }
            present.sort_unstable();
            for (place, &a) in present.iter().enumerate() {
                for &b in &present[place + 1..] {
                    let pair = &mut pairs[number(a, b, self.groups)];
                    pair.items += 1;
                    let both = n[a] + n[b];
                    let of = |group: usize| &counts[group * self.classes..][..self.classes];
                    pair.first.iter_mut().zip(of(a)).for_each(|(sum, own)| *sum += own * n[b] / both);
                    pair.second.iter_mut().zip(of(b)).for_each(|(sum, own)| *sum += own * n[a] / both);
                }
            }
        }
        pairs
    }
}

/// The number of the pair a < b.
fn number(a: usize, b: usize, groups: usize) -> usize {
    a * (2 * groups - a - 1) / 2 + b - a - 1
}

/// The pair of this number.
fn members(pair: usize, groups: usize) -> (usize, usize) {
    let mut left = pair;
    for first in 0..groups {
        let own = groups - first - 1;
        if left < own {
            return (first, first + 1 + left);
        }
        left -= own;
    }
    (0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_numbered_in_order() {
        for groups in 2..7 {
            let all: Vec<(usize, usize)> =
                (0..groups).flat_map(|a| (a + 1..groups).map(move |b| (a, b))).collect();
            for (at, &(a, b)) in all.iter().enumerate() {
                assert_eq!((number(a, b, groups), members(at, groups)), (at, (a, b)));
            }
        }
    }

    #[test]
    fn rare_labels_share_one_place() {
        let given: Vec<u64> = (0..30).map(|label| 100 - label).collect();
        let found = classes(&given);
        assert_eq!((found[0], found[19], found[20], found[29]), (0, 19, 20, 20));
    }
}
