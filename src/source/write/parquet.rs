use std::io::{self, Write};

use polars::io::parquet::write::{BatchedWriter, ParquetWriter};
use polars::prelude::{
    BooleanChunked, Column as PolarsColumn, DataFrame, Float64Chunked, Int64Chunked, IntoColumn, IntoSeries,
    NewChunkedArray, PlSmallStr, PolarsResult, StringChunked, TimeUnit, TimeZone,
};

use crate::source::{Chunk, Column, TextColumn};

/// Rows of a row group: many enough to compress well, few enough to be held twice.
const GROUP_ROWS: usize = 1 << 20;

/// Writes chunks as Parquet with row groups of about a million rows (a chunk is never split), compressed by zstd, text by
/// dictionary where that is smaller. Gives the number of rows.
///
/// # Errors
/// What the sink says; no chunk at all, since then there are no columns; a chunk whose columns are not those of the first.
pub fn parquet<W: Write>(chunks: impl IntoIterator<Item = Chunk>, sink: W) -> io::Result<u64> {
    let mut sink = Some(sink);
    let mut writer: Option<BatchedWriter<W>> = None;
    let mut group: Option<DataFrame> = None;
    let mut rows = 0;
    for chunk in chunks {
        rows += chunk.rows as u64;
        let frame = frame(&chunk).map_err(io::Error::other)?;
        if let Some(sink) = sink.take() {
            writer = Some(ParquetWriter::new(sink).batched(frame.schema()).map_err(io::Error::other)?);
        }
        match &mut group {
            Some(group) => {
                group.vstack_mut(&frame).map_err(io::Error::other)?;
            }
            None => group = Some(frame),
        }
        if group.as_ref().is_some_and(|group| group.height() >= GROUP_ROWS) {
            write_group(writer.as_mut(), group.take())?;
        }
    }
    write_group(writer.as_mut(), group)?;
    match writer {
        Some(writer) => writer.finish().map_err(io::Error::other).map(|_| rows),
        None => Err(io::Error::other("there is no chunk, hence there are no columns to write")),
    }
}

fn write_group<W: Write>(writer: Option<&mut BatchedWriter<W>>, group: Option<DataFrame>) -> io::Result<()> {
    let (Some(writer), Some(mut group)) = (writer, group) else { return Ok(()) };
    // One row group per aligned part: make it one part.
    group.rechunk_mut();
    writer.write_batch(&group).map_err(io::Error::other)
}

fn frame(chunk: &Chunk) -> PolarsResult<DataFrame> {
    let columns = chunk.names.iter().zip(&chunk.columns).map(|(name, column)| typed(name, column)).collect();
    DataFrame::new(chunk.rows, columns)
}

fn typed(name: &str, column: &Column) -> PolarsColumn {
    let name = PlSmallStr::from_str(name);
    match column {
        Column::Text(text) => {
            StringChunked::from_iter_options(name, (0..text.len()).map(|row| text.value(row))).into_column()
        }
        Column::Dictionary { keys, values } => {
            let value = |key: &u32| keyed(values, *key);
            StringChunked::from_iter_options(name, keys.iter().map(value)).into_column()
        }
        Column::Integer { values, valid } => {
            Int64Chunked::from_iter_options(name, optional(values, valid)).into_column()
        }
        Column::Float { values, valid } => {
            Float64Chunked::from_iter_options(name, optional(values, valid)).into_column()
        }
        Column::Boolean { values, valid } => {
            BooleanChunked::from_iter_options(name, optional(values, valid)).into_column()
        }
        Column::Instant { micros, valid, offset_known } => {
            let zone = offset_known.then_some(TimeZone::UTC);
            Int64Chunked::from_iter_options(name, optional(micros, valid))
                .into_datetime(TimeUnit::Microseconds, zone)
                .into_series()
                .into_column()
        }
    }
}

fn keyed(values: &TextColumn, key: u32) -> Option<&str> {
    if key == u32::MAX { None } else { values.value(key as usize) }
}

fn optional<'a, T: Copy>(
    values: &'a [T],
    valid: &'a Option<Vec<bool>>,
) -> impl Iterator<Item = Option<T>> + 'a {
    let is_valid = move |row: usize| valid.as_ref().is_none_or(|valid| valid[row]);
    values.iter().enumerate().map(move |(row, value)| is_valid(row).then_some(*value))
}
