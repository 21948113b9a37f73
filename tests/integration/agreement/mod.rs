//! The whole of agreement on small logs, against the same numbers worked out annotation by annotation.

mod clusters;
mod coverage;
mod influence;
mod log;
mod model_coverage;
mod models;
mod panel;
mod people;
mod queues;
mod redrawn;
mod slices;

use log::{Draw, Given, simulated, tallies};
use raterscope::analysis::agreement::{
    Agreement, AgreementOptions, Distance, PersonVerdict, Pool, Pooled, coefficient, measure, pooled,
    self_consistency,
};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::log::Repeat;
use raterscope::vocabulary::{Label, Outcome, Reason, Scale, SliceKey};

const SCALES: [Scale; 3] = [Scale::Nominal, Scale::Ordinal, Scale::Interval];

fn few() -> InferenceOptions {
    InferenceOptions { replicates: 200, ..InferenceOptions::default() }
}

fn audited(given: &[Given], labels: usize, scale: Scale) -> Agreement {
    measure(&tallies(given, labels, scale, &[]), &AgreementOptions::default(), &few())
}

fn value<'a>(agreement: &'a Agreement, metric: &str) -> Result<f64, &'a Reason> {
    let found = agreement.coefficients.iter().find(|c| c.metric == metric).expect("a known metric");
    match &found.outcome {
        Outcome::Estimated(estimate) => Ok(estimate.value),
        Outcome::NotEstimable(reason) => Err(reason),
    }
}

/// Alpha of the pattern table alone.
fn pooled_alpha(given: &[Given], labels: usize, scale: Scale) -> f64 {
    let tallies = tallies(given, labels, scale, &[]);
    let (table, question) = (&tallies.summaries.patterns, &tallies.question);
    let distance = Distance::of_scale(scale, &question.labels);
    let pool = Pool::new(table, &question.labels);
    coefficient(Pooled::KrippendorffAlpha, &pool, distance).expect("pairable").value
}

#[test]
fn alpha_without_somebody_is_alpha_of_the_log_without_them() {
    for (seed, scale) in (1..).zip(SCALES) {
        // Sparse enough for items of one, two and three annotations.
        let given = simulated(80, 4, 0.35, seed, &[0.9, 0.8, 0.4, 0.7, 0.6, 0.9, 0.5]);
        let whole = audited(&given, 4, scale);
        for (who, row) in (0u32..).zip(whole.annotators.estimated().expect("pairable")) {
            let rest: Vec<Given> = given.iter().filter(|g| g.1 != who).copied().collect();
            let expected = value(&audited(&rest, 4, scale), "krippendorff_alpha").expect("pairable");
            let got = row.alpha_without.estimated().expect("pairable");
            assert!((got - expected).abs() < 1e-9, "{scale:?} {who}: {got} {expected}");
        }
    }
}

#[test]
fn adjusted_agreement_is_what_a_count_annotation_by_annotation_gives() {
    let given = simulated(120, 3, 0.5, 4, &[0.9, 0.7, 0.4, 0.8, 0.6, 0.5]);
    let whole = audited(&given, 3, Scale::Nominal);
    for (who, row) in (0u32..).zip(whole.annotators.estimated().expect("pairable")) {
        let (mut differences, mut raw) = (Vec::new(), Vec::new());
        for own in given.iter().filter(|g| g.1 == who) {
            let others: Vec<u32> = given.iter().filter(|g| g.0 == own.0 && g.1 != who).map(|g| g.2).collect();
            let n = others.len() as f64;
            let same = others.iter().filter(|&&k| k == own.2).count() as f64 / n;
            if !others.is_empty() {
                raw.push(same);
            }
            if others.len() >= 2 {
                let pairs: usize = others.iter().map(|k| others.iter().filter(|l| *l == k).count() - 1).sum();
                differences.push(same - pairs as f64 / (n * (n - 1.0)));
            }
        }
        let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
        let adjusted = row.adjusted.estimated().expect("three on many items");
        assert!((adjusted.value - mean(&differences)).abs() < 1e-9);
        assert_eq!(adjusted.sample.items, differences.len() as u64);
        assert_eq!(row.shared_items, raw.len() as u64);
        assert!((row.raw.expect("shared items") - mean(&raw)).abs() < 1e-9);
    }
}

