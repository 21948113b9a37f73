use crate::analysis::inference::{Bounds, InferenceOptions, Resampled, Scheme, Stream, resample};
use crate::tally::PatternTable;
use crate::vocabulary::{Estimate, Label, Outcome, Reason, SampleSize};
use serde::{Deserialize, Serialize};

/// Model and left-out human against the same others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeftOutReference {
    /// Items with three or more annotations and an answer.
    pub items: u64,
    /// A person against the majority of the item's other annotators.
    pub human: Outcome<Estimate>,
    /// The model against the very same majorities.
    pub model: Outcome<Estimate>,
    /// Model minus human.
    pub difference: Outcome<Estimate>,
    /// The same beyond chance: kappa of the left-out person with the majority of the others.
    pub human_kappa: Outcome<Estimate>,
    /// Kappa of the model with the same majorities.
    pub model_kappa: Outcome<Estimate>,
    /// Model's kappa minus human's.
    pub kappa_difference: Outcome<Estimate>,
}

/// The yardstick against a consensus: on every item each annotator in turn is left out; the person and the model are both
/// held against the majority of the others. A tie of t labels counts 1/t for each of them. Each item counts once.
///
/// Against *single* others this would be the like-for-like reference again: with n annotators, leaving each out in turn,
/// the model's share is n_m / n and the person's Σ n_k (n_k − 1) / (n (n − 1)). A majority of the others, not of all, is
/// what keeps a person from being compared with themselves. Kappa: 1 − (1 − p_o) / (1 − p_e) with p_e from the label
/// shares of the majorities and of the person (the model). Any scale (same label or not). Intervals resample items.
///
/// Not estimable without items that three or more people annotated and the model answered.
pub(super) fn left_out_reference(
    joint: &[(u32, Label, u64)],
    table: &PatternTable,
    labels: usize,
    annotators: u64,
    stream: Stream<'_>,
    options: &InferenceOptions,
) -> Outcome<LeftOutReference> {
    let three = |&&(pattern, _, _): &&(u32, Label, u64)| table.pattern(pattern as usize).annotations() >= 3;
    let cells: Vec<Cell> = joint
        .iter()
        .filter(three)
        .map(|&(pattern, answer, items)| Cell::of(table, pattern, answer, items))
        .collect();
    let items: Vec<u64> = cells.iter().map(|cell| cell.items).collect();
    let total: u64 = items.iter().sum();
    if total == 0 {
        let what = "items with an answer and three annotations or more".into();
        return Outcome::NotEstimable(Reason::TooFew { what, found: 0, needed: 1 });
    }
    let sample = SampleSize {
        items: total,
        annotations: cells.iter().map(|cell| cell.items * cell.annotations).sum(),
        annotators,
    };
    let telling = cells.iter().filter(|cell| cell.telling).map(|cell| cell.items).sum();
    let entries: u64 = cells.iter().map(|cell| (cell.own.len() + cell.others.len()) as u64).sum();
    let price = cells.len() as u64 + labels as u64;
    let scheme = Scheme::suited(total, telling, price, entries, options);
    let found = resample(&items, scheme, stream, 6, &|weights, out| fill(&cells, labels, weights, out));
    Outcome::Estimated(told(&found, sample, options.level))
}

fn told(found: &Resampled, sample: SampleSize, level: f64) -> LeftOutReference {
    let column = |column: usize, bounds: Bounds, method: &str| match found.point(column) {
        None => Outcome::NotEstimable(Reason::NoExpectedDisagreement),
        Some(value) => Outcome::Estimated(Estimate {
            value,
            interval: found.interval(column, bounds, level),
            se: found.se(column),
            sample,
            method: method.into(),
            warnings: Vec::new(),
        }),
    };
    LeftOutReference {
        items: sample.items,
        human: column(
            0,
            Bounds::Share,
            "left-out person with the majority of the item's others, ties shared",
        ),
        model: column(
            1,
            Bounds::Share,
            "model with the majority of all but one, each left out in turn, ties shared",
        ),
        difference: column(2, Bounds::Unbounded, "model minus left-out person, against the same majorities"),
        human_kappa: column(
            3,
            Bounds::BelowOne,
            "kappa of the left-out person with the majority of the others",
        ),
        model_kappa: column(4, Bounds::BelowOne, "kappa of the model with the same majorities"),
        kappa_difference: column(5, Bounds::Unbounded, "model's kappa minus the left-out person's"),
    }
}

/// Items with one (pattern, answer), and what one of them adds, averaged over the annotator who is left out.
struct Cell {
    items: u64,
    annotations: u64,
    /// Whether labels of people and model are not all the same.
    telling: bool,
    /// The left-out person has the majority's label.
    human: f64,
    /// The model has it.
    model: f64,
    /// Shares of labels that are left out.
    own: Vec<(usize, f64)>,
    /// Shares of labels that the others' majority gives.
    others: Vec<(usize, f64)>,
    answer: usize,
}

