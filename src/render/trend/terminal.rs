use super::phrase::{is_told, level_words, outside, outside_point, outside_words, slope_words, verdict};
use super::words::{Numbers, facts, subject};
use crate::compare::trend::{Trend, TrendLine};
use crate::render::TerminalOptions;
use crate::render::prose::Prose;
use crate::render::terminal::wrapped;

/// Lines and points that one screen takes.
const LINES: usize = 18;
const POINTS: usize = 6;
/// Columns of a line's name.
const NAME: usize = 40;

/// The summary of one screen: the verdict, each number's first and last value and what may be said of it, what lies out of
/// line, what was made otherwise.
pub fn trend_terminal(trend: &Trend, options: &TerminalOptions) -> String {
    let width = options.width.max(40);
    let mut out = format!("{}\n{}\n\n", Prose::of(&trend.title).to_text(), facts(trend).join(" · "));
    paragraph(&mut out, width, "", &verdict(trend).to_text());
    let mut question = "";
    for line in trend.lines.iter().take(LINES) {
        if line.question != question {
            let name = if line.question.is_empty() {
                Prose::of("The whole log")
            } else {
                Prose::named(&line.question)
            };
            out.push_str(&format!("\n{}\n", name.to_text()));
        }
        question = &line.question;
        out.push_str(&row(trend, line));
    }
    if trend.lines.len() > LINES {
        out.push_str(&format!("  and {} more numbers in the report\n", trend.lines.len() - LINES));
    }
    out.push('\n');
    paragraph(&mut out, width, "", &outside_words(trend));
    let points = outside(trend);
    for (line, point) in points.iter().take(POINTS) {
        paragraph(&mut out, width, "  ", &outside_point(trend, line, point).to_text());
    }
    if points.len() > POINTS {
        out.push_str(&format!("  and {} more in the report\n", points.len() - POINTS));
    }
    let changed =
        trend.audits.iter().filter(|own| !own.changed.is_empty() || !own.remarks.is_empty()).count();
    if changed > 0 {
        let text = format!(
            "{changed} of {} audits were made otherwise than the one before, or lie oddly in time: the \
            report says how.",
            trend.audits.len()
        );
        paragraph(&mut out, width, "", &text);
    }
    for note in &trend.notes {
        paragraph(&mut out, width, "", &Prose::marked(note).to_text());
    }
    out
}

fn row(trend: &Trend, line: &TrendLine) -> String {
    let numbers = Numbers::of(line);
    let value = |value: Option<f64>| value.map_or(String::new(), |value| numbers.value(value));
    let first = value(line.points.first().map(|own| own.value));
    let last = value(line.points.last().map(|own| own.value));
    let mut name: String = subject(line).to_text();
    if name.chars().count() > NAME {
        name = name.chars().take(NAME - 1).chain(['…']).collect();
    }
    let steady = line.slope.estimated().is_some_and(|own| own.reported);
    let mut row = format!("  {name:<NAME$} {first:>6} → {last:<6}");
    if !is_told(line) && !steady {
        row.push_str(&format!(" {}", level_words(trend, line).to_text()));
    }
    row.truncate(row.trim_end().len());
    row.push('\n');
    if is_told(line) {
        row.push_str(&format!("      changes by {}\n", level_words(trend, line).to_text()));
    }
    if steady {
        row.push_str(&format!("      {}\n", slope_words(trend, line)));
    }
    row
}

fn paragraph(out: &mut String, width: usize, indent: &str, text: &str) {
    for line in wrapped(text, width - indent.len()) {
        out.push_str(&format!("{indent}{line}\n"));
    }
}
