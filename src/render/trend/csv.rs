use crate::compare::trend::{Trend, TrendLine};
use crate::render::{Artifact, RenderError, inert};

const HEADER: [&str; 17] = [
    "question",
    "section",
    "metric",
    "slice",
    "audit",
    "file",
    "day",
    "period_from",
    "period_until",
    "value",
    "lower",
    "upper",
    "n",
    "expected_lower",
    "expected_upper",
    "outside",
    "reason",
];

/// `trend.csv`: one line per number and audit, plain numbers in full precision, empty where there is none.
///
/// # Errors
/// None that an audit can cause: it is written to memory.
pub fn artifact(trend: &Trend) -> Result<Artifact, RenderError> {
    let failed = |error: csv::Error| RenderError::new("trend.csv", error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).map_err(failed)?;
    for line in &trend.lines {
        for row in rows(trend, line) {
            writer.write_record(row).map_err(failed)?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| RenderError::new("trend.csv", error.error()))?;
    Ok(Artifact::new("trend.csv", bytes))
}

/// Values and gaps of one number, audit by audit.
fn rows(trend: &Trend, line: &TrendLine) -> Vec<[String; 17]> {
    let mut rows: Vec<(u32, [String; 17])> = Vec::new();
    for point in &line.points {
        let mut row = head(trend, line, point.audit);
        row[9] = number(Some(point.value));
        row[10] = number(point.ends.map(|ends| ends.0));
        row[11] = number(point.ends.map(|ends| ends.1));
        row[12] = point.n.map_or(String::new(), |n| n.to_string());
        row[13] = number(point.expected.map(|ends| ends.0));
        row[14] = number(point.expected.map(|ends| ends.1));
        row[15] = point.outside.to_string();
        rows.push((point.audit, row));
    }
    for gap in &line.gaps {
        let mut row = head(trend, line, gap.audit);
        row[16] = inert(&gap.reason);
        rows.push((gap.audit, row));
    }
    rows.sort_by_key(|(audit, _)| *audit);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn head(trend: &Trend, line: &TrendLine, audit: u32) -> [String; 17] {
    let mut row: [String; 17] = std::array::from_fn(|_| String::new());
    for (cell, text) in row.iter_mut().zip([&line.question, &line.section, &line.metric, &line.slice]) {
        *cell = inert(text);
    }
    if let Some(own) = trend.audits.get(audit as usize) {
        row[4] = inert(&own.title);
        row[5] = inert(&own.file);
        row[6] = own.day.clone().unwrap_or_default();
        if let Some((from, until)) = &own.period {
            (row[7], row[8]) = (from.clone(), until.clone());
        }
    }
    row
}

/// The shortest text that reads back as the same number; nothing where a range has no end.
fn number(value: Option<f64>) -> String {
    value
        .filter(|value| value.is_finite())
        .map_or(String::new(), |value| if value == 0.0 { "0".into() } else { format!("{value}") })
}
