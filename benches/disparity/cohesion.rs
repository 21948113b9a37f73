//! Groups that agree among themselves: how often one is reported where groups were drawn by lot among people of differing
//! severity and skill, and how often one that has a view of its own is found.

use super::log::{Draw, Given, counted};
use super::share::share;
use raterscope::analysis::agreement::{AgreementOptions, SideEstimate};
use raterscope::analysis::coverage::Targets;
use raterscope::analysis::disparity::cohesion::{self, Cohesion, CohesionOptions};
use raterscope::analysis::disparity::{Asked, groupings};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::log::RosterAttribute;
use raterscope::tally::QuestionTallies;
use raterscope::vocabulary::{Attribute, Estimate, Group, Outcome, Reason, Scale};
use rayon::prelude::*;

/// Chosen before any result was seen.
const SEED: u64 = 1_618_033;

/// How a log is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Design {
    pub(super) name: &'static str,
    annotators: u32,
    items: u32,
    per_item: u32,
    /// Members of each group; the rest are the last group.
    groups: &'static [u32],
    /// Attributes with such groups, each dealt anew.
    attributes: usize,
    /// Whether a few people do most of the work.
    uneven: bool,
    /// Whether items and people fall into two pools of unlike difficulty, the first group being commoner in the first.
    pools: bool,
    /// Standard deviation, in logits, of the view of an item that the first group has to itself.
    view: f64,
    /// As many times the annotators, group members and items: 1, or more for the truth.
    times: u32,
}

const PLAIN: Design = Design {
    name: "crossed",
    annotators: 30,
    items: 200,
    per_item: 30,
    groups: &[10, 10],
    attributes: 1,
    uneven: false,
    pools: false,
    view: 0.0,
    times: 1,
};

pub(super) const DESIGNS: [Design; 9] = [
    PLAIN,
    Design { name: "sparse", annotators: 60, items: 600, per_item: 3, groups: &[20, 20], ..PLAIN },
    Design {
        name: "uneven loads",
        annotators: 60,
        items: 400,
        per_item: 5,
        groups: &[20],
        uneven: true,
        ..PLAIN
    },
    Design { name: "6 beside 40", annotators: 46, items: 200, per_item: 15, groups: &[6], ..PLAIN },
    Design {
        name: "four attributes",
        annotators: 40,
        per_item: 10,
        groups: &[10, 15],
        attributes: 4,
        ..PLAIN
    },
    Design {
        name: "two pools",
        annotators: 60,
        items: 300,
        per_item: 6,
        groups: &[25],
        pools: true,
        ..PLAIN
    },
    Design { name: "a view, crossed", view: 1.5, ..PLAIN },
    Design {
        name: "a view, sparse",
        annotators: 60,
        items: 600,
        per_item: 5,
        groups: &[20, 20],
        view: 2.5,
        ..PLAIN
    },
    Design { name: "a view, 8 beside 40", annotators: 48, per_item: 15, groups: &[8], view: 2.5, ..PLAIN },
];

/// What became of one log.
struct Seen {
    /// Somebody is reported who has no view of their own.
    falsely: bool,
    /// The group with a view of its own is.
    found: bool,
    tests: u64,
}

fn cohesion_of(design: &Design, number: u64) -> Option<Cohesion> {
    let (agreement, inference, targets) =
        (AgreementOptions::default(), InferenceOptions::default(), Targets::default());
    let asked = Asked {
        min_group: 5,
        agreement: &agreement,
        inference: &inference,
        targets: &targets,
        settled: None,
    };
    let tallies = log(design, number);
    let found = cohesion::measure(&tallies, &groupings(&tallies), &CohesionOptions::default(), asked);
    found.estimated().cloned()
}

fn measured(design: &Design, number: u64) -> Option<Seen> {
    let found = cohesion_of(design, number)?;
    let mut seen = Seen { falsely: false, found: false, tests: found.tests };
    for (attribute, group) in found.attributes.iter().flat_map(|own| own.groups.iter().map(move |g| (own, g)))
    {
        let reported = group.numbers.estimated().is_some_and(|numbers| numbers.verdict.reported());
        // Where one group has another view, all others of its attribute are truly apart from it, too.
        let planted = design.view > 0.0 && attribute.attribute == "x0";
        seen.found |= reported && planted && group.group == "g0";
        seen.falsely |= reported && !planted;
    }
    Some(seen)
}

