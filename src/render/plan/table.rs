use super::super::number;
use super::super::prose::escape_markdown;
use super::super::terminal::wrapped;
use super::{aim, floor, formulas};
use crate::gate::plan::{Aim, Outlook};

/// How tables are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Columns of the screen.
    Columns,
    /// Markdown.
    Markdown,
}

/// Columns of the screen.
const WIDTH: usize = 80;

/// A plan in words and two tables: what the aim needs, and what numbers of items give.
pub(super) fn text(outlook: &Outlook, style: Style) -> String {
    let mut out = String::new();
    let mut say = |text: &str| match style {
        Style::Columns => out.push_str(&format!("{}\n\n", wrapped(text, WIDTH).join("\n"))),
        Style::Markdown => out.push_str(&format!("{}\n\n", escape_markdown(text))),
    };
    say(&aim(outlook));
    say(&floor(outlook));
    out.push_str(&table(&needs(outlook), style));
    out.push_str(&format!("\n{}\n\n", gives(outlook)));
    out.push_str(&table(&rows(outlook), style));
    out.push('\n');
    for line in formulas(outlook) {
        match style {
            Style::Columns => out.push_str(&format!("{}\n", wrapped(&line, WIDTH).join("\n"))),
            Style::Markdown => out.push_str(&format!("- {}\n", escape_markdown(&line))),
        }
    }
    out
}

fn needs(outlook: &Outlook) -> Vec<Vec<String>> {
    let none = || "none is enough".to_owned();
    let mut rows = vec![["annotators per item", "items", "annotations"].map(String::from).to_vec()];
    rows.extend(outlook.needs.iter().map(|need| {
        let count = |value: Option<u64>| value.map(number::count);
        vec![
            need.per_item.to_string(),
            count(need.items).unwrap_or_else(none),
            count(need.annotations).unwrap_or_else(|| number::DASH.into()),
        ]
    }));
    rows
}

fn gives(outlook: &Outlook) -> &'static str {
    match outlook.aim {
        Aim::Width(_) => "Width of the interval, by items and annotators per item (* is enough):",
        Aim::Drop { .. } => "The smallest drop seen so, by items and annotators per item (* is enough):",
    }
}

fn rows(outlook: &Outlook) -> Vec<Vec<String>> {
    let mut header = vec!["items".to_owned()];
    header.extend(outlook.needs.iter().map(|need| format!("{} each", need.per_item)));
    let mut rows = vec![header];
    rows.extend(outlook.rows.iter().map(|row| {
        let cell = |cell: &crate::gate::plan::Cell| {
            format!("{}{}", number::share_to(cell.gives, 3), if cell.enough { " *" } else { "  " })
        };
        let mut cells = vec![number::count(row.items)];
        cells.extend(row.cells.iter().map(cell));
        cells
    }));
    rows
}

fn table(rows: &[Vec<String>], style: Style) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut out = String::new();
    for (place, row) in rows.iter().enumerate() {
        match style {
            Style::Columns => {
                let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}"));
                out.push_str(cells.collect::<Vec<_>>().join("   ").trim_end());
                out.push('\n');
            }
            Style::Markdown => {
                let cells: Vec<String> = row.iter().map(|cell| escape_markdown(cell.trim_end())).collect();
                out.push_str(&format!("| {} |\n", cells.join(" | ")));
                if place == 0 {
                    out.push_str(&format!("|{}\n", "--:|".repeat(columns)));
                }
            }
        }
    }
    out
}
