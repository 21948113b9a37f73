//! How often the gate fails where the true drop is exactly what it allows, and where it is 3.6 standard errors more. As users
//! have it: two audits, compared and judged by one rule, `max_drop`, with the default evidence.

use super::pair::{Pair, Panel, pairs, weeks};
use super::people::Week;
use raterscope::analysis::inference::{InferenceOptions, wilson};
use raterscope::compare::{Panel as Declared, between};
use raterscope::gate::{Judgement, Policy, Rule, judge};
use rayon::prelude::*;

/// True drops of percent agreement: the default allowance, and one that leaves room for 3.6 standard errors. Beyond .19 the
/// simulated people would agree again, on what is wrong.
const DROPS: [f64; 2] = [0.05, 0.15];
/// Standard errors, as comparisons tell them, beyond the allowance at which the gate is to fail in 95 % of pairs: 1.96 + 1.645,
/// which an error known for certain reaches with .9498; one that is estimated from few annotators falls short of it.
const BEYOND: f64 = 3.6;
const METRICS: [&str; 2] = ["percent_agreement", "krippendorff_alpha"];
/// Who annotates the second week, and what the settings declare.
const CASES: [(Panel, Declared, &str); 3] = [
    (Panel::Same, Declared::Fixed, "the same people, panel = \"fixed\""),
    (Panel::Same, Declared::Random, "the same people, nothing declared"),
    (Panel::Redrawn, Declared::Random, "other people"),
];

fn truths(pair: &Pair) -> [f64; 2] {
    [-pair.percent_agreement, -pair.alpha]
}

/// By drop and metric, of one pair: how far the estimated drop lies from the true one, and its standard error as the
/// comparison tells it.
fn strays(week: Week, panel: Panel, declared: Declared, number: u64) -> Vec<[(f64, f64); 2]> {
    let options = InferenceOptions { replicates: 500, panel: declared, ..InferenceOptions::default() };
    let of = |pair: Pair| {
        let found = between(&pair.before, &pair.after, &options).expect("two weeks of one question");
        let truths = truths(&pair);
        [0, 1].map(|m| {
            let all = &found.questions[0].changes;
            let own = all.iter().find(|change| change.metric == METRICS[m]).expect("a default coefficient");
            let change = own.change.estimated().expect("both weeks vary");
            (change.value + truths[m], change.se.expect("both weeks vary"))
        })
    };
    pairs(week, panel, &DROPS, number).into_iter().map(of).collect()
}

/// What is known of a difference's error from pairs that are not judged.
#[derive(Clone, Copy)]
struct Spread {
    /// Standard deviation of the estimated drop about the true one.
    seen: f64,
    /// Mean of the standard errors that comparisons tell.
    told: f64,
}

/// Errors of the difference by drop and metric.
fn errors(week: Week, (panel, declared): (Panel, Declared), logs: u64) -> Vec<[Spread; 2]> {
    let all: Vec<Vec<[(f64, f64); 2]>> =
        (logs..2 * logs).into_par_iter().map(|number| strays(week, panel, declared, number)).collect();
    let spread = |d: usize, m: usize| {
        let mean = |of: &dyn Fn((f64, f64)) -> f64| {
            all.iter().map(|pair| of(pair[d][m])).sum::<f64>() / all.len() as f64
        };
        Spread { seen: mean(&|own| own.0 * own.0).sqrt(), told: mean(&|own| own.1) }
    };
    (0..DROPS.len()).map(|d| [spread(d, 0), spread(d, 1)]).collect()
}

/// What the gate says of one pair: with the true drop as its allowance, and with 3.6 errors less.
fn judged(pair: &Pair, declared: Declared, errors: [Spread; 2]) -> [[Judgement; 2]; 2] {
    let options = InferenceOptions { panel: declared, ..InferenceOptions::default() };
    let comparison = between(&pair.before, &pair.after, &options).expect("two weeks of one question");
    let truths = truths(pair);
    [0, 1].map(|m| {
        [truths[m], (truths[m] - BEYOND * errors[m].told).max(0.0)].map(|allowance| {
            let rule = Rule { metric: METRICS[m].into(), max_drop: Some(allowance), ..Rule::default() };
            let policy = Policy { rules: vec![rule], ..Policy::default() };
            let ruling = judge(&policy, &pair.after, Some(&pair.before), Some(&comparison), declared);
            ruling.expect("a good policy").verdicts[0].judgement
        })
    })
}

pub fn run(logs: u64) {
    println!(
        "share of {logs} pairs of weeks in which the gate fails [its 99 % interval]; passes; is inconclusive"
    );
    for week in weeks() {
        for (panel, declared, words) in CASES {
            let errors = errors(week, (panel, declared), logs);
            let seen: Vec<Vec<[[Judgement; 2]; 2]>> = (0..logs)
                .into_par_iter()
                .map(|number| {
                    let made = pairs(week, panel, &DROPS, number);
                    made.iter().zip(&errors).map(|(pair, errors)| judged(pair, declared, *errors)).collect()
                })
                .collect();
            println!("{} items x {} of {} annotators, {words}", week.items, week.per_item, week.annotators);
            for (m, metric) in METRICS.iter().enumerate() {
                let at = |d: usize, beyond: usize| -> Vec<Judgement> {
                    seen.iter().map(|pair| pair[d][m][beyond]).collect()
                };
                let equal = line(&at(0, 0), |range| range.0 <= 0.025);
                let beyond = line(&at(1, 1), |range| range.1 >= 0.95);
                println!("  {metric:<18} at the allowance       {equal}");
                let Spread { seen, told } = errors[1][m];
                println!("  {metric:<18} 3.6 x {told:.4} beyond it  {beyond}; it strays by {seen:.4}");
            }
        }
    }
}

fn line(seen: &[Judgement], good: impl Fn((f64, f64)) -> bool) -> String {
    let count = |kind: Judgement| seen.iter().filter(|one| **one == kind).count() as u64;
    let (fails, all) = (count(Judgement::Fail), seen.len() as u64);
    let Some(range) = wilson(fails, all, 0.99) else { return "–".into() };
    let share = |n: u64| n as f64 / all as f64;
    format!(
        "fails {:.4} [{:.4}, {:.4}] {}; passes {:.3}; inconclusive {:.3}",
        share(fails),
        range.lower,
        range.upper,
        if good((range.lower, range.upper)) { "holds" } else { "FAILS" },
        share(count(Judgement::Pass)),
        share(count(Judgement::Inconclusive))
    )
}
