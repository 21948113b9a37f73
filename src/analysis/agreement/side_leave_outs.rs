use super::alpha_sums::{AlphaSums, Move};
use super::cross_sums::{CrossMove, CrossSums};
use super::two_sides::{ItemSides, SideRoom, TwoSides};
use crate::analysis::inference::LeaveOutSums;
use crate::vocabulary::Reason;

/// Numbers made of agreement within the group and across: alpha, xRR, their difference, their ratio.
pub(super) const COLUMNS: usize = 4;

/// An xRR nearer to 0 than this is 0 but for rounding.
const DUST: f64 = 1e-12;

/// A value where something is left out: `None` at the outside where that changes nothing, inside where nothing is left.
type Without = Option<Option<f64>>;

/// Both agreements of a group with all that is needed to leave something out.
pub(super) struct SideSums<'a> {
    sides: TwoSides<'a>,
    within: Result<AlphaSums<'a>, Reason>,
    across: Result<CrossSums<'a>, Reason>,
    within_slope: Vec<f64>,
    across_slope: Vec<f64>,
}

/// All left-outs of one kind, column by column.
pub(super) type Spreads = [Option<LeaveOutSums>; COLUMNS];

/// What left-outs tell.
pub(super) struct SideLeaveOuts {
    /// Without each item.
    pub items: Spreads,
    /// Without each person of the group, and of the others.
    pub people: [Spreads; 2],
    /// Without each annotation by the group, and by the others.
    pub annotations: [Spreads; 2],
}

/// Room for one left-out.
#[derive(Default)]
pub(super) struct LeaveOutRoom {
    within: Move,
    across: CrossMove,
    first: Vec<u32>,
    both: Vec<u32>,
}

impl<'a> SideSums<'a> {
    /// Sums of a group.
    pub fn of(sides: TwoSides<'a>) -> Self {
        let mut room = SideRoom::default();
        sides.margins(&mut room);
        let (pairable, first, second) = (room.pairable, room.first, room.second);
        let within = AlphaSums::new(sides.distance, pairable, |metric| sides.apart(metric).within);
        let across = CrossSums::new(sides.distance, first, second, |metric| sides.apart(metric).across);
        let within_slope = match &within {
            Ok(sums) => sums.slope(sides.distance, |metric| sides.apart(metric).within),
            Err(_) => Vec::new(),
        };
        let across_slope = match &across {
            Ok(sums) => sums.slope(sides.distance, |metric| sides.apart(metric).across),
            Err(_) => Vec::new(),
        };
        Self { sides, within, across, within_slope, across_slope }
    }

    /// Alpha within, or why there is none.
    pub fn within(&self) -> Result<f64, Reason> {
        self.within.as_ref().map(AlphaSums::value).map_err(Clone::clone)
    }

    /// xRR, or why there is none.
    pub fn across(&self) -> Result<f64, Reason> {
        self.across.as_ref().map(CrossSums::value).map_err(Clone::clone)
    }

    /// The columns with nothing left out.
    fn whole(&self) -> [Option<f64>; COLUMNS] {
        columns(self.within().ok(), self.across().ok())
    }

    /// An item as it is goes, or comes back with an annotation of this label less (by the group or by the others).
    fn take(&self, i: usize, less: Option<(usize, u32)>, room: &mut LeaveOutRoom) {
        let item = self.sides.item(i);
        self.shift(item, -1.0, room);
        let Some((side, label)) = less else { return };
        let (mut first, mut both) = (std::mem::take(&mut room.first), std::mem::take(&mut room.both));
        first.clear();
        both.clear();
        first.extend_from_slice(item.first);
        both.extend_from_slice(item.both);
        if let Ok(at) = item.label.binary_search(&label) {
            first[at] -= u32::from(side == 0);
            both[at] -= 1;
        }
        self.shift(ItemSides { label: item.label, first: &first, both: &both }, 1.0, room);
        (room.first, room.both) = (first, both);
    }

    /// Adds an item `times` over to both moves.
    fn shift(&self, item: ItemSides<'_>, times: f64, room: &mut LeaveOutRoom) {
        let (r, s) = item.sizes();
        if let Ok(sums) = self.within.as_ref()
            && r > 1
        {
            let counts = item.label.iter().zip(item.first).filter(|&(_, &n)| n > 0);
            let observed = item.apart((r, s), sums.metric()).within;
            room.within.take(-times * observed, counts.map(|(&k, &n)| (k as usize, -times * f64::from(n))));
        }
        if let Ok(sums) = self.across.as_ref()
            && r > 0
            && s > 0
        {
            room.across.observed += times * item.apart((r, s), sums.metric()).across;
            for ((&k, &own), &n) in item.label.iter().zip(item.first).zip(item.both) {
                if own > 0 {
                    room.across.first.push((k as usize, times * f64::from(own)));
                }
                if n > own {
                    room.across.second.push((k as usize, times * f64::from(n - own)));
                }
            }
        }
    }

    /// The columns after what `room` holds went; the room is empty afterwards.
    fn moved(&self, whole: &[Option<f64>; COLUMNS], room: &mut LeaveOutRoom) -> [Without; COLUMNS] {
        room.within.fold();
        room.across.fold();
        let within: Without = match &self.within {
            Ok(sums) if !room.within.is_nothing() => Some(sums.moved(&room.within, &self.within_slope)),
            _ => None,
        };
        let across: Without = match &self.across {
            Ok(sums) if !room.across.is_nothing() => Some(sums.moved(&room.across, &self.across_slope)),
            _ => None,
        };
        room.within.clear();
        room.across.clear();
        let both = columns(within.unwrap_or(whole[0]), across.unwrap_or(whole[1]));
        let either = (within.is_some() || across.is_some()).then_some(());
        [within, across, either.map(|()| both[2]), either.map(|()| both[3])]
    }

