use super::bridges::bridges;
use crate::audit::linked;
use crate::tally::{AttributeTally, ItemIndex};
use std::collections::BTreeSet;

/// The code of who is in no group.
const NONE: u32 = u32::MAX;

/// Who is in which group of one attribute, shown groups first.
#[derive(Debug)]
pub(super) struct Groups {
    pub attribute: String,
    /// How many attributes it crosses.
    depth: u32,
    /// Names of the groups that may be shown, sorted.
    pub shown: Vec<String>,
    /// Shown and withheld groups.
    all: usize,
    of_annotator: Vec<u32>,
}

impl Groups {
    pub fn of(attribute: &AttributeTally, shown: &BTreeSet<String>, annotators: usize) -> Self {
        let mut of_annotator = vec![NONE; annotators];
        let is_shown = |group: &str| shown.contains(group);
        let mut order: Vec<_> = attribute.groups.iter().collect();
        order.sort_by_key(|group| !is_shown(&group.group.0));
        for (code, group) in (0u32..).zip(&order) {
            group.annotators.iter().for_each(|one| of_annotator[one.annotator as usize] = code);
        }
        let names = order.iter().map(|group| group.group.0.clone()).filter(|name| is_shown(name)).collect();
        Self {
            attribute: attribute.attribute.0.clone(),
            depth: attribute.depth,
            shown: names,
            all: order.len(),
            of_annotator,
        }
    }

    /// The annotators of an item by group.
    fn people(&self, index: &ItemIndex, item: usize) -> Vec<Vec<u32>> {
        let mut people = vec![Vec::new(); self.all];
        for &annotator in index.annotators(item) {
            if let Some(own) = people.get_mut(self.of_annotator[annotator as usize] as usize) {
                own.push(annotator);
            }
        }
        people
    }
}

/// Which cells of items × groups of one attribute may be shown.
#[derive(Debug)]
pub(super) struct Cells {
    pub groups: Groups,
    /// Annotators by item and group, shown groups alone.
    n: Vec<u32>,
    /// Annotators of withheld groups by item.
    others: Vec<u32>,
    withheld: Vec<bool>,
}

impl Cells {
    fn of(index: &ItemIndex, groups: Groups) -> Self {
        let (items, shown) = (index.items(), groups.shown.len());
        let (mut n, mut others) = (vec![0; items * shown], vec![0; items]);
        for (item, others) in others.iter_mut().enumerate() {
            for &annotator in index.annotators(item) {
                match groups.of_annotator[annotator as usize] as usize {
                    group if group < shown => n[item * shown + group] += 1,
                    _ => *others += 1,
                }
            }
        }
        Self { withheld: vec![false; items * shown], groups, n, others }
    }

    /// Whether a cell may be shown.
    pub fn is_shown(&self, item: usize, group: usize) -> bool {
        !self.withheld[item * self.groups.shown.len() + group]
    }

    /// Labels of an item by shown group.
    pub fn count(&self, index: &ItemIndex, item: usize, labels: usize, counts: &mut Vec<u64>) {
        let shown = self.groups.shown.len();
        counts.clear();
        counts.resize(shown * labels, 0);
        for (&annotator, label) in index.annotators(item).iter().zip(index.labels(item)) {
            let group = self.groups.of_annotator[annotator as usize] as usize;
            if group < shown {
                counts[group * labels + label.index()] += 1;
            }
        }
    }

    fn n(&self, item: usize, group: usize) -> u32 {
        self.n[item * self.groups.shown.len() + group]
    }

    fn items(&self) -> usize {
        self.others.len()
    }

    /// Withholds the smallest cell that is shown among these; whether there was one.
    fn withhold_smallest(&mut self, among: impl Iterator<Item = (usize, usize)>) -> Option<usize> {
        let shown = among.filter(|&(item, group)| self.is_shown(item, group));
        let (item, group) = shown.min_by_key(|&(item, group)| (self.n(item, group), item, group))?;
        let width = self.groups.shown.len();
        self.withheld[item * width + group] = true;
        Some(item)
    }

    /// The items on which a group is shown, those with most of its annotators first.
    fn largest_first(&self, group: usize) -> Vec<usize> {
        let mut items: Vec<usize> = (0..self.items()).filter(|&item| self.is_shown(item, group)).collect();
        items.sort_by_key(|&item| std::cmp::Reverse((self.n(item, group), item)));
        items
    }

