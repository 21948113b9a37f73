use super::estimate_cell;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{Coefficient, QuestionAudit, Redrawn};
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::{Estimate, Outcome, SliceKey};

/// The headline coefficient twice: for the same people, and for people like these; the others beside it.
pub fn redrawn(section: &mut Section, question: &QuestionAudit) {
    let whole: Vec<&Redrawn> =
        question.agreement.redrawn.iter().filter(|own| own.slice == SliceKey::whole()).collect();
    let same = |redrawn: &Redrawn| {
        let found = question.agreement.coefficients.iter().find(|c| c.metric == redrawn.metric);
        found.filter(|c| c.outcome.estimated().is_some())
    };
    if let Some((headline, own)) = whole.first().and_then(|headline| Some((headline, same(headline)?))) {
        match &headline.outcome {
            Outcome::NotEstimable(reason) => {
                section.absent(Prose::of(format!("{} for other annotators like these", own.name)), reason);
            }
            Outcome::Estimated(found) => section.text(twice(&own.name, &own.outcome, found)),
        }
    }
    let known =
        |redrawn: &Redrawn| redrawn.outcome.estimated().is_some_and(|e| e.interval.estimated().is_some());
    let rows: Vec<(&Coefficient, &Redrawn)> = whole
        .into_iter()
        .filter(|own| known(own))
        .filter_map(|own| same(own).map(|coefficient| (coefficient, own)))
        .collect();
    if rows.len() > 1 {
        section.table(both(&rows));
    }
}

/// Every coefficient for the same people, and for people like these.
fn both(rows: &[(&Coefficient, &Redrawn)]) -> Table {
    let columns = vec![
        words("coefficient"),
        numbers("value"),
        words("the same people, other items"),
        words("other people like these"),
    ];
    Table::capped("The same people, and other people", columns, rows, rows.len(), |(own, redrawn)| {
        let value = own.outcome.estimated().map_or(f64::NAN, |found| found.value);
        vec![
            Cell::text(&own.name),
            Cell::number(value, number::share(value)),
            ends(&own.outcome),
            ends(&redrawn.outcome),
        ]
    })
}

/// An interval alone.
pub fn ends(outcome: &Outcome<Estimate>) -> Cell {
    match outcome.estimated().and_then(|found| found.interval.estimated()) {
        Some(interval) => Cell::text(number::interval(interval)),
        None => Cell::absent(number::DASH),
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
