use super::alpha_sums::{AlphaSums, Move};
use super::contrast::{Contrast, spread};
use super::crossed::{Crossed, Part, Room, View};
use super::{AlphaChange, Distance, Redrawn};
use crate::analysis::inference::{Bounds, t_name};
use crate::tally::{ClusterKinds, OwnClusters, OwnInCluster, OwnLabel, QuestionTallies};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome, Reason, SampleSize, SliceKey};

/// Annotators × entries of the pattern table beyond which "without this annotator" has no interval.
const MOST_WORK: u64 = 200_000_000;
/// Labels for each of which the alpha without it is worked out: the most used ones.
const MOST_LABELS: usize = 200;

/// Krippendorff's alpha of the whole question: what moves it, and how far it would lie elsewhere with other annotators.
pub(super) struct Influence<'a> {
    whole: Result<Part<'a>, Reason>,
    crossed: Crossed<'a>,
    without_units: Vec<Option<Option<f64>>>,
    left_out: Option<&'a Reason>,
    thrifty: bool,
    level: f64,
}

impl<'a> Influence<'a> {
    /// `crossed` is the question's own pattern table under alpha's distance.
    pub fn new(tallies: &'a QuestionTallies, crossed: Crossed<'a>, level: f64) -> Self {
        let whole = Part::of(crossed, View::All);
        let without_units = whole.as_ref().map_or_else(|_| Vec::new(), Part::without_units);
        let annotators = tallies.summaries.annotator_labels.len() as u64;
        let held = crossed.clusters.map_or(0, |(kinds, _)| kinds.cells.len());
        let work = crossed.table.entries.len().max(held) as u64;
        Self {
            whole,
            crossed,
            without_units,
            left_out: tallies.summaries.annotator_patterns.left_out.as_ref(),
            thrifty: annotators * work > MOST_WORK,
            level,
        }
    }