    /// Withholds a group on the last of these items on which it is shown still; which one that was.
    fn withhold_last(&mut self, items: &mut Vec<usize>, group: usize) -> Option<usize> {
        while let Some(item) = items.pop() {
            if self.is_shown(item, group) {
                let width = self.groups.shown.len();
                self.withheld[item * width + group] = true;
                return Some(item);
            }
        }
        None
    }

    /// Cells of few people that sums over items and over groups would tell: withholds another of the same item, or else of
    /// the same group. The items in which something was withheld.
    fn against_sums(&mut self, index: &ItemIndex, min_group: u64) -> BTreeSet<usize> {
        let (items, shown) = (self.items(), self.groups.shown.len());
        let mut edges: Vec<(u32, u32)> = Vec::new();
        for item in 0..items {
            let own = (0..shown).filter(|&group| !self.is_shown(item, group) && self.n(item, group) > 0);
            edges.extend(own.map(|group| (item as u32, (items + group) as u32)));
            if self.others[item] > 0 {
                edges.push((item as u32, (items + shown) as u32));
            }
        }
        let mut touched = BTreeSet::new();
        let mut smallest: Vec<Vec<usize>> = (0..shown).map(|group| self.largest_first(group)).collect();
        for edge in bridges(&edges, items + shown + 1) {
            let (item, group) = (edges[edge].0 as usize, edges[edge].1 as usize - items);
            let n = if group < shown { self.n(item, group) } else { self.others[item] };
            if u64::from(n) < min_group {
                let of_item = self.withhold_smallest((0..shown).map(|group| (item, group)));
                let of_group = || (group < shown).then_some(group);
                let found = match (of_item, of_group()) {
                    (None, Some(group)) => self.withhold_last(&mut smallest[group], group),
                    (found, _) => found,
                };
                touched.extend(found);
            }
        }
        for (group, items) in smallest.iter_mut().enumerate() {
            if self.is_told_by_total(index, group, min_group) {
                touched.extend(self.withhold_last(items, group));
            }
        }
        touched
    }

    /// Whether what is withheld of a group, which its totals tell, is one cell or of fewer than `min_group` people.
    fn is_told_by_total(&self, index: &ItemIndex, group: usize, min_group: u64) -> bool {
        let (mut cells, mut people) = (0u64, BTreeSet::<u32>::new());
        for item in (0..self.items()).filter(|&item| !self.is_shown(item, group) && self.n(item, group) > 0) {
            cells += 1;
            let own = index.annotators(item).iter();
            people.extend(own.filter(|&&who| self.groups.of_annotator[who as usize] as usize == group));
            if cells > 1 && people.len() as u64 >= min_group {
                return false;
            }
        }
        cells > 0
    }
}

/// Judges all attributes of a question together, until nothing more has to be withheld.
pub(super) fn judge(index: &ItemIndex, attributes: Vec<Groups>, min_group: u64) -> Vec<Cells> {
    let mut cells: Vec<Cells> = attributes.into_iter().map(|groups| Cells::of(index, groups)).collect();
    let mut unsettled: BTreeSet<usize> =
        (0..index.items()).filter(|&item| !index.rows(item).is_empty()).collect();
    while !unsettled.is_empty() {
        for &item in &unsettled {
            judge_item(index, &mut cells, item, min_group);
        }
        unsettled = cells.iter_mut().flat_map(|own| own.against_sums(index, min_group)).collect();
    }
    cells
}

/// One item: small cells, those that its totals would tell them by, and those that another attribute would.
fn judge_item(index: &ItemIndex, cells: &mut [Cells], item: usize, min_group: u64) {
    let people: Vec<Vec<Vec<u32>>> = cells.iter().map(|own| own.groups.people(index, item)).collect();
    let forced: Vec<BTreeSet<usize>> = cells
        .iter()
        .map(|own| {
            let shown = own.groups.shown.len();
            (0..own.groups.all).filter(|&group| group >= shown || !own.is_shown(item, group)).collect()
        })
        .collect();
    let depth: Vec<u32> = cells.iter().map(|own| own.groups.depth).collect();
    let judged = linked::judge_beside(&people, &depth, min_group, forced);
    for (own, judged) in cells.iter_mut().zip(judged) {
        let shown = own.groups.shown.len();
        for group in 0..shown {
            own.withheld[item * shown + group] |= judged.names_too || judged.reasons[group].is_some();
        }
    }
}
