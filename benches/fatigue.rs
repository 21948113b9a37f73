//! How often the interval of a planted slope holds the truth, and how often fatigue (or a sequence effect) is reported where
//! none was planted: `cargo bench --bench fatigue [-- LOGS] [covered | reported]`, `ONLY=like` for the rows with
//! this in their names. Results stand in README.md beside this file.
#![allow(missing_docs, clippy::print_stdout, dead_code)]

#[path = "../tests/integration/fatigue/shifts.rs"]
mod shifts;

use raterscope::analysis::fatigue::{Fatigue, FatigueOptions, FatigueVerdict, measure};
use raterscope::analysis::inference::{InferenceOptions, wilson};
use raterscope::vocabulary::ConfidenceInterval;
use rayon::prelude::*;
use shifts::Shifts;

/// Chosen before any result was seen.
const SEED: u64 = 2_718_281;
/// Rows of the simulation that the truth is read from.
const POPULATION: u32 = 1_000_000;

/// A slope and the interval that is judged.
type Slope = (f64, ConfidenceInterval);

fn measured(shifts: Shifts, seed: u64) -> Fatigue {
    let found = measure(&shifts.log(seed), &FatigueOptions::default(), &InferenceOptions::default());
    found.estimated().expect("there is an order").clone()
}

fn primary(fatigue: &Fatigue) -> Option<Slope> {
    let slope = fatigue.outcome.primary.estimated()?;
    Some((slope.estimate.value, slope.estimate.interval.estimated()?.clone()))
}

fn with_shared_items(fatigue: &Fatigue) -> Option<Slope> {
    let slope = fatigue.outcome.primary.estimated()?;
    Some((slope.estimate.value, slope.allowing_for_shared_items.clone()))
}

fn item_effects(fatigue: &Fatigue) -> Option<Slope> {
    let slope = &fatigue.order.item_effects.estimated()?.slope;
    Some((slope.estimate.value, slope.allowing_for_shared_items.clone()))
}

fn main() {
    let logs: u64 = std::env::args().filter_map(|a| a.parse().ok()).next().unwrap_or(2000);
    let asked = |part: &str| std::env::args().any(|argument| argument == part);
    if !asked("reported") {
        covered(logs);
    }
    if !asked("covered") {
        reported(logs);
    }
}

/// The same work by as many people as a million rows need.
fn population(shifts: Shifts) -> Fatigue {
    let times = POPULATION / (shifts.items * shifts.per_item as u32);
    let all = Shifts { items: shifts.items * times, annotators: shifts.annotators * times, ..shifts };
    measured(all, SEED ^ 0x5eed)
}

fn covered(logs: u64) {
    println!("| outcome | loads | annotators of an item | truth | interval | mean | coverage |");
    let planted = Shifts { slope: -0.1, ..Shifts::PLAIN };
    for gold in [true, false] {
        for uneven in [false, true] {
            for per_item in [3, 5] {
                let design = Shifts { gold, uneven, per_item, ..planted };
                cell(design, logs);
            }
        }
    }
}

/// How one of the intervals is read.
type OfFatigue = fn(&Fatigue) -> Option<Slope>;

fn cell(design: Shifts, logs: u64) {
    let truth = population(design);
    let found: Vec<Fatigue> =
        (0..logs).into_par_iter().map(|number| measured(design, SEED + 7919 * (number + 1))).collect();
    let intervals: [(&str, OfFatigue); 3] =
        [("CR2", primary), ("CR2, shared items", with_shared_items), ("item effects", item_effects)];
    for (name, of) in intervals {
        let Some((truth, _)) = of(&truth) else { continue };
        let slopes: Vec<Slope> = found.iter().filter_map(of).collect();
        let hits = slopes.iter().filter(|(_, i)| i.lower <= truth && truth <= i.upper).count() as u64;
        let mean = slopes.iter().map(|s| s.0).sum::<f64>() / slopes.len().max(1) as f64;
        println!(
            "| {} | {} | {} | {truth:.4} | {name} | {mean:.4} | {} |",
            if design.gold { "gold" } else { "others" },
            if design.uneven { "uneven" } else { "even" },
            design.per_item,
            told(hits, slopes.len() as u64, |w| w.upper >= 0.93 && w.lower <= 0.97)
        );
    }
}

/// A share with its 99 % Wilson interval, and whether that leaves what was asked for possible.
fn told(hits: u64, of: u64, fine: impl Fn(&ConfidenceInterval) -> bool) -> String {
    let Some(range) = wilson(hits, of, 0.99) else { return "–".into() };
    let verdict = if fine(&range) { "holds" } else { "FAILS" };
    let share = hits as f64 / of as f64;
    format!("{share:.3} [{:.3}, {:.3}] {verdict}, n {of}", range.lower, range.upper)
}

fn reported(logs: u64) {
    println!(
        "| nothing planted but | outcome | fatigue reported | item effects fall | cap advised | sequence effect |"
    );
    let plain = Shifts::PLAIN;
    for gold in [true, false] {
        for (name, design) in [
            ("nothing", plain),
            ("uneven loads", Shifts { uneven: true, ..plain }),
            ("worse annotators drop out", Shifts { worse_drop_out: true, ..plain }),
            ("bad sessions end early", Shifts { bad_sessions_end_early: true, ..plain }),
            ("harder items later", Shifts { harder_later: true, ..plain }),
            ("like items follow each other", Shifts { autocorrelated: true, ..plain }),
            ("(planted) slope -0.3", Shifts { slope: -0.3, ..plain }),
            ("(planted) carry-over 0.05", Shifts { carry_over: 0.05, ..plain }),
        ] {
            if std::env::var("ONLY").map_or(true, |only| name.contains(&only)) {
                row(name, Shifts { gold, ..design }, logs);
            }
        }
    }
}

fn row(name: &str, design: Shifts, logs: u64) {
    let found: Vec<[bool; 4]> = (0..logs)
        .into_par_iter()
        .map(|number| {
            let fatigue = measured(design, SEED + 104_729 * (number + 1));
            let items = fatigue.order.item_effects.estimated().map(|f| &f.slope);
            [
                fatigue.verdict == FatigueVerdict::Falls,
                items.is_some_and(|s| s.allowing_for_shared_items.upper < 0.0),
                fatigue.order.cap.estimated().is_some_and(|cap| cap.positions.is_some()),
                fatigue
                    .order
                    .sequence
                    .estimated()
                    .is_some_and(|s| s.change.p_value < 0.05 && !s.sorted_queues),
            ]
        })
        .collect();
    let share =
        |which: usize| told(found.iter().filter(|f| f[which]).count() as u64, logs, |w| w.lower <= 0.05);
    let outcome = if design.gold { "gold" } else { "others" };
    println!("| {name} | {outcome} | {} | {} | {} | {} |", share(0), share(1), share(2), share(3));
}
