//! What is known of annotators: columns of the log and of the roster become groups.

use super::bands::Bands;
use super::inputs::Table;
use super::interner::{NONE, Ranked};
use super::item_facts::CONFLICT;
use super::reading::{AttributeColumn, Reading};
use super::roles::{self, Assigned};
use super::{InputFile, LogError, Options, RosterAttribute, inputs, roster_columns};
use crate::vocabulary::{Attribute, Group, Role};
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
    if !options.attribute.iter().chain(&options.ignore).any(elsewhere) {
        return Cow::Borrowed(options);
    }
    let mut own = options.clone();
    own.attribute.retain(|name| !elsewhere(name));
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
                attribute.of_annotator.tell(annotator, value);
            }
        }
        let defective = chunk.defective.len() as u64;
        reading.defects.field("roster rows that could not be read", defective);
    }
    note_unmatched(reading, &listed);
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

fn note_unmatched(reading: &mut Reading, listed: &BTreeSet<u32>) {
    let working: BTreeSet<u32> = working(reading);
    let strangers = listed.difference(&working).count();
    let unlisted = working.difference(listed).count();
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
pub(super) fn grouped(
    name: &str,
    column: &AttributeColumn,
    who: &Ranked,
    notes: &mut Vec<String>,
) -> Option<RosterAttribute> {
    let annotators = who.names.len();
    let codes = column.of_annotator.placed(&who.place, annotators);
    let distinct: BTreeSet<u32> = codes.iter().copied().filter(|&code| code != NONE).collect();
    let values: Vec<&str> = distinct.iter().map(|&code| column.values.name(code)).collect();
    if values.is_empty() {
        return None;
    }
    let bands = Bands::of(name, &values);
    if bands == Bands::None && annotators >= 5 && values.len() * 2 > annotators {
        notes.push(format!(
            "column `{name}` has a value of its own for most annotators: not taken as an attribute"
        ));
        return None;
    }
    let conflicts = column.of_annotator.told().filter(|&(id, value)| {
        value == CONFLICT && who.place.get(id as usize).is_some_and(|&place| place != NONE)
    });
    match conflicts.count() {
        0 => {}
        n => notes
            .push(format!("attribute `{name}`: {n} annotators have more than one value, read as unknown")),
    }
    notes.extend(bands.note(name));
    for mark in ["DATA_EXPIRED", "CONSENT_REVOKED"].iter().filter(|mark| values.contains(mark)) {
        notes.push(format!("attribute `{name}` holds `{mark}`, Prolific's mark for no answer: `--null {mark}` reads it as unknown"));
    }
    let text = |code: u32| {
        if code == NONE { Group::UNKNOWN.to_string() } else { bands.group(column.values.name(code)) }
    };
    let of: Vec<String> = codes.iter().map(|&code| text(code)).collect();
    let groups: Vec<&String> = of.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let of_annotator = of.iter().map(|group| groups.binary_search(&group).unwrap_or(0) as u32).collect();
    let groups = groups.into_iter().map(|group| Group(group.clone())).collect();
    Some(RosterAttribute { attribute: Attribute(name.to_string()), groups, of_annotator })
}
