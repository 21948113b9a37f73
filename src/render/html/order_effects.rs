use super::place::Place;
use super::section::Section;
use super::table::{Cell, Table, numbers, words};
use crate::audit::{AlongVerdict, AnnotatorAlong, Fatigue, IdleCap, OrderContrast, OrderFactor, Slope};
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::{Outcome, Reason};

/// What stands beside the slope along a session: what order does otherwise, to whom, and what a choice of ours changes.
pub(super) fn add(place: &Place<'_, '_>, section: &mut Section, fatigue: &Fatigue) {
    let order = &fatigue.order;
    let gold = fatigue.outcome_name.contains("gold");
    let mut absent = |what: &str, reason: Option<&Reason>| {
        // One sentence on a log that is too long, or tells nothing of a thing, is enough: it stands with the first.
        if let Some(reason) = reason {
            section.absent(Prose::of(what), reason);
        }
    };
    absent("The slope with the items held fixed", order.item_effects.reason());
    if gold {
        absent("The change of the odds of a right answer", order.logit.reason());
    }
    section.text(odds(fatigue));
    section.table(contrasts(fatigue));
    section.text(sequence(fatigue));
    section.text(runs(fatigue));
    if let Outcome::NotEstimable(reason) = &order.sequence {
        section.absent(Prose::of("Whether the label before is given again"), reason);
    }
    if let Outcome::NotEstimable(reason @ Reason::NotInLog { .. }) = &order.by_hour {
        section.absent(Prose::of("Hour of day and day of the week"), reason);
    }
    match &order.people {
        Outcome::Estimated(people) => {
            section.text(lead(people));
            section.table(table(people, place.rows));
        }
        Outcome::NotEstimable(reason) => section.absent(Prose::of("Who is affected"), reason),
    }
    section.table(idle_caps(&order.idle_caps));
}

/// The conditional logit in words.
fn odds(fatigue: &Fatigue) -> Prose {
    let Some(slope) = fatigue.order.logit.estimated() else { return Prose::default() };
    let times = |log: f64| number::decimal(log.exp(), 2);
    let ends = slope.estimate.interval.estimated();
    let ends = ends.map_or(String::new(), |i| format!(" [{}, {}]", times(i.lower), times(i.upper)));
    Prose::of(format!(
        "As odds: those of a right answer change by a factor of {}{ends} per 100 annotations, given how many each session \
         has right (exact conditional logit, clustered by annotator).",
        times(slope.estimate.value)
    ))
}

fn contrasts(fatigue: &Fatigue) -> Table {
    let known: Vec<(&OrderContrast, &Slope)> = fatigue
        .order
        .contrasts
        .iter()
        .filter_map(|contrast| Some((contrast, contrast.change.estimated()?)))
        .collect();
    let columns = vec![
        words("what order does beside"),
        words("to"),
        numbers("change [95 % interval]"),
        numbers("q"),
        numbers("effective annotators"),
        words("what may be said"),
    ];
    Table::capped("Warm-up, learning, load and rotation", columns, &known, known.len(), |(contrast, slope)| {
        let change = match contrast.of_time {
            true => super::fatigue::time_change(&slope.estimate),
            false => phrase::signed_points(&slope.estimate),
        };
        let q = contrast.q_value.unwrap_or(1.0);
        vec![
            Cell::text(factor(contrast.factor)),
            Cell::text(if contrast.of_time { "time on item" } else { phrase::outcome_words(fatigue) }),
            Cell::number(slope.estimate.value, change),
            Cell::number(q, number::p_value(q)),
            Cell::number(slope.effective_clusters, number::decimal(slope.effective_clusters, 1)),
            Cell::text(said(contrast, slope)),
        ]
    })
    .noted(Prose::of(
        "Everybody is compared with themselves. Something is said only where the interval leaves out zero, 8 effective \
         annotators carry it, and q (Benjamini–Hochberg over these rows and the label before) is at most .05.",
    ))
}

fn said(contrast: &OrderContrast, slope: &Slope) -> &'static str {
    match (contrast.reported, slope.effective_clusters < 8.0, slope.estimate.value > 0.0) {
        (false, true, _) => "too few annotators",
        (false, false, _) => "no evidence",
        (true, _, up) if contrast.of_time => {
            if up {
                "takes longer"
            } else {
                "takes less time"
            }
        }
        (true, _, true) => "rises",
        (true, _, false) => "falls",
    }
}

fn factor(factor: OrderFactor) -> &'static str {
    match factor {
        OrderFactor::WarmUp => "after the first 25 positions of a session, against these (warm-up)",
        OrderFactor::LaterSessions => "later sessions, against the first (learning)",
        OrderFactor::Load => "per object of an item, within task type (load)",
        OrderFactor::Rotation => "per ten items of one task type in a row (rotation)",
    }
}

