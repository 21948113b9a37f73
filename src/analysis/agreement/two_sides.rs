use super::alpha_sums::{alpha, reach};
use super::distance::{Distance, Metric};

/// Labels by item of a group and of the others, as counts over cells: item `i` owns cells `offsets[i]..offsets[i + 1]`,
/// one for each label that anybody gave it. What agreement within the group and across both needs, and fast enough to be
/// asked again for every relabelling of the annotators: one pass over the cells, nothing allocated.
#[derive(Clone, Copy)]
pub struct TwoSides<'a> {
    /// Item → cells; items + 1 entries.
    pub offsets: &'a [u32],
    /// Label of each cell, ascending within an item.
    pub label: &'a [u32],
    /// Annotations by the group, by cell.
    pub first: &'a [u32],
    /// Annotations by both, by cell.
    pub both: &'a [u32],
    /// Labels of the question.
    pub labels: usize,
    /// How far apart labels are.
    pub distance: &'a Distance,
}

/// Agreement within a group and across the group and the others; `None` where there is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SideAgreement {
    /// Krippendorff's alpha within the group.
    pub within: Option<f64>,
    /// Cross-replication reliability of both.
    pub across: Option<f64>,
}

impl SideAgreement {
    /// Alpha within minus xRR.
    pub fn difference(self) -> Option<f64> {
        Some(self.within? - self.across?)
    }
}

/// Room for one evaluation, to be used again.
#[derive(Debug, Clone, Default)]
pub struct SideRoom {
    /// Pairable annotations of the group by label.
    pub(super) pairable: Vec<f64>,
    /// The group's annotations of items that both labelled, by label.
    pub(super) first: Vec<f64>,
    /// The others' annotations of those items.
    pub(super) second: Vec<f64>,
}

/// One item's labels.
#[derive(Clone, Copy)]
pub(super) struct ItemSides<'a> {
    /// Labels, ascending.
    pub label: &'a [u32],
    /// Annotations by the group.
    pub first: &'a [u32],
    /// Annotations by both.
    pub both: &'a [u32],
}

/// What one item adds to the two disagreements.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Apart {
    /// Σ_k≠l r_k r_l d_kl / (r − 1) within the group; 0 for fewer than two annotations.
    pub within: f64,
    /// (r + s) × mean distance across the sides; 0 where a side is silent.
    pub across: f64,
}

impl ItemSides<'_> {
    /// Annotations by the group and by the others.
    pub fn sizes(&self) -> (u32, u32) {
        let (mut first, mut both) = (0, 0);
        for (r, n) in self.first.iter().zip(self.both) {
            first += r;
            both += n;
        }
        (first, both - first)
    }

    /// Its part of both disagreements; sums over labels in one pass, but for distances without a closed form.
    pub fn apart(&self, (r, s): (u32, u32), metric: &Metric<'_>) -> Apart {
        if r == 0 || (r == 1 && s == 0) {
            return Apart::default();
        }
        let (r, s) = (f64::from(r), f64::from(s));
        let (within, across) = match metric {
            Metric::Nominal => self.nominal(r, s),
            Metric::Squared(values) => self.squared(r, s, values),
            _ => self.of_pairs(metric),
        };
        Apart {
            within: if r > 1.0 { within / (r - 1.0) } else { 0.0 },
            across: if s > 0.0 { (r + s) / (r * s) * across } else { 0.0 },
        }
    }

    fn nominal(&self, r: f64, s: f64) -> (f64, f64) {
        let (mut own, mut met) = (0u64, 0u64);
        for (&r, &n) in self.first.iter().zip(self.both) {
            own += u64::from(r) * u64::from(r);
            met += u64::from(r) * u64::from(n - r);
        }
        (r * r - own as f64, r * s - met as f64)
    }

    /// From the sums of values and their squares about the item's first label.
    fn squared(&self, r: f64, s: f64, values: &[f64]) -> (f64, f64) {
        let origin = self.label.first().map_or(0.0, |&k| values[k as usize]);
        let (mut own, mut own_squares, mut other, mut other_squares) = (0.0, 0.0, 0.0, 0.0);
        for ((&k, &r), &n) in self.label.iter().zip(self.first).zip(self.both) {
            let x = values[k as usize] - origin;
            let (mine, theirs) = (f64::from(r) * x, f64::from(n - r) * x);
            own += mine;
            own_squares += mine * x;
            other += theirs;
            other_squares += theirs * x;
        }
        let across = s * own_squares + r * other_squares - 2.0 * own * other;
        (2.0 * (r * own_squares - own * own), across)
    }

    fn of_pairs(&self, metric: &Metric<'_>) -> (f64, f64) {
        let (mut within, mut across) = (0.0, 0.0);
        for (at, (&k, &r)) in self.label.iter().zip(self.first).enumerate() {
            if r == 0 {
                continue;
            }
            for (other, (&l, &n)) in self.label.iter().zip(self.both).enumerate() {
                if at != other {
                    let (own, far) = (self.first[other], metric.between(k as usize, l as usize));
                    within += f64::from(r) * f64::from(own) * far;
                    across += f64::from(r) * f64::from(n - own) * far;
                }
            }
        }
        (within, across)
    }
}

