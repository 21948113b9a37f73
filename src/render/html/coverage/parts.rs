use crate::audit::{CoverageGrid, GridPart};
use crate::render::hostile_text::shown_name;
use crate::render::html::table::{Cell, Table, numbers, words};
use crate::render::number;
use crate::render::prose::Prose;

/// Groups in every part of the log: by slice, or along the calendar.
pub fn table(grid: &CoverageGrid, cap: usize) -> Table {
    let columns = vec![
        words("part"),
        words("group"),
        numbers("annotators"),
        numbers("share of annotators"),
        numbers("annotations"),
        numbers("share of annotations"),
    ];
    let cells = grid.groups.len() + usize::from(grid.others);
    let all: Vec<(&GridPart, usize)> =
        grid.parts.iter().flat_map(|part| (0..cells).map(move |at| (part, at))).collect();
    let share = |n: u64, all: &[u64]| {
        let share = n as f64 / all.iter().sum::<u64>().max(1) as f64;
        Cell::number(share, number::percent(share))
    };
    let mut table =
        Table::capped(format!("Groups by {}", shown_name(&grid.by)), columns, &all, cap, |&(part, at)| {
            vec![
                if part.part.is_empty() { Cell::text("all other parts") } else { Cell::name(&part.part) },
                grid.groups.get(at).map_or_else(|| Cell::text("everybody else"), |group| Cell::name(group)),
                Cell::count(part.annotators[at]),
                share(part.annotators[at], &part.annotators),
                Cell::count(part.annotations[at]),
                share(part.annotations[at], &part.annotations),
            ]
        });
    if grid.together > 0 || grid.others {
        table = table.noted(Prose::of(
            "Groups, and parts of the log, in which a group has too few annotators to be shown are told together, so that \
             every number rests on enough people and none can be worked out from the others.",
        ));
    }
    table
}
