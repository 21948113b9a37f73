//! The words of a comparison, the same on the page, in Markdown and on the terminal.

use crate::compare::{
    Change, Comparison, MixSplit, PairChanges, PairVerdict, PeopleChange, QuestionComparison, SideFacts,
};
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::{Estimate, Outcome};

/// The headline change of a question: the first of the whole log.
pub fn headline(question: &QuestionComparison) -> Option<&Change> {
    question.changes.iter().find(|change| change.slice.is_whole())
}

/// The sentence to read if nothing else is read.
pub fn verdict(question: &QuestionComparison) -> Prose {
    match headline(question) {
        Some(change) => moved(change).say(by_chance(question)),
        None => Prose::of("Nothing could be compared on the whole log."),
    }
}

/// Why percent agreement is told to have changed and alpha is not; empty where that is not so.
fn by_chance(question: &QuestionComparison) -> String {
    let Some(found) = question.by_chance() else { return String::new() };
    let (went, spread) = if found.percent.value > 0.0 { ("rose", "unevenly") } else { ("fell", "evenly") };
    format!(
        " Percent agreement {went}, {}, and with it what chance alone would give, from about {} to {}: labels are spread \
         more {spread} than before.",
        number::signed_estimate(found.percent),
        number::share(found.before),
        number::share(found.after)
    )
}

/// One coefficient's change in a sentence.
pub fn moved(change: &Change) -> Prose {
    let estimate = match &change.change {
        Outcome::NotEstimable(reason) => {
            return Prose::default()
                .strong("Whether agreement changed is not estimable.")
                .say(format!(" {}", reason.sentence()));
        }
        Outcome::Estimated(estimate) => estimate,
    };
    let values = match (&change.before, &change.after) {
        (Outcome::Estimated(before), Outcome::Estimated(after)) => {
            format!("from {} to {}", number::share(*before), number::share(*after))
        }
        _ => String::new(),
    };
    let named = short_name(&change.name);
    let change_in_numbers = number::signed_estimate(estimate);
    match (change.reported, estimate.value < 0.0) {
        (true, fell) => Prose::default()
            .strong(format!("Agreement {}", if fell { "fell" } else { "rose" }))
            .say(format!(": {named} went {values}, {change_in_numbers}.")),
        (false, _) => Prose::default()
            .strong("No evidence that agreement changed")
            .say(format!(": {named} went {values}, {change_in_numbers}.{}", would_show(change))),
    }
}

/// What a comparison of this size would have shown; empty where that is not known.
pub fn would_show(change: &Change) -> String {
    match change.would_show {
        Some(least) => format!(
            " A change of {} would have been seen in four comparisons of five.",
            number::share_to(least, number::digits_for(least))
        ),
        None => String::new(),
    }
}

/// `Krippendorff's alpha` of `Krippendorff's alpha (nominal)`.
pub fn short_name(name: &str) -> &str {
    name.split_once(" (").map_or(name, |(short, _)| short)
}

/// What may be said of one change.
pub fn said(change: &Change) -> String {
    let value = change.change.estimated().map(|estimate| estimate.value);
    match (change.q_value, value) {
        (Some(q), Some(value)) => {
            let word = match (change.reported, value < 0.0) {
                (true, true) => "lower",
                (true, false) => "higher",
                (false, _) => "no evidence of a change",
            };
            format!("{word} (q\u{a0}{})", number::p_value(q))
        }
        _ => number::DASH.into(),
    }
}

/// What was compared, side by side: `Week 21: 4 560 items, 31 annotators, 2026-05-18 to 2026-05-24`.
pub fn side(title: &str, facts: &SideFacts) -> String {
    let mut words = vec![
        number::counted(facts.items, "item", "items"),
        number::counted(facts.annotators, "annotator", "annotators"),
    ];
    words.extend(crate::render::phrase::period(&facts.period));
    format!("{title}: {}", words.join(", "))
}

/// What a pair's verdict is called.
pub fn pair_word(verdict: PairVerdict) -> &'static str {
    match verdict {
        PairVerdict::Mended => "mended",
        PairVerdict::NewlyBroken => "newly broken",
        PairVerdict::NoEvidence => "no evidence of a change",
    }
}

/// Which pairs were mended and which broke, in one sentence; empty where no pair meets anywhere.
pub fn pairs(question: &QuestionComparison) -> Prose {
    question.pairs.as_ref().map_or_else(Prose::default, pair_changes)
}