/// The numbers of the first group of a log: IRR, xRR, their difference, GAI.
fn of_first_group(design: &Design, number: u64) -> Option<[SideEstimate; 4]> {
    let found = cohesion_of(design, number)?;
    let numbers = found.attributes.first()?.groups.first()?.numbers.estimated()?.clone();
    Some([numbers.within, numbers.across, numbers.difference, numbers.association])
}

/// Logs that are so many times as large, behind the truth, and how many of them.
const LARGE: (u32, u64) = (15, 6);

/// How often intervals hold the truth, which is read from large logs of the same making.
pub fn intervals(logs: u64) {
    println!("| groups | number | truth | mean | items redrawn | annotators too |");
    println!("|---|---|---|---|---|---|");
    for design in DESIGNS.iter().filter(|design| design.attributes == 1 && !design.pools) {
        let large = Design { times: LARGE.0, ..*design };
        let truths: Vec<_> =
            (0..LARGE.1).into_par_iter().filter_map(|n| of_first_group(&large, SEED + n)).collect();
        let seen: Vec<_> = (0..logs).into_par_iter().filter_map(|n| of_first_group(design, n)).collect();
        for (column, name) in ["IRR", "xRR", "IRR − xRR", "GAI"].into_iter().enumerate() {
            let mean = |all: &[[SideEstimate; 4]]| {
                let values: Vec<f64> =
                    all.iter().filter_map(|own| Some(own[column].redrawn.estimated()?.value)).collect();
                values.iter().sum::<f64>() / values.len() as f64
            };
            // Where nobody has a view of their own, nothing is apart.
            let truth = match column {
                2 if design.view == 0.0 => 0.0,
                3 if design.view == 0.0 => 1.0,
                _ => mean(&truths),
            };
            let covered = |of: fn(&SideEstimate) -> &Outcome<Estimate>| {
                let ends = seen.iter().filter_map(|own| of(&own[column]).estimated()?.interval.estimated());
                let covers: Vec<bool> = ends.map(|i| i.lower <= truth && truth <= i.upper).collect();
                share(covers.iter().filter(|held| **held).count(), covers.len())
            };
            println!(
                "| {} | {name} | {truth:.3} | {:.3} | {} | {} |",
                design.name,
                mean(&seen),
                covered(|own| &own.fixed),
                covered(|own| &own.redrawn),
            );
        }
    }
}

/// Seconds for 500 annotators × 15 000 annotations, all groups of eight attributes.
pub fn speed() {
    let design = Design {
        annotators: 500,
        items: 3000,
        per_item: 5,
        groups: &[100, 80, 60, 50, 40],
        attributes: 8,
        view: 1.0,
        ..PLAIN
    };
    let tallies = log(&design, 0);
    let (agreement, inference, targets) =
        (AgreementOptions::default(), InferenceOptions::default(), Targets::default());
    let asked = Asked {
        min_group: 5,
        agreement: &agreement,
        inference: &inference,
        targets: &targets,
        settled: None,
    };
    let start = std::time::Instant::now();
    let found = cohesion::measure(&tallies, &groupings(&tallies), &CohesionOptions::default(), asked);
    let secs = start.elapsed().as_secs_f64();
    let tests = found.estimated().map_or((0, 0), |found| (found.tests, found.most_draws));
    println!(
        "500 annotators × 15 000 annotations: {} groups, at most {} relabellings, {secs:.2} s",
        tests.0, tests.1
    );
}

