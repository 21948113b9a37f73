/// Reads a duration as whole seconds: `45`, `45s`, `30min`, `24h`, `2d`.
pub fn seconds(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u64 = text[..digits].parse().ok()?;
    let unit = match text[digits..].trim() {
        "" | "s" | "sec" | "secs" => 1,
        "m" | "min" | "mins" => 60,
        "h" | "hour" | "hours" => 3600,
        "d" | "day" | "days" => 24 * 3600,
        _ => return None,
    };
    // Later stages count seconds in i64; beyond a thousand centuries nobody means a number.
    number.checked_mul(unit).filter(|secs| *secs <= 1 << 42)
}

/// A duration in the largest unit that keeps it whole: `24h`, `90s`.
pub fn words(secs: u64) -> String {
    match secs {
        secs if secs > 0 && secs % 3600 == 0 => format!("{} h", secs / 3600),
        secs if secs > 0 && secs % 60 == 0 => format!("{} min", secs / 60),
        secs => format!("{secs} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn durations_have_units_or_are_seconds() {
        assert_eq!(seconds("24h"), Some(86_400));
        assert_eq!(seconds(" 30 min "), Some(1800));
        assert_eq!(seconds("45"), Some(45));
        for wrong in ["", "h", "1.5h", "-3s", "3 fortnights", "99999999999999999999s", "99999999999999d"] {
            assert_eq!(seconds(wrong), None, "{wrong}");
        }
    }
}
