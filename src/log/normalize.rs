use super::defects::Defects;
use super::inputs::{self, Inputs, Table};
use super::interner::{Interner, Ranked};
use super::layout::Layout;
use super::reading::Reading;
use super::roles::{self, Assigned};
use super::settling;
use super::{
    AnnotationLog, InputFile, LogError, Options, SetAsideRow, attributes, item_attributes, predictions,
};
use crate::source::Chunk;
use crate::vocabulary::Role;

/// Reads all inputs into one canonical log. Rows that cannot be used go to `set_aside`, in order of reading where the
/// row itself is at fault, then those that other rows make redundant.
///
/// # Errors
/// See [`LogError`]: an input that cannot be read, roles that no column has, settings that do not fit, no usable row.
pub fn normalize<'a>(
    inputs: Inputs,
    options: &'a Options,
    set_aside: Option<&'a mut dyn FnMut(SetAsideRow)>,
) -> Result<AnnotationLog, LogError> {
    let Inputs { logs, roster, items, predictions } = inputs;
    let log = normalize_tables(logs, Joined { roster, items, predictions }, options, set_aside);
    match options.pseudonym_key {
        Some(_) => log.map_err(LogError::without_columns),
        None => log,
    }
}

/// What is joined to the logs.
pub(super) struct Joined<T> {
    /// Of annotators.
    pub roster: Option<T>,
    /// Of items.
    pub items: Option<T>,
    /// Of models.
    pub predictions: Vec<T>,
}

impl<T> Joined<T> {
    /// Nothing is.
    #[cfg(test)]
    pub fn none() -> Self {
        Self { roster: None, items: None, predictions: Vec::new() }
    }
}

/// [`normalize`] over any tables.
pub(super) fn normalize_tables<'a, T: Table>(
    mut logs: Vec<T>,
    beside: Joined<T>,
    options: &'a Options,
    set_aside: Option<&'a mut dyn FnMut(SetAsideRow)>,
) -> Result<AnnotationLog, LogError> {
    let Joined { roster, items, predictions } = beside;
    let joined: Vec<String> =
        roster.iter().chain(&items).chain(&predictions).flat_map(|table| table.columns().to_vec()).collect();
    let mut assigned = Vec::new();
    for table in &mut logs {
        let own = attributes::asked_of_log(options, &table.columns(), &joined);
        assigned.push(assign(table, &own)?);
    }
    let labels = |roles: &Vec<Assigned>| roles.iter().filter(|a| matches!(a.role, Role::Label(_))).count();
    let asks = |roles: &Vec<Assigned>| roles.iter().any(|a| a.role == Role::Question);
    let several_labels = assigned.iter().any(|roles| labels(roles) > 1);
    let several_questions = assigned.iter().any(asks) || (several_labels && !options.wide);
    let mut reading = Reading::new(options, several_questions, several_labels, Defects::new(set_aside));
    let mut files = Vec::new();
    for (table, roles) in logs.iter_mut().zip(&assigned) {
        files.push(read_log(&mut reading, table, roles)?);
    }
    drop(logs);
    reading.items_in_log = reading.items.bound();
    if let Some(mut roster) = roster {
        files.push(attributes::read_roster(&mut reading, &mut roster)?);
    }
    let many = predictions.len() > 1;
    for mut table in predictions {
        files.push(predictions::read(&mut reading, &mut table, many)?);
    }
    if let Some(mut items) = items {
        files.push(item_attributes::read(&mut reading, &mut items)?);
    }
    files.sort_by(|a, b| (&a.name, &a.kind, &a.sha256).cmp(&(&b.name, &b.kind, &b.sha256)));
    settling::settle(reading, &column_names(&assigned), files)
}

/// Roles of one log's columns; its file is only named where that fails.
fn assign<T: Table>(table: &mut T, options: &Options) -> Result<Vec<Assigned>, LogError> {
    let columns = table.columns();
    let try_as = |file: &str| {
        let roles = roles::assign(file, &columns, options)?;
        roles::require(file, &roles, options.wide)?;
        Ok(roles)
    };
    let Ok(roles) = try_as("") else {
        let file = inputs::named_by_first_chunk(table);
        return try_as(&file).map_err(|error| inputs::explained(error, &table.facts().notes));
    };
    let read = |a: &&Assigned| Layout::reads(&a.role);
    table.keep(&roles.iter().filter(read).map(|a| a.column.clone()).collect::<Vec<_>>());
    Ok(roles)
}

/// Columns of labels, for settings that name a question by its column.
fn column_names(assigned: &[Vec<Assigned>]) -> Vec<String> {
    let mut out: Vec<String> = assigned
        .iter()
        .flatten()
        .filter(|a| matches!(a.role, Role::Label(_)))
        .map(|a| a.column.clone())
        .collect();
    out.sort();
    out.dedup();
    out
}

fn read_log<T: Table>(
    reading: &mut Reading,
    table: &mut T,
    roles: &[Assigned],
) -> Result<InputFile, LogError> {
    let mut file: Option<(u32, Layout, String)> = None;
    ahead(table, |chunk| {
        let (number, layout, _) = file.get_or_insert_with(|| {
            let files = &mut reading.records.origins.files;
            let (path, name) = match reading.options.pseudonym_key {
                // Tools that write a file per annotator call it after them.
                Some(_) => {
                    let name = inputs::numbered_name(files.len() + 1, &chunk.path);
                    (name.clone(), name)
                }
                None => (chunk.path.display().to_string(), inputs::file_name(&chunk.path)),
            };
            files.push(path);
            (files.len() as u32 - 1, Layout::of(roles, &chunk.names), name)
        });
        reading.take(&chunk, *number, layout)
    })?;
    let facts = table.facts();
    let name = file.map_or_else(|| "log".into(), |(_, _, name)| name);
    reading.defects.notes.extend(facts.notes.iter().map(|note| format!("{name}: {note}")));
    Ok(InputFile { name, kind: "log".into(), sha256: facts.sha256, rows: facts.rows })
}

/// Hands every chunk to `take`, in order, while a second thread reads the next one: decoding a typed format and interning
/// each leave a core idle now and then. One chunk waits at most.
fn ahead<T: Table>(
    table: &mut T,
    mut take: impl FnMut(Chunk) -> Result<(), LogError>,
) -> Result<(), LogError> {
    std::thread::scope(|scope| {
        let (sender, receiver) = std::sync::mpsc::sync_channel(0);
        scope.spawn(move || {
            // A failed take drops the receiver, and reading ends with it.
            while let Some(chunk) = table.next_chunk()
                && sender.send(chunk).is_ok()
            {}
        });
        receiver.into_iter().try_for_each(|chunk| take(chunk?))
    })
}

/// Ends an interner: names in sorted order.
pub(super) fn rank_all(interner: &mut Interner, keep: impl Fn(u32) -> bool) -> Ranked {
    std::mem::replace(interner, Interner::small(&[])).ranked(keep)
}
