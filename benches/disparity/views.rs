//! Whose view the consensus loses: how often flips and distances are reported where groups were drawn by lot among people of
//! differing severity and skill, and how often a group that has a view of its own is found.

use super::cohesion::{DESIGNS, Design, log};
use super::share::share;
use raterscope::analysis::agreement::AgreementOptions;
use raterscope::analysis::coverage::Targets;
use raterscope::analysis::disparity::views::{self, Flips, ViewOptions};
use raterscope::analysis::disparity::{Asked, groupings};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::vocabulary::Outcome;
use rayon::prelude::*;

/// What became of one log.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// p ≤ .05 of flips: the first group alone, the first group left out, and weighted to the target.
    alone: Option<bool>,
    without: Option<bool>,
    weighted: Option<bool>,
    /// Flips less than expected by chance, on average 0 without a view.
    excess: f64,
    /// p ≤ .05 of the first group's distance, whether its interval holds 0, and whether anything at all is reported.
    distant: Option<bool>,
    holds: Option<bool>,
    reported: bool,
    /// A distance is reported.
    told: bool,
}

/// The first group is to be half of the annotators.
fn target() -> Targets {
    let shares = [("g0".to_owned(), 0.5), ("g1".to_owned(), 0.25), ("g2".to_owned(), 0.25)];
    Targets([("x0".to_owned(), shares.into())].into())
}

fn p(flips: &Outcome<Flips>) -> Option<bool> {
    Some(flips.estimated()?.relabelled.estimated()?.p <= 0.05)
}

fn measured(design: &Design, number: u64) -> Option<Seen> {
    let (agreement, inference, targets) =
        (AgreementOptions::default(), InferenceOptions::default(), target());
    let asked = Asked {
        min_group: 5,
        agreement: &agreement,
        inference: &inference,
        targets: &targets,
        settled: None,
    };
    let tallies = log(design, number);
    let found = views::measure(&tallies, &groupings(&tallies), &ViewOptions::default(), None, asked);
    let found = found.estimated()?;
    let mut seen = Seen::default();
    for own in found.attributes.iter().flat_map(|own| &own.groups).filter_map(|own| own.numbers.estimated()) {
        let beyond = |flips: &Outcome<Flips>| {
            let chance = flips.estimated().and_then(|flips| flips.relabelled.estimated());
            chance.is_some_and(|chance| chance.reported)
        };
        seen.told |= own.consensus.reported;
        seen.reported |= own.consensus.reported || beyond(&own.alone) || beyond(&own.without);
    }
    let first = found.attributes.first()?.groups.first()?.numbers.estimated()?;
    (seen.alone, seen.without) = (p(&first.alone), p(&first.without));
    if let Some(flips) = first.alone.estimated() {
        let expected = flips.relabelled.estimated().map_or(0.0, |chance| chance.expected);
        seen.excess = flips.share().unwrap_or(0.0) - expected;
    }
    let weighted = found.weighted.first().and_then(|own| own.numbers.estimated());
    seen.weighted = weighted.and_then(|own| p(&Outcome::Estimated(own.flips.clone())));
    seen.reported |=
        weighted.and_then(|own| own.flips.relabelled.estimated()).is_some_and(|own| own.reported);
    seen.distant = first.consensus.p.map(|p| p <= 0.05);
    let interval = first.consensus.difference.estimated().and_then(|found| found.interval.estimated());
    seen.holds = interval.map(|ends| ends.lower <= 0.0 && 0.0 <= ends.upper);
    Some(seen)
}

/// How often each design reports something; the first group's single tests beside it.
pub fn run(logs: u64) {
    println!(
        "| groups | alone: p ≤ .05 | left out: p ≤ .05 | weighted: p ≤ .05 | flips alone beyond chance, mean | distance: p ≤ .05 | \
         its interval holds 0 | a distance is reported | anything is reported |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for design in &DESIGNS {
        let seen: Vec<Seen> =
            (0..logs).into_par_iter().filter_map(|number| measured(design, number)).collect();
        let of = |which: fn(&Seen) -> Option<bool>| {
            let known: Vec<bool> = seen.iter().filter_map(which).collect();
            share(known.iter().filter(|own| **own).count(), known.len())
        };
        let excess = seen.iter().map(|own| own.excess).sum::<f64>() / seen.len() as f64;
        println!(
            "| {} | {} | {} | {} | {excess:+.4} | {} | {} | {} | {} |",
            design.name,
            of(|own| own.alone),
            of(|own| own.without),
            of(|own| own.weighted),
            of(|own| own.distant),
            of(|own| own.holds),
            of(|own| Some(own.told)),
            of(|own| Some(own.reported)),
        );
    }
}
