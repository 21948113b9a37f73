use super::cards::{self, Card};
use super::figure::Gallery;
use super::headline::Headline;
use super::next_steps::NextSteps;
use super::place::Place;
use super::policy::Script;
use super::room::Room;
use super::section::Section;
use super::{
    agreement, annotators, confidence, consensus, course, coverage, data, drift, fatigue, guideline,
    human_model, items, labels, matrix, methods, pace, provenance, questions, slices,
};
use crate::audit::{Audit, QuestionAudit};
use crate::render::charts::{Chart, palette_css};
use crate::render::prose::Prose;
use minijinja::Value;
use serde::Serialize;

/// The page's style sheet, but for the colours of charts.
const STYLE: &str = include_str!("../../../reports/assets/style.css");

/// Everything on the page as finished words.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    headline: Headline,
    cards: Vec<Card>,
    next_steps: NextSteps,
    data: Section,
    /// All questions in a table, where not all have sections.
    all_questions: Option<Section>,
    questions: Vec<QuestionPart>,
    methods: Section,
    provenance: Section,
    footer: String,
    style: Value,
    script: Value,
    policy: String,
}

/// The sections of one question.
#[derive(Debug, Clone, Serialize)]
struct QuestionPart {
    /// Its name; empty where the log asks one thing only.
    name: Prose,
    /// Its anchor.
    id: String,
    /// Its verdict, where there are several questions.
    verdict: Prose,
    sections: Vec<Section>,
}

impl Page {
    /// The page of an audit with these charts, in this room.
    pub fn of(audit: &Audit, charts: &[Chart], room: Room) -> Self {
        let mut gallery = Gallery::new(charts, room.svg_bytes);
        let several = audit.questions.len() > 1;
        let questions = audit.questions.iter().take(room.questions).enumerate();
        Self {
            headline: Headline::of(audit, room.questions),
            cards: cards::of(audit),
            next_steps: NextSteps::of(audit),
            data: data::section(audit),
            all_questions: questions::section(audit, room.questions),
            questions: questions.map(|(n, q)| part(q, n + 1, several, room, &mut gallery)).collect(),
            methods: methods::section(audit),
            provenance: provenance::section(audit),
            footer: format!("raterscope {}", audit.provenance.raterscope),
            style: Value::from_safe_string(format!("{STYLE}{}", palette_css())),
            script: Value::from_safe_string(Script::TABLES.text.to_owned()),
            policy: Script::TABLES.policy(),
        }
    }
}

fn part<'a>(
    question: &'a QuestionAudit,
    number: usize,
    several: bool,
    room: Room,
    gallery: &mut Gallery<'a>,
) -> QuestionPart {
    let prefix = if several { format!("q{number}-") } else { String::new() };
    let mut place =
        Place { question: &question.question.name, prefix, rows: room.rows, parts: room.parts, gallery };
    let mut sections = vec![
        agreement::section(&mut place, question),
        matrix::section(&mut place, question),
        labels::section(&mut place, question),
        annotators::section(&mut place, question),
        items::section(&mut place, question),
    ];
    sections.extend(consensus::section(&mut place, question));
    sections.push(human_model::section(&mut place, question));
    sections.extend(confidence::section(&mut place, question));
    sections.extend([
        drift::section(&mut place, question),
        fatigue::section(&mut place, question),
        course::section(&mut place, question),
        pace::section(&mut place, question),
        coverage::section(&mut place, question),
        slices::section(&mut place, question),
    ]);
    sections.extend(guideline::section(&mut place, question));
    QuestionPart {
        name: if several { Prose::named(&question.question.name) } else { Prose::default() },
        id: format!("q{number}"),
        verdict: if several { crate::render::phrase::verdict(question) } else { Prose::default() },
        sections,
    }
}
