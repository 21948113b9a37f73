use super::coalesce;

/// How often annotations took how long: milliseconds to ten binary digits (a thousandth), so that ten million times are
/// some thousands of cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimeCounts {
    /// (milliseconds in the middle of the cell, annotations), sorted.
    pub cells: Vec<(u32, u64)>,
}

/// Binary digits that are kept.
const DIGITS: u32 = 10;
/// Cells that 32 bits of milliseconds fall into.
const CELLS: usize = (32 - DIGITS as usize + 1) << DIGITS;

impl TimeCounts {
    /// Counts known times of annotations that have a place in a session; 0 and `u32::MAX` are no times.
    pub(super) fn count(times: &[u32], position: &[u32]) -> Self {
        let mut counts = vec![0u64; CELLS];
        for (&ms, &position) in times.iter().zip(position) {
            if ms > 0 && ms != u32::MAX && position > 0 {
                counts[cell(ms)] += 1;
            }
        }
        let met = counts.into_iter().enumerate().filter(|&(_, n)| n > 0);
        Self { cells: met.map(|(cell, n)| (middle(cell), n)).collect() }
    }

    /// Adds another log's.
    pub(super) fn absorb(&mut self, other: &Self) {
        self.cells.extend(&other.cells);
        coalesce(&mut self.cells, |&(ms, _)| ms, |kept, next| kept.1 += next.1);
    }
}

fn cell(ms: u32) -> usize {
    let shift = (32 - ms.leading_zeros()).saturating_sub(DIGITS);
    ((shift << DIGITS) | (ms >> shift)) as usize
}

fn middle(cell: usize) -> u32 {
    let (shift, leading) = (cell as u32 >> DIGITS, cell as u32 & ((1 << DIGITS) - 1));
    (leading << shift) + ((1 << shift) >> 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_time_is_kept_to_a_thousandth(ms in 1u32..u32::MAX) {
            let kept = f64::from(middle(cell(ms)));
            prop_assert!((kept - f64::from(ms)).abs() <= f64::from(ms) / 1000.0);
        }
    }

    #[test]
    fn unknown_times_are_not_counted() {
        let counts = TimeCounts::count(&[500, 500, 0, u32::MAX, 700, 12_000], &[1, 2, 3, 4, 0, 5]);
        assert_eq!(counts.cells, [(500, 2), (12_008, 1)]);
    }
}
