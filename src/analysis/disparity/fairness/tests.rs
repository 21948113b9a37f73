use super::*;
use crate::analysis::agreement::AgreementOptions;
use crate::analysis::coverage::Targets;
use crate::analysis::disparity::Asked;
use crate::analysis::inference::InferenceOptions;
use crate::analysis::test_log::TestLog;
use crate::tally::{ItemAttribute, ItemClusters, QuestionTallies};
use crate::vocabulary::{Attribute, Estimate, Group, Outcome, Reason};
use std::sync::Arc;

/// Items one after the other: (group, label of its two annotators, the model's, gold).
type Item = (u32, u32, u32, Option<u32>);

fn tallies(items: &[Item], labels: usize) -> QuestionTallies {
    let pairs: Vec<[u32; 2]> = items.iter().map(|own| [own.1, own.1]).collect();
    let rows: Vec<&[u32]> = pairs.iter().map(|own| own.as_slice()).collect();
    let mut log = TestLog::of_items(&rows, labels);
    log.models = vec![("m", items.iter().map(|own| Some(own.2)).collect())];
    log.gold = items.iter().any(|own| own.3.is_some()).then(|| items.iter().map(|own| own.3).collect());
    let mut tallies = log.tallies();
    let groups = items.iter().map(|own| own.0).max().map_or(0, |most| most + 1);
    tallies.item_attributes = Arc::new(vec![ItemAttribute {
        attribute: Attribute("region".into()),
        groups: (0..groups).map(|code| Group(format!("g{code}"))).collect(),
        of_item: items.iter().map(|own| own.0).collect(),
    }]);
    tallies
}

fn measured(tallies: &QuestionTallies, options: &FairnessOptions) -> Outcome<Fairness> {
    let (agreement, inference) =
        (AgreementOptions::default(), InferenceOptions { replicates: 200, ..Default::default() });
    let targets = Targets::default();
    let asked = Asked {
        min_group: 5,
        agreement: &agreement,
        inference: &inference,
        targets: &targets,
        settled: None,
    };
    measure(tallies, options, asked)
}

fn value(outcome: &Outcome<Estimate>) -> Option<f64> {
    outcome.estimated().map(|found| found.value)
}

/// Thirty items of each group: right on all of the first, wrong on ten of the second.
fn uneven() -> Vec<Item> {
    let first = (0..30).map(|i| (0, i % 2, i % 2, Some(i % 2)));
    let second = (0..30).map(|i| (1, i % 2, if i < 10 { 1 - i % 2 } else { i % 2 }, Some(i % 2)));
    first.chain(second).collect()
}

#[test]
fn a_model_that_fails_one_group_is_reported() {
    let found = measured(&tallies(&uneven(), 2), &FairnessOptions::default());
    let found = found.estimated().expect("a model and groups");
    let model = &found.models[0];
    assert_eq!(model.groups, [("g0".to_owned(), 30), ("g1".to_owned(), 30)]);
    let accuracy = &model.metrics[0];
    assert!((value(&accuracy.overall).expect("items") - 50.0 / 60.0).abs() < 1e-12);
    assert!((value(&accuracy.difference).expect("groups") - 1.0 / 3.0).abs() < 1e-12);
    assert!((value(&accuracy.ratio).expect("groups") - 2.0 / 3.0).abs() < 1e-12);
    assert!((value(&accuracy.by_group[1].to_rest).expect("groups") + 1.0 / 3.0).abs() < 1e-12);
    assert!(
        accuracy.reported && accuracy.chance.is_some_and(|chance| chance.expected < 0.15),
        "{accuracy:?}"
    );
    assert!(accuracy.difference.estimated().is_some_and(|found| found.interval.estimated().is_some()));
    assert_eq!(model.metrics.len(), 5);
    assert_eq!(model.metrics[1].positive.as_deref(), Some("l1"), "of two labels the last");
    let odds = &model.odds[0];
    assert!((odds.difference.estimated().expect("both rates") - 1.0 / 3.0).abs() < 1e-12);
    assert_eq!(odds.under_four_fifths, Some(false));
    assert_eq!(found.tests, 5);
}

