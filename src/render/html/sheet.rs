use super::policy::Script;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use super::templates;
use crate::audit::{Audit, FeedbackSheet, OwnConfusion, PersonCourse, PersonVerdict, QuestionFeedback};
use crate::render::charts::palette_css;
use crate::render::prose::Prose;
use crate::render::sheets::sheet_name;
use crate::render::{course_phrase, number, phrase};
use crate::vocabulary::{Estimate, Outcome};
use minijinja::Value;
use serde::Serialize;

const STYLE: &str = include_str!("../../../reports/assets/style.css");

/// One annotator's page as finished words.
#[derive(Debug, Serialize)]
struct Sheet {
    title: Prose,
    facts: Vec<String>,
    parts: Vec<Part>,
    reading: Vec<Prose>,
    footer: String,
    style: Value,
    script: Value,
    policy: String,
}

/// One question of a sheet.
#[derive(Debug, Serialize)]
struct Part {
    name: Prose,
    sections: Vec<Section>,
}

/// The index as finished words.
#[derive(Debug, Serialize)]
struct Index {
    facts: Vec<String>,
    rows: Vec<IndexRow>,
    footer: String,
    style: Value,
    policy: String,
}

#[derive(Debug, Serialize)]
struct IndexRow {
    name: Prose,
    file: String,
    annotations: String,
    sessions: String,
}

/// One annotator's page.
pub fn sheet(sheet: &FeedbackSheet, audit: &Audit) -> Result<String, minijinja::Error> {
    let several = audit.questions.len() > 1;
    let level = number::level(audit.provenance.plan.inference.level);
    let view = Sheet {
        title: Prose::named(&sheet.annotator),
        facts: facts(audit),
        parts: sheet.questions.iter().enumerate().map(|(n, question)| part(question, n, several)).collect(),
        reading: reading(&level),
        footer: footer(audit),
        style: style(),
        script: Value::from_safe_string(Script::TABLES.text.to_owned()),
        policy: Script::TABLES.policy(),
    };
    templates::fill("sheet.html", &view)
}

/// Who has a page.
pub fn sheet_index(sheets: &[FeedbackSheet], audit: &Audit) -> Result<String, minijinja::Error> {
    let row = |sheet: &FeedbackSheet| IndexRow {
        name: Prose::named(&sheet.annotator),
        file: sheet_name(&sheet.annotator),
        annotations: number::count(sheet.questions.iter().map(|question| question.own.annotations).sum()),
        sessions: sheet
            .questions
            .iter()
            .find_map(|question| question.own.sessions.estimated())
            .map_or(number::DASH.into(), |sessions| number::count(sessions.sessions)),
    };
    let view = Index {
        facts: facts(audit),
        rows: sheets.iter().map(row).collect(),
        footer: footer(audit),
        style: style(),
        policy: Script::TABLES.policy(),
    };
    templates::fill("sheet_index.html", &view)
}

fn style() -> Value {
    Value::from_safe_string(format!("{STYLE}{}", palette_css()))
}

fn footer(audit: &Audit) -> String {
    format!("raterscope {}", audit.provenance.raterscope)
}

fn facts(audit: &Audit) -> Vec<String> {
    let mut facts = vec![Prose::of(&audit.title).to_text()];
    let day = audit.provenance.plan.as_of.clone();
    let period = audit.intake.period.as_ref().map(|(from, to)| format!("work from {from} to {to}"));
    facts.extend(day.or(period));
    facts
}

fn reading(level: &str) -> Vec<Prose> {
    [
        "This page is about your own work and names nobody else. It is meant for a talk about the work, not for pay, ranking \
         or contracts: none of its numbers is exact enough for that, and several say more about the items or the guideline.",
        "Where you and others chose differently, nobody is right by majority. A point that only you saw is worth raising.",
        &format!(
            "Brackets hold {level} intervals: values that the data do not contradict. Where they are wide, little is known yet."
        ),
    ]
    .into_iter()
    .map(Prose::of)
    .collect()
}

fn part(question: &QuestionFeedback, place: usize, several: bool) -> Part {
    let id = |name: &str| format!("q{}-{name}", place + 1);
    let mut sections = vec![agreement(question, id("agreement")), confusions(question, id("differences"))];
    sections.push(sessions(question, id("sessions")));
    sections.extend(calendar(question, id("calendar")));
    let name = if several { Prose::named(&question.question) } else { Prose::default() };
    Part { name, sections }
}

fn agreement(question: &QuestionFeedback, id: String) -> Section {
    let mut section = Section::new(id, "You and others on the same items");
    let own = &question.own;
    let done = number::counted(own.annotations, "annotation", "annotations");
    let skips = match own.skips {
        0 => String::new(),
        n => format!(" and skipped {}", number::counted(n, "item", "items")),
    };
    match &own.agreement {
        Outcome::Estimated(agreement) => {
            let items = number::counted(agreement.sample.items, "item", "items");
            section.lead(
                Prose::of(format!("You made {done}{skips}. On {items} that two or more others rated too, "))
                    .strong(format!("{} of them gave your label", phrase::percent_with_interval(agreement)))
                    .say("."),
            );
            if let Outcome::Estimated(others) = &own.others {
                section.text(Prose::of(format!(
                    "Among each other they gave the same label in {} on these items: some items are hard for everybody.",
                    phrase::percent_with_interval(others)
                )));
            }
        }
        Outcome::NotEstimable(reason) => {
            section.lead(Prose::of(format!("You made {done}{skips}.")));
            section.absent(Prose::of("How often others gave your label"), reason);
        }
    }
    if let Some(beside) = &question.beside_others {
        section.text(Prose::of(beside_words(beside.verdict)));
    }
    if let Some(Outcome::Estimated(accuracy)) = &question.accuracy {
        section.text(Prose::of(format!(
            "On items whose label was settled beforehand you were right in {}.",
            phrase::percent_with_interval(accuracy)
        )));
    }
    section
}

