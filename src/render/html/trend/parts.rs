use crate::compare::trend::{Trend, TrendLine};
use crate::render::charts::{MOST_TREND_CHARTS, is_drawn};
use crate::render::html::figure::Gallery;
use crate::render::html::section::Section;
use crate::render::number;
use crate::render::prose::Prose;
use crate::render::trend::phrase::{change_words, is_told};
use crate::render::trend::words::{Numbers, PARTS, part, subject};

/// One section per part of these questions: what changes in it, then a chart of each number.
pub fn sections(trend: &Trend, questions: &[&str], prefix: &str, gallery: &mut Gallery<'_>) -> Vec<Section> {
    let mut sections = Vec::new();
    for kind in PARTS {
        let own = |line: &&TrendLine| line.part == kind && questions.contains(&line.question.as_str());
        let lines: Vec<&TrendLine> = trend.lines.iter().filter(own).collect();
        if lines.is_empty() {
            continue;
        }
        let (id, heading) = part(kind);
        let mut section = Section::new(format!("{prefix}{id}"), heading);
        section.lead(lead(trend, &lines));
        section.figures(questions.iter().flat_map(|question| gallery.of(question, id)).collect());
        sections.push(section);
    }
    sections
}

fn lead(trend: &Trend, lines: &[&TrendLine]) -> Prose {
    let tested = lines.iter().filter(|line| line.change.estimated().is_some()).count() as u64;
    let mut told = lines.iter().filter(|line| is_told(line));
    match (tested, told.next()) {
        (0, _) if lines.iter().all(|line| !is_drawn(line) && line.points.len() > 2) => steady(lines),
        (0, _) => Prose::of(format!(
            "{} followed; not tested for a change.",
            number::counted(lines.len() as u64, "number is", "numbers are")
        )),
        (1, None) => Prose::of("No change is shown."),
        (_, None) => Prose::of(format!("No change is shown in any of {tested} numbers.")),
        (_, Some(first)) => {
            let own = Prose::default().strong("Changes: ").then(change_words(trend, first));
            told.fold(own, |prose, line| prose.say("; ").then(change_words(trend, line))).say(".")
        }
    }
}

/// Numbers that are the same in all audits.
fn steady(lines: &[&TrendLine]) -> Prose {
    let words = |line: &&TrendLine| {
        let value = line.points.first().map_or(String::new(), |point| Numbers::of(line).value(point.value));
        subject(line).say(format!(" {value}"))
    };
    let mut told = Prose::of("The same in all audits: ");
    for (place, line) in lines.iter().enumerate() {
        told = if place > 0 {
            told.say(", ").then(words(line).lowered())
        } else {
            told.then(words(line).lowered())
        };
    }
    told.say(".")
}

/// Whether some lines have no picture.
pub fn undrawn(trend: &Trend) -> usize {
    trend.lines.iter().filter(|line| is_drawn(line)).count().saturating_sub(MOST_TREND_CHARTS)
}