/// How often each design reports a group.
pub fn run(logs: u64) {
    println!(
        "| groups | annotators × items (per item) | tests | reported without a view | the group with a view is found |"
    );
    println!("|---|---|---|---|---|");
    for design in &DESIGNS {
        let seen: Vec<Seen> =
            (0..logs).into_par_iter().filter_map(|number| measured(design, number)).collect();
        let found = match design.view > 0.0 {
            true => share(seen.iter().filter(|one| one.found).count(), seen.len()),
            false => "–".into(),
        };
        let tests = seen.iter().map(|one| one.tests).sum::<u64>() as f64 / seen.len() as f64;
        println!(
            "| {} | {} × {} ({}) | {tests:.1} | {} | {found} |",
            design.name,
            design.annotators,
            design.items,
            design.per_item.min(design.annotators),
            share(seen.iter().filter(|one| one.falsely).count(), seen.len()),
        );
    }
}

/// A normal number.
fn normal(draw: &mut Draw) -> f64 {
    (-2.0 * (1.0 - draw.share()).ln()).sqrt() * (std::f64::consts::TAU * draw.share()).cos()
}

/// Two labels: the second with the logit of item + severity of the annotator (sd .8), sharpened by their skill, + the
/// group's own view of the item.
pub(super) fn log(design: &Design, number: u64) -> QuestionTallies {
    let mut draw = Draw(SEED ^ (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let people = design.annotators * design.times;
    let pool_of = |who: u32| u32::from(design.pools && who % 2 == 1);
    let roster: Vec<Vec<u32>> = (0..design.attributes).map(|_| dealt(design, &mut draw)).collect();
    let severity: Vec<f64> = (0..people).map(|_| 0.8 * normal(&mut draw)).collect();
    let skill: Vec<f64> = (0..people).map(|_| (0.3 * normal(&mut draw)).exp()).collect();
    let load: Vec<f64> =
        (0..people).map(|_| if design.uneven { (1.2 * normal(&mut draw)).exp() } else { 1.0 }).collect();
    let mut given: Vec<Given> = Vec::new();
    for item in 0..design.items * design.times {
        let pool = u32::from(design.pools && item % 2 == 1);
        let sharpness = if pool == 1 { 0.7 } else { 2.0 };
        let (own, view) = (sharpness * normal(&mut draw), design.view * normal(&mut draw));
        // The smallest of exponential times with the load as rate: drawn without replacement by load.
        let mut order: Vec<(f64, u32)> = (0..people)
            .map(|who| (-(1.0 - draw.share()).ln() / load[who as usize], who))
            .filter(|&(_, who)| pool_of(who) == pool)
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        for &(_, who) in order.iter().take(design.per_item as usize) {
            let at = who as usize;
            let seen = own + if roster[0][at] == 0 { view } else { 0.0 };
            let logit = skill[at] * seen + severity[at];
            given.push((item, who, u32::from(draw.share() < 1.0 / (1.0 + (-logit).exp()))));
        }
    }
    given.sort_unstable();
    let none = Reason::NotInLog { what: "order".into(), columns: "submitted_at".into() };
    counted(&given, 2, Scale::Nominal, &[], Vec::new(), Err(none), attributes(design, roster))
}

/// A group by annotator: by lot, or in the first pool more often in the first group.
fn dealt(design: &Design, draw: &mut Draw) -> Vec<u32> {
    let mut order: Vec<(f64, u32)> = (0..design.annotators * design.times)
        .map(|who| (draw.share() + if design.pools && who % 2 == 1 { 0.3 } else { 0.0 }, who))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut group = vec![design.groups.len() as u32; order.len()];
    let mut next = order.iter();
    for (code, &members) in (0u32..).zip(design.groups) {
        next.by_ref()
            .take((members * design.times) as usize)
            .for_each(|&(_, who)| group[who as usize] = code);
    }
    group
}

fn attributes(design: &Design, roster: Vec<Vec<u32>>) -> Vec<RosterAttribute> {
    let groups = || (0..=design.groups.len()).map(|g| Group(format!("g{g}"))).collect();
    let attribute = |(n, of): (usize, Vec<u32>)| RosterAttribute {
        depth: 1,
        attribute: Attribute(format!("x{n}")),
        groups: groups(),
        of_annotator: of,
    };
    roster.into_iter().enumerate().map(attribute).collect()
}