    /// Leaves out every item, every annotation and every person of either side in turn. `own` gives, for each person
    /// of the group and of the others, the (item, label)s they gave.
    pub fn leave_outs<'p, P>(&self, people: [&'p [u32]; 2], own: impl Fn(u32) -> P) -> SideLeaveOuts
    where
        P: Iterator<Item = (u32, u32)> + 'p,
    {
        let whole = self.whole();
        let none = || whole.map(|value| value.map(LeaveOutSums::about));
        let mut room = LeaveOutRoom::default();
        let (mut items, mut annotations, mut persons) = (none(), [none(), none()], [none(), none()]);
        for i in 0..self.sides.items() {
            self.take(i, None, &mut room);
            push(&mut items, self.moved(&whole, &mut room), 1);
            let item = self.sides.item(i);
            for ((&k, &r), &n) in item.label.iter().zip(item.first).zip(item.both) {
                for (side, alike) in [(0, r), (1, n - r)] {
                    if alike > 0 {
                        self.take(i, Some((side, k)), &mut room);
                        push(&mut annotations[side], self.moved(&whole, &mut room), u64::from(alike));
                    }
                }
            }
        }
        for (side, people) in people.into_iter().enumerate() {
            for &who in people {
                for (taken, (i, k)) in own(who).enumerate() {
                    self.take(i as usize, Some((side, k)), &mut room);
                    if taken % 64 == 63 {
                        // One person may have labelled a million items.
                        room.within.fold();
                        room.across.fold();
                    }
                }
                push(&mut persons[side], self.moved(&whole, &mut room), 1);
            }
        }
        SideLeaveOuts { items, people: persons, annotations }
    }
}

/// Alpha, xRR, difference and ratio; the ratio asks for an xRR above 0.
pub(super) fn columns(within: Option<f64>, across: Option<f64>) -> [Option<f64>; COLUMNS] {
    let difference = within.zip(across).map(|(within, across)| within - across);
    let ratio = within.zip(across.filter(|&across| across > DUST)).map(|(within, across)| within / across);
    [within, across, difference, ratio]
}

fn push(spreads: &mut Spreads, values: [Without; COLUMNS], units: u64) {
    for (spread, value) in spreads.iter_mut().zip(values) {
        if let (Some(spread), Some(value)) = (spread, value) {
            spread.push(value, units);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::two_sides::tests::{Cells, question};
    use super::*;
    use crate::analysis::agreement::{AgreementOptions, Distance};
    use crate::vocabulary::Scale;
    use proptest::prelude::*;

    type Item = (Vec<u32>, Vec<u32>);

    fn without_item(items: &[Item], i: usize) -> Vec<Item> {
        items.iter().enumerate().filter(|&(at, _)| at != i).map(|(_, item)| item.clone()).collect()
    }

    /// The person at place `who` of a side gave the `who`-th label of that side in every item.
    fn without_person(items: &[Item], side: usize, who: usize) -> Vec<Item> {
        let less = |item: &Item| {
            let mut item = item.clone();
            let own = if side == 0 { &mut item.0 } else { &mut item.1 };
            if who < own.len() {
                own.remove(who);
            }
            item
        };
        items.iter().map(less).collect()
    }

    fn values(items: &[Item], distance: &Distance) -> [Option<f64>; COLUMNS] {
        let found = Cells::of(items).sides(distance).agreement(&mut SideRoom::default());
        columns(found.within, found.across)
    }

    proptest! {
        /// Moving the sums is measuring what is left anew, on scales whose distances do not follow the margins.
        #[test]
        fn what_is_left_is_what_is_measured_anew(
            items in prop::collection::vec(
                (prop::collection::vec(0..4u32, 0..4), prop::collection::vec(0..4u32, 0..4)), 3..9,
            ),
        ) {
            for scale in [Scale::Nominal, Scale::Interval, Scale::Ratio] {
                let question = question(scale);
                let distance = Distance::of_question(&AgreementOptions::default(), &question);
                let cells = Cells::of(&items);
                let sums = SideSums::of(cells.sides(&distance));
                let whole = sums.whole();
                let mut room = LeaveOutRoom::default();
                let same = |moved: [Without; COLUMNS], all: [Option<f64>; COLUMNS]| {
                    for (column, (moved, anew)) in moved.into_iter().zip(all).enumerate() {
                        // Near 0, rounding decides whether there is a ratio, and what it is.
                        let near = all[1].is_some_and(|across| across.abs() < 1e-3);
                        if whole[column].is_none() || (column == 3 && near) {
                            continue;
                        }
                        match (moved.unwrap_or(whole[column]), anew) {
                            (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-8, "{scale:?} {column}: {a} {b}"),
                            (a, b) => prop_assert_eq!(a.is_some(), b.is_some(), "{:?} {}", scale, column),
                        }
                    }
                    Ok(())
                };
                for i in 0..items.len() {
                    sums.take(i, None, &mut room);
                    same(sums.moved(&whole, &mut room), values(&without_item(&items, i), &distance))?;
                }
                for (side, who) in [(0, 0), (0, 2), (1, 0), (1, 1)] {
                    for (i, (first, second)) in items.iter().enumerate() {
                        let own = if side == 0 { first } else { second };
                        if let Some(&label) = own.get(who) {
                            sums.take(i, Some((side, label)), &mut room);
                        }
                    }
                    same(sums.moved(&whole, &mut room), values(&without_person(&items, side, who), &distance))?;
                }
            }
        }
    }
}
