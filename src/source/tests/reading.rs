//! How the tests read: bytes in, cells as text out.

use crate::source::input::Input;
use crate::source::reader::Reader;
use crate::source::{Chunk, Column, DefectiveRow, Options, SourceError, SourceFacts, reader_of};

/// All that a reader gave, columns made text.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) names: Vec<String>,
    pub(super) rows: Vec<Vec<Option<String>>>,
    pub(super) numbers: Vec<u64>,
    pub(super) defective: Vec<DefectiveRow>,
    pub(super) facts: SourceFacts,
}

impl Given {
    /// Row `i` with nulls shown as `∅`.
    pub(super) fn row(&self, i: usize) -> Vec<&str> {
        self.rows[i].iter().map(|cell| cell.as_deref().unwrap_or("∅")).collect()
    }
}

pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Given, SourceError> {
    read_with(name, bytes, &Options::default())
}

pub(super) fn read_with(name: &str, bytes: &[u8], options: &Options) -> Result<Given, SourceError> {
    drain(reader_of(Input::of_bytes(name, bytes.to_vec()), options)?.as_mut())
}

pub(super) fn drain(reader: &mut dyn Reader) -> Result<Given, SourceError> {
    let mut given = Given {
        names: reader.columns().to_vec(),
        rows: Vec::new(),
        numbers: Vec::new(),
        defective: Vec::new(),
        facts: SourceFacts::default(),
    };
    while let Some(chunk) = reader.next_chunk() {
        let chunk = chunk?;
        assert_eq!(chunk.names.to_vec(), given.names);
        assert_eq!(chunk.columns.len(), given.names.len());
        for row in 0..chunk.rows {
            given.rows.push(chunk.columns.iter().map(|column| text(column, row)).collect());
            given.numbers.push(number(&chunk, row));
        }
        given.defective.extend(chunk.defective);
    }
    given.facts = reader.facts();
    assert_eq!(given.facts.rows as usize, given.rows.len() + given.defective.len());
    Ok(given)
}

fn number(chunk: &Chunk, row: usize) -> u64 {
    match &chunk.row_numbers {
        Some(numbers) => {
            assert_eq!(numbers.len(), chunk.rows);
            numbers[row]
        }
        None => chunk.first_row + row as u64,
    }
}

fn text(column: &Column, row: usize) -> Option<String> {
    fn valid<T: ToString>(values: &[T], valid: Option<&Vec<bool>>, row: usize) -> Option<String> {
        valid.is_none_or(|valid| valid[row]).then(|| values[row].to_string())
    }
    match column {
        Column::Text(text) => text.value(row).map(str::to_owned),
        Column::Dictionary { keys, values } if keys[row] != u32::MAX => {
            values.value(keys[row] as usize).map(str::to_owned)
        }
        Column::Dictionary { .. } => None,
        Column::Integer { values, valid: v } => valid(values, v.as_ref(), row),
        Column::Float { values, valid: v } => valid(values, v.as_ref(), row),
        Column::Boolean { values, valid: v } => valid(values, v.as_ref(), row),
        Column::Instant { micros, valid: v, .. } => valid(micros, v.as_ref(), row),
    }
}
