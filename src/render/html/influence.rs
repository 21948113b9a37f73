use super::estimate_cell;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::QuestionAudit;
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::{Estimate, Outcome};

/// The headline coefficient twice: for the same people, and for people like these.
pub fn redrawn(section: &mut Section, question: &QuestionAudit) {
    for redrawn in &question.agreement.redrawn {
        let same = question.agreement.coefficients.iter().find(|c| c.metric == redrawn.metric);
        let Some(same) = same.filter(|c| c.outcome.estimated().is_some()) else { continue };
        match &redrawn.outcome {
            Outcome::NotEstimable(reason) => {
                section.absent(Prose::of(format!("{} for other annotators like these", same.name)), reason);
            }
            Outcome::Estimated(found) => section.text(twice(&same.name, &same.outcome, found)),
        }
    }
}

fn twice(name: &str, same: &Outcome<Estimate>, redrawn: &Estimate) -> Prose {
    let ends = |estimate: &Estimate| estimate.interval.estimated().map(number::interval);
    let (Some(same), Some(redrawn)) = (same.estimated().and_then(ends), ends(redrawn)) else {
        return Prose::default();
    };
    Prose::of(format!(
        "If the same people annotated other items of this kind, {name} would lie in {same}; if other people like these \
         did, in {redrawn}. Where annotators will change, read the second."
    ))
}

/// One line of the table: what is left out, and what becomes of alpha.
struct Line<'a> {
    kind: &'a str,
    name: &'a str,
    without: &'a Outcome<f64>,
    change: &'a Outcome<Estimate>,
}

/// What moves alpha most: annotators, labels and slices by the end of the interval that lies nearer to no change.
pub fn moves(section: &mut Section, question: &QuestionAudit, cap: usize) {
    let agreement = &question.agreement;
    let mut lines: Vec<Line<'_>> = agreement
        .influence
        .iter()
        .map(|part| Line {
            kind: &part.name,
            name: &part.value,
            without: &part.alpha_without,
            change: &part.change,
        })
        .collect();
    lines.extend(agreement.annotators.estimated().into_iter().flatten().map(|one| Line {
        kind: "annotator",
        name: &one.annotator,
        without: &one.alpha_without,
        change: &one.alpha_change,
    }));
    lines.retain(|line| certain(line.change) > 0.0);
    lines.sort_by(|a, b| {
        certain(b.change).total_cmp(&certain(a.change)).then_with(|| (a.kind, a.name).cmp(&(b.kind, b.name)))
    });
    if lines.is_empty() {
        return;
    }
    section.heading(Prose::of("What moves alpha"));
    let columns = vec![
        words("without"),
        words("which"),
        numbers("change of alpha [95 % interval]"),
        numbers("alpha then"),
    ];
    let table = Table::capped("Parts that alpha would change without", columns, &lines, cap, |line| {
        vec![
            Cell::text(line.kind),
            Cell::name(line.name),
            estimate_cell::difference(line.change),
            estimate_cell::plain(line.without, number::share),
        ]
    });
    section.table(table.noted(Prose::of(
        "Below 0: alpha would be lower without this part. Listed is what differs from no change over other items of this \
         kind; a part that lowers alpha need not be at fault, it may hold the harder items.",
    )));
}

/// How far the interval stays away from no change; 0 where it covers it or there is none.
fn certain(change: &Outcome<Estimate>) -> f64 {
    let interval = change.estimated().and_then(|estimate| estimate.interval.estimated());
    interval.map_or(0.0, |interval| interval.lower.max(-interval.upper).max(0.0))
}
