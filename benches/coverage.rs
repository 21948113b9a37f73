//! How often 95 % intervals of Krippendorff's alpha hold the truth, on a grid of logs whose truth is known:
//! `cargo bench --bench coverage [-- LOGS]`; with `-- people` instead, how often thirty equally skilled people with
//! unequal queues have somebody named among them; with `-- models`, how often the intervals of models' numbers hold the
//! truth; with `-- confidence`, whether what is said of models' confidence and of what they may label alone is true; with
//! `-- clusters`, how often intervals hold the truth where clusters of items share an effect. Results stand in README.md
//! beside this file.
#![allow(missing_docs, clippy::print_stdout, dead_code)]

#[path = "../tests/integration/confidence/simulated.rs"]
mod confidence;
#[path = "../tests/integration/agreement/log.rs"]
mod log;
#[path = "../tests/integration/agreement/models.rs"]
mod models;
#[path = "../tests/integration/agreement/panel.rs"]
mod panel;
#[path = "../tests/integration/agreement/queues.rs"]
mod queues;
#[path = "../tests/integration/drift/weeks.rs"]
mod weeks;

use log::{Draw, clustered, tallies};
use panel::{Design, Panel, alpha_of_population};
use queues::{Queues, WORSE};
use raterscope::analysis::agreement::{
    AgreementOptions, PersonVerdict, Pooled, alpha_redrawn, measure, pooled,
};
use raterscope::analysis::inference::{InferenceOptions, wilson};
use raterscope::tally::PatternTable;
use raterscope::vocabulary::{Estimate, Outcome, Scale, SliceKey};
use rayon::prelude::*;

const ITEMS: [u32; 5] = [50, 100, 200, 500, 2000];
const PREVALENCES: [f64; 3] = [0.5, 0.8, 0.95];
/// (annotators, annotations per item from, to).
const PANELS: [(u32, (u32, u32)); 3] = [(30, (2, 6)), (12, (3, 3)), (8, (8, 8))];
/// Chosen before any result was seen.
const SEED: u64 = 3_141_592;

/// What became of one log.
#[derive(Clone, Copy)]
struct Seen {
    /// 200 items and 30 disagreeing ones.
    large: bool,
    disagreeing: u64,
    /// Whether the interval covers the truth and how wide it is; `None` without an interval.
    fixed: Option<(bool, f64)>,
    redrawn: Option<(bool, f64)>,
}

fn covers(outcome: &Outcome<Estimate>, truth: f64) -> Option<(bool, f64)> {
    let interval = outcome.estimated()?.interval.estimated()?;
    Some((interval.lower <= truth && truth <= interval.upper, interval.upper - interval.lower))
}

