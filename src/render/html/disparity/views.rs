use crate::audit::{
    AttributeViews, Flips, GroupView, GroupViews, GroupWeight, Relabelled, ViewDistance, Views,
    WeightedConsensus, WeightedFlips,
};
use crate::render::hostile_text::shown_name;
use crate::render::html::estimate_cell;
use crate::render::html::place::Place;
use crate::render::html::section::Section;
use crate::render::html::table::{Cell, Column, Table, numbers, words};
use crate::render::number;
use crate::render::phrase::{self, short_reason};
use crate::render::prose::Prose;
use crate::vocabulary::Outcome;

/// Whose view the consensus loses.
pub(super) fn fill(place: &mut Place<'_, '_>, section: &mut Section, found: &Views) {
    section.heading(Prose::of("Whose view the consensus loses"));
    section.text(lead(found));
    section.text(Prose::of(format!(
        "Each annotation is held against the majority of the item's other annotators, and a group against everybody else on \
         the same items. {} have a majority, on {} of which annotators disagree: only these could flip; {} tied. A group's \
         own majority differs from everybody's by chance alone, the more the fewer its people, so flips stand beside what \
         exchanging annotators (of the same items{} and about the same workload) makes of them.",
        number::counted(found.items, "item", "items"),
        number::count(found.disputed),
        if found.tied == 1 { "1 is".into() } else { format!("{} are", number::count(found.tied)) },
        if found.strata_columns.is_empty() { "" } else { ", slices" },
    )));
    section.figures(place.figures("views"));
    for attribute in found.attributes.iter().take(place.parts) {
        section.table(distances(attribute, found, place.rows));
        section.table(flips(attribute, place.rows));
    }
    section.more(place.parts, found.attributes.len(), "attributes");
    weighted(place, section, found);
}

/// What is reported, or that nothing is.
fn lead(found: &Views) -> Prose {
    let mut told = Vec::new();
    for attribute in &found.attributes {
        for group in &attribute.groups {
            let Outcome::Estimated(numbers) = &group.numbers else { continue };
            if let Some(difference) =
                numbers.consensus.difference.estimated().filter(|_| numbers.consensus.reported)
            {
                let way = if difference.value < 0.0 { "less" } else { "more" };
                told.push(
                    Prose::default()
                        .strong_name(&group.group)
                        .strong(format!(" agrees with the consensus {way} often than others do"))
                        .say(format!(" on the same items: by {}.", phrase::signed_points(difference))),
                );
            }
        }
    }
    match told.is_empty() {
        true => Prose::default().strong("No group's view is shown to be lost").say(format!(
            ": none of {} (Benjamini–Hochberg, one family) is beyond chance. Small groups may differ without its showing.",
            number::counted(found.tests, "test", "tests")
        )),
        false => told.into_iter().reduce(|all, one| all.say(" ").then(one)).unwrap_or_default(),
    }
}

fn rows(attribute: &AttributeViews) -> &[GroupViews] {
    &attribute.groups
}

fn absent(group: &GroupViews, columns: usize) -> Option<Vec<Cell>> {
    let reason = group.numbers.reason()?;
    let rest = (2..columns).map(|_| Cell::absent(number::DASH));
    Some([Cell::name(&group.group), Cell::absent(short_reason(reason))].into_iter().chain(rest).collect())
}

fn distances(attribute: &AttributeViews, found: &Views, cap: usize) -> Table {
    let mut columns = vec![
        words("group"),
        numbers("annotators"),
        numbers("agreement with the others' majority"),
        numbers("less the others' on the same items"),
        numbers("q"),
        numbers("smallest difference to be seen"),
        numbers("kappa"),
    ];
    if found.chosen.is_some() {
        columns.extend([numbers("agreement with the chosen consensus"), numbers("less the others'")]);
    }
    let width = columns.len();
    let caption = format!("Groups by {} beside the consensus", shown_name(&attribute.attribute));
    let table = Table::capped(caption, columns, rows(attribute), cap, |group| match &group.numbers {
        Outcome::NotEstimable(_) => absent(group, width).unwrap_or_default(),
        Outcome::Estimated(numbers) => of_group(&group.group, numbers),
    });
    table.noted(Prose::of(format!(
        "With 95 % intervals that take items and annotators as drawn anew. A difference is reported at q ≤ .05 over {} and \
         from {} on; a group that is nearer to the consensus is no better for it.",
        number::counted(found.tests, "test", "tests"),
        number::points(found.margin),
    )))
}

