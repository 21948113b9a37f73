//! How often the gate fails where the true drop is exactly what it allows, and where it is 3.6 standard errors more. As users
//! have it: two audits, compared and judged by one rule, `max_drop`, with the default evidence.

use super::pair::{Pair, Panel, WEEKS, pairs};
use super::people::Week;
use raterscope::analysis::inference::{InferenceOptions, wilson};
use raterscope::compare::{Panel as Declared, between};
use raterscope::gate::{Judgement, Policy, Rule, judge};
use rayon::prelude::*;

/// True drops of percent agreement: the default allowance, and one that leaves room for 3.6 standard errors. Beyond .19 the
/// simulated people would agree again, on what is wrong.
const DROPS: [f64; 2] = [0.05, 0.15];
/// Standard errors beyond the allowance at which the gate is to fail in 95 % of pairs: 1.96 + 1.645.
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

/// How far the estimated drops of one pair lie from the true ones, by drop and metric.
fn strays(week: Week, panel: Panel, number: u64) -> Vec<[f64; 2]> {
    let options = InferenceOptions { replicates: 100, ..InferenceOptions::default() };
    let of = |pair: Pair| {
        let found = between(&pair.before, &pair.after, &options).expect("two weeks of one question");
        let change = |metric: &str| {
            let all = &found.questions[0].changes;
            let own = all.iter().find(|change| change.metric == metric).expect("a default coefficient");
            own.change.estimated().map_or(0.0, |change| change.value)
        };
        let truths = truths(&pair);
        [0, 1].map(|m| change(METRICS[m]) + truths[m])
    };
    pairs(week, panel, &DROPS, number).into_iter().map(of).collect()
}

/// Standard errors of the difference by drop and metric, from as many pairs that are not judged. Of what the gate's interval
/// is for: of these very people where the settings say that they stay, else of people drawn anew.
fn errors(week: Week, declared: Declared, logs: u64) -> Vec<[f64; 2]> {
    let panel = if declared == Declared::Fixed { Panel::Same } else { Panel::Redrawn };
    let seen: Vec<Vec<[f64; 2]>> =
        (logs..2 * logs).into_par_iter().map(|number| strays(week, panel, number)).collect();
    let error = |d: usize, m: usize| {
        let square: f64 = seen.iter().map(|pair| pair[d][m].powi(2)).sum();
        (square / seen.len() as f64).sqrt()
    };
    (0..DROPS.len()).map(|d| [error(d, 0), error(d, 1)]).collect()
}

/// What the gate says of one pair: with the true drop as its allowance, and with 3.6 errors less.
fn judged(pair: &Pair, declared: Declared, errors: [f64; 2]) -> [[Judgement; 2]; 2] {
    let options = InferenceOptions { panel: declared, ..InferenceOptions::default() };
    let comparison = between(&pair.before, &pair.after, &options).expect("two weeks of one question");
    let truths = truths(pair);
    [0, 1].map(|m| {
        [truths[m], (truths[m] - BEYOND * errors[m]).max(0.0)].map(|allowance| {
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
    for week in WEEKS {
        for (panel, declared, words) in CASES {
            let errors = errors(week, declared, logs);
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
                println!("  {metric:<18} 3.6 x {:.4} beyond it  {beyond}", errors[1][m]);
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
