use crate::vocabulary::Reason;
use std::ops::Range;

/// Takes item and cell (annotator-session) means out of a variable at once.
///
/// With cells' constants γ the residual is M_item (x − γ), and γ solves Σ_cell M_item γ = Σ_cell M_item x. Alternating
/// projections would get there as well, but in a crowd's sparse design only after many thousand sweeps; conjugate
/// gradients, scaled by the cells' sizes, take the same sweep a few dozen times. (Two-way effects: Abowd, Creecy & Kramarz
/// 2002, LEHD TP-2002-06.)
pub(super) struct TwoWay<'a> {
    /// Cell by observation; observations stand in order of items.
    cell: &'a [u32],
    /// Each item's observations.
    items: Vec<Range<usize>>,
    /// Observations by cell.
    per_cell: Vec<f64>,
}

/// Sweeps after which it is given up.
const MOST_SWEEPS: usize = 3_000;
/// What may be left of the equations, beside the length of the variable.
const STILL: f64 = 1e-11;

impl<'a> TwoWay<'a> {
    /// `item` ascends.
    pub fn new(item: &[u32], cell: &'a [u32]) -> Self {
        let mut items = Vec::new();
        for own in item.chunk_by(|a, b| a == b) {
            let from = items.last().map_or(0, |last: &Range<usize>| last.end);
            items.push(from..from + own.len());
        }
        Self { cell, items, per_cell: sizes(cell) }
    }

    /// What items and cells leave of `x`.
    ///
    /// # Errors
    /// Where the equations are not solved after 3 000 sweeps.
    pub fn residual(&self, mut x: Vec<f64>) -> Result<Vec<f64>, Reason> {
        // Beside the variable as it came: where items explain all of it, what is left is rounding, which no sweep removes.
        let enough = STILL * STILL * inner(&x, &x);
        self.centre_items(&mut x);
        let mut rest = vec![0.0; self.per_cell.len()];
        x.iter().zip(self.cell).for_each(|(x, &at)| rest[at as usize] += x);
        let mut constants = vec![0.0; rest.len()];
        let scaled = |rest: &[f64]| -> Vec<f64> {
            rest.iter().zip(&self.per_cell).map(|(r, n)| r / n.max(1.0)).collect()
        };
        let mut direction = scaled(&rest);
        let mut length = inner(&rest, &direction);
        let mut sweeps = 0;
        while length > enough {
            if sweeps == MOST_SWEEPS {
                let what = "sweeps to part items from sessions".into();
                return Err(Reason::TooMany { what, found: sweeps as u64, limit: MOST_SWEEPS as u64 });
            }
            let along = self.sweep(&direction);
            let step = length / inner(&direction, &along).max(f64::MIN_POSITIVE);
            constants.iter_mut().zip(&direction).for_each(|(c, d)| *c += step * d);
            rest.iter_mut().zip(&along).for_each(|(r, a)| *r -= step * a);
            let next = scaled(&rest);
            let longer = inner(&rest, &next);
            let turn = longer / length;
            direction.iter_mut().zip(&next).for_each(|(d, n)| *d = n + turn * *d);
            length = longer;
            sweeps += 1;
        }
        x.iter_mut().zip(self.cell).for_each(|(x, &at)| *x -= constants[at as usize]);
        self.centre_items(&mut x);
        Ok(x)
    }

    /// Σ_cell M_item γ.
    fn sweep(&self, constants: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; constants.len()];
        for rows in &self.items {
            let cells = &self.cell[rows.clone()];
            let mean = cells.iter().map(|&at| constants[at as usize]).sum::<f64>() / cells.len() as f64;
            cells.iter().for_each(|&at| sums[at as usize] += constants[at as usize] - mean);
        }
        sums
    }

    fn centre_items(&self, x: &mut [f64]) {
        for rows in &self.items {
            let own = &mut x[rows.clone()];
            let mean = own.iter().sum::<f64>() / own.len() as f64;
            own.iter_mut().for_each(|x| *x -= mean);
        }
    }
}

fn sizes(cell: &[u32]) -> Vec<f64> {
    let mut n = vec![0.0; cell.iter().max().map_or(0, |&last| last as usize + 1)];
    cell.iter().for_each(|&at| n[at as usize] += 1.0);
    n
}

fn inner(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Σx² after the cells' means alone are taken out.
pub(super) fn within_cells(x: &[f64], cell: &[u32]) -> f64 {
    let mut sums = vec![(0.0, 0.0); sizes(cell).len()];
    for (x, &at) in x.iter().zip(cell) {
        let own = &mut sums[at as usize];
        *own = (own.0 + 1.0, own.1 + x);
    }
    x.iter().zip(cell).map(|(x, &at)| (x - sums[at as usize].1 / sums[at as usize].0).powi(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The residual is orthogonal to every item and every cell, and leaves nothing of a sum of both.
        #[test]
        fn items_and_cells_leave_nothing_of_themselves(
            rows in prop::collection::vec((0u32..6, 0u32..5, -9.0f64..9.0), 4..60),
        ) {
            let mut rows = rows;
            rows.sort_by_key(|row| row.0);
            let item: Vec<u32> = rows.iter().map(|row| row.0).collect();
            let cell: Vec<u32> = rows.iter().map(|row| row.1).collect();
            let way = TwoWay::new(&item, &cell);
            let left = way.residual(rows.iter().map(|row| row.2).collect()).expect("settles");
            for at in 0..6 {
                let of = |group: &[u32]| -> f64 {
                    left.iter().zip(group).filter(|(_, g)| **g == at).map(|(x, _)| x).sum()
                };
                prop_assert!(of(&item).abs() < 1e-8 && of(&cell).abs() < 1e-8);
            }
            let made = rows.iter().map(|row| f64::from(row.0 * row.0) - 3.0 * f64::from(row.1)).collect();
            let left = way.residual(made).expect("settles");
            prop_assert!(left.iter().all(|x| x.abs() < 1e-8), "{left:?}");
        }
    }
}