fn of_group(name: &str, numbers: &GroupView) -> Vec<Cell> {
    let own = &numbers.consensus;
    let mut row = vec![
        Cell::name(name),
        Cell::count(numbers.annotators),
        estimate_cell::share(&own.agreement),
        difference(own),
        optional(own.q, number::p_value),
        optional(own.smallest_seen, number::share),
        estimate_cell::plain(&numbers.beyond_chance, number::share),
    ];
    if let Some(chosen) = &numbers.chosen {
        row.extend([estimate_cell::share(&chosen.agreement), difference(chosen)]);
    }
    row
}

fn difference(own: &ViewDistance) -> Cell {
    let cell = estimate_cell::difference(&own.difference);
    if own.reported { cell.toned("warn") } else { cell }
}

fn optional(value: Option<f64>, text: fn(f64) -> String) -> Cell {
    value.map_or_else(|| Cell::absent(number::DASH), |value| Cell::number(value, text(value)))
}

const FLIP_COLUMNS: [Column; 9] = [
    words("group"),
    numbers("items it saw"),
    numbers("flip if it decided alone"),
    numbers("by chance"),
    numbers("p"),
    numbers("q"),
    numbers("flip if it were left out"),
    numbers("by chance"),
    numbers("p"),
];

fn flips(attribute: &AttributeViews, cap: usize) -> Table {
    let caption = format!("Items that would flip, by {}", shown_name(&attribute.attribute));
    let columns = FLIP_COLUMNS.to_vec();
    Table::capped(caption, columns, rows(attribute), cap, |group| match &group.numbers {
        Outcome::NotEstimable(_) => absent(group, FLIP_COLUMNS.len()).unwrap_or_default(),
        Outcome::Estimated(numbers) => {
            let items = match &numbers.alone {
                Outcome::Estimated(flips) => Cell::count(flips.items),
                Outcome::NotEstimable(reason) => Cell::absent(short_reason(reason)),
            };
            let mut row = vec![Cell::name(&group.group), items];
            row.extend(of_flips(&numbers.alone, true));
            row.extend(of_flips(&numbers.without, false));
            row
        }
    })
    .noted(Prose::of(
        "Of the items with a majority on which annotators disagree and that someone of the group annotated. Ties are no flips.",
    ))
}

/// Flips, what chance makes of them, p, and q where it is wanted.
fn of_flips(found: &Outcome<Flips>, with_q: bool) -> Vec<Cell> {
    let columns = if with_q { 4 } else { 3 };
    let flips = match found {
        Outcome::Estimated(flips) => flips,
        Outcome::NotEstimable(reason) => {
            let rest = (1..columns).map(|_| Cell::absent(number::DASH));
            return std::iter::once(Cell::absent(short_reason(reason))).chain(rest).collect();
        }
    };
    let share = flips.share().unwrap_or(0.0);
    let reported = flips.relabelled.estimated().is_some_and(|found| found.reported);
    let shown = Cell::number(share, format!("{} ({})", number::count(flips.flips), number::percent(share)));
    let mut cells = vec![if reported { shown.toned("warn") } else { shown }];
    match &flips.relabelled {
        Outcome::NotEstimable(reason) => {
            cells.push(Cell::absent(short_reason(reason)));
            cells.extend((2..columns).map(|_| Cell::absent(number::DASH)));
        }
        Outcome::Estimated(chance) => {
            cells.push(Cell::number(chance.expected, by_chance(chance)));
            cells.push(Cell::number(chance.p, number::p_value(chance.p)));
            cells.extend(with_q.then(|| Cell::number(chance.q, number::p_value(chance.q))));
        }
    }
    cells
}

/// `31 % (up to 36 %)`.
fn by_chance(chance: &Relabelled) -> String {
    format!("{} (up to {})", number::percent(chance.expected), number::percent(chance.most_expected))
}

