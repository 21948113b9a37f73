use crate::compare::{
    Change, Comparison, MixSplit, PairChange, PairChanges, PairVerdict, QuestionComparison, RowChange,
};
use crate::render::comparison::phrase;
use crate::render::html::estimate_cell;
use crate::render::html::place::Place;
use crate::render::html::section::Section;
use crate::render::html::table::{Cell, Column, Table, numbers, words};
use crate::render::number;
use crate::render::phrase::{metric_words, short_reason};
use crate::render::prose::Prose;
use crate::vocabulary::{Estimate, Outcome};

/// All sections of one question, from what changed to what moved it.
pub fn of(place: &mut Place<'_, '_>, question: &QuestionComparison) -> Vec<Section> {
    let mut sections = vec![changes(place, question)];
    sections.extend(same_items(place, question));
    sections.extend(parts(place, question));
    sections.push(pairs(place, question));
    sections.push(drivers(place, question));
    sections.extend(rows(place, question));
    sections
}

fn changes(place: &mut Place<'_, '_>, question: &QuestionComparison) -> Section {
    let mut section = place.section("changes", "Agreement");
    section.lead(phrase::verdict(question));
    section.figures(place.figures("changes"));
    let whole: Vec<&Change> = question.changes.iter().filter(|change| change.slice.is_whole()).collect();
    let table = Table::capped(
        "Coefficients of the whole log",
        change_columns("coefficient"),
        &whole,
        place.rows,
        |change| change_row(Cell::text(&change.name), change),
    );
    section.table(table.noted(Prose::of(family(question))));
    section
}

fn family(question: &QuestionComparison) -> String {
    format!(
        "Judged with {} as one family (Benjamini–Hochberg, q ≤ .05).",
        number::counted(question.tested, "comparison", "comparisons")
    )
}

pub fn change_columns(first: &'static str) -> Vec<Column> {
    vec![
        words(first),
        numbers("before"),
        numbers("after"),
        numbers("change [95 % interval]"),
        numbers("annotators as they are"),
        numbers("other annotators"),
        words("what may be said"),
    ]
}

pub fn change_row(first: Cell, change: &Change) -> Vec<Cell> {
    vec![
        first,
        estimate_cell::plain(&change.before, number::share),
        estimate_cell::plain(&change.after, number::share),
        estimate_cell::difference(&change.change),
        interval(&change.fixed),
        interval(&change.redrawn),
        Cell::text(phrase::said(change)).toned(if change.reported { "warn" } else { "mute" }),
    ]
}

fn interval(outcome: &Outcome<Estimate>) -> Cell {
    match outcome {
        Outcome::NotEstimable(reason) => Cell::absent(short_reason(reason)),
        Outcome::Estimated(found) => match &found.interval {
            Outcome::Estimated(interval) => Cell::text(number::interval(interval)).toned("mute"),
            Outcome::NotEstimable(reason) => Cell::absent(short_reason(reason)),
        },
    }
}

/// What changed on the items that both audits hold; none where items were not kept.
fn same_items(place: &mut Place<'_, '_>, question: &QuestionComparison) -> Option<Section> {
    let shared = question.shared.as_ref()?;
    let mut section = place.section("same-items", "On the same items");
    if shared.in_both == 0 {
        section.text(Prose::of(
            "Both audits kept their items, and no item is in both: they are compared as independent.",
        ));
        return Some(section);
    }
    section.text(Prose::of(format!(
        "{} in both audits, {} only in the earlier, {} only in the later. Items in both are compared pair by pair.",
        number::counted(shared.in_both, "item is", "items are"),
        number::count(shared.only_before),
        number::count(shared.only_after)
    )));
    let title = format!(
        "On the {} that two or more people annotated in each audit",
        number::counted(shared.pairable_in_both, "item", "items")
    );
    section.table(Table::capped(
        title,
        change_columns("coefficient"),
        &shared.changes,
        place.rows,
        |change| change_row(Cell::text(&change.name), change),
    ));
    Some(section)
}

/// Groups and slices that both audits show; none where there are none.
fn parts(place: &mut Place<'_, '_>, question: &QuestionComparison) -> Option<Section> {
    let parts: Vec<&Change> = question.changes.iter().filter(|change| !change.slice.is_whole()).collect();
    if parts.is_empty() {
        return None;
    }
    let mut section = place.section("parts", "Slices and groups");
    let told = parts.iter().filter(|change| change.reported).count() as u64;
    section.lead(match told {
        0 => Prose::default().strong("No evidence that agreement changed inside any part."),
        told => Prose::default().strong(format!(
            "{} inside slices or groups.",
            number::counted(told, "coefficient changed", "coefficients changed")
        )),
    });
    section.figures(place.figures("parts"));
    let columns = [vec![words("part")], change_columns("coefficient")].concat();
    section.table(Table::capped("Coefficients inside parts", columns, &parts, place.rows, |change| {
        let mut cells = vec![Cell::name(&change.slice.0)];
        cells.extend(change_row(Cell::text(phrase::short_name(&change.name)), change));
        cells
    }));
    section.text(Prose::of(
        "A group whose number of annotators changed by fewer than the smallest group that may be shown is left out: its change \
         would tell of the few who came or went.",
    ));
    Some(section)
}

