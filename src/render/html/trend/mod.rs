//! The page of several audits over time.

mod audits;
mod cards;
mod changes;
mod methods;
mod parts;

use super::cards::Card;
use super::figure::Gallery;
use super::policy::Script;
use super::room::Room;
use super::section::Section;
use super::templates;
use crate::compare::trend::Trend;
use crate::render::charts::{Chart, palette_css};
use crate::render::prose::Prose;
use crate::render::trend::{phrase, words};
use crate::render::{Options, RenderError};
use minijinja::Value;
use serde::Serialize;

const STYLE: &str = include_str!("../../../../reports/assets/style.css");

/// Everything on the page as finished words.
#[derive(Debug, Serialize)]
struct TrendPage {
    title: String,
    facts: Vec<String>,
    verdict: Prose,
    cards: Vec<Card>,
    opening: Vec<Section>,
    questions: Vec<QuestionPart>,
    closing: Vec<Section>,
    footer: String,
    style: Value,
    script: Value,
    policy: String,
}

/// The sections of one question; an empty name where all are of one.
#[derive(Debug, Serialize)]
struct QuestionPart {
    name: Prose,
    id: String,
    sections: Vec<Section>,
}

/// `trend.html`: under 2 MB however many audits there are, with less of it shown where it has to be.
///
/// # Errors
/// A template that names what is not there: a mistake of ours.
pub fn trend_page(trend: &Trend, charts: &[Chart], options: &Options) -> Result<String, RenderError> {
    let mut room = Room::of(1, options);
    loop {
        let page = templates::fill("trend.html", &of(trend, charts, room))
            .map_err(|error| RenderError::new("trend.html", format!("{error:#}")))?;
        match room.smaller() {
            Some(smaller) if page.len() > Room::MAX_BYTES => room = smaller,
            _ => return Ok(page),
        }
    }
}

fn of(trend: &Trend, charts: &[Chart], room: Room) -> TrendPage {
    let mut gallery = Gallery::new(charts, room.svg_bytes);
    TrendPage {
        title: Prose::of(&trend.title).to_text(),
        facts: words::facts(trend),
        verdict: phrase::verdict(trend),
        cards: cards::of(trend),
        opening: vec![changes::section(trend, room.rows)],
        questions: questions(trend, &mut gallery),
        closing: vec![
            audits::settings(trend, room.rows),
            audits::section(trend, room.rows),
            methods::section(trend),
        ],
        footer: format!("raterscope {}", trend.raterscope),
        style: Value::from_safe_string(format!("{STYLE}{}", palette_css())),
        script: Value::from_safe_string(Script::TABLES.text.to_owned()),
        policy: Script::TABLES.policy(),
    }
}

/// What concerns the whole log stands with the one question there is, or before them all.
fn questions(trend: &Trend, gallery: &mut Gallery<'_>) -> Vec<QuestionPart> {
    let mut names: Vec<&str> = trend.lines.iter().map(|line| line.question.as_str()).collect();
    names.dedup();
    let several = names.iter().filter(|name| !name.is_empty()).count() > 1;
    if !several {
        let sections = parts::sections(trend, &names, "", gallery);
        return vec![QuestionPart { name: Prose::default(), id: "q".into(), sections }];
    }
    let part = |(place, name): (usize, &&str)| QuestionPart {
        name: if name.is_empty() { Prose::of("The whole log") } else { Prose::named(name) },
        id: format!("q{place}"),
        sections: parts::sections(trend, &[name], &format!("q{place}-"), gallery),
    };
    names.iter().enumerate().map(part).collect()
}
