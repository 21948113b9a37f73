use crate::audit::{AttributeSeverity, GroupDistance, LabelContrast, LabelSpread, RateRatio, Severity};
use crate::render::hostile_text::shown_name;
use crate::render::html::estimate_cell;
use crate::render::html::place::Place;
use crate::render::html::section::Section;
use crate::render::html::table::{Cell, Table, numbers, words};
use crate::render::prose::Prose;
use crate::render::{number, phrase, severity_phrase};
use crate::vocabulary::{ConfidenceInterval, Outcome};

/// Pairs of groups that are listed beside the heat map.
const PAIRS: usize = 12;

/// This part of the section on groups.
pub(super) fn fill(place: &mut Place<'_, '_>, section: &mut Section, found: &Severity) {
    section.heading(Prose::of("Whether groups label the same items differently"));
    section.text(severity_phrase::verdict(found));
    section.text(Prose::of(
        "Every group is held against all other annotators, item by item, on the items that both saw, so that nobody is \
         compared on other items than the others; annotators of whom nothing is known stand on neither side. Annotators are what is counted: one person’s habit, however many \
         annotations it fills, is one person’s.",
    ));
    section.figures(place.figures("severity"));
    for attribute in found.attributes.iter().take(place.parts) {
        section.heading(Prose::of("Label rates by ").name(&attribute.attribute));
        section.table(contrasts(attribute, place.rows));
        of_attribute(section, attribute, place.rows);
    }
    section.more(place.parts, found.attributes.len(), "attributes");
}

/// Groups that cannot be compared stand in the table too.
enum Line<'a> {
    Contrast(&'a str, &'a LabelContrast),
    Absent(&'a str, String),
}

