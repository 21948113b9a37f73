use super::format::Form;
use super::rows::{Row, Value};
use crate::render::number;
use crate::vocabulary::{Estimate, Reason};

/// A chart before it is drawn: its data and its words.
pub struct Sketch {
    /// Which chart: safe as part of a file name, not yet unique.
    pub id: String,
    /// Where on the page.
    pub section: &'static str,
    /// The finding in words.
    pub title: String,
    /// What is drawn.
    pub caption: String,
    /// What it says to those who do not see it.
    pub alt: String,
    /// The form with its data.
    pub form: Box<dyn Form>,
}

/// Ends of an estimate's interval.
pub fn ends(estimate: &Estimate) -> Option<(f64, f64)> {
    estimate.interval.estimated().map(|interval| (interval.lower, interval.upper))
}

/// The words that stand where a value is missing in a row of several.
pub fn instead(reason: &Reason) -> String {
    match reason {
        Reason::Insufficient => "insufficient".into(),
        Reason::WithheldForOthers => "withheld".into(),
        Reason::TooFew { what, .. } => format!("too few {what}"),
        _ => "not estimable".into(),
    }
}

/// All numbers that an axis must hold: values and ends.
pub fn extent(rows: &[Row]) -> Vec<f64> {
    let of = |value: &Value| match value.ends {
        Some((lower, upper)) => vec![value.at, lower, upper],
        None => vec![value.at],
    };
    rows.iter().flat_map(|row| row.values.iter().flat_map(of)).collect()
}

/// The title, then row by row what the chart shows.
pub fn spoken(title: &str, rows: &[Row]) -> String {
    const SPOKEN: usize = 12;
    let mut out = format!("{title}.");
    for row in rows.iter().take(SPOKEN) {
        let words: Vec<&str> = row.values.iter().map(|value| value.words.as_str()).collect();
        let words = if words.is_empty() { row.instead.clone() } else { words.join(" / ") };
        out.push_str(&format!(" {}: {words}.", row.name));
    }
    if rows.len() > SPOKEN {
        out.push_str(&format!(" And {} more.", number::count((rows.len() - SPOKEN) as u64)));
    }
    out
}

/// A sentence on what is left out, or nothing.
pub fn remainder(shown: usize, all: usize) -> String {
    match all > shown {
        true => format!(
            " Showing {} of {}; all are in audit.json.",
            number::count(shown as u64),
            number::count(all as u64)
        ),
        false => String::new(),
    }
}
