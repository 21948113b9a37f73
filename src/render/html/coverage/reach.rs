use crate::audit::{AttributeCoverage, GroupNumbers, TargetGroup};
use crate::render::html::table::{Cell, Table, numbers, words};
use crate::render::number;
use crate::render::prose::Prose;
use crate::vocabulary::Outcome;

/// What a group did not see, and what it takes to know its label rates.
pub fn table(attribute: &AttributeCoverage, cap: usize) -> Table {
    let columns = vec![
        words("group"),
        numbers("items nobody of it saw"),
        numbers("share of items"),
        numbers("by lot"),
        numbers("by lot at the target"),
        words("label whose rate is known least"),
        numbers("± points now"),
        numbers("annotations for the width asked for"),
        numbers("by annotators"),
    ];
    let shown: Vec<(&str, &GroupNumbers)> = attribute
        .groups
        .iter()
        .filter_map(|group| Some((group.group.as_str(), group.numbers.estimated()?)))
        .collect();
    let width = shown.iter().find_map(|(_, numbers)| Some(numbers.further.as_ref()?.estimated()?.width));
    Table::capped("What nobody of a group saw, and how well its label rates are known", columns, &shown, cap, |(name, numbers)| {
        let mut row = vec![Cell::name(name)];
        match &numbers.unseen {
            Some(unseen) => row.extend([
                Cell::count(unseen.items),
                Cell::number(unseen.share, number::percent(unseen.share)),
                Cell::number(unseen.by_lot, number::percent(unseen.by_lot)),
            ]),
            None => row.extend((0..3).map(|_| Cell::absent(number::DASH))),
        }
        row.push(match targeted(attribute, name) {
            Some(group) => Cell::number(group.unseen_at_target, number::percent(group.unseen_at_target)),
            None => Cell::absent(number::DASH),
        });
        match &numbers.further {
            Some(Outcome::Estimated(further)) => row.extend([
                Cell::name(&further.label),
                Cell::number(further.width_now, number::points(further.width_now / 2.0)),
                Cell::count(further.annotations),
                Cell::count(further.annotators),
            ]),
            _ => row.extend((0..4).map(|_| Cell::absent(number::DASH))),
        }
        row
    })
    .noted(Prose::of(format!(
        "By lot: the share of items that nobody of the group would have seen, had each annotation been dealt to a group by \
         lot, in proportion to the groups' annotations, or to their targets. The last two columns: annotations in all, and \
         annotators who do as much as today's each, for intervals of ± {}; an approximation that takes in how much \
         annotators of the group differ.",
        number::points(width.unwrap_or(0.1) / 2.0)
    )))
}

fn targeted<'a>(attribute: &'a AttributeCoverage, group: &str) -> Option<&'a TargetGroup> {
    let comparison = attribute.against_target.as_ref()?.estimated()?;
    comparison.groups.iter().find(|own| own.group == group)
}
