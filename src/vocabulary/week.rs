use serde::{Deserialize, Serialize};

/// A week of the calendar, Monday to Sunday: how many Mondays after 29 December 1969, the Monday before 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Week(pub u32);

impl Week {
    /// The week of a day counted from 1 January 1970, a Thursday.
    pub fn of_day(day: u32) -> Self {
        Self((day + 3) / 7)
    }

    /// As ISO 8601 names it: `2026-W02`. A week belongs to the year of its Thursday.
    pub fn name(self) -> String {
        let (year, of_year) = year_of(i64::from(self.0) * 7);
        format!("{year:04}-W{:02}", of_year / 7 + 1)
    }
}

/// The year of a day counted from 1970, and the day in it from 0 (Howard Hinnant, `civil_from_days`).
fn year_of(day: i64) -> (i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted - era * 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    // Years of an era begin in March.
    let of_march_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let year = year_of_era + era * 400 + i64::from(of_march_year >= 306);
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let of_year =
        if of_march_year >= 306 { of_march_year - 306 } else { of_march_year + 59 + i64::from(leap(year)) };
    (year, of_year)
}

#[cfg(test)]
mod tests {
    use super::Week;

    /// GNU date: `date -d DAY +%G-W%V`, days as `date -d DAY +%s` / 86 400.
    #[test]
    fn names_are_those_of_iso_8601() {
        for (day, name) in [
            (0, "1970-W01"),
            (3, "1970-W01"),
            (4, "1970-W02"),
            (10_956, "1999-W52"),
            (10_959, "2000-W01"),
            (14_609, "2009-W53"),
            (14_612, "2009-W53"),
            (14_613, "2010-W01"),
            (19_782, "2024-W09"),
            (20_458, "2026-W02"),
        ] {
            assert_eq!(Week::of_day(day).name(), name, "{day}");
        }
    }
}
