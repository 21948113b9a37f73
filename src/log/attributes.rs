//! What is known of annotators: columns of the log and of the roster become groups.

use super::attribute_groups::{Bearer, grouped};
use super::inputs::Table;
use super::interner::{NONE, Ranked};
use super::item_facts::CONFLICT;
use super::reading::{AttributeColumn, Reading};
use super::roles::{self, Assigned};
use super::{InputFile, LogError, Options, RosterAttribute, inputs, roster_columns};
use crate::vocabulary::{Attribute, Role};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The options as far as they ask something of one log: attributes and columns to ignore that only a joined file has
/// are that file's matter.
pub(super) fn asked_of_log<'o>(
    options: &'o Options,
    columns: &[String],
    joined: &[String],
) -> Cow<'o, Options> {
    let has = |columns: &[String], name: &str| columns.iter().any(|column| roles::matches(name, column));
    let elsewhere = |name: &String| has(joined, name) && !has(columns, name);
    let named = !options.attribute.is_empty();
    let mut asked = options.attribute.iter().chain(&options.item_attribute).chain(&options.ignore);
    if !asked.any(elsewhere) {
        return Cow::Borrowed(options);
    }
    let mut own = options.clone();
    own.attribute.retain(|name| !elsewhere(name));
    own.item_attribute.retain(|name| !elsewhere(name));
    own.attributes_elsewhere = named;
    own.ignore.retain(|name| !elsewhere(name));
    Cow::Owned(own)
}

/// Reads a roster: the annotator's id and, beside it, attributes.
///
/// # Errors
/// It cannot be read, or no column holds the annotator's id.
pub(super) fn read_roster<T: Table>(reading: &mut Reading, roster: &mut T) -> Result<InputFile, LogError> {
    let columns = roster.columns();
    let mut assigned = roster_roles(roster, &columns, reading.options)?;
    let left_out = roster_columns::choose(&mut assigned, reading.options);
    if !left_out.is_empty() {
        let columns: Vec<String> = left_out.iter().map(|column| format!("`{column}`")).collect();
        let columns = columns.join(", ");
        reading
            .defects
            .notes
            .push(format!("roster: not taken as attributes: {columns}; --attribute takes them"));
    }
    let mut name = String::from("roster");
    let mut listed: BTreeSet<u32> = BTreeSet::new();
    while let Some(chunk) = roster.next_chunk() {
        let chunk = chunk?;
        name = inputs::file_name(&chunk.path);
        let place = |role: &Role| {
            let column = assigned.iter().find(|a| a.role == *role)?;
            chunk.names.iter().position(|name| *name == column.column)
        };
        let Some(who) = place(&Role::Annotator) else { continue };
        let codes = reading.annotators.codes(&chunk.columns[who]);
        listed.extend(codes.iter().filter(|&&code| code != NONE));
        for a in assigned.iter().filter(|a| matches!(a.role, Role::Attribute(_))) {
            let Some(at) = place(&a.role) else { continue };
            let nulls = &reading.options.null;
            let attribute =
                reading.attributes.entry(a.column.clone()).or_insert_with(|| AttributeColumn::new(nulls));
            let values = attribute.values.codes(&chunk.columns[at]);
            for (&annotator, &value) in codes.iter().zip(&values).filter(|(annotator, _)| **annotator != NONE)
            {
                attribute.of_bearer.tell(annotator, value);
            }
        }
        let defective = chunk.defective.len() as u64;
        reading.defects.field("roster rows that could not be read", defective);
    }
    reading.listed = Some(listed);
    let facts = roster.facts();
    reading.defects.notes.extend(facts.notes.iter().map(|note| format!("{name}: {note}")));
    Ok(InputFile { name, kind: "roster".into(), sha256: facts.sha256, rows: facts.rows })
}

fn roster_roles<T: Table>(
    roster: &mut T,
    columns: &[String],
    options: &Options,
) -> Result<Vec<Assigned>, LogError> {
    let named = options
        .annotator
        .as_ref()
        .filter(|name| columns.iter().any(|column| column.eq_ignore_ascii_case(name)));
    let own = Options { annotator: named.cloned(), wide: false, ..Options::default() };
    let assigned = roles::assign("roster", columns, &own)?;
    if !assigned.iter().any(|a| a.role == Role::Annotator) {
        let file = inputs::named_by_first_chunk(roster);
        let missing = roles::require(
            &file,
            &assigned.into_iter().filter(|a| a.role == Role::Ignored).collect::<Vec<_>>(),
            false,
        );
        return match missing {
            Err(LogError::MissingRole { file, columns: _, nearest, .. }) => Err(LogError::MissingRole {
                file,
                what: "the annotator's id".into(),
                flag: "--annotator COLUMN".into(),
                columns: columns.to_vec(),
                nearest,
            }),
            Err(other) => Err(other),
            Ok(()) => Ok(Vec::new()),
        };
    }
    Ok(assigned)
}

/// Notes who is in the roster alone, and who is not in it; models that it names are neither.
pub(super) fn note_unmatched(reading: &mut Reading, working: &BTreeSet<u32>, is_model: impl Fn(u32) -> bool) {
    let Some(listed) = reading.listed.take() else { return };
    let strangers = listed.difference(working).filter(|&&code| !is_model(code)).count();
    let unlisted = working.difference(&listed).count();
    if strangers > 0 {
        reading
            .defects
            .notes
            .push(format!("roster: {strangers} of {} annotators are not in the log", listed.len()));
    }
    if unlisted > 0 {
        reading
            .defects
            .notes
            .push(format!("roster: {unlisted} of the log's {} annotators are not listed", working.len()));
    }
}

/// Codes of annotators who annotated or skipped.
pub(super) fn working(reading: &Reading) -> BTreeSet<u32> {
    let annotators = reading.annotators.bound();
    let none = || vec![false; annotators];
    let blocks = reading.records.annotator.par_chunks(1 << 20);
    let mut seen = blocks
        .fold(none, |mut seen, codes| {
            codes.iter().for_each(|&code| seen[code as usize] = true);
            seen
        })
        .reduce(none, |a, b| a.into_iter().zip(b).map(|(a, b)| a | b).collect());
    for skips in reading.skips.values() {
        skips
            .by_annotator
            .iter()
            .enumerate()
            .filter(|&(_, &count)| count > 0)
            .for_each(|(code, _)| seen[code] = true);
    }
    (0u32..).zip(seen).filter(|&(_, seen)| seen).map(|(code, _)| code).collect()
}

/// One attribute as groups; `None` where nobody has a value.
///
/// # Errors
/// Bands are stated for an attribute without a number.
pub(super) fn of_annotators(
    name: &str,
    column: &AttributeColumn,
    who: &Ranked,
    options: &Options,
    notes: &mut Vec<String>,
) -> Result<Option<RosterAttribute>, LogError> {
    let codes = column.of_bearer.placed(&who.place, who.names.len());
    let found = grouped((name, Bearer::Annotators), &column.values, &codes, options, notes)?;
    let conflicts = column.of_bearer.told().filter(|&(id, value)| {
        value == CONFLICT && who.place.get(id as usize).is_some_and(|&place| place != NONE)
    });
    let conflicts = conflicts.count();
    if found.is_some() && conflicts > 0 {
        notes.push(format!(
            "attribute `{name}`: {conflicts} annotators have more than one value, read as unknown"
        ));
    }
    Ok(found.map(|found| RosterAttribute {
        attribute: Attribute(name.to_string()),
        depth: 1,
        groups: found.groups,
        of_annotator: found.of,
    }))
}
