use super::HumanReference;
use crate::analysis::inference::{Bounds, item_mean};
use crate::tally::{Pattern, PatternTable};
use crate::vocabulary::{Estimate, Label, Outcome, Reason, SampleSize};

/// The human yardstick, like for like: one labeller against one human of the same item, over items with two or more
/// annotations and an answer.
///
/// Human–human: the share of an item's pairs of annotators that agree, Σ_k n_k (n_k − 1) / (n (n − 1)). Model–human:
/// the share of its annotators who gave the model's label, n_m / n. Each item counts once; the difference is paired by
/// item. Any scale (same label or not). Not estimable where no such item exists.
pub(super) fn reference(
    joint: &[(u32, Label, u64)],
    table: &PatternTable,
    annotators: u64,
    level: f64,
) -> Outcome<HumanReference> {
    let mut sample = SampleSize { annotators, ..SampleSize::default() };
    let (mut human, mut model, mut difference) = (Vec::new(), Vec::new(), Vec::new());
    for &(pattern, label, items) in joint {
        let pattern = table.pattern(pattern as usize);
        if !pattern.is_pairable() {
            continue;
        }
        sample.items += items;
        sample.annotations += items * pattern.annotations();
        let (pairs, agree) = (agreeing_pairs(pattern), agreeing_with(pattern, label));
        human.push((pairs, items));
        model.push((agree, items));
        difference.push((agree - pairs, items));
    }
    if sample.items == 0 {
        return Outcome::NotEstimable(Reason::NothingPairable);
    }
    let mean = |cells: &[(f64, u64)], bounds: Bounds, method: &str| {
        item_mean(cells, bounds, level).map(|found| Estimate { sample, method: method.into(), ..found })
    };
    Outcome::Estimated(HumanReference {
        items: sample.items,
        human_human: mean(
            &human,
            Bounds::Share,
            "mean over items of the share of agreeing pairs of annotators",
        ),
        model_human: mean(
            &model,
            Bounds::Share,
            "mean over items of the share of annotators with the model's label",
        ),
        difference: mean(
            &difference,
            Bounds::Unbounded,
            "mean over items of model–human minus human–human agreement",
        ),
    })
}

fn agreeing_pairs(pattern: Pattern<'_>) -> f64 {
    let n = pattern.annotations();
    let agree: u64 = pattern.counts.iter().map(|&(_, k)| u64::from(k) * u64::from(k.saturating_sub(1))).sum();
    agree as f64 / (n * (n - 1)) as f64
}

fn agreeing_with(pattern: Pattern<'_>, label: Label) -> f64 {
    let votes = pattern.counts.iter().find(|&&(l, _)| l == label).map_or(0, |&(_, k)| k);
    f64::from(votes) / pattern.annotations() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// A log of items' labels and a model's answers, as pattern table and joint counts.
    fn tallied(log: &[(Vec<u32>, u32)]) -> (PatternTable, Vec<(u32, Label, u64)>) {
        let counts = |labels: &[u32]| {
            let mut counts: BTreeMap<Label, u32> = BTreeMap::new();
            for &label in labels {
                *counts.entry(Label(label)).or_default() += 1;
            }
            counts.into_iter().collect::<Vec<_>>()
        };
        let mut patterns: BTreeMap<Vec<(Label, u32)>, u64> = BTreeMap::new();
        for (labels, _) in log {
            *patterns.entry(counts(labels)).or_default() += 1;
        }
        let mut table = PatternTable { offsets: vec![0], ..PatternTable::default() };
        for (pattern, &items) in &patterns {
            table.entries.extend(pattern);
            table.offsets.push(table.entries.len() as u32);
            table.items.push(items);
        }
        let mut joint: BTreeMap<(u32, Label), u64> = BTreeMap::new();
        for (labels, answer) in log {
            let row = patterns.keys().position(|p| *p == counts(labels)).expect("counted above");
            *joint.entry((row as u32, Label(*answer))).or_default() += 1;
        }
        (table, joint.into_iter().map(|((p, l), n)| (p, l, n)).collect())
    }

    proptest! {
        #[test]
        fn equals_brute_force_over_pairs_of_people(
            log in prop::collection::vec((prop::collection::vec(0u32..3, 1..6), 0u32..3), 1..30)
        ) {
            let (table, joint) = tallied(&log);
            let pairable: Vec<_> = log.iter().filter(|(labels, _)| labels.len() > 1).collect();
            let found = reference(&joint, &table, 6, 0.95);
            let Outcome::Estimated(found) = found else {
                prop_assert!(pairable.is_empty());
                return Ok(());
            };
            let (mut human, mut model) = (0.0, 0.0);
            for (labels, answer) in &pairable {
                let n = labels.len();
                let pairs = (0..n).flat_map(|a| (0..n).map(move |b| (a, b))).filter(|(a, b)| a != b);
                human += pairs.filter(|&(a, b)| labels[a] == labels[b]).count() as f64 / (n * (n - 1)) as f64;
                model += labels.iter().filter(|&l| l == answer).count() as f64 / n as f64;
            }
            let items = pairable.len() as f64;
            let value = |outcome: &Outcome<Estimate>| outcome.estimated().map_or(f64::NAN, |e| e.value);
            prop_assert!((value(&found.human_human) - human / items).abs() < 1e-9);
            prop_assert!((value(&found.model_human) - model / items).abs() < 1e-9);
            prop_assert!((value(&found.difference) - (model - human) / items).abs() < 1e-9);
            prop_assert_eq!(found.items, pairable.len() as u64);
        }
    }

    #[test]
    fn single_annotations_give_no_yardstick() {
        let (table, joint) = tallied(&[(vec![0], 0), (vec![1], 0)]);
        assert_eq!(reference(&joint, &table, 2, 0.95).reason(), Some(&Reason::NothingPairable));
    }

    #[test]
    fn no_overlap_gives_no_yardstick() {
        let (table, _) = tallied(&[(vec![0, 1], 0)]);
        assert_eq!(reference(&[], &table, 2, 0.95).reason(), Some(&Reason::NothingPairable));
    }
}
