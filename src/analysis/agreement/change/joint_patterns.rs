use crate::tally::PatternTable;
use crate::vocabulary::Label;
use std::collections::BTreeMap;

/// (label, annotations), labels ascending, of one item.
pub type Counts = Vec<(Label, u32)>;

/// Items by what they show on each of two sides, so that an item drawn brings both along: what keeps a comparison paired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointPatterns {
    /// What items show before.
    pub before: PatternTable,
    /// What they show after.
    pub after: PatternTable,
    /// By (row of `before`, row of `after`), sorted; [`JointCell::ABSENT`] where an item is on one side only.
    pub cells: Vec<JointCell>,
}

/// Items that show the same on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JointCell {
    /// Row of the table before.
    pub before: u32,
    /// Row of the table after.
    pub after: u32,
    /// How many items.
    pub items: u64,
}

impl JointCell {
    /// Stands where an item was not rated on a side.
    pub const ABSENT: u32 = u32::MAX;

    /// Whether the item was rated on both sides.
    pub fn is_shared(&self) -> bool {
        self.before != Self::ABSENT && self.after != Self::ABSENT
    }
}

impl JointPatterns {
    /// From (counts before, counts after, items); an empty list is "not rated there".
    pub fn of(items: impl IntoIterator<Item = (Counts, Counts, u64)>) -> Self {
        let mut joint: BTreeMap<(Counts, Counts), u64> = BTreeMap::new();
        for (before, after, items) in items {
            if items > 0 && !(before.is_empty() && after.is_empty()) {
                *joint.entry((before, after)).or_default() += items;
            }
        }
        let side = |of: fn(&(Counts, Counts)) -> &Counts| {
            let mut counts: BTreeMap<&Counts, u64> = BTreeMap::new();
            for (key, &items) in joint.iter().filter(|(key, _)| !of(key).is_empty()) {
                *counts.entry(of(key)).or_default() += items;
            }
            counts
        };
        let (old, new) = (side(|key| &key.0), side(|key| &key.1));
        let row = |table: &BTreeMap<&Counts, u64>| -> BTreeMap<Counts, u32> {
            table.keys().zip(0u32..).map(|(&counts, row)| (counts.clone(), row)).collect()
        };
        let (rows_before, rows_after) = (row(&old), row(&new));
        let place = |rows: &BTreeMap<Counts, u32>, counts: &Counts| {
            rows.get(counts).copied().unwrap_or(JointCell::ABSENT)
        };
        let cells = joint.iter().map(|((before, after), &items)| JointCell {
            before: place(&rows_before, before),
            after: place(&rows_after, after),
            items,
        });
        let mut cells: Vec<JointCell> = cells.collect();
        cells.sort_unstable_by_key(|cell| (cell.before, cell.after));
        Self { before: table(&old), after: table(&new), cells }
    }

    /// Those items alone that two or more people annotated on each side.
    pub fn pairable_on_both(&self) -> Self {
        let counts = |table: &PatternTable, row: u32| table.pattern(row as usize).counts.to_vec();
        let kept = self.cells.iter().filter(|cell| {
            cell.is_shared()
                && self.before.pattern(cell.before as usize).is_pairable()
                && self.after.pattern(cell.after as usize).is_pairable()
        });
        Self::of(
            kept.map(|cell| (counts(&self.before, cell.before), counts(&self.after, cell.after), cell.items)),
        )
    }

    /// Items rated on both sides.
    pub fn shared_items(&self) -> u64 {
        self.cells.iter().filter(|cell| cell.is_shared()).map(|cell| cell.items).sum()
    }

    /// Items by cell.
    pub(super) fn items(&self) -> Vec<u64> {
        self.cells.iter().map(|cell| cell.items).collect()
    }

    /// Items by row of both tables, of so many items by cell.
    pub(super) fn spread(&self, drawn: &[u64], before: &mut [u64], after: &mut [u64]) {
        before.fill(0);
        after.fill(0);
        for (cell, &items) in self.cells.iter().zip(drawn) {
            if let Some(row) = before.get_mut(cell.before as usize) {
                *row += items;
            }
            if let Some(row) = after.get_mut(cell.after as usize) {
                *row += items;
            }
        }
    }
}

fn table(counts: &BTreeMap<&Counts, u64>) -> PatternTable {
    let mut table = PatternTable::default();
    for (counts, &items) in counts {
        table.entries.extend_from_slice(counts);
        table.offsets.push(table.entries.len() as u32);
        table.items.push(items);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_add_up_to_their_own_tables() {
        let counts = |labels: &[u32]| -> Counts { labels.iter().map(|&l| (Label(l), 1)).collect() };
        let joint = JointPatterns::of([
            (counts(&[0, 1]), counts(&[0]), 2),
            (counts(&[0, 1]), Vec::new(), 3),
            (Vec::new(), counts(&[0, 1]), 1),
            (counts(&[1, 2]), counts(&[0, 1]), 4),
        ]);
        assert_eq!((joint.before.rated_items(), joint.after.rated_items(), joint.shared_items()), (9, 7, 6));
        let (mut before, mut after) = (vec![0; joint.before.len()], vec![0; joint.after.len()]);
        joint.spread(&joint.items(), &mut before, &mut after);
        assert_eq!((before, after), (joint.before.items.clone(), joint.after.items.clone()));
        let both = joint.pairable_on_both();
        assert_eq!((both.cells.len(), both.shared_items()), (1, 4));
    }
}
