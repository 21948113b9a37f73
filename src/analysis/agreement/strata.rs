use super::person_test::ENOUGH_ITEMS;
use crate::tally::{AttributeTally, QuestionTallies, SliceCrossing};
use crate::vocabulary::Group;

/// Others of a stratum without whom it explains nothing.
const FEWEST_PEERS: u64 = 2;

/// Someone whose difference stands out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Suspect {
    /// Annotator id.
    pub annotator: u32,
    /// The item-adjusted difference over all items.
    pub value: f64,
}

/// Items and Σ of differences.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    items: f64,
    difference: f64,
    people: u64,
}

impl Sum {
    fn add(&mut self, items: f64, difference: f64) {
        self.items += items;
        self.difference += difference;
    }
}

/// Whether each suspect's difference stands when they are compared with those who worked in the same slices, and with
/// those of the same group: for every slicing column and attribute, own difference minus that of the peers of the same
/// stratum, averaged over one's own items, must keep its sign and reach `margin`. A new guideline, a hard language or
/// a group with another view shifts everybody there alike and explains a person's difference away. Strata with fewer
/// than two peers, unknown groups, and columns that leave fewer than 30 items to compare say nothing.
///
/// `sums` gives (items, Σ of differences) by annotator.
pub(super) fn survive(
    tallies: &QuestionTallies,
    suspects: &[Suspect],
    sums: &[(u32, f64, f64)],
    margin: f64,
) -> Vec<bool> {
    let mut stands = vec![true; suspects.len()];
    if suspects.is_empty() {
        return stands;
    }
    let labels = tallies.question.labels.len();
    let slices = tallies.crossings.iter().filter(|c| c.left_out.is_none());
    let columns = slices.map(|crossing| by_slice(crossing, labels, suspects));
    let attributes = tallies.summaries.attributes.iter().map(|a| by_group(a, suspects, sums));
    for column in columns.chain(attributes) {
        for ((suspect, left), stands) in suspects.iter().zip(column).zip(&mut stands) {
            *stands &= left.is_none_or(|left| left.abs() >= margin && (left > 0.0) == (suspect.value > 0.0));
        }
    }
    stands
}

/// What is left of a difference beside one's peers, over (own, everybody) by stratum.
fn beside_peers(strata: impl Iterator<Item = (Sum, Sum)>) -> Option<f64> {
    let (mut items, mut left) = (0.0, 0.0);
    for (own, all) in strata {
        if own.items > 0.0 && all.people > FEWEST_PEERS && all.items > own.items {
            let peers = (all.difference - own.difference) / (all.items - own.items);
            left += own.difference - own.items * peers;
            items += own.items;
        }
    }
    (items >= ENOUGH_ITEMS as f64).then(|| left / items)
}

fn by_slice(crossing: &SliceCrossing, labels: usize, suspects: &[Suspect]) -> Vec<Option<f64>> {
    let values = crossing.values.len();
    let mut all = vec![Sum::default(); values];
    let mut own = vec![vec![Sum::default(); values]; suspects.len()];
    let differences = differences(crossing, labels);
    for cells in crossing.annotator_patterns.cells.chunk_by(|a, b| a.annotator == b.annotator) {
        let mut person = vec![Sum::default(); values];
        for cell in cells {
            let (value, label) = (cell.label.index() / labels, cell.label.index() % labels);
            let Some(sum) = person.get_mut(value) else { continue };
            if let Some(difference) = differences.of(cell.pattern as usize, label) {
                sum.add(cell.items as f64, difference * cell.items as f64);
            }
        }
        for (all, own) in all.iter_mut().zip(&person) {
            all.add(own.items, own.difference);
            all.people += u64::from(own.items > 0.0);
        }
        if let Some(place) = suspects.iter().position(|s| s.annotator == cells[0].annotator) {
            own[place] = person;
        }
    }
    own.into_iter().map(|own| beside_peers(own.into_iter().zip(all.iter().copied()))).collect()
}

/// Label counts of each pattern whatever the slice.
struct Differences {
    /// (label, annotations), pattern after pattern.
    counts: Vec<(usize, f64)>,
    offsets: Vec<usize>,
}

fn differences(crossing: &SliceCrossing, labels: usize) -> Differences {
    let mut out = Differences { counts: Vec::new(), offsets: vec![0] };
    for pattern in crossing.patterns.iter() {
        let start = out.counts.len();
        out.counts.extend(pattern.counts.iter().map(|&(label, n)| (label.index() % labels, f64::from(n))));
        out.counts[start..].sort_by_key(|c| c.0);
        let mut last = start;
        for at in start..out.counts.len() {
            if at > start && out.counts[at].0 == out.counts[last].0 {
                out.counts[last].1 += out.counts[at].1;
            } else if at > start {
                last += 1;
                out.counts[last] = out.counts[at];
            }
        }
        out.counts.truncate(last + 1);
        out.offsets.push(out.counts.len());
    }
    out
}

impl Differences {
    /// Own agreement with the item's others minus theirs among themselves; needs two others.
    fn of(&self, pattern: usize, own: usize) -> Option<f64> {
        let counts = &self.counts[self.offsets[pattern]..self.offsets[pattern + 1]];
        let n: f64 = counts.iter().map(|c| c.1).sum();
        if n < 3.0 {
            return None;
        }
        let same = counts.iter().find(|c| c.0 == own).map_or(0.0, |c| c.1 - 1.0);
        let pairs: f64 = counts.iter().map(|c| c.1 * (c.1 - 1.0)).sum::<f64>() - 2.0 * same;
        Some(same / (n - 1.0) - pairs / ((n - 1.0) * (n - 2.0)))
    }
}

fn by_group(attribute: &AttributeTally, suspects: &[Suspect], sums: &[(u32, f64, f64)]) -> Vec<Option<f64>> {
    let of = |annotator: u32| -> Option<Sum> {
        let place = sums.binary_search_by_key(&annotator, |s| s.0).ok()?;
        let (_, items, difference) = sums[place];
        (items > 0.0).then_some(Sum { items, difference, people: 1 })
    };
    let known = attribute.groups.iter().filter(|group| group.group.0 != Group::UNKNOWN);
    let group_of = |annotator: u32| {
        known.clone().find(|g| g.annotators.binary_search_by_key(&annotator, |a| a.annotator).is_ok())
    };
    suspects
        .iter()
        .map(|suspect| {
            let (own, group) = (of(suspect.annotator)?, group_of(suspect.annotator)?);
            let mut all = Sum::default();
            for person in group.annotators.iter().filter_map(|a| of(a.annotator)) {
                all.add(person.items, person.difference);
                all.people += 1;
            }
            beside_peers(std::iter::once((own, all)))
        })
        .collect()
}
