use super::{McNemar, chi_square_p, t_two_sided_p, wilson};
use crate::vocabulary::ConfidenceInterval;

/// Items in both samples of [`TwoShares`], by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PairedItems {
    /// A hit in both.
    pub both: u64,
    /// A hit in the first alone.
    pub first_only: u64,
    /// A hit in the second alone.
    pub second_only: u64,
    /// A hit in neither.
    pub neither: u64,
}

/// Two shares of items, of samples that may be the same items, other items, or share some of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TwoShares {
    /// Items in both samples.
    pub paired: PairedItems,
    /// (hits, items) in the first sample alone.
    pub first_alone: (u64, u64),
    /// (hits, items) in the second sample alone.
    pub second_alone: (u64, u64),
}

/// First share minus second.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareDifference {
    /// The difference.
    pub value: f64,
    /// Its interval.
    pub interval: ConfidenceInterval,
    /// Two-sided p of no difference; `None` where so few items forbid to judge.
    pub p: Option<f64>,
}

/// Items that each sample needs before a difference of samples that overlap in part is judged.
const FEWEST: u64 = 10;

impl PairedItems {
    /// Items in both samples.
    pub fn items(&self) -> u64 {
        self.both + self.first_only + self.second_only + self.neither
    }
}

impl TwoShares {
    /// Hits and items of the first sample.
    pub fn first(&self) -> (u64, u64) {
        let own = self.paired.both + self.paired.first_only;
        (own + self.first_alone.0, self.paired.items() + self.first_alone.1)
    }

    /// Hits and items of the second sample.
    pub fn second(&self) -> (u64, u64) {
        let own = self.paired.both + self.paired.second_only;
        (own + self.second_alone.0, self.paired.items() + self.second_alone.1)
    }

    /// The difference of the two shares by squaring and adding Wilson's limits, which keeps to −1 … 1 and does not fail
    /// at 0 or 1: method 10 of Newcombe 1998 (Statistics in Medicine 17:2635) where all items are paired, method 10 of
    /// Newcombe 1998 (17:873) where none is, and in between the same with the correlation that the shared items give the
    /// two shares (Zou & Donner 2008, Statistics in Medicine 27:1693). p: McNemar's exact test; the score test, or
    /// Fisher's exact one where an expected count is under 5; the linearised error with t.
    ///
    /// `None` where a sample is empty.
    pub fn difference(&self, level: f64) -> Option<ShareDifference> {
        let ((h1, n1), (h2, n2)) = (self.first(), self.second());
        let (first, second) = (wilson(h1, n1, level)?, wilson(h2, n2, level)?);
        let (p1, p2) = (h1 as f64 / n1 as f64, h2 as f64 / n2 as f64);
        let alone = self.first_alone.1 + self.second_alone.1;
        let (correlation, method, p) = match (self.paired.items(), alone) {
            (0, _) => (0.0, "Newcombe's hybrid score, independent", Some(independent_p((h1, n1), (h2, n2)))),
            (_, 0) => {
                let p = McNemar::of(self.paired.first_only, self.paired.second_only).exact_p;
                (phi(&self.paired), "Newcombe's hybrid score, paired", Some(p))
            }
            _ => {
                let (correlation, p) = self.overlapping((p1, n1), (p2, n2));
                (correlation, "hybrid score with the correlation of shared items", p)
            }
        };
        let reach = |to_first: f64, to_second: f64| {
            let square = to_first.powi(2) + to_second.powi(2) - 2.0 * correlation * to_first * to_second;
            square.max(0.0).sqrt()
        };
        let value = p1 - p2;
        let lower = (value - reach(p1 - first.lower, second.upper - p2)).max(-1.0);
        let upper = (value + reach(first.upper - p1, p2 - second.lower)).min(1.0);
        let interval = ConfidenceInterval { lower, upper, level, method: method.into() };
        Some(ShareDifference { value, interval, p })
    }

    /// Correlation of the two shares, and p from the linearised error of their difference.
    fn overlapping(&self, (p1, n1): (f64, u64), (p2, n2): (f64, u64)) -> (f64, Option<f64>) {
        let paired = &self.paired;
        let products = paired.both as f64 * (1.0 - p1) * (1.0 - p2)
            - paired.first_only as f64 * (1.0 - p1) * p2
            - paired.second_only as f64 * p1 * (1.0 - p2)
            + paired.neither as f64 * p1 * p2;
        let covariance = products / (n1 as f64 * n2 as f64);
        let (v1, v2) = (p1 * (1.0 - p1) / n1 as f64, p2 * (1.0 - p2) / n2 as f64);
        let correlation = if v1 * v2 > 0.0 { (covariance / (v1 * v2).sqrt()).clamp(-1.0, 1.0) } else { 0.0 };
        let se = (v1 + v2 - 2.0 * covariance).max(0.0).sqrt();
        let least = n1.min(n2);
        let p = match least >= FEWEST {
            true if se > 1e-12 => Some(t_two_sided_p((p1 - p2) / se, least as f64 - 1.0)),
            true if (p1 - p2).abs() < 1e-12 => Some(1.0),
            _ => None,
        };
        (correlation, p)
    }
}

/// The correlation of paired outcomes as Newcombe's method 10 takes it: towards 0 by half an item where it is positive.
fn phi(paired: &PairedItems) -> f64 {
    let [e, f, g, h] = [paired.both, paired.first_only, paired.second_only, paired.neither].map(|n| n as f64);
    let margins = (e + f) * (g + h) * (e + g) * (f + h);
    if margins <= 0.0 {
        return 0.0;
    }
    let cross = e * h - f * g;
    let cross = if cross > 0.0 { (cross - (e + f + g + h) / 2.0).max(0.0) } else { cross };
    cross / margins.sqrt()
}

