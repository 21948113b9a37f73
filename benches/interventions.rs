//! How often a planted excess of accepting wrong suggestions is found, how often one is reported where people were only
//! honestly wrong, and how often its 95 % interval holds the truth: `cargo bench --bench interventions [-- LOGS]`. Results
//! stand in README.md beside this file.
#![allow(missing_docs, clippy::print_stdout, dead_code)]

#[path = "../tests/integration/interventions/simulated.rs"]
mod simulated;

use raterscope::analysis::inference::wilson;
use rayon::prelude::*;
use simulated::{Design, Seen, showing};

const SIZES: [(u32, u32, u32); 3] = [(150, 10, 4), (300, 20, 5), (800, 30, 4)];
/// (labels, excess, its spread between annotators).
const PLANTED: [(u32, f64, f64); 4] = [(2, 0.0, 0.0), (4, 0.0, 0.0), (4, 0.1, 0.05), (2, 0.2, 0.1)];

fn main() {
    let logs: u64 = std::env::args().filter_map(|a| a.parse().ok()).next().unwrap_or(2000);
    println!(
        "| items × annotators (per item) | labels | shown | judge | excess (sd) | mean | reported | coverage |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for (items, annotators, per_item) in SIZES {
        for (labels, excess, excess_sd) in PLANTED {
            for (gold, randomised) in [(true, true), (true, false), (false, true), (false, false)] {
                let design =
                    Design { items, annotators, per_item, labels, gold, randomised, excess, excess_sd };
                cell(&design, logs);
            }
        }
    }
}

fn cell(design: &Design, logs: u64) {
    let seen: Vec<Seen> = (0..logs)
        .into_par_iter()
        .filter_map(|number| Seen::of(&showing(design, number).automation_bias))
        .collect();
    let n = seen.len() as f64;
    let mean = seen.iter().map(|seen| seen.value).sum::<f64>() / n;
    // Judges who may err call some right suggestions wrong, on which nothing was planted: the truth of what they measure is
    // had from all logs together.
    let truth = if design.gold || design.excess == 0.0 { design.excess } else { mean };
    let covers = |(low, high): (f64, f64)| low <= truth && truth <= high;
    let with_ends: Vec<bool> = seen.iter().filter_map(|seen| seen.ends.map(covers)).collect();
    println!(
        "| {} × {} ({}) | {} | {} | {} | {} ({}) | {mean:.3} | {} | {} |",
        design.items,
        design.annotators,
        design.per_item,
        design.labels,
        if design.randomised { "by chance" } else { "to weaker, on harder" },
        if design.gold { "gold" } else { "others" },
        design.excess,
        design.excess_sd,
        share(seen.iter().filter(|seen| seen.reported).count(), seen.len()),
        share(with_ends.iter().filter(|covered| **covered).count(), with_ends.len()),
    );
}

/// A share with its 99 % Wilson interval.
fn share(hits: usize, n: usize) -> String {
    match wilson(hits as u64, n as u64, 0.99) {
        Some(range) => {
            format!("{:.3} [{:.3}, {:.3}], n {n}", hits as f64 / n as f64, range.lower, range.upper)
        }
        None => "–".into(),
    }
}
