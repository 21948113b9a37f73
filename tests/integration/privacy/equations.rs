//! An attack by linear algebra, person by person: whatever adds up over people is known of every sum and difference of
//! what is shown.

use std::collections::BTreeSet;

/// Another prime than the program computes with.
const PRIME: u64 = 1_000_000_007;

/// What is shown, one equation over people each, in echelon form.
pub struct Known {
    people: usize,
    rows: Vec<(usize, Vec<u64>)>,
}

impl Known {
    /// The whole log is always shown.
    pub fn of<'a>(people: usize, shown: impl Iterator<Item = &'a BTreeSet<usize>>) -> Self {
        let mut known = Self { people, rows: Vec::new() };
        known.learn(&(0..people).collect());
        shown.for_each(|set| known.learn(set));
        known
    }

    fn learn(&mut self, set: &BTreeSet<usize>) {
        let row = self.left(set);
        if let Some(place) = row.iter().position(|&value| value != 0) {
            self.rows.push((place, row));
        }
    }

    /// Whether the sum over these people follows.
    pub fn tells(&self, set: &BTreeSet<usize>) -> bool {
        self.left(set).iter().all(|&value| value == 0)
    }

    fn left(&self, set: &BTreeSet<usize>) -> Vec<u64> {
        let mut row: Vec<u64> = (0..self.people).map(|person| u64::from(set.contains(&person))).collect();
        for (place, other) in &self.rows {
            let times = row[*place] * power(other[*place], PRIME - 2) % PRIME;
            if times != 0 {
                for (value, other) in row.iter_mut().zip(other) {
                    *value = (*value + (PRIME - times) * other) % PRIME;
                }
            }
        }
        row
    }
}

fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut out = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            out = out * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    out
}
