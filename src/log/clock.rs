//! Times as people's tools write them, in microseconds since 1970.

use super::values;
use crate::source::Column;

/// No time.
pub(super) const UNKNOWN: i64 = i64::MIN;

/// Times of a column.
pub(super) struct Times {
    /// Microseconds since 1970 in UTC, or by the log's own clock; [`UNKNOWN`] where there is none.
    pub micros: Vec<i64>,
    /// Cells that hold something that is no time.
    pub unreadable: u64,
}

/// The column's times. Numbers are seconds, milliseconds, micro- or nanoseconds since 1970 by their size.
pub(super) fn times(column: &Column, nulls: &[String]) -> Times {
    let plain = values::no_null_is_a_number(nulls);
    let read = |row: usize| -> Result<i64, ()> {
        match column {
            Column::Text(text) if plain && let Some(micros) = iso(text.bytes_at(row)) => Ok(micros),
            Column::Instant { micros, valid, .. } => {
                Ok(if valid.as_ref().is_none_or(|valid| valid[row]) { micros[row] } else { UNKNOWN })
            }
            Column::Integer { values, valid } if valid.as_ref().is_none_or(|valid| valid[row]) => {
                epoch(values[row] as f64).ok_or(())
            }
            Column::Float { values, valid } if valid.as_ref().is_none_or(|valid| valid[row]) => {
                if values[row].is_nan() { Ok(UNKNOWN) } else { epoch(values[row]).ok_or(()) }
            }
            other => match values::text_at(other, row) {
                None => Ok(UNKNOWN),
                Some(text) if nulls.iter().any(|null| *null == text) => Ok(UNKNOWN),
                Some(text) => parse(text.trim()).ok_or(()),
            },
        }
    };
    let (micros, unreadable) = values::read_cells(values::rows(column), UNKNOWN, read);
    Times { micros, unreadable }
}

/// One time, or `None` where the text is none.
pub(super) fn parse(text: &str) -> Option<i64> {
    iso(text.as_bytes()).or_else(|| text.parse::<f64>().ok().and_then(epoch)).or_else(|| other_formats(text))
}

fn epoch(value: f64) -> Option<i64> {
    if let Some(day) = compact_day(value) {
        return Some(day * 86_400_000_000);
    }
    let scale = match value {
        v if !v.is_finite() || v < 0.0 => return None,
        v if v < 1e11 => 1e6,
        v if v < 1e14 => 1e3,
        v if v < 1e17 => 1.0,
        _ => 1e-3,
    };
    Some((value * scale).round() as i64)
}

/// `20240131`: as a number of seconds it would lie in August 1970.
fn compact_day(value: f64) -> Option<i64> {
    if !(19_000_101.0..21_010_101.0).contains(&value) || value.fract() != 0.0 {
        return None;
    }
    let number = value as i64;
    days_since_1970(number / 10_000, number / 100 % 100, number % 100)
}

/// `YYYY-MM-DD`, then perhaps `T` or a space and `HH:MM`, `:SS`, a fraction and `Z` or an offset. By hand, because a
/// log has one per row.
fn iso(text: &[u8]) -> Option<i64> {
    let pair = |at: usize| -> Option<i64> { digits(text.get(at..at + 2)?) };
    let is = |at: usize, what: u8| text.get(at) == Some(&what);
    if !(is(4, b'-') && is(7, b'-')) {
        return None;
    }
    let days = days_since_1970(digits(text.get(..4)?)?, pair(5)?, pair(8)?)?;
    if text.len() == 10 {
        return Some(days * 86_400_000_000);
    }
    if !(is(10, b'T') || is(10, b't') || is(10, b' ')) || !is(13, b':') {
        return None;
    }
    let (hour, minute) = (pair(11)?, pair(14)?);
    let (second, mut rest) = if is(16, b':') { (pair(17)?, text.get(19..)?) } else { (0, text.get(16..)?) };
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let mut fraction = 0;
    if matches!(rest.first(), Some(b'.' | b',')) {
        let end = rest[1..].iter().take_while(|b| b.is_ascii_digit()).count();
        fraction = micros_of(&rest[1..=end])?;
        rest = &rest[end + 1..];
    }
    let clock = (hour * 3600 + minute * 60 + second) * 1_000_000 + fraction;
    Some(days * 86_400_000_000 + clock - offset(rest)?)
}

fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0, |sum, b| b.is_ascii_digit().then(|| sum * 10 + i64::from(b - b'0')))
}

fn micros_of(fraction: &[u8]) -> Option<i64> {
    if fraction.is_empty() {
        return None;
    }
    let taken = &fraction[..fraction.len().min(6)];
    Some(digits(taken)? * 10i64.pow(6 - taken.len() as u32))
}

