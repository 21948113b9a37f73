use super::alpha_sums::{AlphaSums, Move, alpha};
use super::distance::{Distance, Metric};
use super::units::Units;
use crate::tally::{ClusterKinds, OwnClusters, OwnInCluster, OwnLabel, PatternTable};
use crate::vocabulary::Reason;
use rayon::prelude::*;

/// Annotators × patterns beyond which an ordinal distance is not worked out anew for every annotator left out.
const EXACT_WORK: usize = 5_000_000;

/// Patterns of items over (value of a slicing column, label), and who gave which of them. A label of the table is
/// value × labels + label; without a column there is one value, 0. A value past the last is "not known".
#[derive(Clone, Copy)]
pub(super) struct Crossed<'a> {
    /// The patterns.
    pub table: &'a PatternTable,
    /// (annotator, pattern, own label) → items, sorted by annotator.
    pub cells: &'a [OwnLabel],
    /// What clusters of items hold, and who gave what in them, where clusters are drawn and not items.
    pub clusters: Option<(&'a ClusterKinds, &'a OwnClusters)>,
    /// Labels of the question.
    pub labels: usize,
    /// Values of the column.
    pub values: usize,
    /// The distance of alpha.
    pub distance: &'a Distance,
}

/// A part of the log whose alpha is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// All annotations.
    All,
    /// Those in one slice.
    Only(usize),
    /// Those in each other slice, each slice by itself: like is compared with like.
    Rest(usize),
    /// All but those in one slice.
    Without(usize),
    /// All but those of one label.
    WithoutLabel(usize),
}

/// One part with its alpha.
pub(super) struct Part<'a> {
    crossed: Crossed<'a>,
    view: View,
    sums: AlphaSums<'a>,
    slope: Vec<f64>,
}

/// Room for the units of one item.
#[derive(Default)]
pub(super) struct Room {
    units: Units,
    folded: Vec<(usize, f64)>,
}

impl Crossed<'_> {
    /// What pattern `p` shows in a view, one annotation of label `taken` left out.
    fn units<'r>(&self, view: View, p: usize, taken: Option<usize>, room: &'r mut Room) -> &'r Units {
        room.units.clear();
        let counts = self.table.pattern(p).counts.iter().map(|&(label, n)| {
            let k = label.index();
            (k, if Some(k) == taken { f64::from(n) - 1.0 } else { f64::from(n) })
        });
        let (value, label) = (|k: usize| k / self.labels, |k: usize| k % self.labels);
        match view {
            View::Only(v) => {
                room.units.push(counts.filter(|c| value(c.0) == v).map(|(k, n)| (label(k), n)));
            }
            View::Rest(v) => {
                let mut rest = counts.filter(|c| value(c.0) != v && value(c.0) < self.values).peekable();
                while let Some(&(first, _)) = rest.peek() {
                    let own = value(first);
                    room.folded.clear();
                    while let Some((k, n)) = rest.next_if(|c| value(c.0) == own) {
                        room.folded.push((label(k), n));
                    }
                    room.units.push(room.folded.iter().copied());
                }
            }
            View::All | View::Without(_) | View::WithoutLabel(_) => {
                let kept = |k: usize| match view {
                    View::Without(v) => value(k) != v,
                    View::WithoutLabel(l) => label(k) != l,
                    _ => true,
                };
                room.folded.clear();
                room.folded.extend(counts.filter(|c| kept(c.0)).map(|(k, n)| (label(k), n)));
                if self.values > 1 {
                    fold(&mut room.folded);
                }
                room.units.push(room.folded.iter().copied());
            }
        }
        &room.units
    }

    /// O of a view under a metric.
    fn observed(&self, view: View, metric: &Metric<'_>) -> f64 {
        let mut room = Room::default();
        let items = self.table.items.iter().enumerate();
        items.map(|(p, &n)| n as f64 * self.units(view, p, None, &mut room).observed(metric)).sum()
    }
}

/// Adds up counts of the same label.
fn fold(counts: &mut Vec<(usize, f64)>) {
    counts.sort_by_key(|c| c.0);
    counts.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
}

impl<'a> Part<'a> {
    /// The part with its alpha, or why it has none.
    pub fn of(crossed: Crossed<'a>, view: View) -> Result<Self, Reason> {
        let mut room = Room::default();
        let mut counts = vec![0.0; crossed.labels];
        for (p, &items) in crossed.table.items.iter().enumerate() {
            for &(k, n) in crossed.units(view, p, None, &mut room).counts() {
                counts[k] += items as f64 * n;
            }
        }
        let sums = AlphaSums::new(crossed.distance, counts, |metric| crossed.observed(view, metric))?;
        let slope = sums.slope(crossed.distance, |metric| crossed.observed(view, metric));
        Ok(Self { crossed, view, sums, slope })
    }

