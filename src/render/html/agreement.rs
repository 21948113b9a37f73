use super::estimate_cell;
use super::influence;
use super::numbers as of_numbers;
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{Coefficient, Consensus, QuestionAudit, SelfConsistency};
use crate::render::paradox::paradox;
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::{Estimate, Outcome};

/// The pooled coefficients, and how far annotators agree with themselves.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Section {
    let mut section = place.section("agreement", "Agreement");
    section.lead(lead(question));
    section.text(basis(question));
    if let Some(clusters) = phrase::clusters(question) {
        section.text(clusters);
    }
    if let Some(paradox) = paradox(question) {
        section.text(paradox);
    }
    section.figures(place.figures("agreement"));
    section.table(coefficients("Pooled coefficients", &question.agreement.coefficients, usize::MAX));
    if !question.agreement.further.is_empty() {
        section.table(coefficients("Coefficients asked for", &question.agreement.further, place.rows));
    }
    of_numbers::tests(&mut section, question);
    influence::redrawn(&mut section, question);
    for coefficient in question.agreement.coefficients.iter().chain(&question.agreement.further) {
        if let Outcome::NotEstimable(reason) = &coefficient.outcome {
            section.absent(part(coefficient), reason);
        }
    }
    influence::moves(&mut section, question, place.rows);
    if let Some(pair) = &question.agreement.two_annotators {
        of_numbers::two_annotators(&mut section, pair);
    }
    of_numbers::aggregate(&mut section, question);
    if question.agreement.numbers.is_none() {
        consensus(&mut section, &question.consensus);
    }
    section.heading(Prose::of("With themselves"));
    match &question.self_consistency {
        Outcome::Estimated(repeats) => with_themselves(&mut section, repeats),
        Outcome::NotEstimable(reason) => {
            section.absent(Prose::of("How far annotators agree with themselves"), reason);
        }
    }
    section
}

/// The headline number with its band; the verdict in words stands above, at the headline.
fn lead(question: &QuestionAudit) -> Prose {
    let first = question.agreement.coefficients.first();
    match first.and_then(|c| Some((c, c.outcome.estimated()?))) {
        Some((coefficient, estimate)) => Prose::default()
            .strong(format!("{} is {}.", coefficient.name, number::estimate(estimate)))
            .say(" ")
            .then(phrase::band_sentence(question)),
        None => phrase::agreement_verdict(question),
    }
}

fn basis(question: &QuestionAudit) -> Prose {
    let agreement = &question.agreement;
    Prose::of(format!(
        "{} of {} have two or more annotations and can be compared; on {} of them not all annotations are the same. \
         {}",
        number::count(agreement.pairable.items),
        number::counted(agreement.rated.items, "rated item", "rated items"),
        number::count(agreement.disagreeing_items),
        phrase::labels_and_scale(question),
    ))
}

fn coefficients(caption: &str, all: &[Coefficient], cap: usize) -> Table {
    let columns = vec![
        words("coefficient"),
        numbers("value [95 % interval]"),
        words("analytic interval"),
        words("band, with its probability"),
        numbers("items"),
        numbers("annotations"),
    ];
    let mut table = Table::capped(caption, columns, all, cap.min(all.len()), |coefficient| {
        let estimate = coefficient.outcome.estimated();
        let sample = estimate.map(|e| e.sample).unwrap_or_default();
        let count = |n| if estimate.is_some() { Cell::count(n) } else { Cell::absent(number::DASH) };
        vec![
            Cell::prose(part(coefficient)),
            estimate_cell::share(&coefficient.outcome),
            analytic(coefficient),
            banded(coefficient),
            count(sample.items),
            count(sample.annotations),
        ]
    });
    for coefficient in all {
        for warning in coefficient.outcome.estimated().map_or(&[][..], |e| &e.warnings) {
            table = table.noted(part(coefficient).say(format!(" †: {warning}.")));
        }
    }
    if let Some(tested) = beyond_chance(all) {
        table = table.noted(tested);
    }
    for (coefficients, how) in ways(all) {
        table = table.noted(coefficients.say(format!(": {how}.")));
    }
    table
}

/// Whether the values could come of chance alone, for readers who are asked for a p.
fn beyond_chance(all: &[Coefficient]) -> Option<Prose> {
    let tested: Vec<(&Coefficient, f64)> = all.iter().filter_map(|c| Some((c, c.p_value?))).collect();
    let (_, largest) = tested.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let same = tested.iter().all(|(_, p)| number::p_value(*p) == number::p_value(*largest));
    let text = "p of no agreement beyond chance (two-sided, analytic error; it says nothing of how good agreement is): ";
    if same {
        let all = if tested.len() > 1 { " for each" } else { "" };
        return Some(Prose::of(format!("{text}{}{all}.", number::p_value(*largest))));
    }
    let list = tested.iter().enumerate().fold(Prose::of(text), |prose, (place, (coefficient, p))| {
        let comma = if place > 0 { ", " } else { "" };
        prose.say(comma).then(part(coefficient)).say(format!(" {}", number::p_value(*p)))
    });
    Some(list.say("."))
}

