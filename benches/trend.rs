//! How often a trend of weekly audits tells a change, a slope or a point out of line where nothing changes, and how often it
//! finds a planted loss: `cargo bench --bench trend [-- SERIES]`, `ONLY=like` for the rows with this in their names. Every
//! week is a log that is audited as `audit` does. Results stand in README.md beside this file.
#![allow(missing_docs, clippy::print_stdout, dead_code)]

#[path = "../tests/integration/agreement/log.rs"]
mod log;

use log::{Draw, Given, resolved};
use raterscope::analysis::inference::{InferenceOptions, Panel, wilson};
use raterscope::audit::{Audit, Plan, conduct};
use raterscope::compare::trend::{Snapshot, Trend, TrendOptions, TrendPart, follow};
use raterscope::tally::count;
use raterscope::vocabulary::{Reason, Scale, Seed};
use rayon::prelude::*;

/// Chosen before any result was seen.
const SEED: u64 = 5_772_156;
const ITEMS: u32 = 60;
const ANNOTATORS: u32 = 10;
const PER_ITEM: u32 = 3;
const LABELS: u32 = 3;
/// How often people are right on average, and how they differ.
const SKILL: f64 = 0.8;
const APART: f64 = 0.08;

/// How the weeks of a series are made.
#[derive(Clone, Copy)]
struct Weeks {
    weeks: u32,
    /// Whether each week has people of its own.
    redrawn: bool,
    /// Deviation of a week's own difficulty.
    between: f64,
    /// Correlation of neighbouring weeks.
    alike: f64,
    /// What everybody's share of right labels loses after two thirds of the weeks.
    loss: f64,
}

fn normal(draw: &mut Draw) -> f64 {
    (0..12).map(|_| draw.share()).sum::<f64>() - 6.0
}

fn people(draw: &mut Draw) -> Vec<f64> {
    (0..ANNOTATORS).map(|_| SKILL + APART * normal(draw)).collect()
}

/// One week's annotations: (item, annotator, label), sorted.
fn week(skills: &[f64], shift: f64, draw: &mut Draw) -> Vec<Given> {
    let mut given = Vec::new();
    for item in 0..ITEMS {
        let at = draw.share();
        let truth = u32::from(at > 0.5) + u32::from(at > 0.8);
        let first = draw.below(ANNOTATORS);
        for k in 0..PER_ITEM {
            let who = (first + k * 3) % ANNOTATORS;
            let right = draw.share() < (skills[who as usize] + shift).clamp(0.05, 0.98);
            let label = if right { truth } else { (truth + 1 + draw.below(LABELS - 1)) % LABELS };
            given.push((item, who, label));
        }
    }
    given.sort_unstable();
    given
}

fn audit(given: &[Given], number: u32) -> Audit {
    let missing = Reason::NotInLog { what: "order".into(), columns: "submitted_at".into() };
    let log = resolved(given, LABELS as usize, Scale::Nominal, &[], Vec::new(), Err(missing), Vec::new());
    let (tallies, intake) = count(log);
    let inference = InferenceOptions { replicates: 200, ..InferenceOptions::default() };
    let mut audit = conduct(&tallies, &intake, &Plan { inference, ..Plan::default() });
    let day = |days: u32| format!("20{:02}-{:02}-{:02}", 10 + days / 336, 1 + days / 28 % 12, 1 + days % 28);
    audit.intake.period = Some((day(7 * number), day(7 * number + 6)));
    audit
}

