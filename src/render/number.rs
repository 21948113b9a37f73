//! The one place where numbers become text for people. Machines (`audit.json`, `estimates.csv`) get their numbers
//! elsewhere and unrounded.
//!
//! Rounding is that of the exact binary value, ties to even: `.125` → `.12`, `.375` → `.38`, and `.135`, which is
//! stored as .13500000000000000888, → `.14`. What rounds to zero bears no sign. A number that is not finite is a dash:
//! results hold none, so it shows a mistake without inventing a value.

use crate::vocabulary::{ConfidenceInterval, Estimate};

/// The true minus sign.
pub const MINUS: char = '\u{2212}';
/// Narrow no-break space: between groups of three digits, and between a number and its unit.
pub const NARROW_SPACE: char = '\u{202f}';
/// What stands for a value that cannot be written.
pub const DASH: &str = "–";

/// A number that cannot exceed 1 (a share, a coefficient), two digits and no leading zero: `.62`, `−.05`, `1.00`.
pub fn share(value: f64) -> String {
    share_to(value, 2)
}

/// [`share`] with this many digits.
pub fn share_to(value: f64, digits: usize) -> String {
    let text = decimal(value, digits);
    match text.strip_prefix("0.") {
        Some(rest) => format!(".{rest}"),
        None => match text.strip_prefix("\u{2212}0.") {
            Some(rest) => format!("{MINUS}.{rest}"),
            None => text,
        },
    }
}

/// A difference of shares or coefficients with its sign: `+.07`, `−.11`, `.00`.
pub fn signed(value: f64) -> String {
    signed_to(value, 2)
}

/// [`signed`] with this many digits.
pub fn signed_to(value: f64, digits: usize) -> String {
    let text = share_to(value, digits);
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if value > 0.0 && !zero { format!("+{text}") } else { text }
}

/// A number that may exceed 1: leading zero, true minus sign, thousands apart: `0.40`, `−12.5`, `1 204.0`.
pub fn decimal(value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return DASH.into();
    }
    let text = format!("{:.*}", digits, value.abs());
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text.as_str(), None),
    };
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let mut out = String::with_capacity(text.len() + 8);
    if value < 0.0 && !zero {
        out.push(MINUS);
    }
    out.push_str(&grouped(whole));
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A count, thousands apart: `18 240`.
pub fn count(value: u64) -> String {
    grouped(&value.to_string())
}

/// A count with its noun in the right number: `1 item`, `18 240 items`.
pub fn counted(value: u64, singular: &str, plural: &str) -> String {
    format!("{} {}", count(value), if value == 1 { singular } else { plural })
}

/// A share in per cent: whole from 10 to 90, else with one digit. Only none is `0 %` and only all is `100 %`:
/// what would round to them is `< 0.1 %` and `> 99.9 %`.
pub fn percent(share: f64) -> String {
    if !share.is_finite() {
        return DASH.into();
    }
    let hundred = share * 100.0;
    let body = if share == 0.0 || share == 1.0 {
        decimal(hundred, 0)
    } else if share > 0.0 && hundred < 0.05 {
        format!("<{NARROW_SPACE}0.1")
    } else if share < 1.0 && hundred >= 99.95 {
        format!(">{NARROW_SPACE}99.9")
    } else if (10.0..=90.0).contains(&hundred.abs()) {
        decimal(hundred, 0)
    } else {
        decimal(hundred, 1)
    };
    format!("{body}{NARROW_SPACE}%")
}

/// A share in whole per cent without the sign, for the cells of a table whose heading says per cent: `27`, `<1`, and
/// nothing for none.
pub fn cell_percent(share: f64) -> String {
    let hundred = share * 100.0;
    if !share.is_finite() || share <= 0.0 {
        String::new()
    } else if hundred < 0.5 {
        "<1".into()
    } else {
        decimal(hundred, 0)
    }
}

