use super::followed::Followed;
use super::item_effects::crossing;
use super::slope_pair::{Told, slope};
use super::within_slope::{ClusterSums, WithinSlope};
use super::{Runs, Slope};
use crate::vocabulary::{Label, Outcome, Reason};

/// More labels than this are not followed from item to item.
const MOST_LABELS: usize = 200;
/// Up to so many labels, habits are told apart by what an item most likely is.
const MOST_CLASSES: usize = 40;

/// How much likelier a label is for having been given to the item before.
///
/// What an annotator gives is compared with what the item's other annotators (or its gold) lead to, on this item and on
/// the one before: d_t(l) = 1{own = l} − share of the others with l. A queue in which alike items follow each other moves
/// the others with it, so it moves no d; habits are taken out by subtracting the annotator's mean d of that label among
/// items of the same kind (gold, or the others' majority), for even and odd places by themselves, so that neighbours
/// share no mean. With d* for what is left, the change is Σ_t Σ_l d*_{t−1}(l) d*_t(l) / Σ_t d*_{t−1}(own label), clustered
/// by annotator and item.
pub(super) fn measure(followed: &Followed<'_>, level: f64) -> Result<Slope, Reason> {
    let labels = followed.tallies.question.labels.len();
    if labels > MOST_LABELS {
        let what = "labels to follow from item to item".into();
        return Err(Reason::TooMany { what, found: labels as u64, limit: MOST_LABELS as u64 });
    }
    let mut terms: Vec<Term> = Vec::new();
    let mut clusters = Vec::new();
    for own in followed.by_annotator() {
        let first = terms.len();
        Habits::of(followed, own, labels).terms(followed, own, &mut terms);
        let annotator = followed.annotator(own[0] as usize);
        clusters.push(cluster(annotator, &terms[first..]));
    }
    let change = fit(clusters, &mut terms, "change of a label's share, given the items", level)?;
    Ok(change)
}

/// (item, numerator, weight) of one pair of neighbours.
type Term = (u32, f64, f64);

fn cluster(annotator: u32, terms: &[Term]) -> ClusterSums {
    let sum = |of: fn(&Term) -> f64| terms.iter().map(of).sum::<f64>();
    let (xy, xx) = (1e9 * sum(|t| t.1), 1e3 * sum(|t| t.2));
    ClusterSums { annotator, n: terms.len() as u64, cells: 1, xx, xy, yy: 1e12 * sum(|t| t.1 * t.1) }
}

fn fit(clusters: Vec<ClusterSums>, terms: &mut [Term], method: &str, level: f64) -> Result<Slope, Reason> {
    terms.sort_by_key(|term| term.0);
    let items = terms.chunk_by(|a, b| a.0 == b.0).count() as u64;
    let scaled: Vec<Term> = terms.iter().map(|&(item, a, b)| (item, 1e9 * a, 1e3 * b)).collect();
    let told = Told { scale: 1e-6, items, crossing: &crossing(&scaled), method: method.into(), level };
    // An annotator with next to no weight has no part in it, and cannot have a negative one.
    let carrying = clusters.into_iter().filter(|c| c.xx > 0.0).collect();
    let mut found = slope(&WithinSlope::fit(carrying, "labels", "sessions")?, &told)?;
    found.estimate.interval = Outcome::Estimated(found.allowing_for_shared_items.clone());
    found.p_value = found.p_for_shared_items(found.estimate.value);
    Ok(found)
}

/// One annotator's mean deviations by parity of place, kind of item and label.
struct Habits {
    labels: usize,
    classes: usize,
    sums: Vec<f64>,
    n: Vec<f64>,
}

impl Habits {
    fn of(followed: &Followed<'_>, own: &[u32], labels: usize) -> Self {
        let classes = if labels <= MOST_CLASSES { labels } else { 1 };
        let mut habits =
            Self { labels, classes, sums: vec![0.0; 2 * classes * labels], n: vec![0.0; 2 * classes] };
        let mut d = vec![0.0; labels];
        for (place, &row) in own.iter().enumerate() {
            let Some(class) = habits.deviation(followed, row as usize, &mut d) else { continue };
            let at = (place & 1) * classes + class;
            habits.n[at] += 1.0;
            let sums = &mut habits.sums[at * labels..(at + 1) * labels];
            sums.iter_mut().zip(&d).for_each(|(sum, d)| *sum += d);
        }
        habits
    }

    /// Writes d of a row by label and tells its item's kind; `None` where nothing tells what the item leads to.
    fn deviation(&self, followed: &Followed<'_>, row: usize, d: &mut [f64]) -> Option<usize> {
        let item = followed.item[row] as usize;
        let (own, labels) = (followed.index.label[row].index(), followed.index.labels(item));
        let others = labels.len() as f64 - 1.0;
        let gold = followed.tallies.gold.as_ref().map(|gold| gold[item]).filter(|gold| gold.is_some());
        if others < 1.0 && gold.is_none() {
            return None;
        }
        d.fill(0.0);
        if others >= 1.0 {
            labels.iter().for_each(|label| d[label.index()] -= 1.0 / others);
            d[own] += 1.0 / others;
        } else if let Some(share) = gold.and_then(|gold| d.get_mut(gold.index())) {
            *share -= 1.0;
        }
        let likeliest = || (0..d.len()).fold(0, |best, l| if d[l] < d[best] { l } else { best });
        let class = gold.map(Label::index).filter(|&gold| gold < d.len()).unwrap_or_else(likeliest);
        d[own] += 1.0;
        Some(if self.classes > 1 { class } else { 0 })
    }