fn beside_words(verdict: PersonVerdict) -> &'static str {
    match verdict {
        PersonVerdict::TooFew => "That is too little to compare you with others on the same items.",
        PersonVerdict::NoEvidence => "That is no evidence that you and the others label differently.",
        PersonVerdict::AgreesLess => {
            "That is less than the others agree among each other on the same items. Another reading of the guideline can look \
             like this, and so can a point that the others miss: worth going through some items together."
        }
        PersonVerdict::AgreesMore => "That is more than the others agree among each other on the same items.",
    }
}

fn confusions(question: &QuestionFeedback, id: String) -> Section {
    let mut section = Section::new(id, "Where you and others chose differently");
    match &question.own.confusions {
        Outcome::NotEstimable(reason) => {
            section.absent(Prose::of("Labels that you and others chose for the same items"), reason);
        }
        Outcome::Estimated(found) if found.is_empty() => {
            section.lead(Prose::of("Nobody chose another label than you on the items that you share."));
        }
        Outcome::Estimated(found) => {
            section.text(Prose::of(
                "These pairs come up most. If one of them surprises you, look at the items and at the guideline's words on it.",
            ));
            let mut table = pairs(found);
            let total = question.own.confusions_total;
            if total > found.len() as u64 {
                table = table.noted(Prose::of(format!(
                    "Showing {} of {} pairs of labels.",
                    number::count(found.len() as u64),
                    number::count(total)
                )));
            }
            section.table(table);
        }
    }
    section
}

fn pairs(found: &[OwnConfusion]) -> Table {
    let columns = vec![
        words("you said"),
        words("someone else said"),
        numbers("items"),
        numbers("of your items"),
        words("for example"),
    ];
    Table::capped("Pairs of labels, most items first", columns, found, found.len(), |pair| {
        vec![
            Cell::name(&pair.own),
            Cell::name(&pair.others),
            Cell::count(pair.items),
            Cell::number(
                pair.items as f64 / pair.of_items.max(1) as f64,
                format!(
                    "{} of {}",
                    number::percent(pair.items as f64 / pair.of_items.max(1) as f64),
                    number::count(pair.of_items)
                ),
            ),
            Cell::prose(Prose::default().names(pair.examples.iter().map(String::as_str))),
        ]
    })
}

fn sessions(question: &QuestionFeedback, id: String) -> Section {
    let mut section = Section::new(id, "Your sessions");
    let own = &question.own;
    let found = match &own.sessions {
        Outcome::Estimated(found) => found,
        Outcome::NotEstimable(reason) => {
            section.absent(Prose::of("Sessions and pace"), reason);
            return section;
        }
    };
    let pace = found.seconds.map_or(String::new(), |secs| {
        format!(" An item takes you {} on average (geometric mean).", number::seconds(secs))
    });
    section.lead(Prose::of(format!(
        "You worked in {}, {} annotations long in the median, the longest {}.{pace}",
        number::counted(found.sessions, "session", "sessions"),
        number::decimal(found.median, 0),
        number::count(found.longest)
    )));
    match &own.slope {
        Outcome::Estimated(slope) => section.text(Prose::of(along_session(slope))),
        Outcome::NotEstimable(reason) => {
            section.absent(Prose::of("Whether your work changes along a session"), reason);
        }
    }
    if let Outcome::Estimated(slope) = &own.pace_slope {
        section.text(Prose::of(format!(
            "Time on an item changes by {} per 100 annotations of a session.",
            course_phrase::percent_change(slope)
        )));
    }
    section
}

fn along_session(slope: &Estimate) -> String {
    let size = phrase::signed_points(slope);
    match slope.interval.estimated() {
        Some(ends) if ends.upper < 0.0 => format!(
            "Along a session your agreement falls: {size} per 100 annotations. Shorter sessions or a break may help; try it and see."
        ),
        Some(ends) if ends.lower > 0.0 => {
            format!("Along a session your agreement rises: {size} per 100 annotations.")
        }
        _ => format!("No evidence that your work changes along a session: {size} per 100 annotations."),
    }
}

fn calendar(question: &QuestionFeedback, id: String) -> Option<Section> {
    let course = question.course.as_ref()?;
    let slope = course.agreement.estimated()?;
    let mut section = Section::new(id, "From week to week");
    let size = phrase::signed_points(slope);
    section.lead(Prose::of(match course.verdict {
        PersonCourse::AwayFromOthers => {
            format!("From week to week you and the others agree less on the same items: {size} a week.")
        }
        PersonCourse::TowardsOthers => {
            format!("From week to week you and the others agree more on the same items: {size} a week.")
        }
        PersonCourse::NoEvidence | PersonCourse::TooFew => format!(
            "Over {} there is no evidence that you and the others drift apart or together: {size} a week.",
            number::counted(course.weeks, "week", "weeks")
        ),
    }));
    Some(section)
}
