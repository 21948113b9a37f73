//! What is known of items: columns of the log, or of a file of items, become groups of items.

use super::attribute_groups::{Bearer, grouped};
use super::cells::Cells;
use super::inputs::{self, Table};
use super::interner::{NONE, Ranked};
use super::layout::Layout;
use super::reading::{AttributeColumn, Reading};
use super::roles;
use super::schema;
use super::{InputFile, ItemAttribute, LogError};
use crate::source::Chunk;
use crate::vocabulary::{Attribute, Role};

/// Columns of a file of items that hold the item itself. They are taken as attributes only where they are asked for.
const CONTENT: [&str; 14] = [
    "text",
    "content",
    "body",
    "title",
    "name",
    "url",
    "uri",
    "link",
    "path",
    "file",
    "image",
    "prompt",
    "response",
    "description",
];

/// Takes what the rows of one chunk of the log say of their items.
pub(super) fn take(reading: &mut Reading, chunk: &Chunk, layout: &Layout, cells: &Cells) {
    for (name, place) in &layout.item_attributes {
        let nulls = &reading.options.null;
        let column =
            reading.item_attributes.entry(name.clone()).or_insert_with(|| AttributeColumn::new(nulls));
        let codes = column.values.codes(&chunk.columns[*place]);
        for (row, &code) in codes.iter().enumerate().filter(|&(row, _)| cells.uses[row].is_used()) {
            column.of_bearer.tell(cells.item[row], code);
        }
    }
}

/// Reads a file of items: the item's id and, beside it, attributes. Items that the log does not have are passed over.
///
/// # Errors
/// It cannot be read, or no column holds the item's id.
pub(super) fn read<T: Table>(reading: &mut Reading, table: &mut T) -> Result<InputFile, LogError> {
    let columns = table.columns();
    let Some(item) = item_column(reading, &columns) else {
        return Err(LogError::MissingRole {
            file: inputs::named_by_first_chunk(table),
            what: "the item's id".into(),
            flag: "--item COLUMN".into(),
            columns: columns.to_vec(),
            nearest: None,
        });
    };
    let others = columns.iter().enumerate().filter(|&(i, _)| i != item).map(|(_, name)| name);
    let taken: Vec<&String> = others.filter(|name| is_taken(reading, name)).collect();
    let known = reading.items.bound();
    reading.items_known = known;
    let mut name = String::from("items");
    let mut listed = vec![false; known];
    let mut strangers = 0u64;
    while let Some(chunk) = table.next_chunk() {
        let chunk = chunk?;
        name = inputs::file_name(&chunk.path);
        let place = |column: &String| chunk.names.iter().position(|name| name == column);
        let Some(ids) = place(&columns[item]).map(|place| reading.items.codes(&chunk.columns[place])) else {
            continue;
        };
        for &id in ids.iter().filter(|&&id| id != NONE) {
            match listed.get_mut(id as usize) {
                Some(listed) => *listed = true,
                None => strangers += 1,
            }
        }
        for &column in &taken {
            let Some(place) = place(column) else { continue };
            let nulls = &reading.options.null;
            let own =
                reading.item_attributes.entry(column.clone()).or_insert_with(|| AttributeColumn::new(nulls));
            let values = own.values.codes(&chunk.columns[place]);
            let told = ids.iter().zip(&values).filter(|&(&id, _)| (id as usize) < known);
            told.for_each(|(&id, &value)| {
                own.of_bearer.tell(id, value);
            });
        }
        reading.defects.field("rows of items that could not be read", chunk.defective.len() as u64);
    }
    let unlisted = listed.iter().filter(|listed| !**listed).count() as u64;
    note_unmatched(reading, &name, strangers, unlisted);
    let facts = table.facts();
    reading.defects.notes.extend(facts.notes.iter().map(|note| format!("{name}: {note}")));
    Ok(InputFile { name, kind: "items".into(), sha256: facts.sha256, rows: facts.rows })
}

/// Says how many items of the file the log does not have, and the other way round.
fn note_unmatched(reading: &mut Reading, name: &str, strangers: u64, unlisted: u64) {
    for (count, what) in [
        (strangers, "rows name items that are not in the log"),
        (unlisted, "of the log's items are not listed"),
    ] {
        if count > 0 {
            reading.defects.notes.push(format!("{name}: {count} {what}"));
        }
    }
}

fn item_column(reading: &Reading, columns: &[String]) -> Option<usize> {
    let named = reading.options.item.as_ref();
    let named = named.and_then(|name| columns.iter().position(|column| column.eq_ignore_ascii_case(name)));
    named.or_else(|| {
        let names = schema::single_roles().into_iter().find(|names| names.role == Role::Item)?;
        let ranked = columns
            .iter()
            .enumerate()
            .filter_map(|(i, name)| Some((schema::rank(&schema::plain(name), names.ranks)?, i)));
        ranked.min().map(|(_, i)| i)
    })
}

/// Whether a column of the file of items becomes an attribute: those that are named, or all that do not hold the item.
fn is_taken(reading: &Reading, column: &str) -> bool {
    let named = |names: &[String]| names.iter().any(|name| roles::matches(name, column));
    let asked = match reading.options.item_attribute.as_slice() {
        [] => !CONTENT.contains(&schema::plain(column).as_str()),
        names => named(names),
    };
    asked && !named(&reading.options.ignore)
}

/// The attributes of all items, by name.
///
/// # Errors
/// Bands are stated for an attribute without a number.
pub(super) fn settle(reading: &mut Reading, items: &Ranked) -> Result<Vec<ItemAttribute>, LogError> {
    let columns = std::mem::take(&mut reading.item_attributes);
    let mut out = Vec::new();
    for (name, column) in &columns {
        let codes = column.of_bearer.placed(&items.place, items.names.len());
        let notes = &mut reading.defects.notes;
        let found = grouped((name, Bearer::Items), &column.values, &codes, reading.options, notes)?;
        let Some(found) = found else { continue };
        let conflicts = column.of_bearer.conflicts();
        if conflicts > 0 {
            notes.push(format!(
                "attribute `{name}`: {conflicts} items have more than one value, read as unknown"
            ));
        }
        out.push(ItemAttribute {
            attribute: Attribute(name.clone()),
            groups: found.groups,
            of_item: found.of,
        });
    }
    Ok(out)
}
