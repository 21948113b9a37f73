//! How often the intervals of `compare` hold the true change; annotators the same: the items-only interval; redrawn: the
//! one for other annotators, and how seldom the items-only one would.

use super::pair::{Panel, pairs, weeks};
use raterscope::analysis::inference::{InferenceOptions, wilson};
use raterscope::compare::{Change, between};
use raterscope::vocabulary::{Estimate, Outcome};
use rayon::prelude::*;

const DROPS: [f64; 3] = [0.0, 0.05, 0.10];
const METRICS: [&str; 2] = ["percent_agreement", "krippendorff_alpha"];

/// Whether each interval holds the truth, and how wide it is.
type Held = Option<(bool, f64)>;

fn held(outcome: &Outcome<Estimate>, truth: f64) -> Held {
    let interval = outcome.estimated()?.interval.estimated()?;
    Some((interval.lower <= truth && truth <= interval.upper, interval.upper - interval.lower))
}

pub fn run(logs: u64) {
    println!(
        "share of 95 % intervals that hold the true change, of {logs} pairs of weeks [its 99 % interval]"
    );
    for week in weeks() {
        for panel in [Panel::Same, Panel::Redrawn] {
            // By pair, drop and metric: items alone, items and annotators; whether a change is told.
            let seen: Vec<Vec<[(Held, Held, bool); 2]>> = (0..logs)
                .into_par_iter()
                .map(|number| {
                    let of = |pair: super::pair::Pair| {
                        let found = between(&pair.before, &pair.after, &InferenceOptions::default())
                            .expect("two weeks of one question");
                        let change = |metric: &str| -> &Change {
                            let all = &found.questions[0].changes;
                            all.iter().find(|change| change.metric == metric).expect("a default coefficient")
                        };
                        let truths = [pair.percent_agreement, pair.alpha];
                        [0, 1].map(|m| {
                            let own = change(METRICS[m]);
                            (held(&own.fixed, truths[m]), held(&own.redrawn, truths[m]), own.reported)
                        })
                    };
                    pairs(week, panel, &DROPS, number).into_iter().map(of).collect()
                })
                .collect();
            println!(
                "{} items x {} of {} annotators, second week: {panel:?}",
                week.items, week.per_item, week.annotators
            );
            for (d, drop) in DROPS.iter().enumerate() {
                for (m, metric) in METRICS.iter().enumerate() {
                    let column = |of: fn(&(Held, Held, bool)) -> Held| -> Vec<Held> {
                        seen.iter().map(|pair| of(&pair[d][m])).collect()
                    };
                    let told = seen.iter().filter(|pair| pair[d][m].2).count();
                    println!(
                        "  drop {drop:.2} {metric:<18}  items alone {}   annotators too {}   told {:.3}",
                        line(&column(|own| own.0), panel == Panel::Same),
                        line(&column(|own| own.1), panel == Panel::Redrawn),
                        told as f64 / logs as f64
                    );
                }
            }
        }
    }
}

/// `meant`: whether this is the interval that the pair of weeks calls for.
fn line(seen: &[Held], meant: bool) -> String {
    let known: Vec<(bool, f64)> = seen.iter().flatten().copied().collect();
    let hits = known.iter().filter(|own| own.0).count() as u64;
    let Some(range) = wilson(hits, known.len() as u64, 0.99) else { return "–".into() };
    let width = known.iter().map(|own| own.1).sum::<f64>() / known.len() as f64;
    let verdict = match range.upper >= 0.93 && range.lower <= 0.97 {
        _ if !meant => "(not meant for them)",
        true => "holds",
        false => "FAILS",
    };
    let share = hits as f64 / known.len() as f64;
    format!("{share:.3} [{:.3}, {:.3}] {verdict}, width {width:.3}", range.lower, range.upper)
}
