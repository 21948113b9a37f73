use super::estimate_cell;
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{AnnotatorAgreement, LabelTilt, PersonVerdict, QuestionAudit};
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::Outcome;

/// Annotator by annotator against what others achieved on the same items.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Section {
    let mut section = place.section("annotators", "Annotators");
    match &question.agreement.annotators {
        Outcome::Estimated(annotators) => {
            section.lead(lead(annotators));
            section.text(Prose::of(
                "Each annotator is compared with what others achieved on the same items, so hard queues do not count \
                 against anybody. The table is in alphabetical order and is no basis for pay or ranking.",
            ));
            section.figures(place.figures("annotators"));
            section.table(table(annotators, place.rows, overall_alpha(question)));
            section.table(tilts(annotators, place.rows));
            section.table(accuracy(annotators, place.rows));
        }
        Outcome::NotEstimable(reason) => {
            section.absent(Prose::of("How each annotator compares with others on the same items"), reason);
        }
    }
    section
}

fn overall_alpha(question: &QuestionAudit) -> Option<f64> {
    phrase::coefficient(question, "krippendorff_alpha")?.estimated().map(|e| e.value)
}

fn lead(annotators: &[AnnotatorAgreement]) -> Prose {
    let with = |verdict| annotators.iter().filter(|a| a.verdict == verdict).count() as u64;
    let judged = annotators.len() as u64 - with(PersonVerdict::TooFew);
    let (less, more) = (with(PersonVerdict::AgreesLess), with(PersonVerdict::AgreesMore));
    let prose = if judged == 0 {
        Prose::default().strong("Nobody shares enough items to be compared.")
    } else if less + more == 0 {
        Prose::default().strong(format!(
            "No evidence that any of the {} compared differs from the others.",
            number::counted(judged, "annotator", "annotators")
        ))
    } else {
        Prose::default().strong(format!(
            "Of {} compared, {} less and {} more than others on the same items.",
            number::counted(judged, "annotator", "annotators"),
            number::counted(less, "agrees", "agree"),
            number::counted(more, "agrees", "agree"),
        ))
    };
    let few = with(PersonVerdict::TooFew);
    if few == 0 {
        return prose;
    }
    prose.say(format!(
        " {} fewer than 30 items with others: nothing is said of them.",
        number::counted(few, "shares", "share")
    ))
}

fn table(annotators: &[AnnotatorAgreement], cap: usize, overall: Option<f64>) -> Table {
    let columns = vec![
        words("annotator"),
        numbers("annotations"),
        numbers("shared items"),
        numbers("skips"),
        numbers("agreement against others' [95 % interval]"),
        numbers("drawn to the pool"),
        numbers("raw agreement"),
        numbers("alpha without"),
        numbers("change of alpha [95 % interval]"),
        words("what may be said"),
    ];
    let table = Table::capped("Annotators in alphabetical order", columns, annotators, cap, |one| {
        vec![
            Cell::name(&one.annotator),
            Cell::count(one.annotations),
            Cell::count(one.shared_items),
            Cell::count(one.skips),
            // Of so few items the difference is noise with a name on it.
            match one.verdict {
                PersonVerdict::TooFew => Cell::absent(number::DASH),
                _ => estimate_cell::difference(&one.adjusted),
            },
            match (one.verdict, one.shrunk) {
                (PersonVerdict::TooFew, _) | (_, None) => Cell::absent(number::DASH),
                (_, Some(shrunk)) => Cell::number(shrunk, number::signed(shrunk)),
            },
            match one.raw {
                Some(raw) => Cell::number(raw, number::share(raw)).toned("mute"),
                None => Cell::absent(number::DASH),
            },
            estimate_cell::plain(&one.alpha_without, number::share),
            estimate_cell::difference(&one.alpha_change),
            said(one),
        ]
    })
    .noted(Prose::of(
        "Agreement against others': own agreement with the others of each item, minus what those others reach among \
         themselves on the same items. Drawn to the pool: the same, moved towards everybody's the more the less is known of \
         a person; it must reach 5 points before anything is said. Raw agreement stands beside it and decides nothing.",
    ))
    .noted(Prose::of(
        "A difference is told only with 30 items or more, allowing for how many people were looked at and for good and bad \
         sessions, if both halves of the items show it, and if it stands beside those who worked in the same slices and \
         those of the same group.",
    ));
    match overall {
        Some(alpha) => table.noted(Prose::of(format!("Alpha with everybody: {}.", number::share(alpha)))),
        None => table,
    }
}

/// Labels that somebody gives more or less often than others do.
fn tilts(annotators: &[AnnotatorAgreement], cap: usize) -> Table {
    let told: Vec<(&str, &LabelTilt)> = annotators
        .iter()
        .flat_map(|one| one.tilts.iter().map(|tilt| (one.annotator.as_str(), tilt)))
        .collect();
    let columns = vec![
        words("annotator"),
        words("label"),
        numbers("own share minus others' [95 % interval]"),
        numbers("q"),
    ];
    Table::capped("Labels given more or less often than others give them", columns, &told, cap, |(who, tilt)| {
        vec![
            Cell::name(who),
            Cell::name(&tilt.label),
            estimate_cell::difference(&tilt.difference),
            Cell::number(tilt.q_value, number::p_value(tilt.q_value)),
        ]
    })
    .noted(Prose::of(
        "On the same items as the others. A lean towards a label is a matter for the guideline as often as for the person.",
    ))
}

/// Own labels against gold, where there is gold.
fn accuracy(annotators: &[AnnotatorAgreement], cap: usize) -> Table {
    let known: Vec<&AnnotatorAgreement> =
        annotators.iter().filter(|one| one.accuracy.estimated().is_some()).collect();
    let columns = vec![
        words("annotator"),
        numbers("items with gold"),
        numbers("right [95 % interval]"),
        numbers("drawn to the pool"),
    ];
    Table::capped("Own labels against gold, in alphabetical order", columns, &known, cap, |one| {
        vec![
            Cell::name(&one.annotator),
            estimate_cell::items(&one.accuracy),
            estimate_cell::share(&one.accuracy),
            match one.accuracy_shrunk {
                Some(shrunk) => Cell::number(shrunk, number::share(shrunk)),
                None => Cell::absent(number::DASH),
            },
        ]
    })
    .noted(Prose::of(
        "Not adjusted for how hard the items with gold were that each person had; drawn to the pool, few items say little.",
    ))
}

fn said(one: &AnnotatorAgreement) -> Cell {
    let words = phrase::person_verdict(one.verdict);
    let text = match one.q_value {
        Some(q) => format!("{words} (q\u{a0}{})", number::p_value(q)),
        None => words.to_owned(),
    };
    match one.verdict {
        PersonVerdict::TooFew | PersonVerdict::NoEvidence => Cell::text(text).toned("mute"),
        PersonVerdict::AgreesLess | PersonVerdict::AgreesMore => Cell::text(text).toned("warn"),
    }
}
