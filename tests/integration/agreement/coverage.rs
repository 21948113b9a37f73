//! Intervals hold the truth as often as they say: a small part of the grid of `benches/coverage.rs`, with bounds that a
//! method of 95 % misses once in a thousand runs of this test.

use super::log::{Draw, clustered, tallies};
use super::panel::{Design, Panel, alpha_of_population};
use raterscope::analysis::agreement::{AgreementOptions, Pooled, alpha_redrawn, pooled};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::tally::PatternTable;
use raterscope::vocabulary::{Estimate, Outcome, Scale, SliceKey};

const LOGS: u64 = 200;
/// 200 logs at 95 %: fewer than 178 covered, or every one of them, is no chance.
const COVERED: std::ops::RangeInclusive<u64> = 178..=199;

fn covers(outcome: &Outcome<Estimate>, truth: f64) -> bool {
    let interval = outcome.estimated().and_then(|found| found.interval.estimated());
    interval.is_some_and(|i| i.lower <= truth && truth <= i.upper)
}

#[test]
fn ninety_five_per_cent_hold_alpha_of_the_same_people() {
    let options = InferenceOptions { replicates: 500, ..InferenceOptions::default() };
    for (items, prevalence) in [(60, 0.5), (250, 0.8)] {
        let design = Design { items, annotators: 12, per_item: (3, 3), prevalence };
        let panel = Panel::draw(12, &mut Draw(77));
        let truth = panel.alpha(prevalence);
        let held = (0..LOGS).filter(|&number| {
            let tallies = tallies(&panel.log(design, &mut Draw(5000 + number)), 2, Scale::Nominal, &[]);
            let table = &tallies.summaries.patterns;
            let whole = SliceKey::whole();
            covers(
                &pooled(
                    Pooled::KrippendorffAlpha,
                    table,
                    &tallies.question,
                    &whole,
                    &AgreementOptions::default(),
                    &options,
                ),
                truth,
            )
        });
        let held = held.count() as u64;
        assert!(COVERED.contains(&held), "{items} items: {held} of {LOGS}");
    }
}

#[test]
fn with_annotators_redrawn_the_fixed_interval_is_too_narrow_and_the_other_holds() {
    let options = InferenceOptions { replicates: 500, ..InferenceOptions::default() };
    let design = Design { items: 500, annotators: 12, per_item: (3, 3), prevalence: 0.5 };
    let truth = alpha_of_population(0.5);
    let (mut fixed, mut redrawn) = (0, 0);
    for number in 0..LOGS {
        let mut draw = Draw(9000 + number);
        let panel = Panel::draw(12, &mut draw);
        let tallies = tallies(&panel.log(design, &mut draw), 2, Scale::Nominal, &[]);
        let table = &tallies.summaries.patterns;
        let whole = SliceKey::whole();
        let own = pooled(
            Pooled::KrippendorffAlpha,
            table,
            &tallies.question,
            &whole,
            &AgreementOptions::default(),
            &options,
        );
        fixed += u64::from(covers(&own, truth));
        redrawn += u64::from(covers(&alpha_redrawn(&tallies, options.level), truth));
    }
    assert!(fixed < *COVERED.start(), "people are drawn too: {fixed} of {LOGS}");
    assert!(COVERED.contains(&redrawn), "{redrawn} of {LOGS}");
}

/// Forty clusters of five to fifteen items that share being hard and a topic: drawing clusters holds, drawing items does
/// not.
#[test]
fn with_clusters_of_items_these_are_what_is_drawn() {
    let options = InferenceOptions { replicates: 500, ..InferenceOptions::default() };
    let design = Design { items: 40, annotators: 12, per_item: (3, 3), prevalence: 0.8 };
    let panel = Panel::draw(12, &mut Draw(77));
    let truth = panel.alpha(design.prevalence);
    let (mut whole, mut alone) = (0, 0);
    for number in 0..LOGS {
        let (given, of_item) = panel.clustered_log(design, (5, 15), &mut Draw(13_000 + number));
        let tallies = clustered(&given, 2, Scale::Nominal, Vec::new(), Some(&of_item));
        let (slice, asked) = (SliceKey::whole(), AgreementOptions::default());
        let held = |table: &PatternTable| {
            let question = &tallies.question;
            covers(&pooled(Pooled::KrippendorffAlpha, table, question, &slice, &asked, &options), truth)
        };
        let table = &tallies.summaries.patterns;
        whole += u64::from(held(table));
        alone += u64::from(held(&PatternTable { clusters: None, ..table.clone() }));
    }
    assert!(COVERED.contains(&whole), "clusters: {whole} of {LOGS}");
    assert!(alone < whole, "items: {alone}, clusters: {whole} of {LOGS}");
}