/// Labels together, so that groups can be compared within a label; of two labels the second alone.
fn contrasts(attribute: &AttributeSeverity, cap: usize) -> Table {
    let mut lines: Vec<(usize, Line<'_>)> = Vec::new();
    for group in &attribute.groups {
        match &group.contrasts {
            Outcome::NotEstimable(reason) => {
                lines.push((usize::MAX, Line::Absent(&group.group, phrase::short_reason(reason))));
            }
            Outcome::Estimated(own) => {
                let shown = severity_phrase::distinct(own);
                lines.extend(
                    shown.iter().enumerate().map(|(at, one)| (at, Line::Contrast(&group.group, one))),
                );
            }
        }
    }
    lines.sort_by_key(|line| line.0);
    let columns = vec![
        words("label"),
        words("group"),
        numbers("rate in the group"),
        numbers("rate among the others, same items"),
        numbers("difference [95 % interval]"),
        words("all at once"),
        numbers("ratio [95 % interval]"),
        numbers("Cohen’s h"),
        numbers("q"),
        numbers("would have been seen from"),
        words("reading"),
    ];
    let title = format!("Every group beside all others, by {}", shown_name(&attribute.attribute));
    Table::capped(title, columns, &lines, cap, |(_, line)| match line {
        Line::Contrast(group, contrast) => of_contrast(group, contrast),
        Line::Absent(group, why) => {
            let mut row = vec![Cell::absent(number::DASH), Cell::name(group), Cell::absent(why)];
            row.extend((0..8).map(|_| Cell::absent(number::DASH)));
            row
        }
    })
    .noted(Prose::of(format!(
        "“All at once” is the interval that holds for all {} of this attribute together (Bonferroni). q holds the share of \
         false findings over all attributes, groups and labels at 5 %. “Would have been seen from”: differences of this size \
         are found four times in five; where nothing is found, smaller ones may be there.",
        number::counted(attribute.simultaneous, "comparison", "comparisons")
    )))
}

fn of_contrast(group: &str, contrast: &LabelContrast) -> Vec<Cell> {
    let rate = |value: f64| match contrast.label {
        Some(_) => Cell::number(value, number::percent(value)),
        None => Cell::number(value, number::decimal(value, 2)),
    };
    vec![
        contrast.label.as_ref().map_or_else(|| Cell::text("mean severity"), |label| Cell::name(label)),
        Cell::name(group),
        rate(contrast.rate),
        rate(contrast.rest),
        estimate_cell::difference(&Outcome::Estimated(contrast.difference.clone())),
        Cell::text(joint(&contrast.simultaneous)),
        contrast.ratio.as_ref().and_then(ratio).unwrap_or_else(|| Cell::absent(number::DASH)),
        contrast.ratio.map_or_else(
            || Cell::absent(number::DASH),
            |ratio| Cell::number(ratio.cohens_h, number::signed_to(ratio.cohens_h, 2)),
        ),
        contrast.q.map_or_else(|| Cell::absent(number::DASH), |q| Cell::number(q, number::p_value(q))),
        contrast.detectable.map_or_else(
            || Cell::absent(number::DASH),
            |least| Cell::number(least, format!("±{}", number::share(least))),
        ),
        reading(contrast),
    ]
}

fn joint(interval: &Outcome<ConfidenceInterval>) -> String {
    match interval {
        Outcome::Estimated(ends) => {
            format!("[{}, {}]", number::signed(ends.lower), number::signed(ends.upper))
        }
        Outcome::NotEstimable(reason) => phrase::short_reason(reason),
    }
}

fn ratio(found: &RateRatio) -> Option<Cell> {
    let value = found.ratio?;
    let ends = found.ratio_ends.map_or(String::new(), |(lower, upper)| {
        format!(" [{}, {}]", number::decimal(lower, 2), number::decimal(upper, 2))
    });
    Some(Cell::number(value, format!("{}{ends}", number::decimal(value, 2))))
}

fn reading(contrast: &LabelContrast) -> Cell {
    let up = contrast.difference.value > 0.0;
    match (contrast.reported, contrast.label.is_some(), up) {
        (false, ..) => Cell::absent("no finding"),
        (true, true, true) => Cell::text("gives it more often").toned("warn"),
        (true, true, false) => Cell::text("gives it less often").toned("warn"),
        (true, false, true) => Cell::text("rates higher").toned("warn"),
        (true, false, false) => Cell::text("rates lower").toned("warn"),
    }
}

/// What is said over all groups of an attribute.
fn of_attribute(section: &mut Section, attribute: &AttributeSeverity, cap: usize) {
    match &attribute.spreads {
        Outcome::Estimated(found) => section.table(spreads(found, cap)),
        Outcome::NotEstimable(reason) => {
            section.text(Prose::of(format!("How far the groups are apart at most: {}", reason.sentence())));
        }
    }
    if let Outcome::Estimated(pairs) = &attribute.distances {
        section.table(distances(pairs));
    }
    if let Outcome::Estimated(found) = &attribute.association {
        section.text(Prose::of(format!(
            "Over all annotations, whatever the items, group and label go together with a Cramér’s V of {} ({} less its \
             bias); 0 is not at all, 1 is wholly.",
            number::share(found.cramers_v),
            number::share(found.cramers_v_corrected),
        )));
    }
}

fn spreads(found: &[LabelSpread], cap: usize) -> Table {
    let found: Vec<&LabelSpread> = match found {
        [_, second] if found.iter().all(|own| own.label.is_some()) => vec![second],
        all => all.iter().collect(),
    };
    let columns = vec![
        words("label"),
        words("lowest"),
        words("highest"),
        numbers("apart"),
        numbers("apart by chance"),
        numbers("by chance at most, 95 of 100"),
        numbers("lowest / highest"),
    ];
    Table::capped("How far the groups are apart at most", columns, &found, cap, |spread| {
        let rate = |value: f64| match spread.label {
            Some(_) => number::percent(value),
            None => number::decimal(value, 2),
        };
        let end = |(name, value): &(String, f64)| {
            Cell::prose(Prose::named(name).say(format!(" {}", rate(value.max(0.0)))))
        };
        let apart = |value: f64| Cell::number(value, number::share(value));
        vec![
            spread.label.as_ref().map_or_else(|| Cell::text("mean severity"), |label| Cell::name(label)),
            end(&spread.lowest),
            end(&spread.highest),
            apart(spread.range()),
            apart(spread.shuffled),
            apart(spread.shuffled_95),
            spread.ratio().map_or_else(
                || Cell::absent(number::DASH),
                |ratio| Cell::number(ratio, number::share(ratio)),
            ),
        ]
    })
    .noted(Prose::of(
        "Rates allow for which items a group saw. “By chance”: the same with group names shuffled among annotators of alike \
         workload; the more groups, the farther the outermost are apart. Lowest over highest is what the four-fifths rule of \
         US hiring guidelines looks at (under .80 is looked into there): a screening heuristic and no verdict; read it beside the \
         differences and their intervals.",
    ))
}

fn distances(pairs: &[GroupDistance]) -> Table {
    let mut seen: Vec<&GroupDistance> = pairs.iter().filter(|pair| pair.bits().is_some()).collect();
    let size = |pair: &GroupDistance| pair.debiased().or(pair.bits()).unwrap_or_default();
    seen.sort_by(|a, b| {
        size(b).total_cmp(&size(a)).then_with(|| (&a.first, &a.second).cmp(&(&b.first, &b.second)))
    });
    let columns = vec![
        words("groups"),
        numbers("items both saw"),
        numbers("apart, bits"),
        numbers("by chance"),
        numbers("beyond chance"),
    ];
    Table::capped("How far every two groups’ labels lie apart", columns, &seen, PAIRS, |pair| {
        let bits = |value: Option<f64>| {
            value.map_or_else(
                || Cell::absent(number::DASH),
                |bits| Cell::number(bits, number::share_to(bits, 4)),
            )
        };
        vec![
            Cell::prose(Prose::named(&pair.first).say(" and ").name(&pair.second)),
            Cell::count(pair.items),
            bits(pair.bits()),
            bits(pair.shuffled.estimated().copied()),
            bits(pair.debiased()),
        ]
    })
    .noted(Prose::of(
        "Jensen–Shannon divergence of the two groups’ label shares on the items that both saw: 0 bits where they give the \
         same labels equally often, 1 where they have no label in common. Noise alone makes it larger than 0; “by chance” is \
         what group names shuffled among annotators give on average.",
    ))
}