fn weighted(place: &mut Place<'_, '_>, section: &mut Section, found: &Views) {
    if found.weighted.is_empty() {
        section.text(Prose::of(
            "What the consensus would be if the annotators were like a population is not said: no target is stated, and none \
             is assumed. State one ([targets.ATTRIBUTE] in the settings, or --targets FILE) to have annotators weighted to it.",
        ));
        return;
    }
    section.heading(Prose::of("If annotators were weighted to the target"));
    for own in &found.weighted {
        let names = Prose::default().names(own.attributes.iter().map(String::as_str));
        match &own.numbers {
            Outcome::NotEstimable(reason) => section.absent(Prose::of("Weights by ").then(names), reason),
            Outcome::Estimated(numbers) => of_weighting(place, section, own, numbers),
        }
    }
}

fn of_weighting(
    place: &mut Place<'_, '_>,
    section: &mut Section,
    own: &WeightedConsensus,
    numbers: &WeightedFlips,
) {
    section.text(weighting_words(own, numbers));
    for (attribute, groups) in own.attributes.iter().zip(&numbers.weights) {
        if own.attributes.len() == 1 {
            section.table(weights(attribute, groups, place.rows));
        }
    }
    let columns = vec![words("item"), words("majority"), words("weighted majority")];
    let table = Table::capped("Items that flip", columns, &numbers.items, place.rows, |item| {
        vec![Cell::name(&item.item), Cell::name(&item.from), Cell::name(&item.to)]
    });
    section.table(match numbers.not_listed {
        0 => table,
        few => table.noted(Prose::of(format!(
            "{} not listed: too few people labelled them to tell without pointing at persons.",
            number::counted(few, "flipped item is", "flipped items are")
        ))),
    });
}

fn weighting_words(own: &WeightedConsensus, numbers: &WeightedFlips) -> Prose {
    let flips = &numbers.flips;
    let share = flips.share().unwrap_or(0.0);
    let mut text = format!(
        ": {} of {} flip ({})",
        number::count(flips.flips),
        number::counted(flips.items, "disputed item", "disputed items"),
        number::percent(share)
    );
    text.push_str(&match &flips.relabelled {
        Outcome::NotEstimable(reason) => {
            format!("; what chance makes of it cannot be said. {}", reason.sentence())
        }
        Outcome::Estimated(chance) => format!(
            "; with the same weights given to others {} would by chance (up to {}), p {}.",
            number::percent(chance.expected),
            number::percent(chance.most_expected),
            number::p_value(chance.p)
        ),
    });
    text.push_str(&format!(
        " {} settle, {} become tied. Annotators are {}, none counting more than {} times the mean",
        number::counted(numbers.settled_ties, "tied item would", "tied items would"),
        number::counted(flips.ties, "item would", "items would").replace(" would", ""),
        numbers.method,
        number::decimal(numbers.cap, 0),
    ));
    if let Outcome::Estimated(capped) = &numbers.capped {
        text.push_str(&format!(" ({} cut back)", number::count(*capped)));
    }
    if let (Outcome::Estimated(effect), Outcome::Estimated(worth)) =
        (&numbers.design_effect, &numbers.effective_annotators)
    {
        text.push_str(&format!(
            "; design effect {} (Kish): they are worth {} of equal weight",
            number::decimal(*effect, 2),
            number::decimal(*worth, 0)
        ));
    }
    text.push('.');
    if !numbers.converged {
        text.push_str(" Careful: the weights did not settle.");
    }
    if numbers.largest_miss > 0.0 {
        text.push_str(&format!(
            " A target is missed by {}, because of the cap.",
            number::points(numbers.largest_miss)
        ));
    }
    let names = Prose::default().strong("Weighted by ").names(own.attributes.iter().map(String::as_str));
    names.say(text)
}

fn weights(attribute: &str, groups: &[GroupWeight], cap: usize) -> Table {
    let columns =
        vec![words("group"), numbers("annotators"), numbers("share"), numbers("target"), numbers("weight")];
    let caption = format!("Weights by {}", shown_name(attribute));
    Table::capped(caption, columns, groups, cap, |group| {
        vec![
            Cell::name(&group.group),
            Cell::count(group.annotators),
            Cell::number(group.share, number::percent(group.share)),
            optional(group.target, number::percent),
            Cell::number(group.weight, number::decimal(group.weight, 2)),
        ]
    })
    .noted(Prose::of(
        "Groups without a target, and those too small to stand for others, keep the weight they had.",
    ))
}
