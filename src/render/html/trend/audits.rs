use crate::compare::trend::{Trend, TrendAudit, TrendPart};
use crate::render::html::section::Section;
use crate::render::html::table::{Cell, Table, numbers, words};
use crate::render::number;
use crate::render::prose::Prose;
use crate::render::trend::words::{Numbers, audit_name};

/// What was made otherwise from one audit to the next.
pub fn settings(trend: &Trend, cap: usize) -> Section {
    let mut section = Section::new("settings".into(), "Made otherwise");
    let rows: Vec<(u32, Prose)> = (0u32..)
        .zip(&trend.audits)
        .flat_map(|(place, own)| {
            own.changed.iter().chain(&own.remarks).map(move |text| (place, Prose::marked(text)))
        })
        .collect();
    if rows.is_empty() {
        section
            .text(Prose::of("All audits were made with the same settings and version, one after the other."));
        return section;
    }
    section.text(Prose::of(
        "A number may move because the work changed, or because the audit did. Ticks at the foot of the charts mark audits \
         whose settings differ from those of the one before.",
    ));
    let columns = vec![words("audit"), words("what differs from the audit before")];
    let table =
        Table::capped("Made otherwise than the audit before", columns, &rows, cap, |(place, text)| {
            vec![Cell::prose(audit_name(trend, *place)), Cell::prose(text.clone())]
        });
    section.table(table);
    section
}

/// The audits.
pub fn section(trend: &Trend, cap: usize) -> Section {
    let mut section = Section::new("audits".into(), "Audits");
    let people = trend.audits.iter().all(|own| own.annotators.is_some());
    let mut columns = vec![words("audit"), words("title"), words("from"), words("until"), numbers("items")];
    if people {
        columns.push(numbers("annotators"));
    }
    columns.extend([numbers("rows read"), numbers("agreement")]);
    let audits: Vec<(u32, &TrendAudit)> = (0u32..).zip(&trend.audits).collect();
    let day = |own: Option<&String>| match own {
        Some(day) => Cell::text(day),
        None => Cell::absent(number::DASH),
    };
    let table = Table::capped("Audits in order of time", columns, &audits, cap, |&(place, own)| {
        let mut cells = vec![
            Cell::prose(audit_name(trend, place)),
            Cell::name(&own.title),
            day(own.period.as_ref().map(|period| &period.0)),
            day(own.period.as_ref().map(|period| &period.1)),
            Cell::count(own.items),
        ];
        if people {
            cells.push(own.annotators.map_or_else(|| Cell::absent(number::DASH), Cell::count));
        }
        cells.extend([Cell::count(own.rows_read), headline(trend, place)]);
        cells
    })
    .noted(Prose::of(
        "Agreement: the first coefficient that is followed. Each audit's own report tells more.",
    ));
    section.table(table);
    section
}

/// The first coefficient that is followed, in one audit.
fn headline(trend: &Trend, place: u32) -> Cell {
    let line = trend.lines.iter().find(|line| line.part == TrendPart::Agreement);
    let point = line.and_then(|line| Some((line, line.points.iter().find(|point| point.audit == place)?)));
    match point {
        Some((line, point)) => {
            Cell::number(point.value, Numbers::of(line).with_ends(point.value, point.ends))
        }
        None => Cell::absent(number::DASH),
    }
}