fn sequence(fatigue: &Fatigue) -> Prose {
    let Some(found) = fatigue.order.sequence.estimated() else { return Prose::default() };
    let size = phrase::signed_points(&found.change.estimate);
    let words = match (found.reported, found.change.estimate.value > 0.0) {
        (true, true) => "People give the label of the item before once more, whatever the item:",
        (true, false) => "People avoid the label of the item before, whatever the item:",
        (false, _) if found.sorted_queues => {
            "Like items follow each other, and without gold own habits cannot be told from a part of the label before:"
        }
        (false, _) => "No evidence that the label of the item before has a part in the next one:",
    };
    Prose::default().strong(words).say(format!(
        " {size} of its share, given what others (or gold) say of this item and of the one before, and own habits; q {}.",
        number::p_value(found.q_value)
    ))
}

fn runs(fatigue: &Fatigue) -> Prose {
    let Some(runs) = fatigue.order.runs.estimated() else { return Prose::default() };
    Prose::of(format!(
        "Runs of one label are {} long on average, where the items lead to {}; the longest is {}. Neighbours have one \
         label {} more often than the items lead to; people with habits of their own have longer runs too.",
        number::decimal(runs.mean, 2),
        number::decimal(runs.mean_expected, 2),
        number::count(runs.longest),
        phrase::signed_points(&runs.excess.estimate),
    ))
}

fn lead(people: &[AnnotatorAlong]) -> Prose {
    let with = |verdict| people.iter().filter(|one| one.verdict == verdict).count() as u64;
    let judged = people.len() as u64 - with(AlongVerdict::TooFew);
    let (more, less) = (with(AlongVerdict::FallsMore), with(AlongVerdict::FallsLess));
    let hasty = people.iter().filter(|one| one.hasty).count() as u64;
    if judged == 0 {
        return Prose::default().strong("Nobody shares enough items for a slope of their own.");
    }
    let words = match more + less {
        0 => format!(
            "No evidence that any of the {} compared changes along a session more than the others.",
            number::counted(judged, "annotator", "annotators")
        ),
        _ => format!(
            "Of {} compared along the session, {} more and {} less than everybody.",
            number::counted(judged, "annotator", "annotators"),
            number::counted(more, "falls", "fall"),
            number::counted(less, "falls", "fall")
        ),
    };
    let prose = Prose::default().strong(words);
    match hasty {
        0 => prose.say(" Nobody is both fast and less right on the same items."),
        _ => prose.say(format!(
            " {} a tenth or more of the items in under a third of the usual time and agree less on the same items.",
            number::counted(hasty, "annotator does", "annotators do")
        )),
    }
}

fn table(people: &[AnnotatorAlong], cap: usize) -> Table {
    let columns = vec![
        words("annotator"),
        numbers("own slope per 100 [95 % interval]"),
        numbers("points beside everybody's, drawn to the pool"),
        numbers("fast"),
        words("what may be said"),
    ];
    Table::capped("Along the session, in alphabetical order", columns, people, cap, |one| {
        vec![
            Cell::name(&one.annotator),
            match &one.slope {
                Outcome::Estimated(slope) => Cell::number(slope.value, phrase::signed_points(slope)),
                Outcome::NotEstimable(_) => Cell::absent(number::DASH),
            },
            match one.shrunk {
                Some(shrunk) => Cell::number(shrunk, phrase::signed_hundredths(shrunk)),
                None => Cell::absent(number::DASH),
            },
            match one.fast_share {
                Some(share) => Cell::number(share, number::percent(share)),
                None => Cell::absent(number::DASH),
            },
            Cell::text(verdict(one)),
        ]
    })
    .noted(Prose::of(
        "The own slope is of what one achieves beside the others on the same items. A difference is told by the same rule as \
         in the table of annotators; it is no basis for pay. Fast: share of annotations in under a third of the median time \
         on like items (the same item done by three others, else the same task type), from 30 timed ones on. Speed alone \
         names nobody.",
    ))
}

fn verdict(one: &AnnotatorAlong) -> &'static str {
    match (one.verdict, one.hasty) {
        (_, true) => "fast, and agrees less on the same items",
        (AlongVerdict::FallsMore, _) => "falls more along the session",
        (AlongVerdict::FallsLess, _) => "falls less, or rises more",
        (AlongVerdict::NoEvidence, _) => "no evidence of a difference",
        (AlongVerdict::TooFew, _) => "too few",
    }
}

fn idle_caps(caps: &[IdleCap]) -> Table {
    let columns = vec![
        words("a longer time counts as unknown"),
        numbers("known times"),
        numbers("median"),
        numbers("change per 100 [95 % interval]"),
    ];
    Table::capped("What another idle cap would do", columns, caps, caps.len(), |cap| {
        vec![
            Cell::number(cap.secs, format!("{} s", number::decimal(cap.secs, 0))),
            Cell::count(cap.annotations),
            Cell::number(cap.median_secs, number::seconds(cap.median_secs)),
            match &cap.slope {
                Outcome::Estimated(slope) => {
                    Cell::number(slope.estimate.value, super::fatigue::time_change(&slope.estimate))
                }
                Outcome::NotEstimable(_) => Cell::absent(number::DASH),
            },
        ]
    })
    .noted(Prose::of(
        "Half the idle cap, the cap in effect, and its double: where these part, pauses make the times.",
    ))
}
