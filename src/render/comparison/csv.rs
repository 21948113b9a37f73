use crate::compare::{Change, Comparison};
use crate::render::estimates_csv::inert;
use crate::render::{Artifact, RenderError};
use crate::vocabulary::{Estimate, Outcome};

const HEADER: [&str; 15] = [
    "question", "section", "metric", "slice", "before", "after", "change", "lower", "upper", "level",
    "panel", "p_value", "q_value", "reported", "method",
];

/// `changes.csv`: one line per change, both intervals of a pooled coefficient on lines of their own.
///
/// # Errors
/// None that a comparison can cause: it is written to memory.
pub fn artifact(comparison: &Comparison) -> Result<Artifact, RenderError> {
    let failed = |error: csv::Error| RenderError::new("changes.csv", error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).map_err(failed)?;
    for question in &comparison.questions {
        let name = question.question.as_str();
        for change in &question.changes {
            for (panel, own) in [("fixed", &change.fixed), ("random", &change.redrawn)] {
                writer.write_record(coefficient(name, change, panel, own)).map_err(failed)?;
            }
        }
        for pair in question.pairs.iter().flat_map(|pairs| &pairs.pairs) {
            let key = (name, "label_pairs", "label_pair_rate");
            let slice = format!("label={};label={}", pair.first, pair.second);
            let values = (Some(pair.before.value), Some(pair.after.value));
            let judged =
                (pair.p_value, pair.q_value, pair.verdict != crate::compare::PairVerdict::NoEvidence);
            writer.write_record(row(key, &slice, values, Some(&pair.change), "", judged)).map_err(failed)?;
        }
        for own in &question.rows.rows {
            let mut cells = row(
                (name, &own.section, &own.metric),
                &own.slice,
                (Some(own.before), Some(own.after)),
                None,
                "",
                (None, Some(own.q_value), own.reported),
            );
            cells[6] = number(Some(own.change));
            cells[7] = number(Some(own.lower));
            cells[8] = number(Some(own.upper));
            cells[9] = number(Some(comparison.level));
            cells[14] = inert(&question.rows.method);
            writer.write_record(cells).map_err(failed)?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| RenderError::new("changes.csv", error.error()))?;
    Ok(Artifact::new("changes.csv", bytes))
}

fn coefficient(question: &str, change: &Change, panel: &str, own: &Outcome<Estimate>) -> [String; 15] {
    let values = (change.before.estimated().copied(), change.after.estimated().copied());
    let leads = *own == change.change;
    let judged = match leads {
        true => (change.p_value, change.q_value, change.reported),
        false => (None, None, false),
    };
    let key = (question, "agreement", change.metric.as_str());
    row(key, &change.slice.0, values, own.estimated(), panel, judged)
}

fn row(
    (question, section, metric): (&str, &str, &str),
    slice: &str,
    (before, after): (Option<f64>, Option<f64>),
    change: Option<&Estimate>,
    panel: &str,
    (p, q, reported): (Option<f64>, Option<f64>, bool),
) -> [String; 15] {
    let interval = change.and_then(|own| own.interval.estimated());
    let method = change.map_or(String::new(), |own| match interval {
        Some(interval) => format!("{}; {}", own.method, interval.method),
        None => own.method.clone(),
    });
    [
        inert(question),
        section.into(),
        inert(metric),
        inert(slice),
        number(before),
        number(after),
        number(change.map(|own| own.value)),
        number(interval.map(|ends| ends.lower)),
        number(interval.map(|ends| ends.upper)),
        number(interval.map(|ends| ends.level)),
        panel.into(),
        number(p),
        number(q),
        if q.is_some() { reported.to_string() } else { String::new() },
        inert(&method),
    ]
}

/// The shortest text that reads back as the same number.
fn number(value: Option<f64>) -> String {
    value.map_or(String::new(), |value| if value == 0.0 { "0".into() } else { format!("{value}") })
}
