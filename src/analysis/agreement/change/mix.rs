use crate::tally::PatternTable;
use serde::{Deserialize, Serialize};

/// What moved the observed agreement of two sides: Kitagawa's split (1955, J. Am. Stat. Assoc. 50:1168) with midpoint
/// weights, over the values of one column. `mix + within = change` exactly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MixSplit {
    /// The column.
    pub column: String,
    /// Observed agreement after minus before, over the items of the column's values.
    pub change: f64,
    /// Σ ā_s Δw_s: because other items came up (w_s: share of items with value s; a_s: agreement on them).
    pub mix: f64,
    /// Σ w̄_s Δa_s: because agreement on like items changed.
    pub within: f64,
    /// The values that move it most, by the size of both parts together; ties by name.
    pub values: Vec<MixValue>,
    /// How many values there are.
    pub values_total: u64,
}

/// One value of a [`MixSplit`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MixValue {
    /// The value.
    pub value: String,
    /// Share of items before.
    pub share_before: f64,
    /// Share of items after.
    pub share_after: f64,
    /// Agreement on them before; absent where there are none.
    pub agreement_before: Option<f64>,
    /// Agreement on them after.
    pub agreement_after: Option<f64>,
    /// Its part of `mix`.
    pub mix: f64,
    /// Its part of `within`.
    pub within: f64,
}

/// Values that are listed.
const MOST_VALUES: usize = 20;

/// Pairable items of a table and the sum of their observed agreements.
pub fn agreeing(table: &PatternTable) -> (f64, f64) {
    table.pairable().fold((0.0, 0.0), |(items, sum), pattern| {
        let n = pattern.annotations() as f64;
        let same: f64 = pattern.counts.iter().map(|&(_, r)| f64::from(r) * (f64::from(r) - 1.0)).sum();
        let weight = pattern.items as f64;
        (items + weight, sum + weight * same / (n * (n - 1.0)))
    })
}

/// Share of either side's items whose value both sides must have.
const LEAST_SHARED: f64 = 0.5;

/// A value, with (items, Σ agreement) before and after.
pub type BothSides<'a> = (&'a str, (f64, f64), (f64, f64));

/// Splits the change by (value, (items, Σ agreement) before, the same after). A value that only one side has adds to the
/// mix alone: nothing is known of how agreement on it changed. `None` where a side has no pairable item, or where less than
/// half of either side's items have a value that both sides have: weeks with batches of their own would then read as if
/// the batches explained everything.
pub fn mix_split(column: &str, values: &[BothSides<'_>]) -> Option<MixSplit> {
    let total = |side: fn(&BothSides<'_>) -> f64| values.iter().map(side).sum::<f64>();
    let (before, after) = (total(|v| v.1.0), total(|v| v.2.0));
    if before <= 0.0 || after <= 0.0 {
        return None;
    }
    let shared = |v: &&BothSides<'_>| v.1.0 > 0.0 && v.2.0 > 0.0;
    let (old, new) =
        values.iter().filter(shared).fold((0.0, 0.0), |(old, new), v| (old + v.1.0, new + v.2.0));
    if old < LEAST_SHARED * before || new < LEAST_SHARED * after {
        return None;
    }
    let agreement = |(items, sum): (f64, f64)| (items > 0.0).then(|| sum / items);
    let mut rows: Vec<MixValue> = Vec::with_capacity(values.len());
    for &(value, old, new) in values {
        let (agreement_before, agreement_after) = (agreement(old), agreement(new));
        let (Some(first), Some(second)) =
            (agreement_before.or(agreement_after), agreement_after.or(agreement_before))
        else {
            continue;
        };
        let (share_before, share_after) = (old.0 / before, new.0 / after);
        rows.push(MixValue {
            value: value.to_owned(),
            share_before,
            share_after,
            agreement_before,
            agreement_after,
            mix: (share_after - share_before) * (first + second) / 2.0,
            within: (second - first) * (share_before + share_after) / 2.0,
        });
    }
    let (mix, within) =
        rows.iter().fold((0.0, 0.0), |(mix, within), row| (mix + row.mix, within + row.within));
    let change = total(|v| v.2.1) / after - total(|v| v.1.1) / before;
    rows.sort_by(|a, b| {
        (b.mix.abs() + b.within.abs()).total_cmp(&(a.mix.abs() + a.within.abs())).then(a.value.cmp(&b.value))
    });
    let values_total = rows.len() as u64;
    rows.truncate(MOST_VALUES);
    Some(MixSplit { column: column.to_owned(), change, mix, within, values: rows, values_total })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Kitagawa 1955: equal agreement within values leaves the mix alone, and the other way round.
    #[test]
    fn what_only_the_mix_did_is_mix() {
        let same =
            mix_split("w", &[("easy", (80.0, 72.0), (40.0, 36.0)), ("hard", (20.0, 10.0), (60.0, 30.0))])
                .expect("items");
        assert!((same.change - (0.66 - 0.82)).abs() < 1e-12);
        assert!((same.mix - same.change).abs() < 1e-12 && same.within.abs() < 1e-12);
        let within = mix_split("w", &[("a", (50.0, 45.0), (10.0, 8.0)), ("b", (50.0, 25.0), (10.0, 3.0))])
            .expect("items");
        assert!(within.mix.abs() < 1e-12 && (within.within - within.change).abs() < 1e-12);
        assert_eq!(mix_split("w", &[("a", (0.0, 0.0), (5.0, 4.0))]), None);
        assert_eq!(mix_split("batch", &[("1", (9.0, 4.0), (0.0, 0.0)), ("2", (0.0, 0.0), (9.0, 8.0))]), None);
    }

    proptest! {
        #[test]
        fn both_parts_add_up(sides in proptest::collection::vec((0u32..50, 0u32..=100, 0u32..50, 0u32..=100), 1..8)) {
            let value = |&(n, a, m, b): &(u32, u32, u32, u32)| {
                let of = |n: u32, a: u32| (f64::from(n), f64::from(n) * f64::from(a) / 100.0);
                ("v", of(n, a), of(m, b))
            };
            let values: Vec<_> = sides.iter().map(value).collect();
            if let Some(split) = mix_split("c", &values) {
                prop_assert!((split.mix + split.within - split.change).abs() < 1e-9);
            }
        }
    }
}
