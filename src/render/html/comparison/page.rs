use super::sections;
use crate::compare::{Comparison, PairVerdict, QuestionComparison};
use crate::render::charts::{Chart, palette_css};
use crate::render::comparison::phrase;
use crate::render::html::cards::Card;
use crate::render::html::figure::Gallery;
use crate::render::html::headline::{Headline, HeadlineNumber};
use crate::render::html::place::Place;
use crate::render::html::policy::Script;
use crate::render::html::room::Room;
use crate::render::html::scale::Scale;
use crate::render::html::section::Section;
use crate::render::number;
use crate::render::phrase as words;
use crate::render::prose::Prose;
use crate::vocabulary::Outcome;
use minijinja::Value;
use serde::Serialize;

/// The page's style sheet, but for the colours of charts.
const STYLE: &str = include_str!("../../../../reports/assets/style.css");

/// Headline numbers shown at most.
const MOST: usize = 12;

/// Everything on the page as finished words.
#[derive(Debug, Serialize)]
pub struct Page {
    headline: Headline,
    cards: Vec<Card>,
    questions: Vec<Part>,
    notes: Section,
    footer: String,
    style: Value,
    script: Value,
    policy: String,
}

/// The sections of one question.
#[derive(Debug, Serialize)]
struct Part {
    /// Its name; empty where only one is compared.
    name: Prose,
    id: String,
    verdict: Prose,
    sections: Vec<Section>,
}

impl Page {
    /// The page of a comparison with these charts, in this room.
    pub fn of(comparison: &Comparison, charts: &[Chart], room: Room) -> Self {
        let mut gallery = Gallery::new(charts, room.svg_bytes);
        let several = comparison.questions.len() > 1;
        let questions = comparison.questions.iter().take(room.questions).enumerate();
        Self {
            headline: headline(comparison, several),
            cards: cards(comparison),
            questions: questions.map(|(n, own)| part(own, n + 1, several, room, &mut gallery)).collect(),
            notes: sections::notes(comparison),
            footer: format!("raterscope {}", env!("CARGO_PKG_VERSION")),
            style: Value::from_safe_string(format!("{STYLE}{}", palette_css())),
            script: Value::from_safe_string(Script::TABLES.text.to_owned()),
            policy: Script::TABLES.policy(),
        }
    }
}

fn part<'a>(
    question: &'a QuestionComparison,
    number: usize,
    several: bool,
    room: Room,
    gallery: &mut Gallery<'a>,
) -> Part {
    let prefix = if several { format!("q{number}-") } else { String::new() };
    let mut place =
        Place { question: &question.question, prefix, rows: room.rows, parts: room.parts, gallery };
    Part {
        name: if several { Prose::named(&question.question) } else { Prose::default() },
        id: format!("q{number}"),
        verdict: if several { phrase::verdict(question) } else { Prose::default() },
        sections: sections::of(&mut place, question),
    }
}

fn headline(comparison: &Comparison, several: bool) -> Headline {
    let side =
        |title: &String, place: usize| phrase::side(&Prose::of(title).to_text(), &comparison.sides[place]);
    let shown = comparison.questions.len().min(MOST);
    Headline {
        title: "What changed".into(),
        audited: vec![side(&comparison.before, 0), side(&comparison.after, 1)],
        verdict: match comparison.questions.as_slice() {
            [question] => phrase::verdict(question),
            _ => phrase::verdicts(comparison),
        },
        more: match comparison.questions.len() - shown {
            0 => String::new(),
            more => {
                format!("{} below.", number::counted(more as u64, "more question is", "more questions are"))
            }
        },
        numbers: comparison.questions[..shown]
            .iter()
            .enumerate()
            .filter_map(|(place, question)| number_of(question, place, several))
            .collect(),
    }
}

fn number_of(question: &QuestionComparison, place: usize, several: bool) -> Option<HeadlineNumber> {
    let change = phrase::headline(question)?;
    let estimate = change.change.estimated();
    let mut beside: Vec<String> = phrase::beside(change).into_iter().collect();
    if let Some(interval) = estimate.and_then(|own| own.interval.estimated()) {
        beside.push(format!("Interval: {}, {}", number::level(interval.level), interval.method));
    }
    beside.extend(estimate.iter().flat_map(|own| own.warnings.iter().cloned()));
    let values = match (&change.before, &change.after) {
        (Outcome::Estimated(before), Outcome::Estimated(after)) => {
            format!("Before {}, after {}.", number::share(*before), number::share(*after))
        }
        _ => String::new(),
    };
    Some(HeadlineNumber {
        question: if several { Prose::named(&question.question) } else { Prose::default() },
        anchor: if several { format!("q{}", place + 1) } else { "changes".into() },
        name: format!("Change of {}", Prose::of(&change.name).to_text()),
        value: estimate.map_or("not estimable".into(), |own| number::signed(own.value)),
        interval: estimate.map_or(String::new(), |own| match own.interval.estimated() {
            Some(interval) => {
                let digits = number::digits_for(interval.upper - interval.lower);
                let end = |value: f64| number::signed_to(value, digits);
                format!("[{}, {}]", end(interval.lower), end(interval.upper))
            }
            None => "no interval".into(),
        }),
        scale: estimate.map(Scale::of_change),
        band: match &change.change {
            Outcome::NotEstimable(reason) => Prose::of(reason.sentence()),
            _ if change.reported => Prose::of(values),
            _ => Prose::of(values).say(phrase::would_show(change)),
        },
        basis: estimate.map_or(String::new(), |own| format!("Smaller side: {}", words::sample(&own.sample))),
        beside,
    })
}

/// Four numbers beside the headline.
fn cards(comparison: &Comparison) -> Vec<Card> {
    let all = || comparison.questions.iter().flat_map(|question| &question.changes);
    let told = all().filter(|change| change.reported).count() as u64;
    let tested: u64 = comparison.questions.iter().map(|question| question.tested).sum();
    let pairs = |verdict: PairVerdict| {
        let own = comparison.questions.iter().filter_map(|question| question.pairs.as_ref());
        own.flat_map(|pairs| &pairs.pairs).filter(|pair| pair.verdict == verdict).count() as u64
    };
    let people = comparison.questions.iter().find_map(|question| question.drivers.people.as_ref());
    let mut cards = vec![
        Card {
            value: number::count(told),
            words: Prose::of(format!("of {} compared changed", number::counted(tested, "number", "numbers"))),
        },
        Card { value: number::count(pairs(PairVerdict::Mended)), words: Prose::of("label pairs mended") },
        Card {
            value: number::count(pairs(PairVerdict::NewlyBroken)),
            words: Prose::of("label pairs newly broken"),
        },
    ];
    cards.push(match people {
        Some(people) => Card {
            value: number::count(people.in_both),
            words: Prose::of(format!(
                "annotators in both; {} gone, {} new",
                number::count(people.left),
                number::count(people.joined)
            )),
        },
        None => Card { value: number::DASH.into(), words: Prose::of("annotators in both: not told") },
    });
    cards
}