/// Two-sided p of equal shares in two independent samples.
fn independent_p((h1, n1): (u64, u64), (h2, n2): (u64, u64)) -> f64 {
    let (hits, all) = ((h1 + h2) as f64, (n1 + n2) as f64);
    let expected = |margin: f64, n: u64| margin * n as f64 / all;
    let least = [expected(hits, n1), expected(hits, n2), expected(all - hits, n1), expected(all - hits, n2)];
    if least.into_iter().fold(f64::INFINITY, f64::min) < 5.0 {
        return fisher_p((h1, n1), (h2, n2));
    }
    let pooled = hits / all;
    let apart = h1 as f64 / n1 as f64 - h2 as f64 / n2 as f64;
    let variance = pooled * (1.0 - pooled) * (1.0 / n1 as f64 + 1.0 / n2 as f64);
    chi_square_p(apart * apart / variance, 1.0)
}

/// Fisher's exact test, two-sided: all tables with these margins that are no more probable than this one.
fn fisher_p((h1, n1): (u64, u64), (h2, n2): (u64, u64)) -> f64 {
    let hits = h1 + h2;
    let (from, to) = (hits.saturating_sub(n2), hits.min(n1));
    // ln of the ratio of each table's probability to the first's, by recurrence: no factorials.
    let mut logs = vec![0.0_f64];
    for k in from..to {
        let odds = ((n1 - k) as f64 * (hits - k) as f64) / ((k + 1) as f64 * (n2 + k + 1 - hits) as f64);
        logs.push(logs[logs.len() - 1] + odds.ln());
    }
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = logs.iter().map(|log| (log - most).exp()).sum();
    let own = logs[(h1 - from) as usize];
    // Equal probabilities differ by rounding (R's fisher.test allows for 1e-7 too).
    let tail: f64 = logs.iter().filter(|log| **log <= own + 1e-7).map(|log| (log - most).exp()).sum();
    (tail / total).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn paired([both, first_only, second_only, neither]: [u64; 4]) -> TwoShares {
        TwoShares { paired: PairedItems { both, first_only, second_only, neither }, ..TwoShares::default() }
    }

    fn independent(first_alone: (u64, u64), second_alone: (u64, u64)) -> TwoShares {
        TwoShares { first_alone, second_alone, ..TwoShares::default() }
    }

    fn ends(shares: TwoShares) -> (f64, f64) {
        let found = shares.difference(0.95).expect("items");
        (found.interval.lower, found.interval.upper)
    }

    /// Newcombe 1998, Statistics in Medicine 17:873, table II, method 10.
    #[test]
    fn newcombes_independent_examples() {
        for (first, second, lower, upper) in [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((0, 10), (0, 20), -0.1611, 0.2775),
            ((10, 10), (0, 10), 0.6075, 1.0),
        ] {
            let got = ends(independent(first, second));
            assert!((got.0 - lower).abs() < 6e-5 && (got.1 - upper).abs() < 6e-5, "{got:?} {lower} {upper}");
        }
    }

    /// Newcombe 1998, Statistics in Medicine 17:2635, method 10: 36, 12, 2, 0.
    #[test]
    fn newcombes_paired_example() {
        let got = ends(paired([36, 12, 2, 0]));
        assert!((got.0 - 0.0569).abs() < 6e-5 && (got.1 - 0.3404).abs() < 6e-5, "{got:?}");
    }

    /// Fisher 1935, the tea of chapter 2: 34 of 70 ways; 9 of 10 against 3 of 10: 2 (220 · 8 + 66) of 184 756.
    #[test]
    fn fishers_exact_test_by_hand() {
        assert!((fisher_p((3, 4), (1, 4)) - 34.0 / 70.0).abs() < 1e-12);
        assert!((fisher_p((9, 10), (3, 10)) - 3_652.0 / 184_756.0).abs() < 1e-12);
        assert!((fisher_p((0, 10), (0, 20)) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn an_empty_sample_has_no_difference_and_few_shared_items_no_verdict() {
        assert_eq!(independent((0, 0), (3, 4)).difference(0.95), None);
        let few = TwoShares { first_alone: (1, 2), second_alone: (1, 3), ..paired([2, 1, 1, 0]) };
        assert_eq!(few.difference(0.95).map(|found| found.p), Some(None));
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_difference_and_turns_with_it(
            cells in prop::array::uniform4(0u64..30), first in (0u64..20, 0u64..20), second in (0u64..20, 0u64..20)
        ) {
            let [both, first_only, second_only, neither] = cells;
            let own = TwoShares {
                paired: PairedItems { both, first_only, second_only, neither },
                first_alone: (first.0, first.0 + first.1),
                second_alone: (second.0, second.0 + second.1),
            };
            let turned = TwoShares {
                paired: PairedItems { both, first_only: second_only, second_only: first_only, neither },
                first_alone: own.second_alone,
                second_alone: own.first_alone,
            };
            let Some(found) = own.difference(0.95) else { return Ok(()) };
            let back = turned.difference(0.95).expect("the same samples");
            let (lower, upper) = (found.interval.lower, found.interval.upper);
            prop_assert!(lower <= found.value + 1e-12 && found.value <= upper + 1e-12 && lower >= -1.0 && upper <= 1.0);
            prop_assert!((back.interval.lower + upper).abs() < 1e-9 && (back.interval.upper + lower).abs() < 1e-9);
            match (found.p, back.p) {
                (Some(p), Some(q)) => prop_assert!((p - q).abs() < 1e-7 && (0.0..=1.0).contains(&p)),
                (p, q) => prop_assert_eq!(p, q),
            }
        }
    }
}