/// Microseconds east of Greenwich; 0 where none is stated (the log's own clock).
pub(super) fn offset(rest: &[u8]) -> Option<i64> {
    let rest = rest.strip_prefix(b" ").unwrap_or(rest);
    let sign = match rest.first() {
        None => return Some(0),
        Some(b'Z' | b'z') if rest.len() == 1 => return Some(0),
        Some(b'+') => 1,
        Some(b'-') => -1,
        _ => return if rest == b"UTC" || rest == b"GMT" { Some(0) } else { None },
    };
    let hours = digits(rest.get(1..3)?)?;
    let minutes = match rest.len() {
        3 => 0,
        5 => digits(&rest[3..5])?,
        6 if rest[3] == b':' => digits(&rest[4..6])?,
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60) * 1_000_000)
}

/// Days since 1970-01-01 in the Gregorian calendar (Howard Hinnant, `days_from_civil`).
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if day < 1 || day > last {
        return None;
    }
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let of_era = y - era * 400;
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// Rarer shapes, by jiff: RFC 2822, slashes in year-first order, dots in day-first order. 01/02/2024 is two days, so it is
/// neither; ISO week and ordinal forms are not taken.
fn other_formats(text: &str) -> Option<i64> {
    if let Some(time) = mechanical_turk(text) {
        return Some(time);
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return Some(zoned.timestamp().as_microsecond());
    }
    const TIMES: [&str; 7] = [
        "%Y/%m/%d %H:%M:%S",
        "%Y/%m/%d %H:%M",
        "%d.%m.%Y %H:%M:%S",
        "%d.%m.%Y %H:%M",
        "%d %b %Y %H:%M:%S",
        "%d %b %Y %H:%M",
        "%b %d, %Y %H:%M:%S",
    ];
    for format in TIMES {
        if let Ok(time) = jiff::civil::DateTime::strptime(format, text) {
            let zoned = time.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
            return Some(zoned.timestamp().as_microsecond());
        }
    }
    let date = |format| jiff::civil::Date::strptime(format, text).ok();
    let date = date("%Y/%m/%d").or_else(|| date("%d.%m.%Y"))?;
    Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_microsecond())
}

/// `Mon Oct 07 10:00:00 PDT 2019`, as Mechanical Turk writes times (and `date` on Unix). Its zones are American; an
/// abbreviation that is none of them tells no time.
fn mechanical_turk(text: &str) -> Option<i64> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let [_, month, day, clock, zone, year] = words.as_slice() else { return None };
    let hours_west = match *zone {
        "UTC" | "GMT" => 0,
        "EDT" => 4,
        "EST" | "CDT" => 5,
        "CST" | "MDT" => 6,
        "MST" | "PDT" => 7,
        "PST" => 8,
        _ => return None,
    };
    let local =
        jiff::civil::DateTime::strptime("%b %d %H:%M:%S %Y", format!("{month} {day} {clock} {year}")).ok()?;
    let utc = local.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_microsecond();
    Some(utc + hours_west * 3_600_000_000)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn times_as_tools_write_them() {
        let noon = 1_405_252_800_000_000; // 2014-07-13T12:00:00Z
        for text in [
            "2014-07-13T12:00:00",
            "2014-07-13 12:00",
            "2014-07-13T12:00:00.000Z",
            "2014-07-13T14:00:00+02:00",
            "2014-07-13T07:30:00-0430",
            "2014-07-13 12:00:00 UTC",
            "1405252800",
            "1405252800000",
            "1405252800.0",
            "2014/07/13 12:00:00",
            "Sun, 13 Jul 2014 12:00:00 +0000",
            "Sun Jul 13 05:00:00 PDT 2014",
            "Sun Jul 13 12:00:00 UTC 2014",
            "13.07.2014 12:00",
            "13.07.2014 12:00:00",
        ] {
            assert_eq!(parse(text), Some(noon), "{text}");
        }
        assert_eq!(parse("2014-07-13T12:00:00.25"), Some(noon + 250_000));
        assert_eq!(parse("1970-01-02"), Some(86_400_000_000));
        assert_eq!(parse("19700102"), Some(86_400_000_000));
        assert_eq!(parse("13.07.2014"), Some(noon - 43_200_000_000));
        for text in [
            "yesterday",
            "2014-02-29",
            "01/02/2014",
            "29.02.2014",
            "Sun Jul 13 05:00:00 IST 2014",
            "2014-13-01",
            "2014-07-13T25:00:00",
            "-3",
            "2014-07-13T12:00:00+99:00",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