/// A confidence level: `95 %`, `99.5 %`.
pub fn level(level: f64) -> String {
    let text = decimal(level * 100.0, 1);
    format!("{}{NARROW_SPACE}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// A difference of two shares in percentage points, without sign: `6 points`, `0.4 points`.
pub fn points(difference: f64) -> String {
    let hundred = difference.abs() * 100.0;
    let text = if hundred >= 2.0 { decimal(hundred, 0) } else { decimal(hundred, 1) };
    if text == "1" { "1 point".into() } else { format!("{text} points") }
}

/// The digits at which the ends of an interval of this width are told apart: two, at most four.
pub fn digits_for(width: f64) -> usize {
    match width.abs() {
        width if width >= 0.01 || width == 0.0 || !width.is_finite() => 2,
        width if width >= 0.001 => 3,
        _ => 4,
    }
}

/// The interval of a share or coefficient: `[.59, .65]`; narrow ones with more digits.
pub fn interval(interval: &ConfidenceInterval) -> String {
    interval_to(interval, digits_for(interval.upper - interval.lower))
}

/// [`interval`] with this many digits.
pub fn interval_to(interval: &ConfidenceInterval, digits: usize) -> String {
    format!("[{}, {}]", share_to(interval.lower, digits), share_to(interval.upper, digits))
}

/// A share or coefficient with its interval, where it has one: `.62 [.59, .65]`.
pub fn estimate(estimate: &Estimate) -> String {
    with_interval(estimate, share_to)
}

/// A difference with its interval: `−.07 [−.11, −.03]`, `+.08 [.06, .10]`.
pub fn signed_estimate(estimate: &Estimate) -> String {
    with_interval(estimate, signed_to)
}

/// An estimate that may exceed 1, with its interval: `12.4 [11.0, 13.9]`.
pub fn decimal_estimate(estimate: &Estimate, digits: usize) -> String {
    let value = decimal(estimate.value, digits);
    match estimate.interval.estimated() {
        Some(ends) => format!("{value} [{}, {}]", decimal(ends.lower, digits), decimal(ends.upper, digits)),
        None => value,
    }
}

fn with_interval(estimate: &Estimate, value: fn(f64, usize) -> String) -> String {
    match estimate.interval.estimated() {
        Some(ends) => {
            let digits = digits_for(ends.upper - ends.lower);
            format!("{} {}", value(estimate.value, digits), interval_to(ends, digits))
        }
        None => value(estimate.value, 2),
    }
}

/// A p or q value, three digits: `.023`, `< .001`, `> .999`.
pub fn p_value(p: f64) -> String {
    if !p.is_finite() {
        DASH.into()
    } else if p < 0.001 {
        format!("<{NARROW_SPACE}.001")
    } else if p > 0.999 {
        format!(">{NARROW_SPACE}.999")
    } else {
        share_to(p, 3)
    }
}

/// A duration for people: `0.87 s`, `8.4 s`, `42 s`, `2 min 5 s`, `3 h 10 min`, `12 days`.
pub fn seconds(secs: f64) -> String {
    if !secs.is_finite() {
        return DASH.into();
    }
    let size = secs.abs();
    let sp = NARROW_SPACE;
    let sign = if secs < 0.0 && size >= 0.005 { MINUS.to_string() } else { String::new() };
    // Thresholds sit where rounding would carry into the next unit: 59.7 s is 1 min, not 60 s.
    let body = if size < 0.995 {
        format!("{}{sp}s", decimal(size, 2))
    } else if size < 9.95 {
        format!("{}{sp}s", decimal(size, 1))
    } else if size < 59.5 {
        format!("{}{sp}s", decimal(size, 0))
    } else if size < 3_599.5 {
        two_units(size.round() as u64, 60, "min", "s")
    } else if size < 172_770.0 {
        two_units((size / 60.0).round() as u64, 60, "h", "min")
    } else {
        format!("{} days", decimal(size / 86_400.0, 0))
    };
    format!("{sign}{body}")
}

/// A count at a glance: `950`, `1.2 k`, `18 k`, `3.4 M`, `12 bn`.
pub fn compact(value: u64) -> String {
    // Each step begins where three digits of the smaller unit would round to four.
    let (divisor, unit) = match value {
        0..=999 => return value.to_string(),
        1_000..=999_499 => (1e3, "k"),
        999_500..=999_499_999 => (1e6, "M"),
        _ => (1e9, "bn"),
    };
    let scaled = value as f64 / divisor;
    let text = decimal(scaled, usize::from(scaled < 9.95));
    format!("{}{NARROW_SPACE}{unit}", text.strip_suffix(".0").unwrap_or(&text))
}

fn two_units(total: u64, per: u64, large: &str, small: &str) -> String {
    let sp = NARROW_SPACE;
    match (total / per, total % per) {
        (whole, 0) => format!("{whole}{sp}{large}"),
        (whole, rest) => format!("{whole}{sp}{large} {rest}{sp}{small}"),
    }
}

/// Digits in groups of three, from the right.
fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len());
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(NARROW_SPACE);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{Outcome, Reason, SampleSize};

    fn of(value: f64, ends: Option<(f64, f64)>) -> Estimate {
        let interval = match ends {
            Some((lower, upper)) => {
                Outcome::Estimated(ConfidenceInterval { lower, upper, level: 0.95, method: "test".into() })
            }
            None => Outcome::NotEstimable(Reason::NoErrorToEstimate),
        };
        Estimate {
            value,
            interval,
            se: None,
            sample: SampleSize::default(),
            method: "test".into(),
            warnings: Vec::new(),
        }
    }

    #[test]
    fn shares_have_no_leading_zero_and_a_true_minus() {
        assert_eq!(share(0.62), ".62");
        assert_eq!(share(-0.05), "−.05");
        assert_eq!(share(1.0), "1.00");
        assert_eq!(share(-1.0), "−1.00");
        assert_eq!(share(0.999), "1.00");
        assert_eq!(share(0.0), ".00");
        assert_eq!(share_to(0.66021, 4), ".6602");
        assert_eq!(share(f64::NAN), "–");
    }

    #[test]
    fn what_rounds_to_zero_bears_no_sign() {
        assert_eq!(share(-0.0), ".00");
        assert_eq!(share(-0.004), ".00");
        assert_eq!(signed(0.004), ".00");
        assert_eq!(signed(-0.004), ".00");
        assert_eq!(decimal(-0.04, 1), "0.0");
        assert_eq!(decimal(-0.4, 0), "0");
    }

    #[test]
    fn ties_of_the_exact_binary_value_go_to_even() {
        assert_eq!(share(0.125), ".12");
        assert_eq!(share(0.375), ".38");
        assert_eq!(share(0.135), ".14");
        assert_eq!(decimal(2.5, 0), "2");
        assert_eq!(decimal(3.5, 0), "4");
    }

    #[test]
    fn differences_carry_their_sign() {
        assert_eq!(signed(0.07), "+.07");
        assert_eq!(signed(-0.11), "−.11");
        assert_eq!(signed_estimate(&of(-0.07, Some((-0.11, -0.03)))), "−.07 [−.11, −.03]");
        assert_eq!(signed_estimate(&of(0.08, Some((0.06, 0.10)))), "+.08 [.06, .10]");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_204), "1\u{202f}204");
        assert_eq!(count(18_240), "18\u{202f}240");
        assert_eq!(count(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(counted(1, "item", "items"), "1 item");
        assert_eq!(counted(1_204, "item", "items"), "1\u{202f}204 items");
        assert_eq!(decimal(-1_204.25, 1), "−1\u{202f}204.2");
        assert_eq!(decimal(0.4, 2), "0.40");
    }

    #[test]
    fn per_cent_says_none_and_all_only_of_none_and_all() {
        assert_eq!(percent(0.31), "31\u{202f}%");
        assert_eq!(percent(0.986), "98.6\u{202f}%");
        assert_eq!(percent(0.0), "0\u{202f}%");
        assert_eq!(percent(1.0), "100\u{202f}%");
        assert_eq!(percent(0.000_1), "<\u{202f}0.1\u{202f}%");
        assert_eq!(percent(0.999_9), ">\u{202f}99.9\u{202f}%");
        assert_eq!(percent(-0.25), "−25\u{202f}%");
        assert_eq!(points(-0.06), "6 points");
        assert_eq!(level(0.95), "95\u{202f}%");
        assert_eq!(level(0.995), "99.5\u{202f}%");
        assert_eq!([cell_percent(0.27), cell_percent(0.001), cell_percent(0.0)], ["27", "<1", ""]);
        assert_eq!(points(0.012), "1.2 points");
    }

    #[test]
    fn an_estimate_stands_with_its_interval() {
        assert_eq!(estimate(&of(0.62, Some((0.59, 0.65)))), ".62 [.59, .65]");
        assert_eq!(estimate(&of(0.62, None)), ".62");
        assert_eq!(estimate(&of(0.660_2, Some((0.659_8, 0.660_6)))), ".6602 [.6598, .6606]");
        assert_eq!(decimal_estimate(&of(12.41, Some((11.0, 13.9))), 1), "12.4 [11.0, 13.9]");
    }

    #[test]
    fn p_values_end_at_a_thousandth() {
        assert_eq!(p_value(0.023), ".023");
        assert_eq!(p_value(0.000_4), "<\u{202f}.001");
        assert_eq!(p_value(1.0), ">\u{202f}.999");
    }

    #[test]
    fn durations_carry_into_the_next_unit() {
        assert_eq!(seconds(0.87), "0.87\u{202f}s");
        assert_eq!(seconds(8.44), "8.4\u{202f}s");
        assert_eq!(seconds(42.4), "42\u{202f}s");
        assert_eq!(seconds(59.7), "1\u{202f}min");
        assert_eq!(seconds(125.0), "2\u{202f}min 5\u{202f}s");
        assert_eq!(seconds(3_599.9), "1\u{202f}h");
        assert_eq!(seconds(11_400.0), "3\u{202f}h 10\u{202f}min");
        assert_eq!(seconds(1_036_800.0), "12 days");
        assert_eq!(seconds(-3.0), "−3.0\u{202f}s");
    }

    #[test]
    fn compact_counts_keep_two_or_three_digits() {
        assert_eq!(compact(950), "950");
        assert_eq!(compact(1_000), "1\u{202f}k");
        assert_eq!(compact(1_240), "1.2\u{202f}k");
        assert_eq!(compact(18_240), "18\u{202f}k");
        assert_eq!(compact(999_700), "1\u{202f}M");
        assert_eq!(compact(3_400_000), "3.4\u{202f}M");
        assert_eq!(compact(12_000_000_000), "12\u{202f}bn");
    }
}
