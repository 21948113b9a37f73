use crate::audit::{TargetComparison, TargetGroup, TargetShare};
use crate::render::html::estimate_cell;
use crate::render::html::section::Section;
use crate::render::html::table::{Cell, Table, numbers, words};
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::{Estimate, Outcome, Reason};

/// One attribute beside its stated target.
pub fn fill(section: &mut Section, found: &Outcome<TargetComparison>, cap: usize) {
    match found {
        Outcome::NotEstimable(reason) => section.absent(Prose::of("Shares beside the stated target"), reason),
        Outcome::Estimated(comparison) => {
            section.text(fit(comparison));
            section.table(table(comparison, cap));
        }
    }
}

/// How well annotators fit the target, in a sentence.
fn fit(comparison: &TargetComparison) -> Prose {
    let of = number::counted(comparison.annotators, "annotator", "annotators");
    match &comparison.fit {
        Outcome::Estimated(fit) => {
            let how = match fit.draws {
                0 => format!(
                    "chi² {} with {}",
                    number::decimal(fit.chi2, 2),
                    number::counted(fit.df, "degree of freedom", "degrees of freedom")
                ),
                draws => format!(
                    "chi² {}, judged by {} samples drawn at the target because expected counts are small",
                    number::decimal(fit.chi2, 2),
                    number::count(draws)
                ),
            };
            let verdict = if fit.p_value <= 0.05 {
                "The annotators do not fit the stated target as chance alone would let them."
            } else {
                "The annotators fit the stated target as well as chance lets one expect."
            };
            Prose::default().strong(verdict).say(format!(
                " {} of {of} would have to be in another group (p {}; {how}).",
                number::percent(fit.total_variation),
                number::p_value(fit.p_value)
            ))
        }
        Outcome::NotEstimable(Reason::TooFew { .. }) => Prose::of(format!(
            "Shares are of {of}; no test of all groups at once can be made of this target."
        )),
        Outcome::NotEstimable(reason) => Prose::of(reason.sentence()),
    }
}

fn table(comparison: &TargetComparison, cap: usize) -> Table {
    let columns = vec![
        words("group"),
        numbers("target"),
        numbers("annotators"),
        numbers("share of annotators [95 % interval]"),
        numbers("minus target"),
        numbers("over target"),
        numbers("share of annotations [95 % interval]"),
        numbers("annotators to reach it"),
        numbers("annotations to reach it"),
        words("what may be said"),
    ];
    Table::capped("Beside the stated target", columns, &comparison.groups, cap, |group| {
        vec![
            name(group),
            Cell::number(group.target, number::percent(group.target)),
            Cell::count(group.annotators.count),
            estimate_cell::share(&group.annotators.share),
            estimate_cell::difference(&group.annotators.difference),
            ratio(&group.annotators.ratio),
            estimate_cell::share(&group.annotations.share),
            missing(&group.annotators),
            missing(&group.annotations),
            said(group),
        ]
    })
    .noted(Prose::of(
        "Shares are of those who are in a group with a target. Each annotator counts once; shares of annotations take \
         annotators as clusters. To reach it: how many more of each group would bring all groups to their targets, nobody \
         taken away.",
    ))
}

fn name(group: &TargetGroup) -> Cell {
    if !group.group.is_empty() {
        return Cell::name(&group.group);
    }
    let names = group.together.iter().map(String::as_str);
    Cell::prose(Prose::of("all that are not shown, among them ").names(names))
}

fn ratio(outcome: &Outcome<Estimate>) -> Cell {
    match outcome {
        Outcome::Estimated(_) => estimate_cell::decimal(outcome),
        Outcome::NotEstimable(_) => Cell::absent(number::DASH),
    }
}

fn missing(share: &TargetShare) -> Cell {
    match share.missing {
        Some(0) => Cell::absent("none"),
        Some(more) => Cell::number(more as f64, format!("+{}", number::count(more))),
        None => Cell::absent("no number would"),
    }
}

fn said(group: &TargetGroup) -> Cell {
    let Some(q) = group.q_value else { return Cell::absent(number::DASH) };
    let below = group.annotators.difference.estimated().is_some_and(|found| found.value < 0.0);
    let words = match (group.reported, q <= 0.05, below) {
        (true, _, _) => "far under its target",
        (_, true, true) => "under its target",
        (_, true, false) => "over its target",
        _ => "no evidence of a difference",
    };
    let tone = if group.reported { "warn" } else { "mute" };
    Cell::text(format!("{words} (q\u{a0}{})", number::p_value(q))).toned(tone)
}
