use std::path::Path;
use std::sync::Arc;

use polars::prelude::Series;
use rayon::prelude::*;

use super::arrow_column::column;
use super::{Chunk, SourceError};

/// The most rows of a chunk, and the most bytes of text in it.
const CHUNK_ROWS: usize = 1 << 19;
const CHUNK_BYTES: usize = 1 << 28;

/// The columns of a typed format. Those of a type that cannot be read are left out with a note, since most logs carry
/// columns that no audit needs; asking for one by name is an error.
pub(super) struct TypedColumns {
    names: Arc<[String]>,
    /// Name and type.
    unreadable: Vec<(String, String)>,
    /// The first that was asked for all the same.
    asked: Option<(String, String)>,
}

impl TypedColumns {
    /// Each column's name, and its type where it cannot be read.
    pub(super) fn new(columns: impl Iterator<Item = (String, Option<String>)>) -> Self {
        let (mut names, mut unreadable) = (Vec::new(), Vec::new());
        for (name, type_name) in columns {
            match type_name {
                None => names.push(name),
                Some(type_name) => unreadable.push((name, type_name)),
            }
        }
        TypedColumns { names: names.into(), unreadable, asked: None }
    }

    pub(super) fn names(&self) -> Arc<[String]> {
        Arc::clone(&self.names)
    }

    pub(super) fn notes(&self) -> Vec<String> {
        self.unreadable
            .iter()
            .map(|(name, type_name)| {
                format!("column `{name}` is left out, as its type is {type_name}; {}", remedy(type_name))
            })
            .collect()
    }

    pub(super) fn keep(&mut self, names: &[String]) {
        self.names = self.names.iter().filter(|name| names.contains(name)).cloned().collect();
        self.asked = self.unreadable.iter().find(|(name, _)| names.contains(name)).cloned();
    }

    /// An error if a column was asked for that cannot be read.
    pub(super) fn check(&self, path: &Path) -> Result<(), SourceError> {
        match &self.asked {
            None => Ok(()),
            Some((name, type_name)) => {
                Err(SourceError::new(path, format!("cannot read the type {type_name}"), remedy(type_name))
                    .in_column(name))
            }
        }
    }
}

/// How a column becomes one that can be read. Databases write 0.5 as a decimal, so theirs is told in their own words.
fn remedy(type_name: &str) -> &'static str {
    match type_name {
        "decimal" => "to use it, cast it to double: CAST(column AS DOUBLE)",
        _ => "to use it, write it as text, number or timestamp",
    }
}

/// Cuts typed columns into chunks; the first row is number `before + 1`.
pub(super) fn chunks_of(
    path: &Arc<Path>,
    names: &Arc<[String]>,
    series: Vec<Series>,
    rows: usize,
    before: u64,
) -> Result<Vec<Chunk>, SourceError> {
    let text_bytes = series.iter().map(text_bytes).max().unwrap_or(0);
    let parts = rows.div_ceil(CHUNK_ROWS).max(text_bytes.div_ceil(CHUNK_BYTES)).max(1);
    let step = rows.div_ceil(parts).max(1);
    let starts: Vec<usize> = (0..rows).step_by(step).collect();
    let cells = |place: usize| {
        let (start, which) = (starts[place / names.len()], place % names.len());
        column(&series[which].slice(start as i64, step.min(rows - start))).map_err(|error| {
            let remedy = "write the column as text, number or timestamp";
            let message = error.to_string().replace('\n', " ");
            SourceError::new(path, message, remedy).in_column(&names[which])
        })
    };
    let columns: Result<Vec<_>, _> = (0..starts.len() * names.len()).into_par_iter().map(cells).collect();
    let mut columns = columns?.into_iter();
    let chunk = |start: usize| Chunk {
        path: Arc::clone(path),
        first_row: before + start as u64 + 1,
        row_numbers: None,
        rows: step.min(rows - start),
        names: Arc::clone(names),
        columns: columns.by_ref().take(names.len()).collect(),
        defective: Vec::new(),
    };
    Ok(starts.iter().copied().map(chunk).collect())
}

fn text_bytes(series: &Series) -> usize {
    // Up to twelve bytes lie in the view itself: only longer values need to be summed.
    series.str().map_or(0, |strings| {
        let bytes = strings.downcast_iter().map(|array| match array.total_buffer_len() {
            0 => array.views().len() * 12,
            _ => array.total_bytes_len(),
        });
        bytes.sum()
    })
}
