//! Theorems of the consensus models, on logs drawn at random.

use super::settle::Settled;
use super::{
    ConsensusModel, ConsensusOptions, Fit, Votes, crowdlab, dawid_skene, glad, mace, one_coin, settle, wawa,
};
use crate::analysis::test_log::TestLog;
use crate::vocabulary::{Label, Outcome, Reason};
use proptest::prelude::*;

/// The models that learn from the votes alone.
const MODELS: [ConsensusModel; 5] = [
    ConsensusModel::DawidSkene,
    ConsensusModel::OneCoin,
    ConsensusModel::Mace,
    ConsensusModel::Glad,
    ConsensusModel::Wawa,
];

fn fit(model: ConsensusModel, votes: &Votes<'_>, iterations: usize) -> Fit {
    match model {
        ConsensusModel::DawidSkene => dawid_skene(votes, iterations).fit,
        ConsensusModel::OneCoin => one_coin(votes, iterations),
        ConsensusModel::Mace => mace(votes, iterations),
        ConsensusModel::Glad => glad(votes, iterations).fit,
        _ => wawa(votes),
    }
}

fn fitted(model: ConsensusModel, log: &TestLog, iterations: usize) -> (Vec<Label>, Fit) {
    let index = log.tallies().index.expect("test logs have rows");
    let votes = Votes::of(&index, log.annotators as usize, log.labels).expect("a small log");
    (votes.classes.clone(), fit(model, &votes, iterations))
}

/// Up to 20 items, 5 annotators and 4 labels; every annotator sees a part of the items.
fn logs() -> impl Strategy<Value = TestLog> {
    (2u32..20, 2u32..6, 2usize..5).prop_flat_map(|(items, annotators, labels)| {
        let cell = prop::option::weighted(0.7, 0..labels as u32);
        prop::collection::vec(cell, (items * annotators) as usize).prop_map(move |cells| TestLog {
            rows: (0u32..)
                .zip(&cells)
                .filter_map(|(at, label)| Some((at / annotators, at % annotators, (*label)?)))
                .collect(),
            labels,
            items,
            annotators,
            ..TestLog::default()
        })
    })
}

fn usable(log: &TestLog) -> bool {
    let first = log.rows.first().map(|row| row.2);
    log.rows.iter().any(|row| Some(row.2) != first)
}

fn rotated(n: u32, by: u32) -> impl Fn(u32) -> u32 {
    move |id| (id + by) % n
}

proptest! {
    #[test]
    fn names_of_labels_annotators_and_items_decide_nothing(log in logs(), by in 1u32..5) {
        prop_assume!(usable(&log));
        let labels = rotated(log.labels as u32, by);
        let (people, items) = (rotated(log.annotators, by), rotated(log.items, by));
        let mut turned = log.clone();
        turned.rows = log.rows.iter().map(|&(i, a, l)| (items(i), people(a), labels(l))).collect();
        for model in MODELS {
            // A few iterations: far from a maximum EM can enlarge what differs by rounding.
            let ((classes, one), (turned_classes, other)) = (fitted(model, &log, 8), fitted(model, &turned, 8));
            let k = classes.len();
            for item in 0..log.items {
                for (class, label) in classes.iter().enumerate() {
                    let own = one.posterior[item as usize * k + class];
                    let there = turned_classes.iter().position(|l| l.0 == labels(label.0)).expect("kept");
                    let theirs = other.posterior[items(item) as usize * k + there];
                    prop_assert!((own - theirs).abs() < 1e-6, "{model:?} item {item}: {own} and {theirs}");
                }
            }
            for (annotator, own) in (0u32..).zip(&one.reliability) {
                let theirs = other.reliability[people(annotator) as usize];
                prop_assert!((own.unwrap_or(-1.0) - theirs.unwrap_or(-1.0)).abs() < 1e-6, "{model:?}");
            }
        }
    }

    #[test]
    fn probabilities_add_up_and_reliabilities_are_shares(log in logs()) {
        prop_assume!(usable(&log));
        for model in MODELS {
            let (classes, found) = fitted(model, &log, 200);
            for (item, own) in (0u32..).zip(found.posterior.chunks_exact(classes.len())) {
                let rated = log.rows.iter().any(|row| row.0 == item);
                let sum: f64 = own.iter().sum();
                prop_assert!((sum - f64::from(u8::from(rated))).abs() < 1e-9, "{model:?} item {item}: {own:?}");
            }
            for reliability in found.reliability.iter().flatten() {
                prop_assert!((-1e-9..=1.0 + 1e-9).contains(reliability), "{model:?}: {reliability}");
            }
        }
    }

    #[test]
    fn no_iteration_lowers_the_likelihood(log in logs()) {
        prop_assume!(usable(&log));
        for model in [ConsensusModel::DawidSkene, ConsensusModel::OneCoin, ConsensusModel::Glad] {
            let trace = fitted(model, &log, 100).1.course.expect("it iterates").trace;
            for pair in trace.windows(2) {
                prop_assert!(pair[1] >= pair[0] - 1e-7 * (1.0 + pair[0].abs()), "{model:?}: {pair:?}");
            }
        }
    }

    #[test]
    fn crowdlab_is_a_mean_between_the_model_and_the_annotators(log in logs(), sure in 0.5f32..1.0) {
        prop_assume!(usable(&log));
        let index = log.tallies().index.expect("rows");
        let votes = Votes::of(&index, log.annotators as usize, log.labels).expect("small");
        prop_assume!(votes.pairable());
        let k = votes.k();
        let row = |i: u32| (0..k).map(move |c| if c == i as usize % k { sure } else { (1.0 - sure) / (k - 1) as f32 });
        let probabilities: Vec<f32> = (0..log.items).flat_map(row).collect();
        let found = crowdlab(&votes, &probabilities);
        for (item, own) in (0..).zip(found.fit.posterior.chunks_exact(k)) {
            let sum: f64 = own.iter().sum();
            prop_assert!(index.rows(item).is_empty() || (sum - 1.0).abs() < 1e-5, "{own:?}");
        }
    }
}