fn pairs(place: &mut Place<'_, '_>, question: &QuestionComparison) -> Section {
    let mut section = place.section("pairs", "Label pairs mended and newly broken");
    let Some(found) = &question.pairs else {
        section.text(Prose::of(
            "The label patterns of one audit were too many to keep, so pairs cannot be compared.",
        ));
        return section;
    };
    if found.pairs_total == 0 {
        section.text(Prose::of("No two labels meet on any item of either audit."));
        return section;
    }
    section.lead(phrase::pairs(question));
    section.text(Prose::of(
        "Of all pairs of annotations of an item, the share that are these two labels. A pair's share of the disagreement may \
         grow because another pair was mended, so pairs are judged by how often they meet, not by that share.",
    ));
    section.figures(place.figures("pairs"));
    section.table(pair_table(found, place.rows));
    section
}

/// Pairs before and after.
pub fn pair_table(found: &PairChanges, rows: usize) -> Table {
    let mut columns = vec![
        words("labels"),
        numbers("meet before"),
        numbers("meet after"),
        numbers("change [95 % interval]"),
        words("what may be said"),
    ];
    // Within one log nobody asks which part of all disagreement a pair is.
    let shares = found.pairs.iter().any(|pair| pair.share_before.is_some() || pair.share_after.is_some());
    if shares {
        columns.splice(4..4, [numbers("share of disagreement before"), numbers("after")]);
    }
    let row = |pair: &PairChange| pair_row(pair, shares);
    let table = Table::capped("Label pairs, most changed first", columns, &found.pairs, rows, row);
    let people = match found.widened.iter().any(|&factor| factor > 1.0) {
        true => format!(
            " Their errors are widened by what other annotators add to percent agreement: × {} before, × {} after.",
            number::decimal(found.widened[0], 2),
            number::decimal(found.widened[1], 2)
        ),
        false => String::new(),
    };
    table.noted(Prose::of(format!(
        "{} judged as one family (Benjamini–Hochberg, q ≤ .05).{people}",
        number::counted(found.tested, "pair", "pairs")
    )))
}

fn pair_row(pair: &PairChange, shares: bool) -> Vec<Cell> {
    let percent = |estimate: &Estimate| Cell::number(estimate.value, number::percent(estimate.value));
    let share = |estimate: &Option<Estimate>| match estimate {
        Some(estimate) => Cell::number(estimate.value, number::estimate(estimate)),
        None => Cell::absent(number::DASH),
    };
    let tone = match pair.verdict {
        PairVerdict::Mended => "good",
        PairVerdict::NewlyBroken => "warn",
        PairVerdict::NoEvidence => "mute",
    };
    let said = match pair.q_value {
        Some(q) => format!("{} (q\u{a0}{})", phrase::pair_word(pair.verdict), number::p_value(q)),
        None => number::DASH.into(),
    };
    let mut cells = vec![
        Cell::prose(Prose::named(&pair.first).say(" with ").name(&pair.second)),
        percent(&pair.before),
        percent(&pair.after),
        estimate_cell::difference(&Outcome::Estimated(pair.change.clone())),
    ];
    if shares {
        cells.extend([share(&pair.share_before), share(&pair.share_after)]);
    }
    cells.push(Cell::text(said).toned(tone));
    cells
}

fn drivers(place: &mut Place<'_, '_>, question: &QuestionComparison) -> Section {
    let mut section = place.section("drivers", "What moved observed agreement");
    let drivers = &question.drivers;
    if drivers.splits.is_empty() && drivers.people.is_none() {
        section.text(Prose::of(
            "Neither audit has a column that splits its items (a batch, a task type), and annotators cannot be matched, so the \
             change cannot be split into other items and other answers.",
        ));
        return section;
    }
    section.text(Prose::of(
        "Percent agreement (not alpha) is a mean over items, so its change splits exactly into two parts: other items came up, \
         or agreement on like items changed (Kitagawa 1955, midpoint weights). This is arithmetic, not a cause.",
    ));
    for split in &drivers.splits {
        section.text(phrase::split(split));
        section.table(split_table(split, place.rows));
    }
    if let Some(people) = &drivers.people {
        section.heading(Prose::of("Annotators"));
        section.text(phrase::people(people));
        if let Some(split) = &people.split {
            section.text(phrase::split(split));
            section.text(Prose::of(
                "By annotator, agreement is a share of involvement: half of every pair belongs to each of the two. An accurate \
                 person with a poor partner is involved as much as the partner.",
            ));
        }
    }
    section
}

