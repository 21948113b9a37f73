//! The hour on the annotator's own clock, where a time states an offset that is not simply UTC.

use super::clock;
use crate::source::Column;
use rayon::prelude::*;

/// No hour is known.
pub(super) const NO_HOUR: u8 = u8::MAX;

/// Local hours of the week (0 = Monday 0:00) by row: from times written with an offset from UTC other than 0. A time
/// with `Z` or `+00:00` is written in UTC by the tool, wherever the annotator sat, and tells no hour of day. `None` where
/// no row tells one; `micros` are the same column's times in UTC.
pub(super) fn hours(column: &Column, micros: &[i64]) -> Option<Vec<u8>> {
    let Column::Text(text) = column else { return None };
    let east = |row: usize| stated(text.bytes_at(row)).filter(|&east| east != 0);
    // One look at few rows spares most logs a second look at all.
    if !(0..micros.len().min(512)).any(|row| east(row).is_some()) {
        return None;
    }
    let hour = |row: usize| match (micros[row], east(row)) {
        (clock::UNKNOWN, _) | (_, None) => NO_HOUR,
        (time, Some(east)) => hour_of_week(time + east),
    };
    Some((0..micros.len()).into_par_iter().with_min_len(1 << 13).map(hour).collect())
}

/// Microseconds east of Greenwich that a time states: `…+02:00`, `…-0430`, after a clock of hours and minutes.
fn stated(text: &[u8]) -> Option<i64> {
    let text = text.trim_ascii();
    if text.get(10).is_none_or(|&b| !matches!(b, b'T' | b't' | b' ')) {
        return None;
    }
    let at = text.iter().rposition(|&b| b == b'+' || b == b'-').filter(|&at| at >= 16)?;
    clock::offset(&text[at..])
}

fn hour_of_week(local_micros: i64) -> u8 {
    const HOUR: i64 = 3_600_000_000;
    // 1970-01-01 was a Thursday, three days after a Monday.
    (local_micros.div_euclid(HOUR) + 3 * 24).rem_euclid(7 * 24) as u8
}

#[cfg(test)]
mod tests {
    use super::{NO_HOUR, hours, stated};
    use crate::log::clock;
    use crate::source::{Column, TextColumn};

    #[test]
    fn an_offset_tells_the_hour_and_utc_does_not() {
        let mut text = TextColumn::default();
        let rows = ["2026-01-05T08:30:00+02:00", "2026-01-05T08:30:00Z", "2026-01-11T23:00:00-05:00", "none"];
        rows.iter().for_each(|row| text.push(row));
        let column = Column::Text(text);
        let micros = clock::times(&column, &[]).micros;
        assert_eq!(hours(&column, &micros), Some(vec![8, NO_HOUR, 6 * 24 + 23, NO_HOUR]));
        assert_eq!(stated(b"2026-01-05"), None);
        assert_eq!(stated(b"2026-01-05T10:00:00.123-0430"), Some(-16_200_000_000));
    }
}
