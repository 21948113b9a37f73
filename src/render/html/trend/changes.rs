use super::parts::undrawn;
use crate::compare::trend::{Trend, TrendLine, TrendPoint};
use crate::render::html::section::Section;
use crate::render::html::table::{Cell, Table, numbers, words};
use crate::render::number;
use crate::render::prose::Prose;
use crate::render::trend::phrase::{
    is_told, level_words, outside, outside_point, outside_words, slope_unit, slope_words,
};
use crate::render::trend::words::{Numbers, subject};

/// Points out of line that are named one by one.
const POINTS: usize = 30;

/// Every number in a row: first, last, and what may be said of it.
pub fn section(trend: &Trend, cap: usize) -> Section {
    let mut section = Section::new("changes".into(), "What changes");
    section.text(Prose::of(outside_words(trend)));
    let points = outside(trend);
    section.list(points.iter().take(POINTS).map(|(line, point)| outside_point(trend, line, point)).collect());
    if points.len() > POINTS {
        section.text(Prose::of(format!(
            "And {} more, in trend.csv.",
            number::count((points.len() - POINTS) as u64)
        )));
    }
    section.table(table(trend, cap));
    if undrawn(trend) > 0 {
        section.text(Prose::of(format!(
            "{} have no picture, to keep this page small; trend.csv has all.",
            number::counted(undrawn(trend) as u64, "number", "numbers")
        )));
    }
    section
}

fn table(trend: &Trend, cap: usize) -> Table {
    let several = trend.lines.iter().any(|line| {
        !line.question.is_empty()
            && trend.lines.iter().any(|other| !other.question.is_empty() && other.question != line.question)
    });
    let columns = vec![
        words("what"),
        numbers("audits"),
        numbers("first"),
        numbers("last"),
        words("change of level"),
        numbers("q"),
        words("steady rise or fall"),
        numbers("q of it"),
        numbers("outside"),
    ];
    let mut lines: Vec<&TrendLine> = trend.lines.iter().collect();
    // What changes comes first where not all rows are shown.
    if lines.len() > cap {
        lines.sort_by_key(|line| !is_told(line));
    }
    Table::capped("Each number over time", columns, &lines, cap, |line| row(trend, line, several))
        .noted(note(trend))
}

fn row(trend: &Trend, line: &TrendLine, several: bool) -> Vec<Cell> {
    let own = Numbers::of(line);
    let value = |point: Option<&TrendPoint>| match point {
        Some(point) => Cell::number(point.value, own.with_ends(point.value, point.ends)),
        None => Cell::absent(number::DASH),
    };
    let name = match several && !line.question.is_empty() {
        true => Prose::named(&line.question).say(": ").then(subject(line)),
        false => subject(line),
    };
    let q = |q: Option<f64>| match q {
        Some(q) => Cell::number(q, number::p_value(q)),
        None => Cell::absent(number::DASH),
    };
    let steady = line.slope.estimated().is_some_and(|own| own.reported);
    let tone = |told: bool| if told { "warn" } else { "mute" };
    vec![
        Cell::prose(name),
        Cell::count(line.points.len() as u64),
        value(line.points.first()),
        value(line.points.last()),
        Cell::prose(level_words(trend, line)).toned(tone(is_told(line))),
        q(line.change.estimated().map(|own| own.q_value)),
        Cell::text(slope_words(trend, line)).toned(tone(steady)),
        q(line.slope.estimated().map(|own| own.q_value)),
        Cell::count(line.points.iter().filter(|point| point.outside).count() as u64),
    ]
}

fn note(trend: &Trend) -> Prose {
    Prose::of(format!(
        "q by Benjamini and Hochberg, over {} tested for a change of level and {} tested for a steady rise or fall \
         (per {}). A change of level and a steady fall are two descriptions of one course: where both are told, the chart \
         shows which fits.",
        number::counted(trend.tests, "number", "numbers"),
        number::counted(trend.slope_tests, "number", "numbers"),
        slope_unit(trend)
    ))
}
