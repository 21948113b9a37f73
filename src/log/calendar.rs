//! In which day, week or month annotations were made.

use super::clock::UNKNOWN;
use crate::vocabulary::{Period, Reason};
use rayon::prelude::*;

const MICROS_A_DAY: i64 = 86_400_000_000;
/// Periods that one log may have: beyond, its clock tells no dates.
const MOST_PERIODS: usize = 10_000;
/// Days from the first to the last beyond which times are no dates (some centuries).
const MOST_DAYS: i64 = 200_000;
/// Stands where no time is known.
pub(super) const NO_PERIOD: u16 = u16::MAX;

/// The periods in which anything was annotated, in order of time.
pub(super) struct Calendar {
    /// `2014-W28`, `2014-07`, `2014-07-13`.
    pub names: Vec<String>,
    /// First days, counted from 1970-01-01.
    pub starts: Vec<i32>,
    /// Period of each annotation, in order of reading; [`NO_PERIOD`] where its time is unknown.
    pub code: Vec<u16>,
}

/// Periods of annotations by their times.
///
/// # Errors
/// [`Reason::NotInLog`] where no time is known, [`Reason::TooMany`] where times are no dates.
pub(super) fn calendar(times: Option<&[i64]>, period: Period) -> Result<Calendar, Reason> {
    let known = |times: &[i64]| {
        let known = times.par_iter().with_min_len(1 << 14).filter(|&&time| time != UNKNOWN);
        known.map(|&time| (time, time)).reduce_with(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    };
    let Some((times, (first, last))) = times.and_then(|times| Some((times, known(times)?))) else {
        return Err(Reason::NotInLog {
            what: "when annotations were made".into(),
            columns: "submitted_at".into(),
        });
    };
    let (first, last) = (first.div_euclid(MICROS_A_DAY), last.div_euclid(MICROS_A_DAY));
    let too_many = |what: &str, found: u64, limit: u64| Reason::TooMany { what: what.into(), found, limit };
    if last - first > MOST_DAYS {
        return Err(too_many("days between the first and the last", (last - first) as u64, MOST_DAYS as u64));
    }
    let mut seen = vec![false; (last - first + 1) as usize];
    let day = |time: i64| (time.div_euclid(MICROS_A_DAY) - first) as usize;
    times.iter().filter(|&&time| time != UNKNOWN).for_each(|&time| seen[day(time)] = true);
    let (mut names, mut starts, mut of_day) = (Vec::new(), Vec::<i32>::new(), vec![NO_PERIOD; seen.len()]);
    for (offset, _) in seen.iter().enumerate().filter(|(_, seen)| **seen) {
        let (start, name) = begin(first + offset as i64, period);
        if starts.last() != Some(&start) {
            starts.push(start);
            names.push(name);
        }
        of_day[offset] = (starts.len() - 1).min(usize::from(NO_PERIOD)) as u16;
    }
    if starts.len() > MOST_PERIODS {
        return Err(too_many("periods", starts.len() as u64, MOST_PERIODS as u64));
    }
    let of = |&time: &i64| if time == UNKNOWN { NO_PERIOD } else { of_day[day(time)] };
    let code = times.par_iter().with_min_len(1 << 14).map(of).collect();
    Ok(Calendar { names, starts, code })
}

/// First day and name of the period of a day.
fn begin(day: i64, period: Period) -> (i32, String) {
    // 1970-01-01 was a Thursday.
    let monday = day - (day + 3).rem_euclid(7);
    let date = |day: i64| {
        let epoch = jiff::civil::date(1970, 1, 1);
        epoch.checked_add(jiff::Span::new().days(day)).unwrap_or(epoch)
    };
    match period {
        Period::Day => (day as i32, date(day).to_string()),
        Period::Week => {
            let week = date(monday).iso_week_date();
            (monday as i32, format!("{}-W{:02}", week.year(), week.week()))
        }
        Period::Month => {
            let own = date(day);
            let start = day - i64::from(own.day()) + 1;
            (start as i32, format!("{:04}-{:02}", own.year(), own.month()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn micros(days: &[i64]) -> Vec<i64> {
        days.iter().map(|day| day * MICROS_A_DAY + 5).collect()
    }

    /// 2020-12-31 (day 18 627) is a Thursday of 2020-W53, 2021-01-03 its Sunday, 2021-01-04 the Monday of 2021-W01.
    #[test]
    fn weeks_are_those_of_iso_8601() {
        let found = calendar(Some(&micros(&[18_631, 18_627, 18_630])), Period::Week).expect("times");
        assert_eq!(found.names, ["2020-W53", "2021-W01"]);
        assert_eq!(found.code, [1, 0, 0]);
        assert_eq!(found.starts, [18_624, 18_631]);
    }

    #[test]
    fn months_and_days_and_unknown_times() {
        let mut times = micros(&[18_627, 18_628]);
        times.push(UNKNOWN);
        let months = calendar(Some(&times), Period::Month).expect("times");
        assert_eq!(
            (months.names.as_slice(), months.starts.as_slice()),
            (&["2020-12".into(), "2021-01".into()][..], &[18_597, 18_628][..])
        );
        assert_eq!(months.code, [0, 1, NO_PERIOD]);
        let days = calendar(Some(&times), Period::Day).expect("times");
        assert_eq!(days.names, ["2020-12-31", "2021-01-01"]);
    }

    #[test]
    fn before_1970_is_no_trouble_and_no_time_is_a_reason() {
        let found = calendar(Some(&[-5, 5]), Period::Day).expect("times");
        assert_eq!(found.names, ["1969-12-31", "1970-01-01"]);
        assert!(matches!(calendar(None, Period::Week), Err(Reason::NotInLog { .. })));
        assert!(matches!(calendar(Some(&[UNKNOWN]), Period::Week), Err(Reason::NotInLog { .. })));
        let wide = [0, MICROS_A_DAY * 300_000];
        assert!(matches!(calendar(Some(&wide), Period::Day), Err(Reason::TooMany { .. })));
    }
}
