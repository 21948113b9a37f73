//! Label rates by group: how often a group is reported where annotators differ in severity and groups were drawn by lot, and
//! how often a planted difference is found and held by its interval.

use super::log::{Draw, Given, counted};
use super::share::share;
use raterscope::analysis::agreement::AgreementOptions;
use raterscope::analysis::coverage::Targets;
use raterscope::analysis::disparity::severity::{LabelContrast, Severity, SeverityOptions, measure};
use raterscope::analysis::disparity::{Asked, groupings};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::log::RosterAttribute;
use raterscope::vocabulary::{Attribute, Group, Outcome, Reason, Scale};
use rayon::prelude::*;

/// Chosen before any result was seen.
const SEED: u64 = 2_718_281;
/// Standard deviation of annotators' severity in logits.
const SEVERITY: f64 = 0.8;
/// Standard deviation of items in logits.
const ITEMS: f64 = 1.2;

/// How a log is made.
#[derive(Debug, Clone, Copy)]
struct Design {
    name: &'static str,
    annotators: u32,
    items: u32,
    per_item: u32,
    /// Members of each group; the rest are the last group.
    groups: &'static [u32],
    /// Attributes with such groups, each dealt anew.
    attributes: usize,
    /// Whether a few people do most of the work.
    uneven: bool,
    /// Logit of the label at the middle of items and people.
    middle: f64,
    /// Shift of the first group of the first attribute in logits.
    planted: f64,
}

const PLAIN: Design = Design {
    name: "crossed",
    annotators: 30,
    items: 200,
    per_item: 30,
    groups: &[10, 10],
    attributes: 1,
    uneven: false,
    middle: 0.0,
    planted: 0.0,
};

const DESIGNS: [Design; 8] = [
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
    Design { name: "6 beside 40", annotators: 46, per_item: 15, groups: &[6], ..PLAIN },
    Design { name: "6 beside 40, uneven", annotators: 46, per_item: 8, groups: &[6], uneven: true, ..PLAIN },
    Design {
        name: "6 beside 40, a rare label",
        annotators: 46,
        per_item: 8,
        groups: &[6],
        middle: -4.0,
        ..PLAIN
    },
    Design {
        name: "four attributes",
        annotators: 40,
        per_item: 10,
        groups: &[8, 12],
        attributes: 4,
        ..PLAIN
    },
    Design { name: "5 beside 5", annotators: 10, per_item: 6, groups: &[5], ..PLAIN },
];

/// Shifts in logits, one and two deviations of severity: about .14 and .26 of a share.
const PLANTED: [f64; 2] = [0.8, 1.6];

/// What one log says.
#[derive(Debug, Clone, Default)]
struct Seen {
    reported: bool,
    /// Whether the planted contrast is reported.
    found: bool,
    /// Whether each contrast's own interval holds the truth.
    covered: Vec<bool>,
    /// Whether all simultaneous intervals of the first attribute do.
    jointly: bool,
    difference: f64,
}

/// How often each design reports a group, finds the planted one and covers.
pub fn run(logs: u64) {
    println!(
        "| groups | planted | logs reporting a group | planted one found | intervals that cover | all at once cover | true difference |"
    );
    println!("|---|---|---|---|---|---|---|");
    let only = std::env::var("DESIGN").ok();
    for design in DESIGNS.iter().filter(|design| only.as_deref().is_none_or(|name| name == design.name)) {
        cell(*design, logs);
        for planted in PLANTED {
            cell(Design { planted, ..*design }, logs);
        }
    }
}

fn cell(design: Design, logs: u64) {
    let seen: Vec<Seen> = (0..logs).into_par_iter().map(|number| one(&design, number)).collect();
    let count = |of: &dyn Fn(&Seen) -> bool| share(seen.iter().filter(|seen| of(seen)).count(), seen.len());
    let covered: Vec<bool> = seen.iter().flat_map(|seen| seen.covered.iter().copied()).collect();
    let truth = seen.iter().map(|seen| seen.difference).sum::<f64>() / logs as f64;
    println!(
        "| {} | {} | {} | {} | {} | {} | {truth:.3} |",
        design.name,
        design.planted,
        if design.planted == 0.0 { count(&|seen| seen.reported) } else { "–".into() },
        if design.planted == 0.0 { "–".into() } else { count(&|seen| seen.found) },
        share(covered.iter().filter(|covered| **covered).count(), covered.len()),
        count(&|seen| seen.jointly),
    );
}