#[test]
fn one_careless_annotator_is_seen_and_nobody_else_said_to_agree_less() {
    let mut skills = vec![0.9; 10];
    skills[3] = 0.4;
    let found = audited(&simulated(400, 4, 0.5, 5, &skills), 4, Scale::Nominal);
    for (who, row) in found.annotators.estimated().expect("pairable").iter().enumerate() {
        assert_eq!(row.verdict == PersonVerdict::AgreesLess, who == 3, "{row:?}");
        assert!(row.alpha_without.estimated().expect("pairable").is_finite());
    }
}

/// Thirty equally skilled people, half of them with a queue of hard items: agreement differs, people do not.
#[test]
fn hard_queues_flag_nobody() {
    let mut draw = Draw(6);
    let mut given = Vec::new();
    for item in 0..1500u32 {
        let (hard, truth, first) = (item % 2 == 1, draw.below(4), draw.below(15));
        for step in 0..4 {
            let who = 2 * ((first + step * 3) % 15) + u32::from(hard);
            let right = draw.share() < if hard { 0.5 } else { 0.95 };
            given.push((item, who, if right { truth } else { draw.below(4) }));
        }
    }
    let found = audited(&given, 4, Scale::Nominal);
    let rows = found.annotators.estimated().expect("pairable");
    let raw = |parity: usize| rows.iter().skip(parity).step_by(2).filter_map(|r| r.raw).sum::<f64>() / 15.0;
    assert!(raw(0) - raw(1) > 0.3, "the queues differ");
    assert!(rows.iter().all(|row| row.verdict == PersonVerdict::NoEvidence));
}

#[test]
fn label_pairs_share_out_the_disagreement_and_gains_add_up_to_perfect_agreement() {
    for (seed, scale) in (11..).zip(SCALES) {
        let found = audited(&simulated(300, 4, 0.6, seed, &[0.8; 6]), 4, scale);
        let alpha = value(&found, "krippendorff_alpha").expect("pairable");
        let values = |of: fn(&raterscope::analysis::agreement::LabelPair) -> Option<f64>| -> f64 {
            found.label_pairs.iter().filter_map(of).sum()
        };
        assert!((values(|pair| pair.share.estimated().map(|e| e.value)) - 1.0).abs() < 1e-9);
        assert!(
            (values(|pair| pair.gain_in_alpha.estimated().map(|e| e.value)) - (1.0 - alpha)).abs() < 1e-9
        );
        assert!(
            found.label_pairs.windows(2).all(|w| {
                w[0].share.estimated().map(|e| e.value) >= w[1].share.estimated().map(|e| e.value)
            })
        );
        for pair in &found.label_pairs {
            assert!(pair.example_items.len() == 5.min(pair.items as usize) && pair.annotators >= 2);
            assert!(pair.gain_in_alpha.estimated().is_some_and(|e| e.interval.estimated().is_some()));
        }
    }
}

#[test]
fn the_coincidence_matrix_gives_alpha_back() {
    let given = simulated(90, 3, 0.5, 21, &[0.8, 0.7, 0.6, 0.9, 0.5]);
    let found = audited(&given, 3, Scale::Nominal);
    let matrix = found.coincidences.estimated().expect("three labels");
    let cell = |k, l| matrix.cell(k, l).expect("full");
    let margin = |k| (0..3).map(|l| cell(k, l)).sum::<f64>();
    let n: f64 = (0..3).map(margin).sum();
    let observed = 1.0 - (0..3).map(|k| cell(k, k)).sum::<f64>() / n;
    let expected = 1.0 - (0..3).map(|k| margin(k) * (margin(k) - 1.0)).sum::<f64>() / (n * (n - 1.0));
    let alpha = value(&found, "krippendorff_alpha").expect("pairable");
    assert!((alpha - (1.0 - observed / expected)).abs() < 1e-9);
    assert_eq!(n.round() as u64, found.pairable.annotations);
    for (k, label) in found.labels.iter().enumerate() {
        let specific = label.specific_agreement.estimated().expect("used");
        assert!((specific.value - cell(k, k) / margin(k)).abs() < 1e-9);
    }
}

#[test]
fn threads_and_the_other_estimates_leave_every_number_as_it_is() {
    let tallies = tallies(&simulated(300, 4, 0.4, 31, &[0.8; 12]), 4, Scale::Ordinal, &[]);
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| measure(&tallies, &AgreementOptions::default(), &few()))
    };
    let one = run(1);
    assert_eq!(one, run(3));
    let alone = pooled(
        Pooled::KrippendorffAlpha,
        &tallies.summaries.patterns,
        &tallies.question,
        &SliceKey::whole(),
        &AgreementOptions::default(),
        &few(),
    );
    let (alone, within) = (alone.estimated(), one.coefficients[0].outcome.estimated());
    assert_eq!(alone.map(|e| &e.interval), within.map(|e| &e.interval));
}

