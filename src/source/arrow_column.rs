use std::borrow::Cow;

use hashbrown::HashTable;
use polars::prelude::{ArrowDataType, DataType, PolarsError, PolarsResult, Series, TimeUnit};

use super::{Column, TextColumn};

/// The largest dictionary that is made of a text column, and how many values are tried before deciding against one.
const DICTIONARY_VALUES: usize = 1 << 16;
const TRIED_VALUES: usize = 1 << 13;
/// Runs after which a column all of whose runs differ is no dictionary's.
const TRIED_RUNS: usize = 512;
/// Values that are found without a search, each where its hash says.
const RECENT: usize = 1 << 12;

/// Microseconds in a day.
const DAY: i64 = 86_400_000_000;

/// Runs one of polars' readers: what it does not foresee in a file makes it panic, which is the file's fault here.
pub(super) fn guarded<T>(read: impl FnOnce() -> PolarsResult<T>) -> PolarsResult<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)).unwrap_or_else(|_| {
        Err(PolarsError::ComputeError("something in it is beyond what its reader foresees".into()))
    })
}

/// Whether columns of this type can be read. Others are times of day, structures, lists of fractions (embeddings) and the
/// like: nothing that an audit knows how to use.
pub(super) fn is_readable(dtype: &ArrowDataType) -> bool {
    use ArrowDataType as T;
    match dtype {
        T::Dictionary(_, values, _) => is_readable(values),
        T::Null | T::Boolean | T::Float32 | T::Float64 | T::Date32 | T::Timestamp(..) | T::Duration(_) => {
            true
        }
        T::Int8 | T::Int16 | T::Int32 | T::Int64 | T::UInt8 | T::UInt16 | T::UInt32 | T::UInt64 => true,
        T::Utf8 | T::LargeUtf8 | T::Utf8View | T::Binary | T::LargeBinary | T::BinaryView => true,
        T::List(element) | T::LargeList(element) => is_label(&element.dtype),
        _ => false,
    }
}

/// Whether labels in a list may be of this type.
fn is_label(dtype: &ArrowDataType) -> bool {
    use ArrowDataType as T;
    let whole = matches!(dtype, T::Int8 | T::Int16 | T::Int32 | T::Int64 | T::UInt8 | T::UInt16 | T::UInt32);
    whole || matches!(dtype, T::Utf8 | T::LargeUtf8 | T::Utf8View | T::Boolean)
}

/// A type's name in words, for notes and errors.
pub(super) fn type_name(dtype: &ArrowDataType) -> String {
    use ArrowDataType as T;
    match dtype {
        T::List(_) | T::LargeList(_) | T::FixedSizeList(..) => "list".to_owned(),
        T::Struct(_) => "structure".to_owned(),
        T::Map(..) => "map".to_owned(),
        T::Time32(_) | T::Time64(_) => "time of day".to_owned(),
        T::Decimal(..) | T::Decimal32(..) | T::Decimal64(..) | T::Decimal256(..) => "decimal".to_owned(),
        other => format!("{other:?}"),
    }
}