#[test]
fn without_gold_it_is_agreement_and_small_groups_carry_a_warning() {
    let mut items: Vec<Item> = uneven().into_iter().map(|own| (own.0, own.1, own.2, None)).collect();
    items.extend((0..4).map(|i| (2, 0, i % 2, None)));
    let found = measured(&tallies(&items, 2), &FairnessOptions::default());
    let model = &found.estimated().expect("a model and groups").models[0];
    assert_eq!(model.against, crate::analysis::human_model::Against::Consensus);
    let small = model.metrics[0].by_group[2].rate.estimated().expect("four items");
    assert_eq!((small.value, small.warnings.len()), (0.5, 1));
    let hits = &model.metrics[2];
    assert_eq!(
        (hits.measure, hits.by_group[2].rate.reason().is_some()),
        (FairnessMeasure::TruePositiveRate, true)
    );
    assert!(value(&hits.difference).is_some(), "the other two have a rate");
}

#[test]
fn more_labels_each_against_the_rest_or_the_one_that_is_named() {
    let items: Vec<Item> = (0..60).map(|i| (i % 2, i % 3, (i + u32::from(i % 5 == 0)) % 3, None)).collect();
    let tallies = tallies(&items, 3);
    let found = measured(&tallies, &FairnessOptions::default());
    let model = &found.estimated().expect("a model").models[0];
    assert_eq!((model.metrics.len(), model.odds.len()), (1 + 3 * 4, 3));
    let one = FairnessOptions { positive: Some("l2".into()), ..FairnessOptions::default() };
    let found = measured(&tallies, &one);
    assert_eq!(found.estimated().expect("a model").models[0].odds[0].positive, "l2");
    let stranger = FairnessOptions { positive: Some("yes".into()), ..FairnessOptions::default() };
    assert!(matches!(measured(&tallies, &stranger).reason(), Some(Reason::NotInLog { .. })));
}

/// Clusters of five alike items: as many hits, far fewer facts.
#[test]
fn clusters_widen_what_items_would_narrow() {
    let items: Vec<Item> =
        (0..60).map(|i| (i / 30, 0, u32::from((i / 5) % 3 == 0 && i >= 30), Some(0))).collect();
    let mut tallies = tallies(&items, 2);
    let alone = measured(&tallies, &FairnessOptions::default());
    let index = tallies.index.as_mut().expect("rows");
    index.clusters =
        Some(ItemClusters { column: "thread".into(), of_item: (0..60).map(|i| i / 5).collect() });
    let together = measured(&tallies, &FairnessOptions::default());
    let accuracy =
        |found: &Outcome<Fairness>| found.estimated().expect("a model").models[0].metrics[0].clone();
    let (alone, together) = (accuracy(&alone), accuracy(&together));
    assert_eq!(value(&alone.difference), value(&together.difference));
    let width = |metric: &FairnessMetric| {
        let interval =
            metric.difference.estimated().and_then(|found| found.interval.estimated()).expect("spread");
        interval.upper - interval.lower
    };
    assert!(width(&together) > 1.5 * width(&alone), "{} {}", width(&together), width(&alone));
    let p = |metric: &FairnessMetric| metric.chance.expect("two groups").p;
    assert!(p(&alone) < 0.01 && p(&together) > 0.1, "{} {}", p(&alone), p(&together));
}

#[test]
fn what_is_missing_is_said() {
    let mut bare = tallies(&uneven(), 2);
    bare.item_attributes = Arc::default();
    assert!(matches!(measured(&bare, &FairnessOptions::default()).reason(), Some(Reason::NotInLog { .. })));
    let mut silent = tallies(&uneven(), 2);
    silent.summaries.models.clear();
    assert!(matches!(measured(&silent, &FairnessOptions::default()).reason(), Some(Reason::NotInLog { .. })));
}