impl Cell {
    fn of(table: &PatternTable, pattern: u32, answer: Label, items: u64) -> Self {
        let pattern = table.pattern(pattern as usize);
        let n = pattern.annotations() as f64;
        let mut out = Self {
            items,
            annotations: pattern.annotations(),
            telling: pattern.counts.len() > 1 || pattern.count_of(answer) == 0,
            human: 0.0,
            model: 0.0,
            own: Vec::with_capacity(pattern.counts.len()),
            others: Vec::new(),
            answer: answer.index(),
        };
        let mut others = pattern.counts.to_vec();
        for (at, &(label, count)) in pattern.counts.iter().enumerate() {
            let share = f64::from(count) / n;
            others[at].1 -= 1;
            let most = others.iter().map(|&(_, n)| n).max().unwrap_or(0);
            let winners = others.iter().filter(|&&(_, n)| n == most);
            let each = share / winners.clone().count() as f64;
            for &(winner, _) in winners {
                out.human += if winner == label { each } else { 0.0 };
                out.model += if winner == answer { each } else { 0.0 };
                out.others.push((winner.index(), each));
            }
            others[at].1 += 1;
            out.own.push((label.index(), share));
        }
        out
    }
}

fn fill(cells: &[Cell], labels: usize, weights: &[u64], out: &mut [Option<f64>]) {
    let (mut human, mut model, mut total) = (0.0, 0.0, 0.0);
    let mut margins = [vec![0.0; labels], vec![0.0; labels], vec![0.0; labels]];
    for (cell, &items) in cells.iter().zip(weights).filter(|(_, items)| **items > 0) {
        let items = items as f64;
        total += items;
        human += items * cell.human;
        model += items * cell.model;
        cell.others.iter().for_each(|&(k, share)| margins[0][k] += items * share);
        cell.own.iter().for_each(|&(k, share)| margins[1][k] += items * share);
        margins[2][cell.answer] += items;
    }
    let chance = |side: usize| {
        let products = margins[0].iter().zip(&margins[side]).map(|(others, own)| others * own);
        products.sum::<f64>() / (total * total)
    };
    let kappa =
        |share: f64, chance: f64| (chance < 1.0 - 1e-12).then(|| 1.0 - (1.0 - share) / (1.0 - chance));
    let (human, model) = (human / total, model / total);
    let kappas = (kappa(human, chance(1)), kappa(model, chance(2)));
    (out[0], out[1], out[2]) = (Some(human), Some(model), Some(model - human));
    (out[3], out[4]) = kappas;
    out[5] = kappas.1.zip(kappas.0).map(|(model, human)| model - human);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;
    use proptest::prelude::*;

    fn measured(items: &[(Vec<u32>, u32)]) -> Outcome<LeftOutReference> {
        let given: Vec<&[u32]> = items.iter().map(|(labels, _)| labels.as_slice()).collect();
        let mut log = TestLog::of_items(&given, 3);
        log.models = vec![("m", items.iter().map(|&(_, answer)| Some(answer)).collect())];
        let tallies = log.tallies();
        let options = InferenceOptions { replicates: 100, ..InferenceOptions::default() };
        let stream = Stream { seed: options.seed, question: "q", slice: "m", purpose: "items" };
        let summaries = &tallies.summaries;
        left_out_reference(&summaries.models[0].joint, &summaries.patterns, 3, 5, stream, &options)
    }

    fn majority(labels: &[u32]) -> Vec<u32> {
        let count = |label: u32| labels.iter().filter(|&&l| l == label).count();
        let most = (0..3).map(count).max().unwrap_or(0);
        (0..3).filter(|&label| count(label) == most).collect()
    }

    proptest! {
        #[test]
        fn equals_leaving_each_person_out_by_hand(
            items in prop::collection::vec((prop::collection::vec(0u32..3, 1..6), 0u32..3), 1..20)
        ) {
            let (mut human, mut model, mut n) = (0.0, 0.0, 0.0);
            for (labels, answer) in items.iter().filter(|(labels, _)| labels.len() > 2) {
                n += 1.0;
                for out in 0..labels.len() {
                    let mut others = labels.clone();
                    let own = others.remove(out);
                    let winners = majority(&others);
                    let each = 1.0 / (winners.len() * labels.len()) as f64;
                    human += if winners.contains(&own) { each } else { 0.0 };
                    model += if winners.contains(answer) { each } else { 0.0 };
                }
            }
            let Outcome::Estimated(found) = measured(&items) else {
                prop_assert!(n == 0.0);
                return Ok(());
            };
            let value = |outcome: &Outcome<Estimate>| outcome.estimated().map_or(f64::NAN, |e| e.value);
            prop_assert!((value(&found.human) - human / n).abs() < 1e-9);
            prop_assert!((value(&found.model) - model / n).abs() < 1e-9);
            prop_assert!((value(&found.difference) - (model - human) / n).abs() < 1e-9);
        }
    }

    #[test]
    fn pairs_of_annotators_have_no_majority_of_others() {
        assert!(matches!(measured(&[(vec![0, 1], 0)]).reason(), Some(Reason::TooFew { .. })));
    }

    /// Everybody says the same: agreement is full, kappa is not defined.
    #[test]
    fn one_label_has_no_kappa() {
        let found = measured(&[(vec![0, 0, 0], 0), (vec![0, 0, 0], 0)]);
        let found = found.estimated().expect("three annotations");
        assert_eq!(found.human.estimated().map(|e| e.value), Some(1.0));
        assert_eq!(found.human_kappa.reason(), Some(&Reason::NoExpectedDisagreement));
    }
}