/// How intervals were made, and of which coefficients, in the order of the table.
fn ways(all: &[Coefficient]) -> Vec<(Prose, String)> {
    let mut ways: Vec<(Prose, String)> = Vec::new();
    for coefficient in all {
        let Some(how) = interval_by(coefficient) else { continue };
        match ways.iter_mut().find(|(_, own)| *own == how) {
            Some((names, _)) => *names = std::mem::take(names).say(", ").then(part(coefficient)),
            None => ways.push((part(coefficient), how)),
        }
    }
    ways
}

/// The coefficient's name, with the part of the log that it speaks of.
fn part(coefficient: &Coefficient) -> Prose {
    let name = Prose::of(&coefficient.name);
    match coefficient.slice.0.split_once('=') {
        Some((_, value)) => name.say(" · ").name(value),
        None => name,
    }
}

/// The interval by the analytic error, where it has one.
fn analytic(coefficient: &Coefficient) -> Cell {
    match coefficient.analytic.as_ref().and_then(Outcome::estimated).map(|e| &e.interval) {
        Some(Outcome::Estimated(interval)) => Cell::text(number::interval(interval)),
        Some(Outcome::NotEstimable(reason)) => Cell::absent(phrase::short_reason(reason)),
        None => Cell::absent(number::DASH),
    }
}

fn banded(coefficient: &Coefficient) -> Cell {
    match &coefficient.band {
        // The lowest band is what is left where none above it is reached: its probability is 1 and says nothing.
        Some(Outcome::Estimated(band)) if band.bands.last().is_some_and(|last| last.band == band.band) => {
            Cell::text(&band.band)
        }
        Some(Outcome::Estimated(band)) => {
            Cell::text(format!("{} ({})", band.band, phrase::probability(band.probability)))
        }
        Some(Outcome::NotEstimable(reason)) => Cell::absent(phrase::short_reason(reason)),
        None => Cell::absent(number::DASH),
    }
}

/// How the intervals came about.
fn interval_by(coefficient: &Coefficient) -> Option<String> {
    let by = |outcome: &Outcome<_>| match outcome.estimated().map(|e: &Estimate| &e.interval) {
        Some(Outcome::Estimated(interval)) => Some(interval.method.clone()),
        _ => None,
    };
    let found = by(&coefficient.outcome);
    match (found, coefficient.analytic.as_ref().and_then(by)) {
        (Some(own), Some(analytic)) => Some(format!("interval by {own}; analytic by {analytic}")),
        (Some(own), None) => Some(format!("interval by {own}")),
        (None, Some(analytic)) => Some(format!("analytic interval by {analytic}")),
        (None, None) => None,
    }
}

fn with_themselves(section: &mut Section, repeats: &SelfConsistency) {
    let lag = match repeats.median_lag_hours {
        Some(hours) => format!(", {} apart in the median", number::seconds(hours * 3600.0)),
        None => String::new(),
    };
    section.text(Prose::of(format!(
        "{} of the same item by the same annotator{lag}.",
        number::counted(repeats.repeats, "true repeat", "true repeats")
    )));
    let rows: [(&str, &Outcome<_>); 3] = [
        ("same label again", &repeats.agreement),
        ("Cohen's kappa, first against second", &repeats.kappa),
        ("agreement among different annotators on these items", &repeats.between_annotators),
    ];
    section.table(Table::capped(
        "Agreement with themselves",
        vec![words("what"), numbers("value [95 % interval]"), numbers("items")],
        &rows,
        rows.len(),
        |(what, outcome)| {
            vec![Cell::text(what), estimate_cell::share(outcome), estimate_cell::items(outcome)]
        },
    ));
    section.table(Table::capped(
        "Agreement with themselves by the time in between",
        vec![
            words("time in between"),
            numbers("repeats"),
            numbers("same label again [95 % interval]"),
            numbers("kappa [95 % interval]"),
        ],
        &repeats.by_lag,
        repeats.by_lag.len(),
        |band| {
            vec![
                Cell::text(phrase::lag(band.from_hours, band.to_hours)),
                Cell::count(band.repeats),
                estimate_cell::share(&band.agreement),
                estimate_cell::share(&band.kappa),
            ]
        },
    ));
    if let Some(note) = &repeats.note {
        section.text(Prose::of(note));
    }
}

/// What the majority of each item's annotators is worth.
fn consensus(section: &mut Section, consensus: &Consensus) {
    let rows: [(&str, &Outcome<_>); 3] = [
        ("items whose majority is tied", &consensus.tie_rate),
        ("mean share of votes for the leading label", &consensus.mean_vote_share),
        ("majority is the gold label (a tie counts its part)", &consensus.consensus_against_gold),
    ];
    section.table(
        Table::capped(
            "The majority of each item's annotators",
            vec![words("what"), numbers("value [95 % interval]"), numbers("items")],
            &rows,
            rows.len(),
            |(what, outcome)| {
                vec![Cell::text(what), estimate_cell::share(outcome), estimate_cell::items(outcome)]
            },
        )
        .noted(Prose::of("A majority is a way to sum up votes, not the truth; ties stay ties.")),
    );
    if let Some(warning) = &consensus.warning {
        section.text(Prose::default().strong("Careful: ").say(warning));
    }
}