/// The same of any two sides.
pub fn pair_changes(pairs: &PairChanges) -> Prose {
    if pairs.pairs_total == 0 {
        return Prose::default();
    }
    let of = |verdict: PairVerdict| {
        let own = pairs.pairs.iter().filter(move |pair| pair.verdict == verdict);
        own.map(|pair| (pair.first.as_str(), pair.second.as_str())).collect::<Vec<_>>()
    };
    let (mended, broken) = (of(PairVerdict::Mended), of(PairVerdict::NewlyBroken));
    if mended.is_empty() && broken.is_empty() {
        return Prose::default()
            .strong("No label pair is told to be mended or newly broken.")
            .say(format!(" {} compared.", number::counted(pairs.tested, "pair was", "pairs were")));
    }
    let mut prose = Prose::default();
    for (words, pairs) in [("Mended:", mended), ("Newly broken:", broken)] {
        if pairs.is_empty() {
            continue;
        }
        let space = if prose.is_empty() { "" } else { " " };
        prose = prose.say(space).strong(words).say(" ");
        prose = listed(prose, &pairs);
    }
    prose
}

fn listed(mut prose: Prose, pairs: &[(&str, &str)]) -> Prose {
    const NAMED: usize = 3;
    for (place, (first, second)) in pairs.iter().take(NAMED).enumerate() {
        prose = prose.say(if place > 0 { ", " } else { "" }).name(first).say(" with ").name(second);
    }
    match pairs.len() > NAMED {
        true => prose.say(format!(" and {} more.", pairs.len() - NAMED)),
        false => prose.say("."),
    }
}

/// What moved observed agreement, over one column.
pub fn split(split: &MixSplit) -> Prose {
    let of = |value: f64| format!("{} of a point", number::decimal(value * 100.0, 1));
    let points = |value: f64| match value.abs() * 100.0 {
        small if small < 1.0 => of(value),
        _ => format!("{} points", number::decimal(value * 100.0, 1)),
    };
    let change = format!("Percent agreement changed by {}: ", points(split.change));
    let prose = Prose::of(change);
    if split.column == "annotator" {
        return prose.say(format!(
            "{} because other people annotated, or the same people in other amounts, and {} because the same people agreed \
             with others more or less than before.",
            points(split.mix),
            points(split.within)
        ));
    }
    prose
        .say(format!("{} because other kinds of items came up (by ", points(split.mix)))
        .name(&split.column)
        .say(format!("), and {} because agreement on like items changed.", points(split.within)))
}

/// Who came and went.
pub fn people(people: &PeopleChange) -> Prose {
    let mut prose = Prose::of(format!(
        "{} in both audits, {} only before, {} only after; {} of those in both give another share of the annotations, by a half \
         or more.",
        number::counted(people.in_both, "annotator is", "annotators are"),
        number::count(people.left),
        number::count(people.joined),
        number::count(people.changed),
    ));
    if let Some((left, joined)) = &people.names {
        for (words, names, all) in
            [(" Only before: ", left, people.left), (" Only after: ", joined, people.joined)]
        {
            // A long list says nothing that the count does not.
            if names.is_empty() || all > names.len() as u64 {
                continue;
            }
            prose = prose.say(words).names(names.iter().map(String::as_str)).say(".");
        }
    }
    prose
}

/// The other interval, beside the one that leads.
pub fn beside(change: &Change) -> Option<String> {
    let interval = |outcome: &Outcome<Estimate>| -> Option<String> {
        outcome.estimated()?.interval.estimated().map(number::interval)
    };
    let (fixed, redrawn) = (interval(&change.fixed), interval(&change.redrawn));
    match (fixed, redrawn) {
        (Some(fixed), Some(redrawn)) => {
            Some(format!("Annotators as they are {fixed}; other annotators of the same kind {redrawn}"))
        }
        (Some(fixed), None) => Some(format!(
            "Annotators as they are {fixed}; with other annotators not estimable, so the true uncertainty may be larger"
        )),
        _ => None,
    }
}

/// The verdict over several questions.
pub fn verdicts(comparison: &Comparison) -> Prose {
    let changed: Vec<&QuestionComparison> = comparison
        .questions
        .iter()
        .filter(|question| headline(question).is_some_and(|c| c.reported))
        .collect();
    let all = comparison.questions.len();
    if changed.is_empty() {
        return Prose::default()
            .strong(format!("No evidence that agreement changed on any of {all} questions."));
    }
    let mut prose = Prose::default()
        .strong(format!("Agreement changed on {} of {all} questions: ", number::count(changed.len() as u64)));
    for (place, question) in changed.iter().take(6).enumerate() {
        prose = prose.say(if place > 0 { ", " } else { "" }).name(&question.question);
        if let Some(estimate) = headline(question).and_then(|change| change.change.estimated()) {
            prose = prose.say(format!(" {}", number::signed(estimate.value)));
        }
    }
    prose.say(if changed.len() > 6 { " and others." } else { "." })
}
