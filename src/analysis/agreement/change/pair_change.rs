use super::Moved;
use crate::analysis::inference::{
    Bounds, LeaveOuts, SideError, clopper_pearson, independent_difference, t_name,
};
use crate::tally::PatternTable;
use crate::vocabulary::{ConfidenceInterval, Estimate, Label, Outcome, Reason, SampleSize};
use serde::{Deserialize, Serialize};

/// What became of two labels that annotators exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairVerdict {
    /// They meet less often: q ≤ 0.05.
    Mended,
    /// They meet more often: q ≤ 0.05.
    NewlyBroken,
    /// No evidence of a change.
    NoEvidence,
}

/// Two labels, and how often one item's annotators give both, before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PairChange {
    /// The label that comes first in the set.
    pub first: String,
    /// The other.
    pub second: String,
    /// Of all pairs of annotations of an item, the share that are these two labels: mean over items. All label pairs
    /// together have 1 − percent agreement.
    pub before: Estimate,
    /// The same after.
    pub after: Estimate,
    /// Share of the observed disagreement before (a share may grow because another pair was mended).
    pub share_before: Option<Estimate>,
    /// The same after.
    pub share_after: Option<Estimate>,
    /// After minus before.
    pub change: Estimate,
    /// Two-sided p of no change.
    pub p_value: Option<f64>,
    /// The same after Benjamini–Hochberg over the question's pairs.
    pub q_value: Option<f64>,
    /// Mended, newly broken, or neither.
    pub verdict: PairVerdict,
}

/// How often two labels meet on an item: mean over pairable items of 2 r_k r_l / (n (n − 1)).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meeting {
    /// The mean.
    pub value: f64,
    /// Its error over items; `None` where they never meet.
    pub error: Option<LeaveOuts>,
    /// Pairable items.
    pub items: u64,
    /// Items on which they meet.
    pub meets: u64,
}

impl Meeting {
    /// The labels' places in the set.
    pub fn of(table: &PatternTable, (k, l): (u32, u32)) -> Self {
        let mut rows: Vec<(f64, u64)> = Vec::new();
        let (mut items, mut sum, mut meets) = (0, 0.0, 0);
        for pattern in table.pairable() {
            let n = pattern.annotations() as f64;
            let [a, b] = [k, l].map(|label| f64::from(pattern.count_of(Label(label))));
            let own = 2.0 * a * b / (n * (n - 1.0));
            items += pattern.items;
            if own > 0.0 {
                sum += own * pattern.items as f64;
                meets += pattern.items;
                rows.push((own, pattern.items));
            }
        }
        let n = items as f64;
        let value = if items > 0 { sum / n } else { 0.0 };
        rows.push((0.0, items - meets));
        // The mean without one item: (sum − x) / (n − 1).
        let left: Vec<(f64, u64)> =
            rows.into_iter().map(|(x, times)| ((sum - x) / (n - 1.0), times)).collect();
        let error = if meets > 0 && items > 1 { LeaveOuts::of(&left) } else { None };
        Self { value, error, items, meets }
    }

    /// The error widened by what annotators add (a factor of at least 1), or the exact bound where the labels never meet.
    fn side(&self, widened: f64, level: f64) -> Result<SideError, Reason> {
        match self.error {
            Some(error) => Ok(SideError::Spread(LeaveOuts { se: error.se * widened.max(1.0), df: error.df })),
            None if self.meets == 0 => clopper_pearson(0, self.items, level)
                .map(|exact| SideError::Ends(exact.lower, exact.upper))
                .ok_or(Reason::NothingPairable),
            None => Err(Reason::NoErrorToEstimate),
        }
    }

    /// The estimate with its interval.
    pub fn estimate(&self, widened: f64, level: f64) -> Estimate {
        let (interval, se) = match self.side(widened, level) {
            Err(reason) => (Outcome::NotEstimable(reason), None),
            Ok(SideError::Ends(lower, upper)) => {
                let method = "Clopper–Pearson".to_owned();
                (Outcome::Estimated(ConfidenceInterval { lower, upper, level, method }), None)
            }
            Ok(SideError::Spread(error)) => match Bounds::Share
                .interval(self.value, error.se, error.df, level)
            {
                None => (Outcome::NotEstimable(Reason::NoErrorToEstimate), None),
                Some((lower, upper)) => {
                    let method = format!(
                        "jackknife over {} items, {} on the logit scale",
                        self.items,
                        t_name(error.df)
                    );
                    (Outcome::Estimated(ConfidenceInterval { lower, upper, level, method }), Some(error.se))
                }
            },
        };
        Estimate {
            value: self.value,
            interval,
            se,
            sample: SampleSize { items: self.items, annotations: 0, annotators: 0 },
            method: "share of an item's pairs of annotations, mean over items".into(),
            warnings: Vec::new(),
        }
    }

