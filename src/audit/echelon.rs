use std::collections::BTreeMap;

/// Computing goes modulo this prime (2^31 − 1): exact, and the same everywhere.
pub(super) const PRIME: u64 = 2_147_483_647;

/// An equation over unknowns: (unknown, coefficient modulo [`PRIME`]) in ascending order, none of them 0.
pub(super) type Row = Vec<(u32, u64)>;

/// Independent equations in reduced row echelon form, for equations that hold few of many unknowns. The leading unknown
/// of each is its first, or whoever inserts it chooses.
#[derive(Debug, Clone)]
pub(super) struct Echelon {
    /// The equations; each has 1 at its own leading unknown and nothing at those of the others.
    pub rows: Vec<Row>,
    /// The leading unknown of each.
    pub pivots: Vec<u32>,
    of_pivot: BTreeMap<u32, usize>,
    unknowns: usize,
}

impl Echelon {
    /// Nothing known of so many unknowns.
    pub fn of(unknowns: usize) -> Self {
        Self { rows: Vec::new(), pivots: Vec::new(), of_pivot: BTreeMap::new(), unknowns }
    }

    /// What is left of a sum of unknowns without what the equations say of it.
    pub fn reduced(&self, sum: &[u32]) -> Row {
        let mut left = vec![0u64; self.unknowns];
        sum.iter().for_each(|&unknown| left[unknown as usize] = 1);
        // Only its own equation holds a leading unknown, so each is taken off once.
        for row in sum.iter().filter_map(|unknown| self.of_pivot.get(unknown)) {
            for &(unknown, value) in &self.rows[*row] {
                let left = &mut left[unknown as usize];
                *left = (*left + PRIME - value) % PRIME;
            }
        }
        (0u32..).zip(left).filter(|&(_, value)| value != 0).collect()
    }

    /// Takes a sum that is told, led by its first unknown; one that follows from the others changes nothing.
    pub fn tell(&mut self, sum: &[u32]) {
        let left = self.reduced(sum);
        if let Some(&(pivot, _)) = left.first() {
            self.insert(left, pivot);
        }
    }

    /// Whether a sum follows from what is told.
    pub fn gives(&self, sum: &[u32]) -> bool {
        self.reduced(sum).is_empty()
    }

    /// Takes one more, already [reduced](Self::reduced), with `pivot` among its unknowns; how many coefficients that met.
    pub fn insert(&mut self, mut row: Row, pivot: u32) -> u64 {
        let scale = inverse(at(&row, pivot));
        row.iter_mut().for_each(|(_, value)| *value = *value * scale % PRIME);
        let mut met = 0;
        for other in &mut self.rows {
            let times = at(other, pivot);
            met += 8;
            if times != 0 {
                *other = less(other, times, &row);
                met += other.len() as u64;
            }
        }
        self.of_pivot.insert(pivot, self.rows.len());
        self.rows.push(row);
        self.pivots.push(pivot);
        met
    }
}

/// The inverse modulo [`PRIME`], by Fermat.
pub(super) fn inverse(value: u64) -> u64 {
    let (mut out, mut base, mut power) = (1, value, PRIME - 2);
    while power > 0 {
        if power & 1 == 1 {
            out = out * base % PRIME;
        }
        base = base * base % PRIME;
        power >>= 1;
    }
    out
}

/// The coefficient of an unknown.
pub(super) fn at(row: &Row, unknown: u32) -> u64 {
    row.binary_search_by_key(&unknown, |entry| entry.0).map_or(0, |place| row[place].1)
}

/// `row` − `times` · `other`.
fn less(row: &Row, times: u64, other: &Row) -> Row {
    let mut out = Row::with_capacity(row.len() + other.len());
    let (mut here, mut there) = (row.iter().peekable(), other.iter().peekable());
    loop {
        let (own, its) = (here.peek().map(|entry| entry.0), there.peek().map(|entry| entry.0));
        let next = match (own, its) {
            (None, None) => return out,
            (Some(own), None) => own,
            (None, Some(its)) => its,
            (Some(own), Some(its)) => own.min(its),
        };
        let own = here.next_if(|entry| entry.0 == next).map_or(0, |entry| entry.1);
        let its = there.next_if(|entry| entry.0 == next).map_or(0, |entry| entry.1);
        let value = (own + (PRIME - times) * its) % PRIME;
        if value != 0 {
            out.push((next, value));
        }
    }
}
