//! Alpha within parts of a log: values of a slicing column, groups of an attribute.

use super::agreement::{alpha, dots, missing, row};
use super::axis::{Axis, Unit};
use super::chart::MOST_ATTRIBUTES;
use super::names::{in_sentence, shown, slug};
use super::rows::{Reference, Row, Rows};
use super::sketch::{Sketch, ends, extent, instead, remainder, spoken};
use crate::audit::QuestionAudit;
use crate::render::number;
use crate::vocabulary::{Estimate, Outcome};

/// Parts drawn at most.
const SHOWN: usize = 40;

/// One chart for each slicing column.
pub fn slices(question: &QuestionAudit, level: &str) -> Vec<Sketch> {
    let slices = &question.agreement.slices;
    let mut columns: Vec<&str> = Vec::new();
    for slice in slices {
        if !columns.contains(&slice.name.as_str()) {
            columns.push(&slice.name);
        }
    }
    columns
        .into_iter()
        .take(MOST_ATTRIBUTES)
        .filter_map(|column| {
            let parts: Vec<(&str, &Outcome<Estimate>)> =
                slices.iter().filter(|s| s.name == column).map(|s| (s.value.as_str(), &s.alpha)).collect();
            let id = format!("slice-{}", slug(column));
            within(question, column, &parts, (id, "slices"), level)
        })
        .collect()
}

/// One chart of alpha within the values of a column or the groups of an attribute, or none where fewer than two have one.
pub fn within(
    question: &QuestionAudit,
    column: &str,
    parts: &[(&str, &Outcome<Estimate>)],
    (id, section): (String, &'static str),
    level: &str,
) -> Option<Sketch> {
    let mut had: Vec<(&str, &Estimate)> =
        parts.iter().filter_map(|(name, outcome)| Some((*name, outcome.estimated()?))).collect();
    had.sort_by(|a, b| a.1.value.total_cmp(&b.1.value).then(a.0.cmp(b.0)));
    if had.len() < 2 {
        return None;
    }
    let (low, high) = (had.first()?, had.last()?);
    let overlap = match (had.iter().map(|h| ends(h.1)).collect::<Option<Vec<_>>>(), had.len()) {
        (Some(all), _) => {
            let highest_lower = all.iter().map(|e| e.0).fold(f64::NEG_INFINITY, f64::max);
            let lowest_upper = all.iter().map(|e| e.1).fold(f64::INFINITY, f64::min);
            if highest_lower <= lowest_upper { "; all intervals overlap" } else { "" }
        }
        (None, _) => "",
    };
    let title = format!(
        "Alpha by {} runs from {} (“{}”) to {} (“{}”){overlap}",
        in_sentence(column),
        number::share(low.1.value),
        in_sentence(low.0),
        number::share(high.1.value),
        in_sentence(high.0),
    );
    let rows: Vec<Row> = parts
        .iter()
        .take(SHOWN)
        .map(|(name, outcome)| match outcome {
            Outcome::Estimated(estimate) => row(&shown(name), estimate),
            Outcome::NotEstimable(reason) => missing(&shown(name), Some(instead(reason))),
        })
        .collect();
    let whole = alpha(question);
    let caption = format!(
        "Krippendorff’s alpha among the annotations of each part alone, {level} intervals{}. Parts with other items \
         or other people differ in more than their name.{}",
        if whole.is_some() { "; dashed: the whole log" } else { "" },
        remainder(rows.len(), parts.len())
    );
    let alt = spoken(&title, &rows);
    let mut extent = extent(&rows);
    extent.extend(whole.map(|alpha| alpha.value));
    let reference = whole.map(|alpha| Reference {
        at: alpha.value,
        name: format!("whole log {}", number::share(alpha.value)),
    });
    let form = Box::new(Rows { reference, ..dots(Axis::around(extent, Unit::Share), rows, "") });
    Some(Sketch { id, section, title, caption, alt, form })
}
