use crate::audit::{Audit, FatigueVerdict, QuestionAudit};
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::Scale;
use serde::Serialize;

/// A number on a small card beside the headline.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    /// The number, or one word.
    pub value: String,
    /// What it is.
    pub words: Prose,
}

/// Four cards: what the log allows to say, rows used last. Nothing is said twice, and nothing missing takes a card.
pub fn of(audit: &Audit) -> Vec<Card> {
    let mut cards = match audit.questions.as_slice() {
        [question] => of_question(question),
        questions => of_questions(questions),
    };
    cards.truncate(3);
    cards.push(rows(audit));
    cards
}

fn of_question(question: &QuestionAudit) -> Vec<Card> {
    [
        model(question),
        fatigue(question),
        groups(question),
        self_consistency(question),
        gold(question),
        disputed(question),
        weakest_label(question),
        per_item(question),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of_questions(questions: &[QuestionAudit]) -> Vec<Card> {
    let count = |word: &str| questions.iter().filter(|q| phrase::band_word(q) == word).count();
    [
        ("reliable", "with reliable agreement"),
        ("tentative", "good for tentative conclusions"),
        ("not reliable", "without reliable agreement"),
    ]
    .into_iter()
    .map(|(band, words)| Card {
        value: format!("{} of {}", count(band), questions.len()),
        words: Prose::of(format!("questions {words}")),
    })
    .collect()
}

fn model(question: &QuestionAudit) -> Option<Card> {
    let models = question.human_model.estimated()?;
    let (model, kappa) = models
        .models
        .iter()
        .filter_map(|m| Some((m, m.consensus.estimated()?.kappa.estimated()?)))
        .max_by(|(a, x), (b, y)| x.value.total_cmp(&y.value).then_with(|| b.model.cmp(&a.model)))?;
    let interval = kappa.interval.estimated().map_or(String::new(), |i| format!(" {}", number::interval(i)));
    let words = if models.models.len() > 1 {
        Prose::of(format!(
            "kappa{interval} with the consensus, the highest of {} models: ",
            models.models.len()
        ))
        .name(&model.model)
    } else {
        Prose::of(format!("human–model kappa{interval}: consensus against ")).name(&model.model)
    };
    Some(Card { value: number::share(kappa.value), words })
}

fn fatigue(question: &QuestionAudit) -> Option<Card> {
    let fatigue = question.fatigue.estimated()?;
    let slope = &fatigue.outcome.primary.estimated()?.estimate;
    let what = phrase::outcome_words(fatigue);
    let (value, words) = match fatigue.verdict {
        FatigueVerdict::Falls | FatigueVerdict::Rises => {
            (phrase::signed_points_alone(slope), format!("in {what} per 100 annotations of a session"))
        }
        FatigueVerdict::ItemsOrOrder => (
            phrase::signed_points_alone(slope),
            format!("in {what} per 100 annotations, perhaps the items' doing"),
        ),
        FatigueVerdict::NoEvidence => ("no slope seen".into(), format!("in {what} along a session")),
        FatigueVerdict::NoVerdict => return None,
    };
    let interval = slope.interval.estimated().map_or(String::new(), |i| {
        format!(" [{}, {}]", number::decimal(i.lower * 100.0, 1), number::decimal(i.upper * 100.0, 1))
    });
    let unit = if fatigue.verdict == FatigueVerdict::NoEvidence { " points per 100" } else { "" };
    Some(Card { value, words: Prose::of(format!("{words}{interval}{unit}")) })
}

fn groups(question: &QuestionAudit) -> Option<Card> {
    let coverage = question.coverage.estimated()?;
    let all: Vec<_> = coverage.attributes.iter().flat_map(|a| &a.groups).collect();
    let shown = all.iter().filter(|g| g.numbers.estimated().is_some()).count();
    let small = all.len() - shown;
    let words = match small {
        0 => "groups of annotators large enough to judge".to_owned(),
        small => format!("groups of annotators large enough to judge; {small} too small"),
    };
    Some(Card { value: format!("{shown} of {}", all.len()), words: Prose::of(words) })
}

fn self_consistency(question: &QuestionAudit) -> Option<Card> {
    let repeats = question.self_consistency.estimated()?;
    let agreement = repeats.agreement.estimated()?;
    let interval =
        agreement.interval.estimated().map_or(String::new(), |i| format!(" {}", number::interval(i)));
    Some(Card {
        value: number::percent(agreement.value),
        words: Prose::of(format!(
            "same label again{interval} in {}",
            number::counted(repeats.repeats, "repeat", "repeats")
        )),
    })
}

/// The label on which annotators agree least, where there are two or more to choose from.
fn weakest_label(question: &QuestionAudit) -> Option<Card> {
    let agreement = &question.agreement;
    let members = agreement.members.iter().map(|member| &member.has);
    let labels: Vec<_> = match question.question.scale {
        Scale::Set => members.collect(),
        _ => agreement.labels.iter().collect(),
    };
    let (label, estimate) = labels
        .iter()
        .filter_map(|l| Some((l, l.specific_agreement.estimated()?)))
        .min_by(|(_, a), (_, b)| a.value.total_cmp(&b.value))?;
    let interval =
        estimate.interval.estimated().map_or(String::new(), |i| format!(" {}", number::interval(i)));
    (labels.len() > 1).then(|| Card {
        value: number::share(estimate.value),
        words: Prose::of(format!("agreement{interval} on the weakest label, ")).name(&label.label),
    })
}

/// How often the majority is the gold label.
fn gold(question: &QuestionAudit) -> Option<Card> {
    let estimate = question.consensus.consensus_against_gold.estimated()?;
    let interval =
        estimate.interval.estimated().map_or(String::new(), |i| format!(" {}", number::interval(i)));
    Some(Card {
        value: number::percent(estimate.value),
        words: Prose::of(format!(
            "of majorities are the gold label{interval}, {}",
            number::counted(estimate.sample.items, "item", "items")
        )),
    })
}

fn disputed(question: &QuestionAudit) -> Option<Card> {
    let agreement = &question.agreement;
    (agreement.pairable.items > 0).then(|| Card {
        value: number::percent(agreement.disagreeing_items as f64 / agreement.pairable.items as f64),
        words: Prose::of(format!(
            "of items divide their annotators: {} of {}",
            number::count(agreement.disagreeing_items),
            number::count(agreement.pairable.items)
        )),
    })
}

fn per_item(question: &QuestionAudit) -> Option<Card> {
    let rated = &question.agreement.rated;
    (rated.items > 0).then(|| Card {
        value: number::decimal(rated.annotations as f64 / rated.items as f64, 1),
        words: Prose::of(format!(
            "annotations per item on {}",
            number::counted(rated.items, "rated item", "rated items")
        )),
    })
}

fn rows(audit: &Audit) -> Card {
    let intake = &audit.intake;
    let aside = intake.rows_read.saturating_sub(intake.rows_used);
    Card {
        value: number::percent(intake.rows_used as f64 / intake.rows_read.max(1) as f64),
        words: match aside {
            0 => Prose::of(format!(
                "of {} used; none set aside",
                number::counted(intake.rows_read, "row", "rows")
            )),
            aside => Prose::of(format!(
                "of {} used; {} set aside, listed below",
                number::counted(intake.rows_read, "row", "rows"),
                number::count(aside)
            )),
        },
    }
}