/// `n` items whose true labels go round; five annotators, each right but where `errs(item, annotator)`.
fn crowd(n: u32, labels: u32, errs: impl Fn(u32, u32) -> bool) -> TestLog {
    let row = |i: u32, a: u32| (i, a, if errs(i, a) { (i + 1) % labels } else { i % labels });
    TestLog {
        rows: (0..n).flat_map(|i| (0..5).map(move |a| (i, a))).map(|(i, a)| row(i, a)).collect(),
        labels: labels as usize,
        items: n,
        annotators: 5,
        ..TestLog::default()
    }
}

#[test]
fn perfect_annotators_are_believed() {
    let log = crowd(60, 3, |_, _| false);
    for model in MODELS {
        let (classes, found) = fitted(model, &log, 1_000);
        for (item, own) in found.posterior.chunks_exact(classes.len()).enumerate() {
            assert!(own[item % 3] > 0.99, "{model:?} item {item}: {own:?}");
        }
        for reliability in found.reliability.iter().flatten() {
            // GLAD's prior holds abilities back: sixty items do not make it certain.
            let enough = if model == ConsensusModel::Glad { 0.9 } else { 0.98 };
            assert!(*reliability > enough, "{model:?}: {reliability}");
        }
    }
}

#[test]
fn one_who_is_always_wrong_is_found_out() {
    let log = crowd(60, 3, |item, annotator| annotator == 4 || (annotator == 3 && item % 5 == 0));
    for model in MODELS {
        let reliability = fitted(model, &log, 1_000).1.reliability;
        let worst = reliability.iter().flatten().copied().fold(1.0, f64::min);
        assert_eq!(reliability[4], Some(worst), "{model:?}: {reliability:?}");
        assert!(reliability[3] < reliability[0], "{model:?}: {reliability:?}");
    }
}

fn settled(log: &TestLog, model: ConsensusModel) -> Outcome<Settled> {
    settle(&log.tallies(), &ConsensusOptions { model, asked: true }).expect("it was asked for")
}

#[test]
fn without_votes_that_differ_or_meet_a_model_has_nothing_to_learn() {
    let one = TestLog {
        rows: vec![(0, 0, 0), (1, 0, 1)],
        labels: 2,
        items: 2,
        annotators: 1,
        ..TestLog::default()
    };
    let (none, same) = (TestLog::of_items(&[], 2), TestLog::of_items(&[&[0, 0, 0], &[0, 0]], 2));
    for model in MODELS {
        assert_eq!(settled(&one, model).reason(), Some(&Reason::NothingPairable));
        assert_eq!(settled(&none, model).reason(), Some(&Reason::NothingPairable));
        assert!(matches!(settled(&same, model).reason(), Some(Reason::NoVariation { .. })));
    }
    let majority = settled(&same, ConsensusModel::Majority);
    let majority = majority.estimated().expect("votes can be counted");
    assert_eq!(
        (majority.label.as_slice(), majority.confidence.as_slice()),
        ([Label(0); 2].as_slice(), [1.0; 2].as_slice())
    );
    assert!(settled(&none, ConsensusModel::Majority).estimated().is_some_and(|none| none.label.is_empty()));
    assert!(matches!(settled(&same, ConsensusModel::Crowdlab).reason(), Some(Reason::NotInLog { .. })));
    assert_eq!(settle(&same.tallies(), &ConsensusOptions::default()), None);
}

#[test]
fn ties_stay_ties_and_annotators_share_them() {
    let log = TestLog::of_items(&[&[0, 1], &[1, 1], &[0, 0], &[]], 2);
    for model in [ConsensusModel::Majority, ConsensusModel::Wawa, ConsensusModel::OneCoin] {
        let found = settled(&log, model);
        let found = found.estimated().expect("items with two votes");
        assert_eq!(found.tied, [(0, Label(0)), (0, Label(1))], "{model:?}");
        assert_eq!(found.label, [Label::NONE, Label(1), Label(0), Label::NONE], "{model:?}");
        assert!((found.confidence[0] - 0.5).abs() < 1e-9 && found.confidence[3] == 0.0);
        assert_eq!(found.tied_items(), 1);
    }
    let found = settled(&log, ConsensusModel::Majority);
    let annotators = &found.estimated().expect("votes").annotators;
    let first = annotators[0].reliability.estimated().expect("three labels");
    assert!((first - 2.5 / 3.0).abs() < 1e-12, "a tie of two is half an agreement");
}

#[test]
fn threads_change_no_bit() {
    let log = crowd(3_000, 4, |item, annotator| (item * 7 + annotator * 11) % 5 == 0);
    for model in MODELS {
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| fitted(model, &log, 20))
        };
        assert_eq!(on(1), on(3), "{model:?}");
    }
}