fn split_table(split: &MixSplit, rows: usize) -> Table {
    let columns = vec![
        words("value"),
        numbers("share of items before"),
        numbers("after"),
        numbers("percent agreement before"),
        numbers("after"),
        numbers("by the mix"),
        numbers("within"),
    ];
    let points = |value: f64| Cell::number(value, number::signed_to(value, 3));
    let known = |value: Option<f64>| match value {
        Some(value) => Cell::number(value, number::percent(value)),
        None => Cell::absent(number::DASH),
    };
    Table::capped("What each value adds", columns, &split.values, rows, |own| {
        vec![
            Cell::name(&own.value),
            Cell::number(own.share_before, number::percent(own.share_before)),
            Cell::number(own.share_after, number::percent(own.share_after)),
            known(own.agreement_before),
            known(own.agreement_after),
            points(own.mix),
            points(own.within),
        ]
    })
}

/// Every other number that both audits have with an error, those that changed first.
fn rows(place: &mut Place<'_, '_>, question: &QuestionComparison) -> Option<Section> {
    if question.rows.rows.is_empty() {
        return None;
    }
    let mut section = place.section("rows", "Every other number");
    let mut all: Vec<&RowChange> = question.rows.rows.iter().collect();
    all.sort_by(|a, b| b.reported.cmp(&a.reported).then(a.q_value.total_cmp(&b.q_value)));
    let told = all.iter().filter(|row| row.reported).count() as u64;
    section.lead(Prose::default().strong(format!(
        "{} of {} compared are told to have changed.",
        number::count(told),
        number::counted(all.len() as u64, "number", "numbers")
    )));
    section.text(Prose::of(
        "Numbers that both audits have with an interval or a standard error, taken as independent: where items or people are the \
         same in both, the true interval is narrower. Numbers about single annotators are left out: people are judged by their \
         own audit, on the same items.",
    ));
    let columns = vec![
        words("section"),
        words("number"),
        words("part"),
        numbers("before"),
        numbers("after"),
        numbers("change [95 % interval]"),
        words("what may be said"),
    ];
    section.table(Table::capped("Numbers of both audits", columns, &all, place.rows, |row| row_cells(row)));
    Some(section)
}

fn row_cells(row: &RowChange) -> Vec<Cell> {
    let digits = 3;
    let value = |value: f64| Cell::number(value, number::decimal(value, digits));
    let end = |value: f64| number::decimal(value, digits);
    let sign = if row.change > 0.0 { "+" } else { "" };
    let word = match (row.reported, row.change < 0.0) {
        (true, true) => "lower",
        (true, false) => "higher",
        (false, _) => "no evidence of a change",
    };
    vec![
        Cell::text(row.section.replace('_', " ")),
        Cell::text(metric_words(&row.metric)),
        if row.slice.is_empty() { Cell::absent("whole log") } else { Cell::name(&row.slice) },
        value(row.before),
        value(row.after),
        Cell::number(
            row.change,
            format!("{sign}{} [{}, {}]", end(row.change), end(row.lower), end(row.upper)),
        ),
        Cell::text(format!("{word} (q\u{a0}{})", number::p_value(row.q_value))).toned(if row.reported {
            "warn"
        } else {
            "mute"
        }),
    ]
}

/// How the comparison was made, and what to know of it.
pub fn notes(comparison: &Comparison) -> Section {
    let mut section = Section::new("notes".into(), "Methods and caveats");
    let mut points: Vec<Prose> = comparison.notes.iter().map(|note| Prose::marked(note)).collect();
    points.extend(
        [
            "Change: after minus before, from the two audits alone. Items of the two audits are drawn independently; where a side \
             has under 200 items or under 30 disagreeing ones, jackknife-t intervals of both sides are put together (MOVER) in \
             the place of the bootstrap.",
            "Other annotators: each audit carries errors for annotators drawn anew (jackknives over items, annotators and \
             annotations); both are put together as independent, with Welch’s degrees of freedom.",
            "Many tests: q is the Benjamini–Hochberg value over one family: all coefficients of all parts; all label pairs; all \
             other numbers.",
        ]
        .map(Prose::of),
    );
    section.list(points);
    section
}