/// A typed column as the rest of the pipeline knows it. Durations become seconds; unsigned numbers beyond 2^63 − 1 and
/// categories become text.
pub(super) fn column(series: &Series) -> PolarsResult<Column> {
    use DataType as T;
    let valid = validity(series);
    Ok(match series.dtype() {
        T::String => text(series)?,
        T::Boolean => {
            Column::Boolean { values: series.bool()?.iter().map(|v| v.unwrap_or(false)).collect(), valid }
        }
        T::Int64 => Column::Integer { values: values(series)?, valid },
        T::Int8 | T::Int16 | T::Int32 | T::UInt8 | T::UInt16 | T::UInt32 => {
            Column::Integer { values: values(&series.cast(&T::Int64)?)?, valid }
        }
        T::UInt64 => match series.strict_cast(&T::Int64) {
            Ok(signed) => Column::Integer { values: values(&signed)?, valid },
            Err(_) => spelled(series.u64()?.iter()),
        },
        // By its shortest spelling: 0.1 stays 0.1.
        T::Float32 => Column::Float {
            values: series
                .f32()?
                .iter()
                .map(|v| v.map_or(0.0, |v| v.to_string().parse().unwrap_or(f64::from(v))))
                .collect(),
            valid,
        },
        T::Float64 if valid.is_none() => {
            Column::Float { values: series.f64()?.into_no_null_iter().collect(), valid }
        }
        T::Float64 => {
            Column::Float { values: series.f64()?.iter().map(|v| v.unwrap_or(0.0)).collect(), valid }
        }
        T::Date => {
            let days = values(&series.cast(&T::Int64)?)?;
            let micros = days.into_iter().map(|day| day.saturating_mul(DAY)).collect();
            Column::Instant { micros, valid, offset_known: false }
        }
        T::Datetime(unit, zone) => {
            let ticks = values(&series.cast(&T::Int64)?)?;
            let micros = ticks.into_iter().map(|tick| micros(tick, *unit)).collect();
            Column::Instant { micros, valid, offset_known: zone.is_some() }
        }
        T::Duration(unit) => {
            let ticks = values(&series.cast(&T::Int64)?)?;
            let seconds = ticks.into_iter().map(|tick| tick as f64 / ticks_per_second(*unit)).collect();
            Column::Float { values: seconds, valid }
        }
        T::List(_) => Column::Text(super::list_column::lists(series)?),
        T::Binary => spelled(series.binary()?.iter().map(|value| value.map(spelled_bytes))),
        T::Null => spelled((0..series.len()).map(|_| None::<&str>)),
        _ => text(&series.cast(&T::String)?)?,
    })
}

fn validity(series: &Series) -> Option<Vec<bool>> {
    (series.null_count() > 0).then(|| series.is_not_null().iter().map(|v| v.unwrap_or(false)).collect())
}

fn values(series: &Series) -> PolarsResult<Vec<i64>> {
    let values = series.i64()?;
    Ok(match series.null_count() {
        0 => values.into_no_null_iter().collect(),
        _ => values.iter().map(|v| v.unwrap_or(0)).collect(),
    })
}

fn micros(tick: i64, unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::Nanoseconds => tick.div_euclid(1000),
        TimeUnit::Microseconds => tick,
        TimeUnit::Milliseconds => tick.saturating_mul(1000),
    }
}

fn ticks_per_second(unit: TimeUnit) -> f64 {
    match unit {
        TimeUnit::Nanoseconds => 1e9,
        TimeUnit::Microseconds => 1e6,
        TimeUnit::Milliseconds => 1e3,
    }
}

/// Bytes as the text they are, or in hexadecimal where they are none: keys are often kept as raw digests.
pub(super) fn spelled_bytes(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => bytes
            .iter()
            .fold("0x".to_owned(), |mut hex, byte| {
                hex.extend([byte >> 4, byte & 15].map(|half| char::from(b"0123456789abcdef"[half as usize])));
                hex
            })
            .into(),
    }
}

fn spelled<T: ToString>(values: impl Iterator<Item = Option<T>>) -> Column {
    let mut text = TextColumn::default();
    for value in values {
        match value {
            Some(value) => text.push(&value.to_string()),
            None => text.push_null(),
        }
    }
    Column::Text(text)
}

/// Text as a dictionary where few values repeat, which saves every later stage from looking at each row's bytes.
fn text(series: &Series) -> PolarsResult<Column> {
    if let Some(dictionary) = dictionary(series)? {
        return Ok(dictionary);
    }
    if let Some(runs) = runs(series)? {
        return Ok(runs);
    }
    let strings = series.str()?;
    let mut text = TextColumn { bytes: Vec::new(), offsets: Vec::new(), valid: validity(series) };
    text.offsets.reserve(series.len() + 1);
    text.bytes.reserve(strings.downcast_iter().map(|array| array.total_bytes_len()).sum());
    text.offsets.push(0);
    for array in strings.downcast_iter() {
        for value in array.iter() {
            text.bytes.extend_from_slice(value.unwrap_or_default().as_bytes());
            text.offsets.push(u32::try_from(text.bytes.len()).expect("rows are given in parts under 1 GiB"));
        }
    }
    Ok(Column::Text(text))
}

