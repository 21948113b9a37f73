//! Models on groups of items: how often a difference is reported where groups were dealt to items by lot, alone and in
//! clusters, and how often one that was planted is found.

use super::log::{Draw, Given, beside_models};
use super::share::share;
use raterscope::analysis::agreement::AgreementOptions;
use raterscope::analysis::coverage::Targets;
use raterscope::analysis::disparity::Asked;
use raterscope::analysis::disparity::fairness::{self, FairnessOptions};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::tally::{ItemAttribute, ItemClusters, QuestionTallies};
use raterscope::vocabulary::{Attribute, Group, Label};
use rayon::prelude::*;
use std::sync::Arc;

/// Chosen before any result was seen.
const SEED: u64 = 2_718_281;

/// How a log is made.
#[derive(Debug, Clone, Copy)]
struct Design {
    name: &'static str,
    /// Items of each group.
    groups: &'static [u32],
    /// Items of a cluster, which share their group and how hard they are; 1 for items by themselves.
    cluster: u32,
    /// How much more often the model errs on the first group.
    worse: f64,
}

const DESIGNS: [Design; 6] = [
    Design { name: "9 × 100", groups: &[100; 9], cluster: 1, worse: 0.0 },
    Design { name: "900, 30, 10, 5", groups: &[900, 30, 10, 5], cluster: 1, worse: 0.0 },
    Design { name: "3 × 200, clusters of 5", groups: &[200; 3], cluster: 5, worse: 0.0 },
    Design { name: "9 × 100, planted .15", groups: &[100; 9], cluster: 1, worse: 0.15 },
    Design { name: "3 × 200, planted .15", groups: &[200; 3], cluster: 1, worse: 0.15 },
    Design { name: "3 × 200, clusters of 5, planted .15", groups: &[200; 3], cluster: 5, worse: 0.15 },
];

/// The model is right on .8 of the items, on those of hard clusters on .65, of easy ones on .95.
fn log(design: &Design, number: u64) -> QuestionTallies {
    let mut draw = Draw(SEED ^ (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let of_item: Vec<u32> =
        (0u32..).zip(design.groups).flat_map(|(group, &n)| std::iter::repeat_n(group, n as usize)).collect();
    let items = of_item.len() as u32;
    let (mut given, mut answers, mut gold): (Vec<Given>, Vec<Label>, Vec<Label>) = Default::default();
    let mut right = 0.8;
    for item in 0..items {
        if design.cluster > 1 && item % design.cluster == 0 {
            right = if draw.share() < 0.5 { 0.65 } else { 0.95 };
        }
        let truth = u32::from(draw.share() < 0.4);
        let share = right - if of_item[item as usize] == 0 { design.worse } else { 0.0 };
        let answer = if draw.share() < share { truth } else { 1 - truth };
        given.push((item, 0, truth));
        answers.push(Label(answer));
        gold.push(Label(truth));
    }
    let mut tallies = beside_models(&given, 2, gold, vec![("m", answers)], Vec::new(), Vec::new());
    tallies.item_attributes = Arc::new(vec![ItemAttribute {
        attribute: Attribute("region".into()),
        groups: (0..design.groups.len()).map(|code| Group(format!("g{code}"))).collect(),
        of_item,
    }]);
    if let Some(index) = tallies.index.as_mut().filter(|_| design.cluster > 1) {
        let of_item = (0..items).map(|item| item / design.cluster).collect();
        index.clusters = Some(ItemClusters { column: "thread".into(), of_item });
    }
    tallies
}

/// (the difference of accuracy, what chance makes of it, p ≤ .05, it is reported, anything is, its interval holds the truth).
type Seen = (f64, f64, bool, bool, bool, Option<bool>);

fn measured(design: &Design, number: u64) -> Option<Seen> {
    let (agreement, targets) = (AgreementOptions::default(), Targets::default());
    let inference = InferenceOptions { replicates: 200, ..InferenceOptions::default() };
    let asked = Asked {
        min_group: 5,
        agreement: &agreement,
        inference: &inference,
        targets: &targets,
        settled: None,
    };
    let found = fairness::measure(&log(design, number), &FairnessOptions::default(), asked);
    let metrics = &found.estimated()?.models.first()?.metrics;
    let (accuracy, any) = (metrics.first()?, metrics.iter().any(|own| own.reported));
    let chance = accuracy.chance?;
    let to_rest = accuracy.by_group.first()?.to_rest.estimated()?.interval.estimated();
    let holds = to_rest.map(|ends| ends.lower <= -design.worse && -design.worse <= ends.upper);
    let difference = accuracy.difference.estimated()?.value;
    Some((difference, chance.expected, chance.p <= 0.05, accuracy.reported, any, holds))
}

/// How often each design reports something.
pub fn run(logs: u64) {
    println!(
        "| items by group | max − min of accuracy | by chance | p ≤ .05 | accuracy is reported | anything is reported | the first \
         group's contrast holds the truth |"
    );
    println!("|---|---|---|---|---|---|---|");
    for design in &DESIGNS {
        let seen: Vec<Seen> =
            (0..logs).into_par_iter().filter_map(|number| measured(design, number)).collect();
        let mean = |of: fn(&Seen) -> f64| seen.iter().map(of).sum::<f64>() / seen.len() as f64;
        let of = |which: fn(&Seen) -> bool| share(seen.iter().filter(|own| which(own)).count(), seen.len());
        let held: Vec<bool> = seen.iter().filter_map(|own| own.5).collect();
        println!(
            "| {} | {:.3} | {:.3} | {} | {} | {} | {} |",
            design.name,
            mean(|own| own.0),
            mean(|own| own.1),
            of(|own| own.2),
            of(|own| own.3),
            of(|own| own.4),
            share(held.iter().filter(|own| **own).count(), held.len()),
        );
    }
}