fn one(design: Design, people: Option<&Panel>, number: u64) -> Seen {
    let mut draw = Draw(SEED ^ (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let drawn;
    let (panel, truth) = match people {
        Some(panel) => (panel, panel.alpha(design.prevalence)),
        None => {
            drawn = Panel::draw(design.annotators, &mut draw);
            (&drawn, alpha_of_population(design.prevalence))
        }
    };
    let tallies = tallies(&panel.log(design, &mut draw), 2, Scale::Nominal, &[]);
    let options = InferenceOptions::default();
    let table = &tallies.summaries.patterns;
    let fixed = pooled(
        Pooled::KrippendorffAlpha,
        table,
        &tallies.question,
        &SliceKey::whole(),
        &AgreementOptions::default(),
        &options,
    );
    let disagreeing = table.disagreeing_items();
    Seen {
        large: table.pairable_items() >= 200 && disagreeing >= 30,
        disagreeing,
        fixed: covers(&fixed, truth),
        redrawn: covers(&alpha_redrawn(&tallies, options.level), truth),
    }
}

/// Share of intervals that cover, its 99 % Wilson interval, and whether that leaves 93–97 % possible.
fn told(seen: &[Option<(bool, f64)>]) -> String {
    let known: Vec<(bool, f64)> = seen.iter().flatten().copied().collect();
    let hits = known.iter().filter(|k| k.0).count() as u64;
    let Some(range) = wilson(hits, known.len() as u64, 0.99) else { return "–".into() };
    let width = known.iter().map(|k| k.1).sum::<f64>() / known.len() as f64;
    let verdict = if range.upper >= 0.93 && range.lower <= 0.97 { "holds" } else { "FAILS" };
    let share = hits as f64 / known.len() as f64;
    format!(
        "{:.3} [{:.3}, {:.3}] {verdict}, width {width:.3}, n {}",
        share,
        range.lower,
        range.upper,
        known.len()
    )
}

fn main() {
    if std::env::args().any(|a| a == "confidence") {
        let logs = std::env::args().filter_map(|a| a.parse().ok()).next().unwrap_or(2000);
        return confidence_table(logs);
    }
    if std::env::args().any(|a| a == "drift") {
        return drift(std::env::args().filter_map(|a| a.parse().ok()).next().unwrap_or(2000));
    }
    if std::env::args().any(|a| a == "people") {
        return people();
    }
    if std::env::args().any(|a| a == "models") {
        return of_models();
    }
    if std::env::args().any(|a| a == "clusters") {
        return clusters();
    }
    let logs: u64 = std::env::args().filter_map(|a| a.parse().ok()).next().unwrap_or(2000);
    let wanted = |a: u32| std::env::var("ANNOTATORS").map_or(true, |only| only == a.to_string());
    println!("| panel | items | prevalence | disagreeing | logs | interval | size | coverage |");
    for (annotators, per_item) in PANELS.into_iter().filter(|p| wanted(p.0)) {
        for prevalence in PREVALENCES {
            let panel = Panel::draw(annotators, &mut Draw(SEED + u64::from(annotators)));
            for items in ITEMS {
                let design = Design { items, annotators, per_item, prevalence };
                for people in [Some(&panel), None] {
                    cell(design, people, logs);
                }
            }
        }
    }
}

/// How often a log of weeks has any change told: weeks alike, weeks that differ, and weeks with a planted change.
fn drift(logs: u64) {
    println!("| weeks | people | between | alike | planted | any change told | planted one found |");
    let nulls =
        weeks::NULLS.into_iter().flat_map(|of| [12, 26, 52].map(|weeks| weeks::Weeks { weeks, ..of }));
    let planted = [0.1, 0.2].map(|loss| weeks::Weeks { loss, ..weeks::NULLS[0] });
    for of in nulls.chain(planted) {
        let told: Vec<(bool, bool)> =
            (0..logs).into_par_iter().map(|number| weeks::told(of, number)).collect();
        let share = |n: usize| {
            let range = wilson(n as u64, logs, 0.99).map_or((0.0, 1.0), |range| (range.lower, range.upper));
            format!("{:.4} [{:.4}, {:.4}]", n as f64 / logs as f64, range.0, range.1)
        };
        println!(
            "| {} | {} | {} | {} | {} | {} | {} |",
            of.weeks,
            if of.redrawn { "redrawn weekly" } else { "the same" },
            of.between,
            of.alike,
            of.loss,
            share(told.iter().filter(|told| told.0).count()),
            if of.loss > 0.0 { share(told.iter().filter(|told| told.1).count()) } else { "–".into() },
        );
    }
}

fn cell(design: Design, people: Option<&Panel>, logs: u64) {
    let seen: Vec<Seen> = (0..logs).into_par_iter().map(|number| one(design, people, number)).collect();
    let mean = seen.iter().map(|s| s.disagreeing).sum::<u64>() as f64 / logs as f64;
    for large in [true, false] {
        let of = |which: fn(&Seen) -> Option<(bool, f64)>| -> Vec<Option<(bool, f64)>> {
            seen.iter().filter(|s| s.large == large).map(which).collect()
        };
        let (fixed, redrawn) = (of(|s| s.fixed), of(|s| s.redrawn));
        if fixed.is_empty() {
            continue;
        }
        let kind = if people.is_some() { "fixed" } else { "redrawn" };
        let size = if large { "large" } else { "small" };
        for (interval, seen) in [("fixed", &fixed), ("redrawn", &redrawn)] {
            println!(
                "| {} {kind} | {} | {} | {mean:.0} | {} | {interval} | {size} | {} |",
                design.annotators,
                design.items,
                design.prevalence,
                seen.len(),
                told(seen)
            );
        }
    }
}

/// 2 000 logs of each kind with gold and two models.
fn of_models() {
    println!("| items | prevalence | number | coverage |");
    let kinds = [[1.0 / 3.0; 3], [0.6, 0.25, 0.15], [0.8, 0.12, 0.08]];
    for prevalence in kinds {
        for items in [200, 500, 2000] {
            let world = models::World { items, prevalence };
            let seed = SEED + u64::from(items) * 1_000_003;
            let logs: Vec<Vec<models::Held>> =
                (0..2000).into_par_iter().map(|number| world.held(seed + 7919 * number)).collect();
            for (place, name) in models::NUMBERS.iter().enumerate() {
                let seen: Vec<models::Held> = logs.iter().map(|log| log[place]).collect();
                let [a, b, c] = prevalence.map(|share| format!("{share:.2}"));
                println!("| {items} | {a} {b} {c} | {name} | {} |", told(&seen));
            }
        }
        let world = models::World { items: 200, prevalence };
        let apart: Vec<(bool, bool)> =
            (0..2000).into_par_iter().map(|number| world.told(SEED + 104_729 * number)).collect();
        for (what, told) in [
            ("slices", apart.iter().filter(|told| told.0).count()),
            ("groups of people", apart.iter().filter(|told| told.1).count()),
        ] {
            let range = wilson(told as u64, 2000, 0.99)
                .map_or(String::new(), |w| format!("[{:.3}, {:.3}]", w.lower, w.upper));
            println!(
                "| 200 | {:.2} | logs in which like {what} are told apart | {told} of 2000 {range} |",
                prevalence[0]
            );
        }
    }
}

/// 1 000 logs of equals, with and without good and bad days; and how often somebody worse is found.
fn people() {
    println!("| logs of | days | worse by | logs naming an equal | logs naming the one who is worse |");
    for (days, worse) in [(0.0, None), (0.1, None), (0.0, Some(0.15)), (0.1, Some(0.15)), (0.0, Some(0.3))] {
        let named: Vec<Vec<usize>> = (0..1000u64)
            .into_par_iter()
            .map(|number| named(Queues { days, worse }, SEED + 7919 * number))
            .collect();
        let worst = WORSE as usize;
        let equal = |own: &&Vec<usize>| own.iter().any(|&who| who != worst || worse.is_none());
        let equals = named.iter().filter(equal).count() as u64;
        let found = named.iter().filter(|own| worse.is_some() && own.contains(&worst)).count();
        let range =
            wilson(equals, 1000, 0.99).map_or(String::new(), |w| format!("[{:.3}, {:.3}]", w.lower, w.upper));
        println!("| 1000 | {days} | {} | {equals} {range} | {found} |", worse.unwrap_or(0.0));
    }
}

/// Who is named in one log.
fn named(queues: Queues, seed: u64) -> Vec<usize> {
    let options = InferenceOptions { replicates: 50, ..InferenceOptions::default() };
    let found = measure(&queues.log(&mut Draw(seed)), &AgreementOptions::default(), &options);
    let rows = found.annotators.estimated().cloned().unwrap_or_default();
    let judged = |v: PersonVerdict| matches!(v, PersonVerdict::AgreesLess | PersonVerdict::AgreesMore);
    (0..rows.len()).filter(|&who| judged(rows[who].verdict)).collect()
}

/// The table of `cargo bench --bench coverage -- confidence`.
fn confidence_table(logs: u64) {
    println!(
        "| items | labels | too sure by | spread | against | covered | called over-confident | ECE p ≤ .05 | missed 2 % | missed 5 % | missed 10 % | by label, 5 % | hours | area covered | alone at 5 % |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for design in confidence::DESIGNS {
        let found = confidence::told(design, logs);
        let of = |(hits, n): (u64, u64)| match wilson(hits, n, 0.99) {
            Some(ends) => format!("{hits} of {n} [{:.3}, {:.3}]", ends.lower, ends.upper),
            None => "–".to_owned(),
        };
        // The promise is about logs: where hardly any can be certified, those few are the wrong ones.
        let among = |(missed, told): (u64, u64)| format!("{} (told in {told})", of((missed, found.logs)));
        println!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {:.3} |",
            design.items,
            design.labels,
            design.over_confidence,
            design.spread,
            if design.consensus { "consensus" } else { "gold" },
            of((found.covered, found.logs)),
            of((found.called_over, found.logs)),
            of((found.ece, found.logs)),
            among(found.missed[0]),
            among(found.missed[1]),
            among(found.missed[2]),
            among(found.missed_by_label),
            among(found.missed_hours),
            of(found.area),
            found.alone / found.logs as f64,
        );
    }
}

/// Clusters that share an effect: the intervals that draw clusters, and those that take items as independent.
fn clusters() {
    let logs: u64 = std::env::args().filter_map(|a| a.parse().ok()).next().unwrap_or(2000);
    println!("| panel | clusters | items in each | logs | interval | coverage |");
    for (clusters, sizes) in [(40, (5, 15)), (100, (2, 4)), (250, (2, 4)), (250, (5, 15)), (1000, (2, 4))] {
        let design = Design { items: clusters, annotators: 12, per_item: (3, 3), prevalence: 0.8 };
        let panel = Panel::draw(12, &mut Draw(SEED + 12));
        let of_clusters = |people: Option<&Panel>| {
            let seen: Vec<[Option<(bool, f64)>; 3]> = (0..logs)
                .into_par_iter()
                .map(|number| clustered_one(design, sizes, people, number))
                .collect();
            let kind = if people.is_some() { "fixed" } else { "redrawn" };
            for (which, interval) in ["clusters", "items", "clusters, people redrawn"].into_iter().enumerate()
            {
                let own: Vec<_> = seen.iter().map(|seen| seen[which]).collect();
                let (least, most) = sizes;
                println!(
                    "| 12 {kind} | {clusters} | {least}–{most} | {logs} | {interval} | {} |",
                    told(&own)
                );
            }
        };
        of_clusters(Some(&panel));
        if clusters != 1000 {
            of_clusters(None);
        }
    }
}

/// Alpha of one clustered log: drawing clusters, drawing items, and with people redrawn.
fn clustered_one(
    design: Design,
    sizes: (u32, u32),
    people: Option<&Panel>,
    number: u64,
) -> [Option<(bool, f64)>; 3] {
    let mut draw = Draw(SEED ^ (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let drawn = people.is_none().then(|| Panel::draw(design.annotators, &mut draw));
    let truth = people.map_or_else(|| alpha_of_population(design.prevalence), |p| p.alpha(design.prevalence));
    let Some(panel) = people.or(drawn.as_ref()) else { return [None; 3] };
    let (given, of_item) = panel.clustered_log(design, sizes, &mut draw);
    let tallies = clustered(&given, 2, Scale::Nominal, Vec::new(), Some(&of_item));
    let options = InferenceOptions::default();
    let of = |table: &PatternTable| {
        let (whole, asked) = (SliceKey::whole(), AgreementOptions::default());
        covers(&pooled(Pooled::KrippendorffAlpha, table, &tallies.question, &whole, &asked, &options), truth)
    };
    let table = &tallies.summaries.patterns;
    let plain = PatternTable { clusters: None, ..table.clone() };
    [of(table), of(&plain), covers(&alpha_redrawn(&tallies, options.level), truth)]
}
