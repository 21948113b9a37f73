//! Cells of a column as texts and numbers, whatever type the file gave them.

use crate::source::{Column, TextColumn};
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};

/// Numbers of a column, NaN where there is none, and how many cells hold something that is no number.
pub(super) struct Numbers {
    /// By row.
    pub values: Vec<f64>,
    /// Cells that are neither a number nor a null token.
    pub unreadable: u64,
}

/// A text that is a finite decimal number: `1`, `-2.50`, `1e3`; not `nan`, `inf` or `01` (a code, not a number).
pub(super) fn number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut leading = digits.bytes();
    let starts = leading.next().is_some_and(|b| b.is_ascii_digit() || b == b'.');
    let padded =
        digits.len() > 1 && digits.starts_with('0') && leading.next().is_some_and(|b| b.is_ascii_digit());
    if !starts || padded {
        return None;
    }
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// A number as text, one way only: `1.0` and `1` are `1`.
pub(super) fn number_text(value: f64) -> String {
    if value == value.trunc() && value.abs() < 1e15 {
        format!("{}", value as i64)
    } else {
        format!("{value}")
    }
}

/// The cell as text; `None` where the file says null.
pub(super) fn text_at(column: &Column, row: usize) -> Option<Cow<'_, str>> {
    let is_valid = |valid: &Option<Vec<bool>>| valid.as_ref().is_none_or(|valid| valid[row]);
    match column {
        Column::Text(text) => text.value(row).map(Cow::Borrowed),
        Column::Dictionary { keys, values } => {
            let key = keys[row] as usize;
            if key < values.len() { values.value(key).map(Cow::Borrowed) } else { None }
        }
        Column::Integer { values, valid } => is_valid(valid).then(|| values[row].to_string().into()),
        Column::Float { values, valid } => {
            (is_valid(valid) && !values[row].is_nan()).then(|| number_text(values[row]).into())
        }
        Column::Boolean { values, valid } => {
            is_valid(valid).then(|| if values[row] { "true" } else { "false" }.into())
        }
        Column::Instant { micros, valid, .. } => is_valid(valid).then(|| instant_text(micros[row]).into()),
    }
}

fn instant_text(micros: i64) -> String {
    jiff::Timestamp::from_microsecond(micros).map_or_else(|_| micros.to_string(), |time| time.to_string())
}

/// The whole column as text.
pub(super) fn as_text(column: &Column) -> TextColumn {
    let mut out = TextColumn::default();
    for row in 0..rows(column) {
        match text_at(column, row) {
            Some(text) => out.push(&text),
            None => out.push_null(),
        }
    }
    out
}

/// How many rows a column has.
pub(super) fn rows(column: &Column) -> usize {
    match column {
        Column::Text(text) => text.len(),
        Column::Dictionary { keys, .. } => keys.len(),
        Column::Integer { values, .. } => values.len(),
        Column::Float { values, .. } => values.len(),
        Column::Boolean { values, .. } => values.len(),
        Column::Instant { micros, .. } => micros.len(),
    }
}

/// The column's numbers.
pub(super) fn numbers(column: &Column, nulls: &[String]) -> Numbers {
    let is_valid = |valid: &Option<Vec<bool>>, row: usize| valid.as_ref().is_none_or(|valid| valid[row]);
    let plain = no_null_is_a_number(nulls);
    let cell = |row: usize| match column {
        Column::Text(text) if plain && let Some(number) = plain_number(text.bytes_at(row)) => Ok(number),
        Column::Integer { values, valid } => {
            Ok(if is_valid(valid, row) { values[row] as f64 } else { f64::NAN })
        }
        Column::Float { values, valid } => Ok(if is_valid(valid, row) { values[row] } else { f64::NAN }),
        other => match text_at(other, row) {
            None => Ok(f64::NAN),
            Some(text) if nulls.iter().any(|null| *null == text) => Ok(f64::NAN),
            Some(text) => text.trim().parse::<f64>().ok().filter(|v| v.is_finite()).ok_or(()),
        },
    };
    let (values, unreadable) = read_cells(rows(column), f64::NAN, cell);
    Numbers { values, unreadable }
}

/// Whether no null token begins like a number or a date, so that one that is well-formed is no null.
pub(super) fn no_null_is_a_number(nulls: &[String]) -> bool {
    !nulls.iter().any(|null| null.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '.'))
}

/// Digits, with or without a point, few enough that their whole number and the power of ten below it are exact: one
/// division then rounds as any reader of numbers must. Everything else is `None`.
fn plain_number(text: &[u8]) -> Option<f64> {
    const TENS: [f64; 16] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let (mut digits, mut whole, mut point) = (0u64, 0usize, None);
    for &byte in text {
        match byte {
            b'0'..=b'9' => {
                digits = digits.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                whole += 1;
            }
            b'.' if point.is_none() => point = Some(whole),
            _ => return None,
        }
    }
    let below = point.map_or(0, |point| whole - point);
    (1..TENS.len()).contains(&whole).then(|| digits as f64 / TENS[below])
}

/// Reads so many cells on all cores; those that are `Err` become `unknown` and are counted.
pub(super) fn read_cells<T: Copy + Send + Sync>(
    rows: usize,
    unknown: T,
    read: impl Fn(usize) -> Result<T, ()> + Sync,
) -> (Vec<T>, u64) {
    let unreadable = AtomicU64::new(0);
    let cell = |row| {
        read(row).unwrap_or_else(|()| {
            unreadable.fetch_add(1, Ordering::Relaxed);
            unknown
        })
    };
    let values = (0..rows).into_par_iter().with_min_len(1 << 12).map(cell).collect();
    (values, unreadable.into_inner())
}

/// Whether a text says yes.
pub(super) fn is_yes(text: &str) -> bool {
    ["true", "yes", "1", "1.0", "t", "y"].iter().any(|yes| text.trim().eq_ignore_ascii_case(yes))
}

#[cfg(test)]
mod tests {
    use super::plain_number;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn plain_numbers_are_what_any_reader_makes_of_them(text in "[0-9]{0,12}(\\.[0-9]{0,8})?") {
            if let Some(number) = plain_number(text.as_bytes()) {
                prop_assert_eq!(Ok(number), text.parse::<f64>());
            } else {
                prop_assert!(text.len() > 15 || text.parse::<f64>().is_err(), "{}", text);
            }
        }
    }

    #[test]
    fn what_is_not_plain_is_left_to_others() {
        for text in ["", ".", "-1", "1e3", "1.2.3", " 1", "1234567890123456", "nan"] {
            assert_eq!(plain_number(text.as_bytes()), None, "{text}");
        }
    }
}
