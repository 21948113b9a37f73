use super::estimate_cell;
use super::place::Place;
use super::section::Section;
use super::table::{Cell, Column, Table, numbers, words};
use crate::audit::{
    ActionRate, AgreementBeside, AnnotatorReviews, InterventionPart, Interventions, Latency, QuestionAudit,
    Showing, ShowingEffect, WeeklyTrend,
};
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::{Action, Estimate, Outcome};

/// Suggestions and what people did with them: a part of the section on people and models. One line where the log tells
/// nothing of it.
pub fn add(place: &mut Place<'_, '_>, section: &mut Section, question: &QuestionAudit) {
    let found = match &question.interventions {
        Outcome::NotEstimable(reason) => {
            return section.absent(Prose::of("What people do with suggestions"), reason);
        }
        Outcome::Estimated(found) => found,
    };
    section.heading(Prose::of("Suggestions, and whether people still look"));
    section.text(lead(found));
    section.text(Prose::of(format!(
        "{} under a shown suggestion, {} without one; {} with an action.",
        number::counted(found.shown, "annotation was made", "annotations were made"),
        number::count(found.not_shown),
        number::counted(found.reviews, "review", "reviews"),
    )));
    section.figures(place.figures("interventions"));
    section.table(effects(&found.showing, place.rows));
    section.text(caveat(&found.showing));
    absences(section, found);
    if let Outcome::Estimated(latency) = &found.latency {
        section.text(pace(latency));
    }
    section.list(trends(found));
    for (caption, head, parts) in [
        ("Reviews by week", "week of", &found.by_week),
        ("Reviews by suggested label", "suggestion", &found.by_label),
        ("Reviews by the suggestion’s confidence", "confidence", &found.by_band),
    ] {
        section.table(by_part(caption, head, parts, place.rows));
    }
    section.table(people(found, place.rows));
    if let Outcome::Estimated(beside) = &found.without_shown {
        section.text(without(beside));
    }
    section.list(found.notes.iter().map(Prose::of).collect());
}

fn lead(found: &Interventions) -> Prose {
    let approved = found.rates.iter().find(|rate| rate.action == Action::Approve);
    let mut prose = Prose::default();
    if let Some(share) = approved.and_then(|rate| rate.share.estimated()) {
        prose = prose.strong(format!(
            "{} of the reviews approve the suggestion.",
            phrase::percent_with_interval(share)
        ));
    }
    if let Some(passed) = found.passed.estimated() {
        let judge = if passed.by_gold { "gold" } else { "people who were not shown it" };
        if let Some(taken) = passed.wrong_taken.estimated() {
            prose = prose.say(format!(
                " Of the suggestions that are wrong by {judge}, {} were taken over",
                phrase::percent_with_interval(taken)
            ));
            prose = match passed.right_refused.estimated() {
                Some(refused) => prose.say(format!(
                    "; of the right ones, {} were not.",
                    phrase::percent_with_interval(refused)
                )),
                None => prose.say("."),
            };
        }
    }
    match &found.showing.automation_bias {
        Outcome::Estimated(bias) => prose.say(" ").then(verdict(bias, &found.showing)),
        Outcome::NotEstimable(_) => prose,
    }
}

/// What the comparison of shown with not shown says of wrong suggestions.
fn verdict(bias: &ShowingEffect, showing: &Showing) -> Prose {
    let size = phrase::signed_points(&bias.estimate);
    let interval = bias.estimate.interval.estimated();
    if bias.reported {
        let says = match showing.randomised {
            true => "Showing a wrong suggestion adds to the share of its label",
            false => "Where a wrong suggestion is shown, its label is given more often",
        };
        return Prose::default().strong(format!("{says}: {size} on the same items."));
    }
    match interval {
        Some(ends) if ends.lower > 0.0 => Prose::of(format!(
            "Its label is given more often where it is shown ({size}), but on too few items or by too few people to \
             report."
        )),
        Some(ends) if ends.upper < 0.0 => Prose::of(format!(
            "Where a wrong suggestion is shown, its label is given less often: {size} on the same items."
        )),
        _ => Prose::of(format!(
            "No evidence that showing a wrong suggestion makes people give its label: {size}."
        )),
    }
}

