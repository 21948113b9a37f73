use crate::audit::{
    AttributeCohesion, Cohesion, CohesionTest, CohesionVerdict, GroupAgreement, GroupCohesion,
};
use crate::render::cohesion_phrase;
use crate::render::html::estimate_cell;
use crate::render::html::place::Place;
use crate::render::html::section::Section;
use crate::render::html::table::{Cell, Table, numbers, words};
use crate::render::prose::Prose;
use crate::render::{number, phrase};
use crate::vocabulary::{Estimate, Outcome, Reason};

/// Whether groups agree more within themselves than with the others.
pub(super) fn fill(place: &mut Place<'_, '_>, section: &mut Section, found: &Cohesion) {
    if found.attributes.is_empty() {
        return;
    }
    section.heading(Prose::of("Do groups agree more within themselves than with the others?"));
    section.lead(cohesion_phrase::lead(found));
    section.text(Prose::of(
        "IRR is alpha within the group, xRR the group’s agreement with all others on the items that both labelled, and GAI \
         = IRR / xRR. Above 1 the group agrees more within itself than with the others: a view of its own, which is no error \
         to correct. Below 1 it agrees with the others more than within itself: it does not speak with one voice.",
    ));
    section.figures(place.figures("cohesion"));
    section.table(table(found, place.rows));
    section.text(Prose::of(strata(found)));
}

/// How chance was asked.
fn strata(found: &Cohesion) -> String {
    let columns = match found.strata_columns.is_empty() {
        true => String::new(),
        false => format!(", the same values of {}", found.strata_columns.join(", ")),
    };
    let sample = match found.tested_items {
        Some(items) => format!(
            " The log is so long that {} drawn by chance had to do for the tests; the other numbers take all items.",
            number::counted(items, "item", "items")
        ),
        None => String::new(),
    };
    format!(
        "“By chance” is the mean difference when annotators change groups at random, up to {} times, within {} of like \
         annotators: the same pool of items ({}){columns}, and about as many annotations. p counts how often chance goes as \
         far; q is p adjusted over the {} tested. Intervals take items and annotators as drawn anew. Annotators of whom an \
         attribute is unknown or withheld are in no group and not among the others.{sample}",
        number::count(found.most_draws),
        number::counted(found.strata, "stratum", "strata"),
        number::counted(found.pools, "pool that shares no annotator", "pools that share no annotator"),
        number::counted(found.tests, "group", "groups"),
    )
}

fn table(found: &Cohesion, cap: usize) -> Table {
    let all: Vec<(&AttributeCohesion, &GroupCohesion)> = found
        .attributes
        .iter()
        .flat_map(|attribute| attribute.groups.iter().map(move |group| (attribute, group)))
        .collect();
    let columns = vec![
        words("attribute"),
        words("group"),
        numbers("annotators"),
        numbers("within: IRR [95 % interval]"),
        numbers("with the others: xRR"),
        numbers("GAI"),
        numbers("IRR − xRR"),
        numbers("by chance"),
        numbers("q"),
        words("what may be said"),
    ];
    let title = "Agreement within each group and with the others";
    Table::capped(title, columns, &all, cap, |(attribute, group)| {
        let mut row = vec![Cell::name(&attribute.attribute), Cell::name(&group.group)];
        match &group.numbers {
            Outcome::Estimated(numbers) => row.extend(of_group(numbers)),
            Outcome::NotEstimable(reason) => {
                row.push(Cell::absent(phrase::short_reason(reason)));
                row.extend((0..7).map(|_| Cell::absent(number::DASH)));
            }
        }
        row
    })
}

fn of_group(numbers: &GroupAgreement) -> Vec<Cell> {
    let test = numbers.test.estimated();
    let of_test = |text: fn(&CohesionTest) -> Cell| test.map_or(Cell::absent(number::DASH), text);
    vec![
        Cell::count(numbers.annotators),
        estimate_cell::share(&numbers.within.redrawn),
        estimate_cell::share(&numbers.across.redrawn),
        association(&numbers.association.redrawn),
        estimate_cell::difference(&numbers.difference.redrawn),
        of_test(|test| Cell::number(test.expected, number::signed(test.expected))),
        of_test(|test| Cell::number(test.q, number::p_value(test.q))),
        said(numbers),
    ]
}

fn association(outcome: &Outcome<Estimate>) -> Cell {
    match outcome {
        Outcome::Estimated(estimate) => Cell::number(estimate.value, number::decimal_estimate(estimate, 2)),
        Outcome::NotEstimable(Reason::NotAboveChance) => Cell::absent("xRR is not above 0"),
        Outcome::NotEstimable(reason) => Cell::absent(phrase::short_reason(reason)),
    }
}

fn said(numbers: &GroupAgreement) -> Cell {
    let words = cohesion_phrase::said(numbers);
    match numbers.verdict {
        CohesionVerdict::OwnView | CohesionVerdict::Divided => Cell::text(words).toned("warn"),
        CohesionVerdict::NoEvidence => Cell::text(words),
        CohesionVerdict::Untested => Cell::absent(words),
    }
}