impl<'a> TwoSides<'a> {
    /// Items of the log.
    pub(super) fn items(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// One item's labels.
    pub(super) fn item(&self, i: usize) -> ItemSides<'a> {
        let own = self.offsets[i] as usize..self.offsets[i + 1] as usize;
        ItemSides { label: &self.label[own.clone()], first: &self.first[own.clone()], both: &self.both[own] }
    }

    /// Alpha within the group, over all of its pairable annotations, and xRR across, over the items that both labelled.
    pub fn agreement(&self, room: &mut SideRoom) -> SideAgreement {
        if self.distance.refusal().is_some() {
            return SideAgreement { within: None, across: None };
        }
        self.margins(room);
        if !self.distance.follows_margins() {
            let metric = self.distance.metric(&[]);
            let apart = self.apart(&metric);
            return SideAgreement {
                within: alpha(&metric, &room.pairable, |_| apart.within).ok(),
                across: xrr(&metric, room, apart.across),
            };
        }
        let within =
            alpha(&self.distance.metric(&room.pairable), &room.pairable, |metric| self.apart(metric).within);
        let both: Vec<f64> = room.first.iter().zip(&room.second).map(|(x, y)| x + y).collect();
        let metric = self.distance.metric(&both);
        SideAgreement { within: within.ok(), across: xrr(&metric, room, self.apart(&metric).across) }
    }

    /// Label counts that the expected disagreements rest on.
    pub(super) fn margins(&self, room: &mut SideRoom) {
        for counts in [&mut room.pairable, &mut room.first, &mut room.second] {
            counts.clear();
            counts.resize(self.labels, 0.0);
        }
        for i in 0..self.items() {
            let item = self.item(i);
            let (r, s) = item.sizes();
            if r == 0 || (r == 1 && s == 0) {
                continue;
            }
            for ((&k, &own), &n) in item.label.iter().zip(item.first).zip(item.both) {
                let k = k as usize;
                if r > 1 {
                    room.pairable[k] += f64::from(own);
                }
                if s > 0 {
                    room.first[k] += f64::from(own);
                    room.second[k] += f64::from(n - own);
                }
            }
        }
    }

    /// Both disagreements, summed over items.
    pub(super) fn apart(&self, metric: &Metric<'_>) -> Apart {
        let mut sum = Apart::default();
        for i in 0..self.items() {
            let item = self.item(i);
            let own = item.apart(item.sizes(), metric);
            sum.within += own.within;
            sum.across += own.across;
        }
        sum
    }
}

/// xRR from the margins and Σ (r + s) × mean distance; `None` where nothing was to be expected.
fn xrr(metric: &Metric<'_>, room: &SideRoom, across: f64) -> Option<f64> {
    let (first, second): (f64, f64) = (room.first.iter().sum(), room.second.iter().sum());
    if first == 0.0 || second == 0.0 {
        return None;
    }
    let expected: f64 = match metric {
        Metric::Nominal => {
            let met: f64 = room.first.iter().zip(&room.second).map(|(x, y)| x * y).sum();
            first * second - met
        }
        _ => room.first.iter().zip(reach(metric, &room.second)).map(|(n, far)| n * far).sum(),
    };
    let observed = across / (first + second);
    (expected > 0.0).then(|| 1.0 - observed * first * second / expected)
}

#[cfg(test)]
pub(super) mod tests;