/// Many texts, most of which repeat the row before, as logs grouped by item have them: each run is kept once. `None` where
/// runs are short.
fn runs(series: &Series) -> PolarsResult<Option<Column>> {
    let mut keys: Vec<u32> = Vec::with_capacity(series.len());
    let mut values = TextColumn::default();
    for (array, part) in series.str()?.downcast_iter().zip(series.chunks()) {
        let validity = part.validity();
        let mut before = None;
        for (row, view) in array.views().iter().enumerate() {
            if validity.is_some_and(|valid| !valid.get_bit(row)) {
                keys.push(u32::MAX);
                before = None;
                continue;
            }
            let view = Some(view.as_u128());
            if view != before {
                before = view;
                values.push(array.value(row));
            }
            keys.push(values.len() as u32 - 1);
            if keys.len() == TRIED_VALUES && values.len() > TRIED_VALUES / 2 {
                return Ok(None);
            }
        }
    }
    Ok((values.len() <= keys.len() / 2).then_some(Column::Dictionary { keys, values }))
}

/// Whether a column with so many distinct values, of which the last is to follow `keys`, is no dictionary's: they are too
/// many, or each run so far was of another value, as ids of a log that is grouped by them.
fn are_many(values: usize, keys: &[u32]) -> bool {
    let tried_in_vain = keys.len() < TRIED_VALUES && values > TRIED_VALUES / 4;
    let all_runs_differ = || keys.chunk_by(|a, b| a == b).count() + 1 == values;
    values > DICTIONARY_VALUES || tried_in_vain || (values == TRIED_RUNS && all_runs_differ())
}

/// Spreads a view over all bits; the odd number is the golden ratio's.
fn mixed(view: u128) -> u64 {
    let folded = (view as u64).rotate_left(23) ^ (view >> 64) as u64;
    let spread = u128::from(folded) * 0x9E37_79B9_7F4A_7C15;
    (spread as u64) ^ (spread >> 64) as u64
}

/// `None` where the values are too many. A view is the value itself up to twelve bytes, and its place beyond: equal views
/// are equal values, so no value is hashed. (A value may be there twice, under two keys.)
fn dictionary(series: &Series) -> PolarsResult<Option<Column>> {
    let mut keys = Vec::with_capacity(series.len());
    let mut values = TextColumn::default();
    // Whether a row is null is told by the untyped form of each part.
    for (array, part) in series.str()?.downcast_iter().zip(series.chunks()) {
        let mut known: HashTable<(u128, u32)> = HashTable::new();
        let mut recent = vec![(0, u32::MAX); RECENT];
        let validity = part.validity();
        for (row, view) in array.views().iter().enumerate() {
            if validity.is_some_and(|valid| !valid.get_bit(row)) {
                keys.push(u32::MAX);
                continue;
            }
            let view = view.as_u128();
            let hash = mixed(view);
            let last = &mut recent[(hash >> 32) as usize & (RECENT - 1)];
            if last.0 != view || last.1 == u32::MAX {
                let key = match known.find(hash, |(known, _)| *known == view) {
                    Some((_, key)) => *key,
                    None => {
                        let key = values.len() as u32;
                        values.push(array.value(row));
                        known.insert_unique(hash, (view, key), |(known, _)| mixed(*known));
                        if are_many(values.len(), &keys) {
                            return Ok(None);
                        }
                        key
                    }
                };
                *last = (view, key);
            }
            keys.push(last.1);
        }
    }
    if values.len() > 64.max(keys.len() / 4) {
        return Ok(None);
    }
    Ok(Some(Column::Dictionary { keys, values }))
}
