use super::phrase::{level_words, outside, outside_point, outside_words, slope_words, verdict};
use super::words::{Numbers, audit_name, facts, subject};
use crate::compare::trend::{Trend, TrendLine, TrendPoint};
use crate::render::Artifact;
use crate::render::prose::{Prose, escape_markdown};

/// Lines and points that a summary names at most.
const MOST: usize = 30;

/// `trend.md`: what a message or a pull request shows.
pub fn artifact(trend: &Trend) -> Artifact {
    Artifact::new("trend.md", summary(trend))
}

fn summary(trend: &Trend) -> String {
    let mut out = format!("# {}\n\n", Prose::of(&trend.title).to_markdown());
    out.push_str(&format!(
        "{}\n\n{}\n\n",
        escape_markdown(&facts(trend).join(" · ")),
        verdict(trend).to_markdown()
    ));
    out.push_str("| What | First | Last | Level | Slope |\n|---|---|---|---|---|\n");
    for line in trend.lines.iter().take(MOST) {
        out.push_str(&row(trend, line));
    }
    if trend.lines.len() > MOST {
        out.push_str(&format!("\nShowing {MOST} of {}; all are in trend.csv.\n", trend.lines.len()));
    }
    out.push_str(&format!("\n{}\n", escape_markdown(&outside_words(trend))));
    for (line, point) in outside(trend).into_iter().take(MOST) {
        out.push_str(&format!("- {}\n", outside_point(trend, line, point).to_markdown()));
    }
    let changed: Vec<String> = (0u32..)
        .zip(&trend.audits)
        .flat_map(|(place, own)| {
            let name = audit_name(trend, place);
            own.changed
                .iter()
                .chain(&own.remarks)
                .map(move |text| format!("- {}: {}\n", name.to_markdown(), Prose::marked(text).to_markdown()))
        })
        .collect();
    if !changed.is_empty() {
        out.push_str("\nMade otherwise than the audit before:\n\n");
        changed.iter().take(MOST).for_each(|line| out.push_str(line));
    }
    for note in &trend.notes {
        out.push_str(&format!("\n{}\n", Prose::marked(note).to_markdown()));
    }
    out
}

fn row(trend: &Trend, line: &TrendLine) -> String {
    let numbers = Numbers::of(line);
    let value = |point: Option<&TrendPoint>| {
        point.map_or(String::new(), |own| escape_markdown(&numbers.with_ends(own.value, own.ends)))
    };
    let question = if line.question.is_empty() || !several(trend) {
        Prose::default()
    } else {
        Prose::named(&line.question).say(": ")
    };
    format!(
        "| {} | {} | {} | {} | {} |\n",
        question.then(subject(line)).to_markdown(),
        value(line.points.first()),
        value(line.points.last()),
        level_words(trend, line).to_markdown(),
        escape_markdown(&slope_words(trend, line))
    )
}

/// Whether more than one question is followed.
fn several(trend: &Trend) -> bool {
    let mut names = trend.lines.iter().map(|line| line.question.as_str()).filter(|name| !name.is_empty());
    let first = names.next();
    names.any(|name| Some(name) != first)
}