    /// The pattern table as what moves alpha sees it.
    pub fn crossed(&self) -> &Crossed<'a> {
        &self.crossed
    }

    /// Alpha as it might have been with other items *and* other annotators of the same kind.
    pub fn redrawn(&self, metric: &str, sample: SampleSize, method: &str) -> Redrawn {
        let not = |reason: &Reason| Redrawn {
            metric: metric.to_owned(),
            slice: SliceKey::whole(),
            outcome: Outcome::NotEstimable(reason.clone()),
            leave_outs: Vec::new(),
        };
        let whole = match (&self.whole, self.left_out) {
            (Ok(whole), None) => whole,
            (Err(reason), _) | (_, Some(reason)) => return not(reason),
        };
        let found = Contrast::of(whole, None, true);
        Redrawn {
            metric: metric.to_owned(),
            slice: SliceKey::whole(),
            outcome: Outcome::Estimated(found.redrawn(sample, method, self.level)),
            leave_outs: found.leave_outs,
        }
    }

    /// Alpha without one annotator, exactly, and its difference to the whole with an interval over the items they share:
    /// each of the annotator's items moves from its pattern to the one with that label taken out. An item left with one
    /// annotation is pairable no more, and the label that stays behind leaves the margins too.
    pub fn without_annotator(&self, cells: &[OwnLabel]) -> (Outcome<f64>, Outcome<Estimate>) {
        let whole = match &self.whole {
            Ok(whole) => whole,
            Err(reason) => {
                return (Outcome::NotEstimable(reason.clone()), Outcome::NotEstimable(reason.clone()));
            }
        };
        let sums = match whole.sums_without(cells) {
            Ok(sums) => sums,
            Err(reason) => return (Outcome::NotEstimable(reason.clone()), Outcome::NotEstimable(reason)),
        };
        let value = sums.value() - whole.value();
        let items: u64 = cells.iter().map(|cell| cell.items).sum();
        let sample = SampleSize { items, annotations: items, annotators: 1 };
        let interval = match self.thrifty {
            true => Outcome::NotEstimable(Reason::TooMany {
                what: "annotators × patterns".into(),
                found: self.crossed.cells.len() as u64,
                limit: MOST_WORK,
            }),
            false => self.annotator_interval(whole, &sums, cells, value),
        };
        (Outcome::Estimated(sums.value()), Outcome::Estimated(change(value, interval, sample)))
    }

    fn annotator_interval(
        &self,
        whole: &Part<'_>,
        sums: &AlphaSums<'_>,
        cells: &[OwnLabel],
        value: f64,
    ) -> Outcome<(ConfidenceInterval, f64)> {
        let rows = match self.crossed.clusters {
            Some((kinds, own)) => self.without_clusters(whole, sums, kinds, own, cells),
            None => self.without_single_items(whole, sums, cells),
        };
        let units: u64 = rows.iter().flatten().map(|&(_, units)| units).sum();
        let name = whole.unit_name();
        match spread(rows.as_deref(), &name) {
            Outcome::NotEstimable(reason) => Outcome::NotEstimable(reason),
            Outcome::Estimated(found) => {
                match Bounds::Unbounded.interval(value, found.se, found.df, self.level) {
                    None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
                    Some((lower, upper)) => {
                        let method = format!("jackknife over {units} {name}, paired, {}", t_name(found.df));
                        let interval = ConfidenceInterval { lower, upper, level: self.level, method };
                        Outcome::Estimated((interval, found.se))
                    }
                }
            }
        }
    }

    /// The difference after each item went: (value, items). `None` where it hangs on one of them.
    fn without_single_items(
        &self,
        whole: &Part<'_>,
        sums: &AlphaSums<'_>,
        cells: &[OwnLabel],
    ) -> Option<Vec<(f64, u64)>> {
        let mut room = Room::default();
        let mut rows: Vec<(f64, u64)> = Vec::with_capacity(self.without_units.len() + cells.len());
        let mut others: Vec<u64> = self.crossed.table.items.clone();
        let mut row = |p: usize, taken: Option<usize>, items: u64| -> Option<()> {
            if let (Some(with), true) = (self.without_units[p], items > 0) {
                rows.push((whole.item_out_of(sums, p, taken, &mut room)? - with?, items));
            }
            Some(())
        };
        for cell in cells {
            let p = cell.pattern as usize;
            others[p] -= cell.items.min(others[p]);
            row(p, Some(cell.label.index()), cell.items)?;
        }
        for (p, &items) in others.iter().enumerate() {
            row(p, None, items)?;
        }
        Some(rows)
    }

    /// The difference after each cluster went: (value, clusters). `None` where it hangs on one of them.
    fn without_clusters(
        &self,
        whole: &Part<'_>,
        sums: &AlphaSums<'_>,
        kinds: &ClusterKinds,
        own: &OwnClusters,
        cells: &[OwnLabel],
    ) -> Option<Vec<(f64, u64)>> {
        let (mut room, mut change) = (Room::default(), Move::default());
        let mut rows = Vec::with_capacity(kinds.len());
        let mut others = kinds.clusters.clone();
        let mut row = |kind: usize, clusters: u64, given: &[OwnInCluster]| -> Option<()> {
            let Some(with) = self.without_units[kind].filter(|_| clusters > 0) else { return Some(()) };
            let held = left_in(kinds.kind(kind), given);
            let without = whole.cluster_out_of(sums, held, (&mut room, &mut change))?;
            rows.push((without - with?, clusters));
            Some(())
        };
        let who = cells.first().map_or(&[][..], |cell| own.of_annotator(cell.annotator));
        for given in who.chunk_by(|a, b| !a.is_alone() && a.cluster == b.cluster) {
            let (kind, clusters) = match given[0].is_alone() {
                false => (*kinds.of_cluster.get(given[0].cluster as usize)? as usize, 1),
                true => (kinds.of_single(given[0].pattern)?, given[0].items),
            };
            others[kind] -= clusters.min(others[kind]);
            row(kind, clusters, given)?;
        }
        for (kind, &clusters) in others.iter().enumerate() {
            row(kind, clusters, &[])?;
        }
        Some(rows)
    }

    /// Alpha without each label's annotations, most used labels only where there are very many; in the set's order.
    pub fn without_labels(&self, tallies: &QuestionTallies) -> Vec<AlphaChange> {
        let question = &tallies.question;
        let Ok(whole) = &self.whole else { return Vec::new() };
        let totals = self.crossed.table.label_totals(question.labels.len());
        let mut used: Vec<usize> = (0..totals.len()).filter(|&k| totals[k] > 0).collect();
        if used.len() < 3 {
            // Without one of two labels there is nothing to disagree about.
            return Vec::new();
        }
        used.sort_by_key(|&k| (std::cmp::Reverse(totals[k]), k));
        used.truncate(MOST_LABELS);
        used.sort_unstable();
        used.into_iter()
            .map(|k| {
                let sample = SampleSize { items: 0, annotations: totals[k], annotators: 0 };
                let part = Part::of(self.crossed, View::WithoutLabel(k));
                alpha_change("label", &question.labels.names[k], part, whole, sample, self.level)
            })
            .collect()
    }
}

