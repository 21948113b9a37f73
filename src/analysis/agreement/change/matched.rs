use super::Moved;
use crate::analysis::inference::{Bounds, LeaveOuts, t_name};
use crate::tally::{ItemIndex, QuestionTallies};
use crate::vocabulary::{
    ConfidenceInterval, Estimate, GUIDELINE_VERSION, Label, Outcome, Reason, SampleSize,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The change of percent agreement between two versions on like items, where the versions have other items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatchedChange {
    /// By what items are alike: `gold label`, an attribute of items, or another slicing column.
    pub by: String,
    /// Kinds of items that both versions have at least two of.
    pub strata: u64,
    /// Share of the items of both that are of these kinds.
    pub matched: f64,
    /// Σ w̄_s (a_s after − a_s before), w̄ the mean of both versions' shares of kind s.
    pub change: Outcome<Estimate>,
}

/// Items of one kind under one version: how many, Σ agreement, Σ agreement².
type Sums = (u64, f64, f64);

/// Percent agreement's change within kinds of items. `None` where the log knows no kinds, or was tallied without rows.
/// `widened`: by how much other annotators widen percent agreement's change.
pub(super) fn matched(
    tallies: &QuestionTallies,
    versions: [&str; 2],
    widened: f64,
    level: f64,
) -> Option<MatchedChange> {
    let index = tallies.index.as_ref()?;
    let column = tallies.slice_columns.iter().find(|column| column.name == GUIDELINE_VERSION)?;
    let codes = versions.map(|version| column.values.iter().position(|value| value == version));
    let [Some(before), Some(after)] = codes else { return None };
    let (by, kind) = kinds(tallies, index)?;
    let mut strata: BTreeMap<u32, [Sums; 2]> = BTreeMap::new();
    let mut all = [0u64; 2];
    for item in 0..index.items() {
        for (side, version) in [before, after].into_iter().enumerate() {
            let own = |row: &usize| column.code[*row] as usize == version;
            let labels: Vec<Label> = index.rows(item).filter(own).map(|row| index.label[row]).collect();
            let Some(agreement) = agreement(labels) else { continue };
            all[side] += 1;
            if let Some(kind) = kind(item) {
                let sums = &mut strata.entry(kind).or_default()[side];
                *sums = (sums.0 + 1, sums.1 + agreement, sums.2 + agreement * agreement);
            }
        }
    }
    strata.retain(|_, sides| sides.iter().all(|sums| sums.0 >= 2));
    let used = [0, 1].map(|side| strata.values().map(|sides| sides[side].0).sum::<u64>());
    let (value, error) = within(&strata, used)?;
    let items = used[0].min(used[1]);
    let moved = moved(value, LeaveOuts { se: error.se * widened.max(1.0), ..error }, items, level);
    Some(MatchedChange {
        by,
        strata: strata.len() as u64,
        matched: (used[0] + used[1]) as f64 / (all[0] + all[1]) as f64,
        change: Outcome::Estimated(moved.estimate),
    })
}

/// Share of an item's pairs of labels that are the same; `None` with fewer than two labels.
fn agreement(mut labels: Vec<Label>) -> Option<f64> {
    let n = labels.len() as f64;
    labels.sort_unstable();
    let same: f64 = labels.chunk_by(|a, b| a == b).map(|own| (own.len() * (own.len() - 1)) as f64).sum();
    (n >= 2.0).then(|| same / (n * (n - 1.0)))
}

type KindOfItem<'a> = Box<dyn Fn(usize) -> Option<u32> + 'a>;

/// By what items are told apart: gold, else the first attribute of items, else the first other slicing column.
fn kinds<'a>(tallies: &'a QuestionTallies, index: &'a ItemIndex) -> Option<(String, KindOfItem<'a>)> {
    if let Some(gold) = &tallies.gold {
        return Some((
            "gold label".into(),
            Box::new(|item| Some(gold[item].0).filter(|_| gold[item].is_some())),
        ));
    }
    if let Some(own) = tallies.item_attributes.iter().find(|own| own.groups.len() > 1) {
        return Some((own.attribute.0.clone(), Box::new(|item| own.of_item.get(item).copied())));
    }
    let mut others = tallies.slice_columns.iter().filter(|own| own.name != GUIDELINE_VERSION);
    let own = others.find(|own| own.values.len() > 1)?;
    let first =
        |item: usize| index.rows(item).next().map(|row| own.code[row]).filter(|&code| code != u32::MAX);
    Some((own.name.clone(), Box::new(first)))
}

/// The stratified difference and its error over items; `None` without a stratum or without any spread.
fn within(strata: &BTreeMap<u32, [Sums; 2]>, used: [u64; 2]) -> Option<(f64, LeaveOuts)> {
    let (mut value, mut variance, mut fourth) = (0.0, 0.0, 0.0);
    for sides in strata.values() {
        let weight = [0, 1].map(|side| sides[side].0 as f64 / used[side] as f64).iter().sum::<f64>() / 2.0;
        for (sign, &(n, sum, squares)) in [-1.0, 1.0].into_iter().zip(sides) {
            let n = n as f64;
            let mean = sum / n;
            let own = weight * weight * (squares - n * mean * mean).max(0.0) / (n - 1.0) / n;
            value += sign * weight * mean;
            variance += own;
            fourth += own * own / (n - 1.0);
        }
    }
    (variance > 1e-24).then(|| (value, LeaveOuts { se: variance.sqrt(), df: variance * variance / fourth }))
}

fn moved(value: f64, error: LeaveOuts, items: u64, level: f64) -> Moved {
    let interval = match Bounds::Unbounded.interval(value, error.se, error.df, level) {
        None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        Some((lower, upper)) => {
            let method = format!("items within kinds, widened for other annotators, {}", t_name(error.df));
            Outcome::Estimated(ConfidenceInterval { lower, upper, level, method })
        }
    };
    let estimate = Estimate {
        value,
        interval,
        se: Some(error.se),
        sample: SampleSize { items, annotations: 0, annotators: 0 },
        method: "percent agreement after minus before within kinds of items, midpoint weights".into(),
        warnings: Vec::new(),
    };
    Moved::judged(estimate, Some(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two kinds, agreement unchanged within each; the versions' mixes differ.
    #[test]
    fn another_mix_is_no_change_on_like_items() {
        let sums = |agree: u64, n: u64| (n, agree as f64, agree as f64);
        let strata = BTreeMap::from([(0, [sums(72, 80), sums(36, 40)]), (1, [sums(10, 20), sums(30, 60)])]);
        let (value, error) = within(&strata, [100, 100]).expect("spread");
        assert!(value.abs() < 1e-12);
        // w̄ = .6 and .4; variances .9 · .1 / (n − 1) and .25 / (n − 1).
        let variance = 0.36 * 0.09 * (1.0 / 79.0 + 1.0 / 39.0) + 0.16 * 0.25 * (1.0 / 19.0 + 1.0 / 59.0);
        assert!((error.se.powi(2) - variance).abs() < 1e-12);
        assert_eq!(agreement(vec![Label(1), Label(0), Label(1)]), Some(1.0 / 3.0));
        assert_eq!(agreement(vec![Label(1)]), None);
    }
}