    /// Units that are drawn, by cell: items by pattern, or clusters by what they hold.
    pub fn units(&self) -> &'a [u64] {
        self.crossed.clusters.map_or(&self.crossed.table.items, |(kinds, _)| &kinds.clusters)
    }

    /// What these units are called.
    pub fn unit_name(&self) -> String {
        self.crossed.clusters.map_or_else(|| "items".into(), |(kinds, _)| kinds.name())
    }

    /// Annotations by entry of the table.
    fn annotations(&self) -> Vec<u64> {
        let table = self.crossed.table;
        table.iter().flat_map(|p| p.counts.iter().map(move |&(_, n)| u64::from(n) * p.items)).collect()
    }

    /// Its alpha.
    pub fn value(&self) -> f64 {
        self.sums.value()
    }

    /// Alpha after one item of pattern `p` went; `None` inside where nothing would be left, outside where the item
    /// shows nothing here.
    pub fn without_item(&self, p: usize, taken: Option<usize>, room: &mut Room) -> Option<Option<f64>> {
        let units = self.crossed.units(self.view, p, taken, room);
        if units.is_empty() {
            return None;
        }
        let mut gone = Move::default();
        gone.add(units, -1.0, self.sums.metric());
        Some(self.sums.moved(&gone, &self.slope))
    }

    /// The same by pattern.
    pub fn without_items(&self) -> Vec<Option<Option<f64>>> {
        let mut room = Room::default();
        (0..self.crossed.table.len()).map(|p| self.without_item(p, None, &mut room)).collect()
    }

    /// Alpha after one unit went, by cell of [`Part::units`].
    pub fn without_units(&self) -> Vec<Option<Option<f64>>> {
        let Some((kinds, _)) = self.crossed.clusters else { return self.without_items() };
        let alone = |cell: &(u32, u64)| (cell.0 as usize, None, cell.1 as f64);
        let kinds = (0..kinds.len()).into_par_iter().map_init(
            || (Room::default(), Move::default()),
            |(room, change), k| {
                self.take(kinds.kind(k).iter().map(alone), self.sums.metric(), room, change);
                (!change.is_nothing()).then(|| self.sums.moved(change, &self.slope))
            },
        );
        kinds.collect()
    }

    /// Makes the move of items that go: (pattern, label of an annotation that has gone before, items).
    fn take(
        &self,
        items: impl Iterator<Item = (usize, Option<usize>, f64)>,
        metric: &Metric<'_>,
        room: &mut Room,
        change: &mut Move,
    ) {
        change.clear();
        for (p, taken, items) in items {
            change.add(self.crossed.units(self.view, p, taken, room), -items, metric);
        }
        change.fold();
    }

    /// Alpha of other sums over the same items after a cluster went, (pattern, label that has gone before, items) of it.
    pub fn cluster_out_of(
        &self,
        sums: &AlphaSums<'_>,
        held: impl Iterator<Item = (usize, Option<usize>, f64)>,
        (room, change): (&mut Room, &mut Move),
    ) -> Option<f64> {
        self.take(held, sums.metric(), room, change);
        sums.moved(change, &self.slope)
    }

    /// Alpha without what one annotator gave in one unit, with the number of such parts: single annotations by entry of
    /// the table, or all of an annotator's annotations of one cluster.
    pub fn without_parts(&self) -> (Vec<Option<Option<f64>>>, Vec<u64>) {
        let Some((_, own)) = self.crossed.clusters else {
            return (self.without_annotations(), self.annotations());
        };
        let (mut room, mut change) = (Room::default(), Move::default());
        let (mut out, mut times) = (Vec::new(), Vec::new());
        let same = |a: &OwnInCluster, b: &OwnInCluster| {
            !a.is_alone() && (a.annotator, a.cluster) == (b.annotator, b.cluster)
        };
        for part in own.cells.chunk_by(same) {
            change.clear();
            let alone = part[0].is_alone();
            for cell in part {
                let items = if alone { 1.0 } else { cell.items as f64 };
                let (p, label) = (cell.pattern as usize, Some(cell.label.index()));
                change.add(self.crossed.units(self.view, p, None, &mut room), -items, self.sums.metric());
                change.add(self.crossed.units(self.view, p, label, &mut room), items, self.sums.metric());
            }
            change.fold();
            out.push((!change.is_nothing()).then(|| self.sums.moved(&change, &self.slope)));
            times.push(if alone { part[0].items } else { 1 });
        }
        (out, times)
    }

    /// Alpha without one annotation, by entry of the table.
    fn without_annotations(&self) -> Vec<Option<Option<f64>>> {
        let (mut room, mut change) = (Room::default(), Move::default());
        let table = self.crossed.table;
        let mut out = Vec::with_capacity(table.entries.len());
        for p in 0..table.len() {
            for &(label, _) in table.pattern(p).counts {
                change.clear();
                let before = self.crossed.units(self.view, p, None, &mut room);
                let shows = !before.is_empty();
                change.add(before, -1.0, self.sums.metric());
                let after = self.crossed.units(self.view, p, Some(label.index()), &mut room);
                change.add(after, 1.0, self.sums.metric());
                out.push((shows && !change.is_nothing()).then(|| self.sums.moved(&change, &self.slope)));
            }
        }
        out
    }

    /// Alpha without each annotator, exactly: (annotator, alpha), those left out who show nothing here.
    pub fn without_annotators(&self) -> Vec<(u32, Option<Option<f64>>)> {
        let own: Vec<&[OwnLabel]> = self.crossed.cells.chunk_by(|a, b| a.annotator == b.annotator).collect();
        let exact = own.len() * self.crossed.table.len() <= EXACT_WORK;
        own.into_par_iter().map(|cells| (cells[0].annotator, self.without_annotator(cells, exact))).collect()
    }

    fn without_annotator(&self, cells: &[OwnLabel], exact: bool) -> Option<Option<f64>> {
        let counts = self.counts_without(cells)?;
        let fixed = !(exact && self.crossed.distance.follows_margins());
        if !fixed {
            let observed = |metric: &Metric<'_>| {
                self.crossed.observed(self.view, metric) + self.observed_change(cells, metric)
            };
            return Some(alpha(&self.crossed.distance.metric(&counts), &counts, observed).ok());
        }
        let metric = self.sums.metric();
        let observed = |metric: &Metric<'_>| self.sums.observed() + self.observed_change(cells, metric);
        let bent: f64 = self
            .slope
            .iter()
            .zip(counts.iter().zip(self.sums.counts()))
            .map(|(slope, (after, before))| slope * (after - before))
            .sum();
        Some(alpha(metric, &counts, observed).ok().map(|value| value + bent))
    }

    /// Pairable annotations by label without these; `None` where they change nothing.
    pub fn counts_without(&self, cells: &[OwnLabel]) -> Option<Vec<f64>> {
        let mut room = Room::default();
        let mut counts: Option<Vec<f64>> = None;
        for cell in cells {
            let (p, items) = (cell.pattern as usize, cell.items as f64);
            for (taken, sign) in [(None, -1.0), (Some(cell.label.index()), 1.0)] {
                for &(k, n) in self.crossed.units(self.view, p, taken, &mut room).counts() {
                    counts.get_or_insert_with(|| self.sums.counts().to_vec())[k] += sign * items * n;
                }
            }
        }
        counts.filter(|counts| counts != self.sums.counts())
    }

    /// What O changes by when these annotations go.
    pub fn observed_change(&self, cells: &[OwnLabel], metric: &Metric<'_>) -> f64 {
        let mut room = Room::default();
        let mut change = 0.0;
        for cell in cells {
            let (p, own, items) = (cell.pattern as usize, cell.label.index(), cell.items as f64);
            let before = self.crossed.units(self.view, p, None, &mut room).observed(metric);
            let after = self.crossed.units(self.view, p, Some(own), &mut room).observed(metric);
            change += items * (after - before);
        }
        change
    }

    /// The sums of the part without these annotations.
    pub fn sums_without(&self, cells: &[OwnLabel]) -> Result<AlphaSums<'a>, Reason> {
        let counts = self.counts_without(cells).unwrap_or_else(|| self.sums.counts().to_vec());
        let fixed = !self.crossed.distance.follows_margins();
        AlphaSums::new(self.crossed.distance, counts, |metric| {
            let whole = if fixed { self.sums.observed() } else { self.crossed.observed(self.view, metric) };
            whole + self.observed_change(cells, metric)
        })
    }

    /// Alpha of other sums over the same items after one item of pattern `p` went.
    pub fn item_out_of(
        &self,
        sums: &AlphaSums<'_>,
        p: usize,
        taken: Option<usize>,
        room: &mut Room,
    ) -> Option<f64> {
        let mut gone = Move::default();
        gone.add(self.crossed.units(self.view, p, taken, room), -1.0, sums.metric());
        sums.moved(&gone, &self.slope)
    }
}
