//! What is told of an item on every row of it: gold, models' labels and confidences. One value an item, or a conflict.

use super::interner::NONE;
use std::collections::BTreeMap;

/// Two rows say different things.
pub(super) const CONFLICT: u32 = u32::MAX - 1;

/// One value per id, whatever the order of rows: a second, different value makes a conflict for good.
#[derive(Debug, Clone, Default)]
pub(super) struct Constant {
    values: Vec<u32>,
}

impl Constant {
    /// Says that `id` has `value` ([`NONE`] says nothing); whether anything was said of it before.
    pub fn tell(&mut self, id: u32, value: u32) -> bool {
        if value == NONE {
            return false;
        }
        let id = id as usize;
        if id >= self.values.len() {
            self.values.resize((id + 1).max(self.values.len() * 2), NONE);
        }
        let told = &mut self.values[id];
        let again = *told != NONE;
        if *told == NONE {
            *told = value;
        } else if *told != value {
            *told = CONFLICT;
        }
        again
    }

    #[cfg(test)]
    fn of(&self, id: u32) -> u32 {
        self.values.get(id as usize).copied().unwrap_or(NONE)
    }

    /// How many ids have conflicting values.
    pub fn conflicts(&self) -> u64 {
        self.values.iter().filter(|&&value| value == CONFLICT).count() as u64
    }

    /// Ids that have a value or a conflict.
    pub fn told(&self) -> impl Iterator<Item = (u32, u32)> {
        self.values
            .iter()
            .enumerate()
            .filter(|&(_, &value)| value != NONE)
            .map(|(id, &value)| (id as u32, value))
    }

    /// Values re-arranged by `place` (old id → new id) into `len` places; conflicts become [`NONE`].
    pub fn placed(&self, place: &[u32], len: usize) -> Vec<u32> {
        let mut out = vec![NONE; len];
        for (id, value) in self.told() {
            let to = place.get(id as usize).copied().unwrap_or(NONE);
            if to != NONE && value != CONFLICT {
                out[to as usize] = value;
            }
        }
        out
    }
}

/// A model's label and confidence by item code.
#[derive(Debug, Clone, Default)]
pub(super) struct ModelColumns {
    /// Label codes.
    pub label: Constant,
    /// Bits of the confidence as `f32`.
    pub confidence: Constant,
    /// Whether a confidence column exists.
    pub has_confidence: bool,
    /// Item → how many rows of their own spoke of it after the first; whatever their order, and whether or not they
    /// agree.
    pub again: BTreeMap<u32, u64>,
    /// Label code → bits of its probability as `f32`; only where probabilities are kept.
    pub probabilities: BTreeMap<u32, Constant>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_stays_whatever_comes_later() {
        let mut told = Constant::default();
        for (id, value) in [(0, 5), (1, 5), (0, 6), (0, 5), (2, NONE), (1, 5)] {
            told.tell(id, value);
        }
        assert_eq!((told.of(0), told.of(1), told.of(2), told.of(9)), (CONFLICT, 5, NONE, NONE));
        assert_eq!(told.conflicts(), 1);
        assert_eq!(told.placed(&[NONE, 0], 1), [5]);
    }
}