#[test]
fn the_matrix_is_symmetric_and_keeps_what_it_does_not_show() {
    let found = audited(&simulated(200, 3, 0.3, 41, &[0.8; 50]), 3, Scale::Nominal);
    let matrix = found.annotator_matrix.estimated().expect("much overlap");
    assert_eq!((matrix.kappa.rows.len(), matrix.not_shown), (40, 10));
    for i in 0..40 {
        assert_eq!(matrix.kappa.cell(i, i), None);
        for j in 0..40 {
            assert_eq!(matrix.kappa.cell(i, j), matrix.kappa.cell(j, i));
            assert!(matrix.overlap.cell(i, j).is_none_or(|items| items >= 20.0));
        }
    }
    assert_eq!(matrix.pairs.len() as u64 + matrix.too_little_overlap, 50 * 49 / 2);
}

#[test]
fn disputed_items_come_most_divided_first_then_by_name() {
    let given: Vec<Given> = [[0, 0, 0, 0], [0, 1, 0, 1], [2, 2, 3, 3], [0, 1, 2, 3], [0, 0, 0, 1]]
        .iter()
        .zip(0u32..)
        .flat_map(|(labels, item)| labels.iter().zip(0u32..).map(move |(&k, who)| (item, who, k)))
        .collect();
    let found = audited(&given, 4, Scale::Nominal);
    let order: Vec<&str> = found.disputed.iter().map(|item| item.item.as_str()).collect();
    assert_eq!(order, ["i00003", "i00001", "i00002", "i00004"]);
    assert_eq!(found.disputed_total, 4);
    assert_eq!(found.disputed[3].labels, [("1".to_owned(), 3), ("2".to_owned(), 1)]);
    assert!((found.disputed[0].entropy - 2.0).abs() < 1e-12 && found.disputed[0].disagreement == 1.0);
}

#[test]
fn a_log_without_company_says_so_everywhere() {
    let found = audited(&[(0, 0, 0), (1, 0, 1), (2, 1, 1)], 2, Scale::Nominal);
    for coefficient in &found.coefficients {
        assert_eq!(coefficient.outcome.reason(), Some(&Reason::NothingPairable), "{}", coefficient.metric);
    }
    assert_eq!(found.annotators.reason(), Some(&Reason::NothingPairable));
    assert_eq!(found.annotator_matrix.reason(), Some(&Reason::NothingPairable));
    assert_eq!(found.band.reason(), Some(&Reason::NothingPairable));
    assert!(found.disputed.is_empty() && found.label_pairs.is_empty());
    let empty = audited(&[], 2, Scale::Interval);
    assert_eq!(empty.rated.items, 0);
}

#[test]
fn repeats_show_agreement_with_oneself() {
    let given = simulated(60, 3, 1.0, 51, &[0.8; 8]);
    let mut draw = Draw(52);
    let mut repeats: Vec<Repeat> = given
        .iter()
        .filter(|g| g.0 < 20)
        .map(|&(item, annotator, label)| {
            let second = if draw.share() < 0.8 { label } else { (label + 1) % 3 };
            Repeat { annotator, item, first: Label(label), second: Label(second), lag_secs: Some(7200) }
        })
        .collect();
    repeats.sort_unstable();
    let found = self_consistency(&tallies(&given, 3, Scale::Nominal, &repeats), &few());
    let found = found.estimated().expect("repeats");
    let same = repeats.iter().filter(|r| r.first == r.second).count() as f64 / 160.0;
    let agreement = found.agreement.estimated().expect("repeats");
    assert!((agreement.value - same).abs() < 1e-12 && agreement.interval.estimated().is_some());
    let kappa = found.kappa.estimated().expect("three labels");
    assert!(kappa.interval.estimated().is_some_and(|i| i.method.contains("8 annotators")));
    assert_eq!((found.repeats, found.median_lag_hours), (160, Some(2.0)));
    assert!(found.between_annotators.estimated().is_some_and(|e| e.sample.items == 20));
    let none = self_consistency(&tallies(&given, 3, Scale::Nominal, &[]), &few());
    assert!(matches!(none.reason(), Some(Reason::NotInLog { .. })));
}