    /// d* of a row.
    fn adjusted(&self, followed: &Followed<'_>, (place, row): (usize, usize), d: &mut [f64]) -> Option<()> {
        let at = (place & 1) * self.classes + self.deviation(followed, row, d)?;
        let sums = &self.sums[at * self.labels..(at + 1) * self.labels];
        d.iter_mut().zip(sums).for_each(|(d, sum)| *d -= sum / self.n[at]);
        Some(())
    }

    fn terms(&self, followed: &Followed<'_>, own: &[u32], out: &mut Vec<Term>) {
        let (mut before, mut now) = (vec![0.0; self.labels], vec![0.0; self.labels]);
        let mut last: Option<usize> = None;
        for (place, &row) in own.iter().enumerate() {
            let row = row as usize;
            let known = self.adjusted(followed, (place, row), &mut now).is_some();
            let neighbour = last.filter(|&b| known && followed.cell[b] == followed.cell[row]);
            if let Some(b) = neighbour {
                let product: f64 = before.iter().zip(&now).map(|(b, n)| b * n).sum();
                out.push((followed.item[row], product, before[followed.index.label[b].index()]));
            }
            last = known.then_some(row);
            std::mem::swap(&mut before, &mut now);
        }
    }
}

/// Runs of one label against the runs that the items lead to: two people who did not know of each other would give
/// neighbours the same label as often as others of the one item give what others of the other item gave.
pub(super) fn runs(followed: &Followed<'_>, level: f64) -> Result<Runs, Reason> {
    let (mut same, mut expected, mut pairs) = (0.0, 0.0, 0.0);
    let mut longest = 0u64;
    let (mut terms, mut clusters): (Vec<Term>, _) = (Vec::new(), Vec::new());
    for own in followed.by_annotator() {
        let first = terms.len();
        let mut run = 1u64;
        longest = longest.max(run);
        for pair in own.windows(2) {
            let [a, b] = [pair[0] as usize, pair[1] as usize];
            let is_neighbour = followed.cell[a] == followed.cell[b];
            let is_same = followed.index.label[a] == followed.index.label[b];
            run = if is_neighbour && is_same { run + 1 } else { 1 };
            longest = longest.max(run);
            let Some(lead) = led_to(followed, a, b).filter(|_| is_neighbour) else { continue };
            let own = f64::from(u8::from(is_same));
            (same, expected, pairs) = (same + own, expected + lead, pairs + 1.0);
            terms.push((followed.item[b], own - lead, 1.0));
        }
        clusters.push(cluster(followed.annotator(own[0] as usize), &terms[first..]));
    }
    let method = "share of neighbours with one label, minus what the items' others lead to";
    let excess = fit(clusters, &mut terms, method, level)?;
    let mean = |same: f64| pairs / (pairs - same).max(1.0);
    Ok(Runs { excess, mean: mean(same), mean_expected: mean(expected), longest })
}

/// The chance that another annotator of the one item and another of the other item gave the same label.
fn led_to(followed: &Followed<'_>, a: usize, b: usize) -> Option<f64> {
    let [first, second] = [a, b].map(|row| followed.item[row] as usize);
    let labels = followed.index.labels(first);
    let others = labels.len().checked_sub(1).filter(|&n| n > 0)?;
    let own = followed.index.label[a];
    let shares = |label: Label| {
        let is_own = followed.index.label[b] == label;
        let share = followed.share_of_others(second, label, is_own)?;
        // Without the own label among them, one of the item's annotators is still not one of the others.
        let n = followed.index.labels(second).len() as f64;
        Some(if is_own { share } else { share * n / (n - 1.0) })
    };
    let mut sum = 0.0;
    for &label in labels {
        sum += shares(label).filter(|share| share.is_finite())?;
    }
    Some((sum - shares(own)?) / others as f64)
}

/// Whether like items follow each other in the queues, by what the items' other annotators gave: neighbours share a label
/// more often than two items of the same annotator's would [2 000 logs with sorted queues and habits of erring, no gold:
/// the label before seems to have a part in 24 %, for the others' majority is too coarse a kind to take habits out].
pub(super) fn sorted_queues(followed: &Followed<'_>, level: f64) -> bool {
    let labels = followed.tallies.question.labels.len();
    let (mut terms, mut clusters): (Vec<Term>, _) = (Vec::new(), Vec::new());
    for own in followed.by_annotator() {
        let first = terms.len();
        let any_two = share_of_two(followed, own, labels);
        for pair in own.windows(2) {
            let [a, b] = [pair[0] as usize, pair[1] as usize];
            if followed.cell[a] == followed.cell[b]
                && let Some(lead) = led_to(followed, a, b)
            {
                terms.push((followed.item[b], lead - any_two, 1.0));
            }
        }
        clusters.push(cluster(followed.annotator(own[0] as usize), &terms[first..]));
    }
    let excess = fit(clusters, &mut terms, "neighbours with one label beyond any two items", level);
    excess.is_ok_and(|excess| excess.estimate.interval.estimated().is_some_and(|i| i.lower > 0.0))
}

/// Chance that others gave two of an annotator's items the same label.
fn share_of_two(followed: &Followed<'_>, own: &[u32], labels: usize) -> f64 {
    let mut shares = vec![0.0; labels];
    for &row in own {
        let given = followed.index.labels(followed.item[row as usize] as usize);
        let others = given.len() as f64 - 1.0;
        if others > 0.0 {
            given.iter().for_each(|label| shares[label.index()] += 1.0 / others);
            shares[followed.index.label[row as usize].index()] -= 1.0 / others;
        }
    }
    let total: f64 = shares.iter().sum();
    shares.iter().map(|share| (share / total.max(1.0)).powi(2)).sum()
}
