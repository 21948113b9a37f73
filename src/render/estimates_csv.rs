use super::{Artifact, RenderError};
use crate::audit::{Audit, EstimateRow, estimates};

const HEADER: [&str; 15] = [
    "question",
    "section",
    "metric",
    "slice",
    "value",
    "lower",
    "upper",
    "level",
    "se",
    "n_items",
    "n_annotations",
    "n_annotators",
    "status",
    "reason",
    "method",
];

/// `estimates.csv`: one line per number, plain numbers in full precision, empty where there is none.
///
/// # Errors
/// None that an audit can cause: it is written to memory.
pub fn artifact(audit: &Audit) -> Result<Artifact, RenderError> {
    let failed = |error: csv::Error| RenderError::new("estimates.csv", error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).map_err(failed)?;
    for row in estimates(audit) {
        writer.write_record(cells(&row)).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| RenderError::new("estimates.csv", error.error()))?;
    Ok(Artifact::new("estimates.csv", bytes))
}

fn cells(row: &EstimateRow) -> [String; 15] {
    [
        inert(&row.question),
        row.section.to_string(),
        inert(&row.metric),
        inert(&row.slice),
        number(row.value),
        number(row.lower),
        number(row.upper),
        number(row.level),
        number(row.se),
        count(row.n_items),
        count(row.n_annotations),
        count(row.n_annotators),
        row.status.to_string(),
        inert(&row.reason),
        inert(&row.method),
    ]
}

/// The shortest text that reads back as the same number.
fn number(value: Option<f64>) -> String {
    value.map_or(String::new(), |value| if value == 0.0 { "0".into() } else { format!("{value}") })
}

fn count(value: Option<u64>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

/// A cell that no spreadsheet takes for a formula: what begins like one gets an apostrophe in front. Plain numbers stay.
pub fn inert(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    // `-inf` parses as a number too, but no spreadsheet takes it for one.
    let plain = text.parse::<f64>().is_ok() && !text.contains(char::is_alphabetic);
    if risky && !plain { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_inert_and_numbers_are_not_touched() {
        assert_eq!(inert("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        for text in ["+1+cmd", "-x", "@SUM(1)", "\tx", "\rx", "-1-1", "-inf"] {
            assert!(inert(text).starts_with('\''), "{text}");
        }
        for text in ["-1.5", "+3", "a=b", "", "toxic"] {
            assert_eq!(inert(text), text);
        }
    }

    #[test]
    fn numbers_read_back_as_they_were() {
        for value in [0.1 + 0.2, -1.0 / 3.0, 1e-9, 0.0, 1.0] {
            assert_eq!(number(Some(value)).parse::<f64>().expect("a number"), value);
        }
        assert_eq!(number(Some(-0.0)), "0");
        assert_eq!(number(None), "");
    }
}