fn effects(showing: &Showing, cap: usize) -> Table {
    let mut rows = vec![
        ("Wrong suggestions (automation bias)", &showing.automation_bias),
        ("Right suggestions (help)", &showing.right_suggestions),
        ("All suggestions (anchoring)", &showing.anchoring),
    ];
    if let Some(pull) = &showing.pull {
        rows.push(("Points of scale moved per point of distance (anchoring)", pull));
    }
    rows.retain(|(_, effect)| effect.estimated().is_some());
    let columns = vec![
        words("what is shown"),
        numbers("suggested label, shown"),
        numbers("not shown"),
        numbers("difference [95 % interval]"),
        numbers("p"),
        numbers("items"),
        numbers("annotators"),
    ];
    Table::capped("The suggested label, shown against not shown, on the same items", columns, &rows, cap, |row| {
        let (what, Outcome::Estimated(effect)) = row else { return Vec::new() };
        let rate = |rate: Option<f64>| match rate {
            Some(rate) => Cell::number(rate, number::share(rate)),
            None => Cell::absent(number::DASH),
        };
        vec![
            Cell::text(what),
            rate(effect.rates.map(|rates| rates.0)),
            rate(effect.rates.map(|rates| rates.1)),
            estimate_cell::difference(&Outcome::Estimated(effect.estimate.clone())),
            match effect.p_value {
                Some(p) => Cell::number(p, number::p_value(p)),
                None => Cell::absent(number::DASH),
            },
            Cell::count(effect.estimate.sample.items),
            Cell::count(effect.estimate.sample.annotators),
        ]
    })
    .noted(Prose::of(
        "Shares are of the items that were annotated both ways; the difference also allows for who annotated, so it need \
         not be that of the two shares.",
    ))
}

/// Who was shown what, and what can therefore be said.
fn caveat(showing: &Showing) -> Prose {
    if showing.automation_bias.estimated().is_none() && showing.anchoring.estimated().is_none() {
        return Prose::default();
    }
    let judge = match showing.by_gold {
        true => "What is wrong comes from gold.",
        false => {
            "What is wrong comes from annotators of the item who were not shown the suggestion, never from the annotation \
             that is looked at; they may err too, which draws the difference towards 0."
        }
    };
    let words = match showing.randomised {
        true => {
            "Chance decided what was shown to whom, by the settings, so the difference is an effect of showing."
        }
        false => {
            "Who was shown what was not left to chance, as far as the settings say (interventions.randomised): if \
             suggestions were shown to people at times, or in states, in which they would have given that label anyway, \
             this would look the same."
        }
    };
    Prose::default().strong("Careful: ").say(format!("{words} {judge}"))
}

fn absences(section: &mut Section, found: &Interventions) {
    let showing = &found.showing;
    let mut told: Vec<String> = Vec::new();
    for (what, outcome) in [
        ("Automation bias", &showing.automation_bias),
        ("Whether right suggestions help", &showing.right_suggestions),
        ("Anchoring", &showing.anchoring),
    ] {
        if let Outcome::NotEstimable(reason) = outcome
            && !told.contains(&reason.sentence())
        {
            told.push(reason.sentence());
            section.absent(Prose::of(what), reason);
        }
    }
    if let Some(Outcome::NotEstimable(reason)) = &showing.pull
        && !told.contains(&reason.sentence())
    {
        section.absent(Prose::of("The pull towards the suggestion"), reason);
    }
    if let Outcome::NotEstimable(reason) = &found.latency {
        section.absent(Prose::of("How long reviews take"), reason);
    }
}

fn pace(latency: &Latency) -> Prose {
    let medians: Vec<String> = latency
        .medians
        .iter()
        .map(|(action, n, secs)| {
            format!(
                "{} {} ({})",
                action.name(),
                number::seconds(*secs),
                number::counted(*n, "review", "reviews")
            )
        })
        .collect();
    let prose = Prose::of(format!("Median time of a review: {}.", medians.join(", ")));
    match &latency.approve_minus_edit {
        Outcome::Estimated(difference) => prose.say(format!(
            " The same person’s approvals take {} of the time of their edits.",
            ratio(difference)
        )),
        Outcome::NotEstimable(_) => prose,
    }
}

/// A difference of logarithms as a ratio in per cent: `62 % [55 %, 70 %]`.
fn ratio(difference: &Estimate) -> String {
    let percent = |log: f64| number::percent(log.exp());
    match difference.interval.estimated() {
        Some(ends) => {
            format!("{} [{}, {}]", percent(difference.value), percent(ends.lower), percent(ends.upper))
        }
        None => percent(difference.value),
    }
}

fn trends(found: &Interventions) -> Vec<Prose> {
    let mut all = Vec::new();
    if let Outcome::Estimated(WeeklyTrend { estimate, p_value, .. }) = &found.approval_trend {
        all.push(Prose::of(format!(
            "From week to week the share approved changes by {}, same annotators (p {}).",
            phrase::signed_points(estimate),
            number::p_value(*p_value)
        )));
    }
    if let Outcome::Estimated(WeeklyTrend { estimate, p_value, .. }) = &found.approval_time_trend {
        all.push(Prose::of(format!(
            "From week to week an approval takes {} of the time it took the week before, same annotators (p {}).",
            ratio(estimate),
            number::p_value(*p_value)
        )));
    }
    all
}