/// Krippendorff's alpha with the interval for other items and other annotators of the same kind, by jackknives over
/// items, annotators and annotations; t on the scale of ln(1 − x). Not estimable where alpha is not, or where the
/// (annotator, pattern) counts were too many to keep; no interval with fewer than three annotators.
pub fn alpha_redrawn(tallies: &QuestionTallies, level: f64) -> Outcome<Estimate> {
    let question = &tallies.question;
    let distance = Distance::of_scale(question.scale, &question.labels);
    let kinds = tallies.summaries.patterns.cluster_kinds();
    let crossed = Crossed {
        table: &tallies.summaries.patterns,
        cells: &tallies.summaries.annotator_patterns.cells,
        clusters: kinds.as_ref().zip(tallies.own_clusters.as_ref()),
        labels: question.labels.len(),
        values: 1,
        distance: &distance,
    };
    let sample =
        SampleSize { annotators: tallies.summaries.annotator_labels.len() as u64, ..SampleSize::default() };
    Influence::new(tallies, crossed, level).redrawn("krippendorff_alpha", sample, "Krippendorff 2019").outcome
}

/// What a cluster still holds after an annotator's own labels in it, `given`, have gone: (pattern, label taken out, items).
fn left_in(held: &[(u32, u64)], given: &[OwnInCluster]) -> impl Iterator<Item = (usize, Option<usize>, f64)> {
    let alone = given.first().is_some_and(OwnInCluster::is_alone);
    let own = move |cell: &OwnInCluster| if alone { 1 } else { cell.items };
    let touched = given.iter().map(move |c| (c.pattern as usize, Some(c.label.index()), own(c) as f64));
    let rest = held.iter().map(move |&(p, items)| {
        let gone: u64 = given.iter().filter(|cell| cell.pattern == p).map(own).sum();
        (p as usize, None, items.saturating_sub(gone) as f64)
    });
    touched.chain(rest.filter(|&(_, _, items)| items > 0.0))
}

/// The change of alpha when a part is left out.
pub(super) fn alpha_change(
    name: &str,
    value: &str,
    without: Result<Part<'_>, Reason>,
    whole: &Part<'_>,
    sample: SampleSize,
    level: f64,
) -> AlphaChange {
    let (alpha_without, change) = match without {
        Err(reason) => (Outcome::NotEstimable(reason.clone()), Outcome::NotEstimable(reason)),
        Ok(without) => {
            let found = Contrast::of(&without, Some(whole), false);
            let change = found.fixed(sample, CHANGE, level);
            (Outcome::Estimated(without.value()), Outcome::Estimated(change))
        }
    };
    AlphaChange { name: name.to_owned(), value: value.to_owned(), alpha_without, change }
}

/// The method column of a change of alpha.
const CHANGE: &str = "alpha without this part minus alpha of the whole";

fn change(value: f64, interval: Outcome<(ConfidenceInterval, f64)>, sample: SampleSize) -> Estimate {
    Estimate {
        value,
        se: interval.estimated().map(|(_, se)| *se),
        interval: interval.map(|(interval, _)| interval),
        sample,
        method: CHANGE.into(),
        warnings: Vec::new(),
    }
}