fn series(of: Weeks, number: u64) -> Trend {
    let mut draw = Draw(SEED ^ (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut skills = people(&mut draw);
    let mut state = normal(&mut draw);
    let mut snapshots = Vec::new();
    for place in 0..of.weeks {
        if of.redrawn {
            skills = people(&mut draw);
        }
        state = of.alike * state + (1.0 - of.alike * of.alike).sqrt() * normal(&mut draw);
        let lost = if place >= of.weeks * 2 / 3 { of.loss } else { 0.0 };
        let given = week(&skills, of.between * state - lost, &mut draw);
        snapshots.push(Snapshot::of(&format!("w{place:03}"), &audit(&given, place), &[], Panel::Random));
    }
    let inference = InferenceOptions { seed: Seed(number), ..InferenceOptions::default() };
    follow(snapshots, &TrendOptions { inference, ..TrendOptions::default() }).expect("audits alike")
}

/// What one series told.
#[derive(Clone, Copy, Default)]
struct Told {
    /// A change of any number; of alpha at p ≤ .05 by itself.
    any: bool,
    alpha: bool,
    /// A change of alpha or percent agreement within two weeks of the planted place.
    found: bool,
    /// A steady rise or fall of any number.
    slope: bool,
    outside: u64,
    points: u64,
}

fn told(of: Weeks, number: u64) -> Told {
    let trend = series(of, number);
    let planted = i64::from(of.weeks * 2 / 3);
    let changes = || trend.lines.iter().filter_map(|line| Some((line, line.change.estimated()?)));
    let near = |from: u32| (i64::from(from) - planted).abs() <= 2;
    Told {
        any: changes().any(|(_, own)| own.reported),
        alpha: changes().any(|(line, own)| line.metric == "krippendorff_alpha" && own.p <= 0.05),
        found: changes()
            .any(|(line, own)| line.part == TrendPart::Agreement && own.reported && near(own.from)),
        slope: trend.lines.iter().any(|line| line.slope.estimated().is_some_and(|own| own.reported)),
        outside: trend.lines.iter().flat_map(|line| &line.points).filter(|point| point.outside).count()
            as u64,
        points: trend.expected_points,
    }
}

fn share(hits: usize, of: usize) -> String {
    let Some(range) = wilson(hits as u64, of as u64, 0.99) else { return "–".into() };
    format!("{:.4} [{:.4}, {:.4}]", hits as f64 / of as f64, range.lower, range.upper)
}

fn row(name: &str, of: Weeks, logs: u64) {
    let found: Vec<Told> = (0..logs).into_par_iter().map(|number| told(of, number)).collect();
    let count = |test: fn(&Told) -> bool| share(found.iter().filter(|own| test(own)).count(), found.len());
    let (outside, points) = found.iter().fold((0, 0), |sum, own| (sum.0 + own.outside, sum.1 + own.points));
    let place = if of.loss > 0.0 { count(|own| own.found) } else { "–".into() };
    println!(
        "| {} | {name} | {} | {} | {} | {place} | {} | {:.4} |",
        of.weeks,
        of.loss,
        count(|own| own.any),
        count(|own| own.alpha),
        count(|own| own.slope),
        outside as f64 / (points as f64).max(1.0)
    );
}

fn main() {
    let logs: u64 = std::env::args().filter_map(|a| a.parse().ok()).next().unwrap_or(2000);
    let only = std::env::var("ONLY").unwrap_or_default();
    println!(
        "| weeks | people | planted | any change told | alpha at .05 | planted one found | any slope told | points outside |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let plain = Weeks { weeks: 12, redrawn: true, between: 0.0, alike: 0.0, loss: 0.0 };
    for weeks in [12, 26] {
        for (name, of) in [
            ("the same", Weeks { redrawn: false, ..plain }),
            ("redrawn weekly", plain),
            ("redrawn weekly, weeks differ", Weeks { between: 0.05, ..plain }),
            ("redrawn weekly, weeks like their neighbours", Weeks { between: 0.05, alike: 0.4, ..plain }),
            ("redrawn weekly, loss", Weeks { loss: 0.05, ..plain }),
            ("redrawn weekly, loss", Weeks { loss: 0.1, ..plain }),
            ("redrawn weekly, loss", Weeks { loss: 0.2, ..plain }),
        ] {
            if name.contains(&only) {
                row(name, Weeks { weeks, ..of }, logs);
            }
        }
    }
}
