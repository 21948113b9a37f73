use super::order_effects;
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{Fatigue, QuestionAudit, Slope, SlopePair};
use crate::render::charts::FEWEST_BLOCKS;
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::{ConfidenceInterval, Estimate, Outcome};

/// What changes along a session.
pub fn section(place: &mut Place<'_, '_>, question: &QuestionAudit) -> Section {
    let mut section = place.section("fatigue", "Fatigue");
    match &question.fatigue {
        Outcome::Estimated(fatigue) => filled(place, &mut section, fatigue),
        Outcome::NotEstimable(reason) => {
            section.absent(Prose::of("Whether the work changes along a session"), reason);
        }
    }
    section
}

fn filled(place: &mut Place<'_, '_>, section: &mut Section, fatigue: &Fatigue) {
    section.lead(phrase::fatigue_verdict(fatigue));
    section.text(phrase::session_cap(fatigue));
    section.text(Prose::of(format!(
        "{} of {}, {} long in the median, the longest {}; {} with a place and an outcome, {} left out. {}.",
        number::counted(fatigue.sessions, "session", "sessions"),
        number::counted(fatigue.annotators, "annotator", "annotators"),
        number::decimal(fatigue.median_session, 0),
        number::count(fatigue.longest_session),
        number::counted(fatigue.annotations, "annotation", "annotations"),
        number::count(fatigue.left_out),
        capitalised(fatigue.method.trim_end_matches('.')),
    )));
    section.figures(place.figures("fatigue"));
    let blocks = fatigue.outcome_curve.everybody.points.len();
    if blocks < FEWEST_BLOCKS {
        section.text(Prose::of(format!(
            "No curve is drawn: sessions reach over {}, and a line through fewer than {FEWEST_BLOCKS} would only look \
             like a trend.",
            number::counted(blocks as u64, "block of 25 positions", "blocks of 25 positions")
        )));
    }
    section.table(slopes(fatigue));
    for (what, slope) in [
        ("The slope within sessions", &fatigue.outcome.primary),
        ("The slope by annotator alone", &fatigue.outcome.annotator_effects_only),
    ] {
        if let Outcome::NotEstimable(reason) = slope {
            section.absent(Prose::of(what), reason);
        }
    }
    if let Outcome::NotEstimable(reason) = &fatigue.log_time {
        section.absent(Prose::of("Time on item along a session"), reason);
    }
    if let Outcome::NotEstimable(reason) = &fatigue.time_curve {
        section.absent(Prose::of("The curve of time on item"), reason);
    }
    order_effects::add(place, section, fatigue);
    section.list(fatigue.notes.iter().map(Prose::of).collect());
}

fn slopes(fatigue: &Fatigue) -> Table {
    let mut all: Vec<(String, &Slope, bool)> = Vec::new();
    add(&mut all, phrase::outcome_words(fatigue), &fatigue.outcome, false);
    if let Outcome::Estimated(time) = &fatigue.log_time {
        add(&mut all, "time on item", time, true);
    }
    if let Outcome::Estimated(found) = &fatigue.order.item_effects {
        let what = format!("{}, items held fixed too", phrase::outcome_words(fatigue));
        all.insert(1.min(all.len()), (what, &found.slope, false));
    }
    let columns = vec![
        words("per 100 annotations"),
        numbers("change [95 % interval]"),
        numbers("with shared items"),
        numbers("classic (CR1)"),
        numbers("p"),
        numbers("annotations"),
        numbers("annotators"),
        numbers("effective"),
    ];
    Table::capped("Slopes", columns, &all, all.len(), |(what, slope, is_time)| {
        let change = if *is_time { time_change(&slope.estimate) } else { phrase::signed_points(&slope.estimate) };
        vec![
            Cell::text(what),
            Cell::number(slope.estimate.value, change),
            ends(Some(&slope.allowing_for_shared_items), *is_time),
            ends(slope.cr1.as_ref(), *is_time),
            Cell::number(slope.p_value, number::p_value(slope.p_value)),
            Cell::count(slope.estimate.sample.annotations),
            Cell::count(slope.clusters),
            Cell::number(slope.effective_clusters, number::decimal(slope.effective_clusters, 1)),
        ]
    })
    .noted(Prose::of(
        "The slope within sessions decides; the one by annotator alone stands beside it and can be misled by bad days \
         that end early. With shared items: the interval that also allows for annotators of one item not being \
         independent; a verdict needs it. Classic: what other programs print, too short where loads are uneven. Effective: how many equally busy annotators the evidence is worth; under 8 there is no verdict.",
    ))
}

fn add<'a>(all: &mut Vec<(String, &'a Slope, bool)>, what: &str, pair: &'a SlopePair, is_time: bool) {
    for (how, slope) in [("within sessions", &pair.primary), ("by annotator", &pair.annotator_effects_only)] {
        if let Outcome::Estimated(slope) = slope {
            all.push((format!("{what}, {how}"), slope, is_time));
        }
    }
}

/// A slope of ln seconds as a change in per cent: `−12 % [−15 %, −9 %]`.
pub(super) fn time_change(estimate: &Estimate) -> String {
    let percent = |log: f64| {
        let text = number::decimal((log.exp() - 1.0) * 100.0, 1);
        let sign = if log > 0.0 && text != "0.0" { "+" } else { "" };
        format!("{sign}{text}{}%", number::NARROW_SPACE)
    };
    match estimate.interval.estimated() {
        Some(ends) => {
            format!("{} [{}, {}]", percent(estimate.value), percent(ends.lower), percent(ends.upper))
        }
        None => percent(estimate.value),
    }
}

/// The ends of a further interval.
fn ends(interval: Option<&ConfidenceInterval>, is_time: bool) -> Cell {
    let Some(interval) = interval else { return Cell::absent(number::DASH) };
    let unit = |end: f64| if is_time { end.exp_m1() * 100.0 } else { end * 100.0 };
    let [lower, upper] = [interval.lower, interval.upper].map(|end| number::decimal(unit(end), 1));
    Cell::number(interval.lower, format!("[{lower}, {upper}]"))
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
