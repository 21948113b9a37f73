//! Coefficients beside alpha with annotators redrawn: leaving things out of sums is counting the log without them.

use super::few;
use super::log::{Given, simulated, tallies};
use raterscope::analysis::agreement::{AgreementOptions, Distance, Pool, Pooled, coefficient, measure};
use raterscope::analysis::inference::redrawn;
use raterscope::vocabulary::{Scale, SliceKey};

const SKILLS: [f64; 6] = [0.9, 0.8, 0.5, 0.7, 0.6, 0.85];

fn value(given: &[Given], kind: Pooled) -> f64 {
    let tallies = tallies(given, 3, Scale::Nominal, &[]);
    let pool = Pool::new(&tallies.summaries.patterns, &tallies.question.labels);
    coefficient(kind, &pool, Distance::Nominal).expect("labels vary").value
}

/// Alpha of label `k` against the rest.
fn of_label(given: &[Given], k: u32) -> f64 {
    let two: Vec<Given> =
        given.iter().map(|&(item, who, label)| (item, who, u32::from(label == k))).collect();
    value(&two, Pooled::KrippendorffAlpha)
}

/// Error with annotators redrawn, everything counted anew; `paired`: items of one annotation say nothing.
fn by_counting(given: &[Given], paired: bool, value: &dyn Fn(&[Given]) -> f64) -> f64 {
    let company = |own: &Given| given.iter().filter(|other| other.0 == own.0).count() > 1;
    let without = |gone: &dyn Fn(&Given) -> bool| -> (f64, u64) {
        let rest: Vec<Given> = given.iter().filter(|own| !gone(own)).copied().collect();
        (value(&rest), 1)
    };
    let counts = |own: &&Given| !paired || company(own);
    let mut items: Vec<u32> = given.iter().filter(counts).map(|own| own.0).collect();
    items.dedup();
    let items: Vec<_> = items.iter().map(|&item| without(&|own: &Given| own.0 == item)).collect();
    let people: Vec<_> = (0..6).map(|who| without(&|own: &Given| own.1 == who)).collect();
    let single: Vec<_> = given.iter().filter(counts).map(|one| without(&|own: &Given| own == one)).collect();
    redrawn(&items, &people, &single).expect("spread").se
}

#[test]
fn the_error_is_that_of_leaving_out_items_annotators_and_annotations() {
    let mut given = simulated(70, 3, 0.4, 17, &SKILLS);
    given.sort_unstable();
    let all = tallies(&given, 3, Scale::Nominal, &[]);
    let found = measure(&all, &AgreementOptions::default(), &few());
    let error = |metric: &str, slice: SliceKey| {
        let own = found.redrawn.iter().find(|own| own.metric == metric && own.slice == slice);
        own.and_then(|own| own.outcome.estimated()).and_then(|own| own.se).expect("an error")
    };
    for kind in Pooled::ALL {
        let paired = matches!(kind, Pooled::PercentAgreement | Pooled::KrippendorffAlpha);
        let expected = by_counting(&given, paired, &|given| value(given, kind));
        let own = error(kind.metric(), SliceKey::whole());
        assert!((own / expected - 1.0).abs() < 1e-9, "{kind:?}: {own} {expected}");
    }
    for k in 0..3 {
        let expected = by_counting(&given, true, &|given| of_label(given, k));
        let own = error("label_alpha", SliceKey::of("label", &(k + 1).to_string()));
        assert!((own / expected - 1.0).abs() < 1e-9, "label {k}: {own} {expected}");
    }
}

#[test]
fn weighted_coefficients_have_one_too_and_two_people_none() {
    let mut given = simulated(60, 3, 0.6, 23, &SKILLS);
    given.sort_unstable();
    let found = measure(&tallies(&given, 3, Scale::Ordinal, &[]), &AgreementOptions::default(), &few());
    for own in &found.redrawn {
        let estimate = own.outcome.estimated().expect("labels vary");
        assert!(estimate.interval.estimated().is_some(), "{}", own.metric);
    }
    assert_eq!(found.redrawn.len(), 5 + 3);
    let pair: Vec<Given> = given.iter().filter(|own| own.1 < 2).copied().collect();
    let found = measure(&tallies(&pair, 3, Scale::Nominal, &[]), &AgreementOptions::default(), &few());
    for own in &found.redrawn {
        let estimate = own.outcome.estimated().expect("labels vary");
        assert!(estimate.interval.reason().is_some(), "{}", own.metric);
    }
}
