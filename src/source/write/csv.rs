use std::io::{self, Write};

use crate::source::{Chunk, Column};

/// Writes chunks as CSV: a header from the first chunk, then every row; a null is an empty cell, an instant is ISO 8601
/// (with `Z` where its offset is known). Gives the number of rows. Cells are written as they are: this is data, not a
/// sheet for a reader.
///
/// # Errors
/// What the sink says; a chunk whose columns are not those of the first.
pub fn csv(chunks: impl IntoIterator<Item = Chunk>, sink: impl Write) -> io::Result<u64> {
    let mut writer = ::csv::WriterBuilder::new().buffer_capacity(1 << 18).from_writer(sink);
    let mut names = None;
    let mut rows = 0;
    let mut cell = String::new();
    for chunk in chunks {
        match &names {
            None => {
                writer.write_record(chunk.names.iter())?;
                names = Some(std::sync::Arc::clone(&chunk.names));
            }
            Some(names) if *names != chunk.names => {
                return Err(io::Error::other("a chunk's columns differ from the first chunk's"));
            }
            Some(_) => {}
        }
        for row in 0..chunk.rows {
            for column in &chunk.columns {
                cell.clear();
                writer.write_field(bytes_of(column, row, &mut cell))?;
            }
            writer.write_record(None::<&[u8]>)?;
        }
        rows += chunk.rows as u64;
    }
    writer.flush()?;
    Ok(rows)
}

fn bytes_of<'a>(column: &'a Column, row: usize, cell: &'a mut String) -> &'a [u8] {
    use std::fmt::Write;
    let is_null = |valid: &Option<Vec<bool>>| valid.as_ref().is_some_and(|valid| !valid[row]);
    let written = match column {
        Column::Text(text) => return text.bytes_at(row),
        Column::Dictionary { keys, .. } if keys[row] == u32::MAX => return b"",
        Column::Dictionary { keys, values } => return values.bytes_at(keys[row] as usize),
        Column::Integer { valid, .. }
        | Column::Float { valid, .. }
        | Column::Boolean { valid, .. }
        | Column::Instant { valid, .. }
            if is_null(valid) =>
        {
            Ok(())
        }
        Column::Integer { values, .. } => write!(cell, "{}", values[row]),
        Column::Float { values, .. } => write!(cell, "{}", values[row]),
        Column::Boolean { values, .. } => write!(cell, "{}", values[row]),
        Column::Instant { micros, offset_known, .. } => {
            match jiff::Timestamp::from_microsecond(micros[row]) {
                Ok(instant) if *offset_known => write!(cell, "{instant}"),
                Ok(instant) => write!(cell, "{}", jiff::tz::TimeZone::UTC.to_datetime(instant)),
                // Beyond the year 9999: the number is all there is to say.
                Err(_) => write!(cell, "{}", micros[row]),
            }
        }
    };
    written.expect("text takes all that is written to it");
    cell.as_bytes()
}
