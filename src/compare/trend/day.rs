use jiff::civil::{Date, date};

/// The day of a text `YYYY-MM-DD` as days since 1970-01-01; `None` where it is none.
pub(super) fn day_number(text: &str) -> Option<i32> {
    let day: Date = text.parse().ok()?;
    Some(day.since(date(1970, 1, 1)).ok()?.get_days())
}

#[cfg(test)]
mod tests {
    use super::day_number;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day_number("1970-01-02"), Some(1));
        assert_eq!(day_number("2000-02-29"), Some(11_016));
        assert_eq!(day_number("1969-12-31"), Some(-1));
        assert_eq!(day_number("last week"), None);
    }
}