fn one(design: &Design, number: u64) -> Seen {
    let mut draw = Draw(SEED ^ (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let log = Log::draw(design, &mut draw);
    let none = Reason::NotInLog { what: "order".into(), columns: "submitted_at".into() };
    let tallies = counted(&log.given, 2, Scale::Nominal, &[], Vec::new(), Err(none), log.attributes(design));
    let inference = InferenceOptions::default();
    let asked = Asked {
        min_group: 5,
        agreement: &AgreementOptions::default(),
        inference: &inference,
        targets: &Targets::default(),
        settled: None,
    };
    let found = measure(&tallies, &groupings(&tallies), &SeverityOptions::default(), asked);
    found.estimated().map_or_else(Seen::default, |found| log.judge(design, found))
}

/// One simulated log and what made it.
struct Log {
    given: Vec<Given>,
    /// By attribute and annotator.
    groups: Vec<Vec<u32>>,
    /// Logit of each item.
    items: Vec<f64>,
}

impl Log {
    fn draw(design: &Design, draw: &mut Draw) -> Self {
        let people = design.annotators;
        let groups: Vec<Vec<u32>> = (0..design.attributes).map(|_| dealt(design, draw)).collect();
        let severity: Vec<f64> = (0..people).map(|_| SEVERITY * normal(draw)).collect();
        let load: Vec<f64> =
            (0..people).map(|_| if design.uneven { (1.0 * normal(draw)).exp() } else { 1.0 }).collect();
        let items: Vec<f64> = (0..design.items).map(|_| design.middle + ITEMS * normal(draw)).collect();
        let mut given: Vec<Given> = Vec::new();
        for (item, own) in (0u32..).zip(&items) {
            // The smallest of exponential times with the load as rate: drawn without replacement by load.
            let mut order: Vec<(f64, u32)> =
                (0..people).map(|who| (-(1.0 - draw.share()).ln() / load[who as usize], who)).collect();
            order.sort_by(|a, b| a.0.total_cmp(&b.0));
            for &(_, who) in order.iter().take(design.per_item as usize) {
                let shift = if groups[0][who as usize] == 0 { design.planted } else { 0.0 };
                let hit = draw.share() < logistic(own + severity[who as usize] + shift);
                given.push((item, who, u32::from(hit)));
            }
        }
        given.sort_unstable();
        Self { given, groups, items }
    }

    /// What the interval is for: the mean difference of people like these on these items, weighed as Mantel and Haenszel do.
    fn truth(&self, design: &Design, group: u32) -> f64 {
        let (mut sum, mut weights) = (0.0, 0.0);
        for rows in self.given.chunk_by(|a, b| a.0 == b.0) {
            let of =
                |code: u32| rows.iter().filter(|row| self.groups[0][row.1 as usize] == code).count() as f64;
            let (n, own, planted) = (rows.len() as f64, of(group), of(0));
            if own == 0.0 || own == n {
                continue;
            }
            let item = self.items[rows[0].0 as usize];
            let apart = mean_share(item + design.planted) - mean_share(item);
            let shifted = |planted: f64, of: f64| apart * planted / of;
            let difference = match group {
                0 => shifted(1.0, 1.0),
                _ => -shifted(planted, n - own),
            };
            let weight = own * (n - own) / n;
            sum += weight * difference;
            weights += weight;
        }
        sum / weights
    }

    fn judge(&self, design: &Design, found: &Severity) -> Seen {
        let contrasts = |attribute: usize, group: usize| -> Option<&LabelContrast> {
            found.attributes.get(attribute)?.groups.get(group)?.contrasts.estimated()?.get(1)
        };
        let mut seen = Seen { jointly: true, difference: self.truth(design, 0), ..Seen::default() };
        let all =
            found.attributes.iter().flat_map(|own| &own.groups).filter_map(|own| own.contrasts.estimated());
        seen.reported = all.flatten().any(|own| own.reported);
        seen.found = contrasts(0, 0).is_some_and(|own| own.reported && own.difference.value > 0.0);
        for attribute in 0..design.attributes {
            // Two groups alone say the same thing twice.
            let groups = if design.groups.len() == 1 { 1 } else { design.groups.len() + 1 };
            for group in 0..groups {
                let truth = if attribute == 0 { self.truth(design, group as u32) } else { 0.0 };
                let Some(own) = contrasts(attribute, group) else { continue };
                let holds = |ends: &Outcome<raterscope::vocabulary::ConfidenceInterval>| {
                    ends.estimated().map(|ends| ends.lower <= truth && truth <= ends.upper)
                };
                if design.planted == 0.0 || (attribute, group) == (0, 0) {
                    seen.covered.extend(holds(&own.difference.interval));
                }
                seen.jointly &= attribute > 0 || holds(&own.simultaneous).unwrap_or(true);
            }
        }
        seen
    }

    fn attributes(&self, design: &Design) -> Vec<RosterAttribute> {
        let groups = || (0..=design.groups.len()).map(|g| Group(format!("g{g}"))).collect();
        let attribute = |(n, of): (usize, &Vec<u32>)| RosterAttribute {
            attribute: Attribute(format!("x{n}")),
            depth: 1,
            groups: groups(),
            of_annotator: of.clone(),
        };
        self.groups.iter().enumerate().map(attribute).collect()
    }
}

fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// The share of people's severities, by 81 equal steps of the normal density over ± 5 deviations.
fn mean_share(logit: f64) -> f64 {
    let steps = (-40..=40).map(|step| f64::from(step) / 8.0);
    let (sum, weights) = steps.fold((0.0, 0.0), |(sum, weights), z| {
        let weight = (-z * z / 2.0).exp();
        (sum + weight * logistic(logit + SEVERITY * z), weights + weight)
    });
    sum / weights
}

/// A normal number.
fn normal(draw: &mut Draw) -> f64 {
    (-2.0 * (1.0 - draw.share()).ln()).sqrt() * (std::f64::consts::TAU * draw.share()).cos()
}

/// A group by annotator, by lot.
fn dealt(design: &Design, draw: &mut Draw) -> Vec<u32> {
    let mut order: Vec<(f64, u32)> = (0..design.annotators).map(|who| (draw.share(), who)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut group = vec![design.groups.len() as u32; design.annotators as usize];
    let mut next = order.iter();
    for (code, &members) in (0u32..).zip(design.groups) {
        next.by_ref().take(members as usize).for_each(|&(_, who)| group[who as usize] = code);
    }
    group
}