    /// After minus before; `widened` by side.
    pub fn change(before: &Self, after: &Self, widened: [f64; 2], level: f64) -> Moved {
        let sides = (before.side(widened[0], level), after.side(widened[1], level));
        let found = match sides {
            (Ok(old), Ok(new)) => {
                independent_difference((before.value, old), (after.value, new), Bounds::Share, level)
                    .ok_or(Reason::NoErrorToEstimate)
            }
            (Err(reason), _) | (_, Err(reason)) => Err(reason),
        };
        let value = after.value - before.value;
        let items = before.items.min(after.items);
        let (interval, error) = match found {
            Err(reason) => (Outcome::NotEstimable(reason), None),
            Ok(found) => {
                let method =
                    format!("jackknives over the items of both sides, {}, MOVER", t_name(found.error.df));
                let (lower, upper) = (found.lower, found.upper);
                (Outcome::Estimated(ConfidenceInterval { lower, upper, level, method }), Some(found.error))
            }
        };
        let estimate = Estimate {
            value,
            interval,
            se: error.map(|error| error.se),
            sample: SampleSize { items, annotations: 0, annotators: 0 },
            method: "after minus before".into(),
            warnings: Vec::new(),
        };
        Moved::judged(estimate, error)
    }
}

/// Every two labels that meet on some item of a table, sorted.
pub fn meeting_pairs(table: &PatternTable) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for pattern in table.iter() {
        for (i, &(k, _)) in pattern.counts.iter().enumerate() {
            pairs.extend(pattern.counts[i + 1..].iter().map(|&(l, _)| (k.0, l.0)));
        }
        if pairs.len() > 1 << 16 {
            pairs.sort_unstable();
            pairs.dedup();
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(items: &[&[u32]]) -> PatternTable {
        let items: Vec<Vec<Label>> =
            items.iter().map(|labels| labels.iter().map(|&l| Label(l)).collect()).collect();
        PatternTable::of_items(items.iter().map(Vec::as_slice))
    }

    /// Two of four items of two: the mean of 1, 1, 0, 0 is ½, its error s / √4 with s² = ⅓.
    #[test]
    fn how_often_two_labels_meet_is_a_mean_over_items() {
        let meeting = Meeting::of(&table(&[&[0, 1], &[0, 1], &[0, 0], &[2, 2]]), (0, 1));
        assert_eq!((meeting.value, meeting.items, meeting.meets), (0.5, 4, 2));
        assert!((meeting.error.expect("spread").se - (1.0_f64 / 12.0).sqrt()).abs() < 1e-12);
        let all: f64 = [(0, 1), (0, 2), (1, 2)]
            .map(|pair| Meeting::of(&table(&[&[0, 1, 2], &[0, 0, 1]]), pair).value)
            .iter()
            .sum();
        assert!((all - (1.0 + 2.0 / 3.0) / 2.0).abs() < 1e-12, "all pairs are what is not agreed on");
    }

    #[test]
    fn a_pair_that_never_met_has_a_bound_all_the_same() {
        let never = Meeting::of(&table(&[[0, 0].as_slice(); 100]), (0, 1));
        let now =
            Meeting { value: 0.3, error: Some(LeaveOuts { se: 0.05, df: 99.0 }), items: 100, meets: 30 };
        let moved = Meeting::change(&never, &now, [1.0, 1.0], 0.95);
        let interval = moved.estimate.interval.estimated().expect("both sides have one");
        assert!(interval.lower > 0.15 && interval.upper < 0.45 && moved.p_value.is_some_and(|p| p < 0.001));
        assert_eq!(meeting_pairs(&table(&[&[0, 1, 2], &[1, 2, 2]])), [(0, 1), (0, 2), (1, 2)]);
    }
}
