use super::plain_table::plain_table;
use crate::audit::{CATALOGUE, CatalogueEntry};
use crate::cli::args::{CoefficientsArgs, ListFormat};
use crate::cli::{ExitStatus, Trouble, output};
use comfy_table::{ColumnConstraint, Width};
use csv::Writer;
use std::fmt::Write;

/// `raterscope coefficients`: what each coefficient answers, what it can take, and who proposed it.
pub fn coefficients(args: &CoefficientsArgs) -> Result<ExitStatus, Trouble> {
    match args.format {
        ListFormat::Terminal => output::print(table().as_bytes())?,
        ListFormat::Json => output::print_json(&CATALOGUE)?,
        ListFormat::Csv => output::print(&csv())?,
    }
    Ok(ExitStatus::Done)
}

fn table() -> String {
    let mut text = String::new();
    for (title, default) in [("Given in every audit of labels on its scales", true), ("Asked for", false)] {
        let entries: Vec<&CatalogueEntry> =
            CATALOGUE.iter().filter(|entry| entry.default == default).collect();
        if entries.is_empty() {
            continue;
        }
        let mut table = plain_table();
        table.set_header(["ID", "WHAT IT ANSWERS, WHAT IT TAKES, WHO PROPOSED IT"]);
        for entry in entries {
            let words = format!(
                "{}\nLabels: {}. Annotators: {}. Missing: {}.\n{}.\n",
                entry.answers, entry.scales, entry.annotators, entry.missing, entry.reference
            );
            table.add_row([entry.metric, words.as_str()]);
        }
        let widest = CATALOGUE.iter().map(|entry| entry.metric.len()).max().unwrap_or(0) + 2;
        if let Some(ids) = table.column_mut(0) {
            ids.set_constraint(ColumnConstraint::Absolute(Width::Fixed(widest as u16)));
        }
        let _ = write!(text, "{title}\n\n{}\n\n", table.trim_fmt());
    }
    text.push_str("Ask for more by `raterscope audit LOG --coefficients ID,ID`, or in the settings:\n\n");
    text.push_str("  [agreement]\n  coefficients = [\"ID\", \"ID\"]\n");
    text
}

fn csv() -> Vec<u8> {
    let mut writer = Writer::from_writer(Vec::new());
    let header = ["metric", "name", "answers", "scales", "missing", "annotators", "reference", "default"];
    let rows = CATALOGUE.iter().map(|entry| {
        let default = if entry.default { "yes" } else { "no" };
        [
            entry.metric,
            entry.name,
            entry.answers,
            entry.scales,
            entry.missing,
            entry.annotators,
            entry.reference,
            default,
        ]
    });
    for row in std::iter::once(header).chain(rows) {
        writer.write_record(row).expect("a vector takes every record of eight fields");
    }
    writer.into_inner().expect("a vector can always be flushed")
}
