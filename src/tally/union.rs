use super::Names;
use crate::vocabulary::{Label, LabelSet, Question};
use std::cmp::Ordering;

/// New ids by old ids, of the two sides of a merge.
pub(super) struct Union {
    /// New id by the id on our side.
    pub(super) ours: Vec<u32>,
    /// New id by the id on the other side.
    pub(super) theirs: Vec<u32>,
}

impl Union {
    /// Our annotator, item or label under its new id.
    pub(super) fn label_of(map: &[u32], label: Label) -> Label {
        if label.is_some() { Label(map[label.index()]) } else { label }
    }
}

/// All names of both sides, sorted, and where they went.
pub(super) fn names(ours: &Names, theirs: &Names) -> (Names, Union) {
    let mut union = Union { ours: Vec::with_capacity(ours.len()), theirs: Vec::with_capacity(theirs.len()) };
    let (mut a, mut b) = (ours.iter().peekable(), theirs.iter().peekable());
    let mut merged = Vec::new();
    loop {
        let order = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) => x.cmp(y),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => break,
        };
        let id = merged.len() as u32;
        let mut name = None;
        if order.is_le() {
            name = a.next();
            union.ours.push(id);
        }
        if order.is_ge() {
            name = b.next();
            union.theirs.push(id);
        }
        merged.extend(name);
    }
    (Names::from_sorted(merged), union)
}

/// The question with the labels of both sides, in the order the log stage would have given them: as declared, else by
/// value where all are numbers, else by name.
pub(super) fn question(ours: &Question, theirs: &Question) -> (Question, Union) {
    let (a, b) = (&ours.labels, &theirs.labels);
    let mut labels: Vec<(String, Option<f64>)> = a.names.iter().cloned().zip(values(a)).collect();
    for (name, value) in b.names.iter().zip(values(b)) {
        if !a.names.contains(name) {
            labels.push((name.clone(), value));
        }
    }
    let numeric = !labels.is_empty() && labels.iter().all(|(_, value)| value.is_some());
    let declared = a.declared || b.declared;
    if !declared {
        labels.sort_by(|(x, v), (y, w)| {
            let by_value =
                if numeric { v.partial_cmp(w).unwrap_or(Ordering::Equal) } else { Ordering::Equal };
            by_value.then_with(|| x.cmp(y))
        });
    }
    let place = |name: &String| labels.iter().position(|(n, _)| n == name).map_or(u32::MAX, |at| at as u32);
    let union =
        Union { ours: a.names.iter().map(place).collect(), theirs: b.names.iter().map(place).collect() };
    let set = LabelSet {
        values: numeric.then(|| labels.iter().filter_map(|&(_, value)| value).collect()),
        used: used(a, b, &union, labels.len()),
        names: labels.into_iter().map(|(name, _)| name).collect(),
        declared,
    };
    (Question { name: ours.name.clone(), labels: set, scale: ours.scale }, union)
}

fn values(set: &LabelSet) -> impl Iterator<Item = Option<f64>> + '_ {
    (0..set.names.len()).map(|at| set.values.as_ref().map(|values| values[at]))
}

/// Which labels people gave on either side; empty = all of them.
fn used(a: &LabelSet, b: &LabelSet, union: &Union, labels: usize) -> Vec<bool> {
    if a.used.is_empty() && b.used.is_empty() {
        return Vec::new();
    }
    let mut used = vec![false; labels];
    for (set, map) in [(a, &union.ours), (b, &union.theirs)] {
        for (at, &new) in map.iter().enumerate() {
            used[new as usize] |= set.used.get(at).copied().unwrap_or(true);
        }
    }
    used
}
