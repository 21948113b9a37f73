use super::annotator_agreement::difference;
use super::pooled::Coefficients;
use crate::tally::ItemIndex;
use rayon::prelude::*;

/// Sums of item-adjusted differences of a few annotators over two halves of the items, split by a hash of the item so
/// that no alternation in the log can hide in them.
pub(super) struct Halves {
    /// Billionths, so that threads may add in any order.
    sums: Vec<[i64; 2]>,
}

/// Items per parallel piece.
const PIECE: usize = 1 << 16;

impl Halves {
    /// `annotators` ascending; position there = position here.
    pub fn of(index: &ItemIndex, coefficients: &Coefficients<'_>, annotators: &[u32]) -> Self {
        let none = || vec![[0i64; 2]; annotators.len()];
        if annotators.is_empty() {
            return Self { sums: none() };
        }
        let last = annotators.last().map_or(0, |&a| a as usize + 1);
        let mut place = vec![u32::MAX; last];
        annotators.iter().zip(0u32..).for_each(|(&a, i)| place[a as usize] = i);
        let piece = |from: usize| {
            let mut sums = none();
            for item in from..(from + PIECE).min(index.items()) {
                let half = (xxhash_rust::xxh3::xxh3_64(&(item as u64).to_le_bytes()) & 1) as usize;
                for row in index.rows(item) {
                    let who = place.get(index.annotator[row] as usize).copied().unwrap_or(u32::MAX);
                    if who == u32::MAX {
                        continue;
                    }
                    let own = index.label[row].index();
                    if let Some(d) = difference(coefficients, index.pattern[item] as usize, own) {
                        sums[who as usize][half] += (d * 1e9).round() as i64;
                    }
                }
            }
            sums
        };
        let sums =
            (0..index.items().div_ceil(PIECE)).into_par_iter().map(|i| piece(i * PIECE)).reduce(none, add);
        Self { sums }
    }

    /// Whether both halves of annotator `i` have the sign of `value`.
    pub fn same_sign(&self, i: usize, value: f64) -> bool {
        self.sums[i].iter().all(|&sum| sum != 0 && (sum > 0) == (value > 0.0))
    }
}

fn add(mut a: Vec<[i64; 2]>, b: Vec<[i64; 2]>) -> Vec<[i64; 2]> {
    for (a, b) in a.iter_mut().zip(b) {
        a[0] += b[0];
        a[1] += b[1];
    }
    a
}