fn heads(rates: &[ActionRate]) -> Vec<Column> {
    rates.iter().map(|rate| numbers(head(rate.action))).collect()
}

fn head(action: Action) -> &'static str {
    match action {
        Action::Approve => "approved",
        Action::Edit => "edited",
        Action::Reject => "rejected",
        Action::Flag => "flagged",
        Action::Other => "other",
    }
}

fn by_part(caption: &str, head: &'static str, parts: &[InterventionPart], cap: usize) -> Table {
    let Some(first) = parts.first() else {
        return Table::capped(caption, Vec::new(), parts, cap, |_| Vec::new());
    };
    let timed = parts.iter().any(|part| part.approval_secs.is_some());
    let judged = parts.iter().any(|part| part.wrong_taken.is_some());
    let mut columns = vec![words(head), numbers("reviews"), numbers("annotators")];
    columns.extend(heads(&first.rates));
    columns.extend(timed.then(|| numbers("median time of an approval")));
    columns.extend(judged.then(|| numbers("wrong ones taken over")));
    Table::capped(caption, columns, parts, cap, |part| {
        let mut cells = vec![Cell::name(&part.name), Cell::count(part.reviews), Cell::count(part.annotators)];
        cells.extend(part.rates.iter().map(|rate| estimate_cell::share(&rate.share)));
        if timed {
            cells.push(secs(part.approval_secs));
        }
        if judged {
            cells.push(match &part.wrong_taken {
                Some(taken) => estimate_cell::share(taken),
                None => Cell::absent(number::DASH),
            });
        }
        cells
    })
}

fn secs(secs: Option<f64>) -> Cell {
    match secs {
        Some(secs) => Cell::number(secs, number::seconds(secs)),
        None => Cell::absent(number::DASH),
    }
}

fn people(found: &Interventions, cap: usize) -> Table {
    let timed = found.annotators.iter().any(|one| one.approval_secs.is_some());
    let judged = found.annotators.iter().any(|one| one.wrong_shown.is_some());
    let mut columns = vec![words("annotator"), numbers("reviews"), numbers("approved")];
    columns.extend(heads(&found.rates).into_iter().skip(1));
    columns.extend(timed.then(|| numbers("time of an approval")));
    columns.extend(judged.then(|| numbers("wrong ones taken over")));
    let row = |one: &AnnotatorReviews| {
        let mut cells =
            vec![Cell::name(&one.annotator), Cell::count(one.reviews), estimate_cell::share(&one.approved)];
        cells.extend(one.shares.iter().skip(1).map(|&share| Cell::number(share, number::share(share))));
        if timed {
            cells.push(secs(one.approval_secs));
        }
        if judged {
            cells.push(match one.wrong_shown {
                Some((shown, taken)) => Cell::number(
                    taken as f64 / shown.max(1) as f64,
                    format!("{} of {}", number::count(taken), number::count(shown)),
                ),
                None => Cell::absent(number::DASH),
            });
        }
        cells
    };
    let left_out = match found.annotators_left_out {
        0 => String::new(),
        n => format!(" {} beyond the list.", number::counted(n, "annotator is", "annotators are")),
    };
    Table::capped("Reviews by annotator, in alphabetical order", columns, &found.annotators, cap, row).noted(Prose::of(
        format!(
            "A description, no judgement: people see different items, and whoever sees better suggestions rightly approves \
             more. The interval takes a person’s items as independent; the time is a geometric mean.{left_out}"
        ),
    ))
}

fn without(beside: &AgreementBeside) -> Prose {
    let (Outcome::Estimated(all), Outcome::Estimated(without)) = (&beside.alpha, &beside.alpha_without)
    else {
        return Prose::default();
    };
    let percent = match (&beside.percent, &beside.percent_without) {
        (Outcome::Estimated(all), Outcome::Estimated(without)) => {
            format!(" (percent agreement {} against {})", number::estimate(without), number::estimate(all))
        }
        _ => String::new(),
    };
    Prose::default()
        .strong(format!(
            "Without annotations made under a shown suggestion, alpha is {}; with them it is {}{percent}.",
            number::estimate(without),
            number::estimate(all)
        ))
        .say(
            " Two people who both take a suggestion over agree without having judged, which lifts agreement; items that \
             are shown with suggestions may also be easier or harder than the others.",
        )
}
