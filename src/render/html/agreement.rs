use super::estimate_cell;
use super::influence;
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{Consensus, QuestionAudit, SelfConsistency};
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::Outcome;

/// The pooled coefficients, and how far annotators agree with themselves.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Section {
    let mut section = place.section("agreement", "Agreement");
    section.lead(lead(question));
    section.text(basis(question));
    if let Some(paradox) = phrase::paradox(question) {
        section.text(paradox);
    }
    section.figures(place.figures("agreement"));
    section.table(coefficients(question));
    influence::redrawn(&mut section, question);
    for coefficient in &question.agreement.coefficients {
        if let Outcome::NotEstimable(reason) = &coefficient.outcome {
            section.absent(Prose::of(&coefficient.name), reason);
        }
    }
    influence::moves(&mut section, question, place.rows);
    consensus(&mut section, &question.consensus);
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

fn coefficients(question: &QuestionAudit) -> Table {
    let all = &question.agreement.coefficients;
    let columns = vec![
        words("coefficient"),
        numbers("value [95 % interval]"),
        numbers("items"),
        numbers("annotations"),
        words("interval by"),
    ];
    let mut table = Table::capped("Pooled coefficients", columns, all, all.len(), |coefficient| {
        let estimate = coefficient.outcome.estimated();
        let sample = estimate.map(|e| e.sample).unwrap_or_default();
        let method = match estimate.map(|e| &e.interval) {
            Some(Outcome::Estimated(interval)) => Cell::text(&interval.method),
            Some(Outcome::NotEstimable(reason)) => Cell::absent(phrase::short_reason(reason)),
            None => Cell::absent(number::DASH),
        };
        vec![
            Cell::text(&coefficient.name),
            estimate_cell::share(&coefficient.outcome),
            if estimate.is_some() { Cell::count(sample.items) } else { Cell::absent(number::DASH) },
            if estimate.is_some() { Cell::count(sample.annotations) } else { Cell::absent(number::DASH) },
            method.toned("mute"),
        ]
    });
    for coefficient in all {
        for warning in coefficient.outcome.estimated().map_or(&[][..], |e| &e.warnings) {
            table = table.noted(Prose::of(format!("† {}: {warning}.", coefficient.name)));
        }
    }
    table
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
