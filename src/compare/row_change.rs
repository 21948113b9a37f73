use crate::analysis::agreement::change::FALSE_DISCOVERY;
use crate::analysis::inference::{
    Panel, benjamini_hochberg, mover_difference, normal_quantile, t_two_sided_p,
};
use crate::audit::EstimateRow;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Any other number that both audits have with an error: its change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowChange {
    /// Section of `estimates.csv`.
    pub section: String,
    /// Stable id.
    pub metric: String,
    /// The part of the log; empty = the whole.
    pub slice: String,
    /// Value before.
    pub before: f64,
    /// Value after.
    pub after: f64,
    /// After minus before.
    pub change: f64,
    /// Lower end of its interval.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// p of no change after Benjamini–Hochberg over all rows of the question.
    pub q_value: f64,
    /// Whether it is told as a change.
    pub reported: bool,
}

/// What both audits know of a question beside its pooled coefficients.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RowChanges {
    /// In the order of `estimates.csv`.
    pub rows: Vec<RowChange>,
    /// How the intervals were made.
    pub method: String,
}

/// Sections whose numbers stand among the pooled coefficients already.
const POOLED_SECTIONS: &[&str] = &["agreement_analytic", REDRAWN_SECTION, "agreement_test"];
/// Numbers with annotators redrawn, beside the same numbers with annotators as they are.
const REDRAWN_SECTION: &str = "agreement_random_annotators";
/// Numbers that are differences to the rest, tests or shares of a pair: told elsewhere, or no statement of their own.
const LEFT_OUT: &[&str] =
    &["share_of_disagreement", "gain_in_alpha", "alpha_without", "alpha_change_without"];

/// Differences of all other rows that both lists hold with an interval or an error, as of independent samples: MOVER of both
/// intervals, or both errors. Rows about one annotator are left out: persons are judged by the rule of their own audit
/// alone, on the same items. `told`: (metric, slice) of coefficients that were compared from their tables.
pub(super) fn row_changes(
    before: &[EstimateRow],
    after: &[EstimateRow],
    told: &BTreeSet<(String, String)>,
    (panel, level): (Panel, f64),
) -> RowChanges {
    let [before, after] = [before, after].map(|rows| led(rows, panel));
    let key = |row: &EstimateRow| (row.section, row.metric.clone(), row.slice.clone());
    let known = |row: &&EstimateRow| row.value.is_some() && (row.se.is_some() || row.lower.is_some());
    let earlier: BTreeMap<_, &EstimateRow> = before.iter().filter(known).map(|row| (key(row), row)).collect();
    let mut rows = Vec::new();
    let mut p = Vec::new();
    for row in after.iter().filter(known).filter(|row| of_the_work(row, told)) {
        let Some(old) = earlier.get(&key(row)) else { continue };
        if let Some((found, own)) = difference(old, row, level) {
            rows.push(found);
            p.push(own);
        }
    }
    for (row, q) in rows.iter_mut().zip(benjamini_hochberg(&p)) {
        row.q_value = q;
        row.reported = q <= FALSE_DISCOVERY;
    }
    let method = "difference of the two audits' estimates as of independent samples, MOVER of their intervals or both \
                  standard errors"
        .into();
    RowChanges { rows, method }
}

/// The rows, each with the error that leads: where annotators can be redrawn, the wider one of both, unless the panel is fixed.
fn led(rows: &[EstimateRow], panel: Panel) -> Vec<EstimateRow> {
    let redrawn: BTreeMap<(&str, &str), &EstimateRow> = rows
        .iter()
        .filter(|row| row.section == REDRAWN_SECTION && panel == Panel::Random)
        .map(|row| ((row.metric.as_str(), row.slice.as_str()), row))
        .collect();
    let width = |row: &EstimateRow| row.upper.zip(row.lower).map(|(upper, lower)| upper - lower);
    let leading = |row: &EstimateRow| match redrawn.get(&(row.metric.as_str(), row.slice.as_str())) {
        Some(wider) if row.section == "agreement" && width(wider) > width(row) => {
            EstimateRow { lower: wider.lower, upper: wider.upper, se: wider.se, ..row.clone() }
        }
        _ => row.clone(),
    };
    rows.iter().map(leading).collect()
}

fn of_the_work(row: &EstimateRow, told: &BTreeSet<(String, String)>) -> bool {
    let person = row.slice.split(';').any(|part| part.starts_with("annotator="));
    let pooled = POOLED_SECTIONS.contains(&row.section)
        || (matches!(row.section, "agreement" | "coverage")
            && told.contains(&(row.metric.clone(), row.slice.clone())));
    !person && !pooled && !LEFT_OUT.contains(&row.metric.as_str())
}

fn difference(before: &EstimateRow, after: &EstimateRow, level: f64) -> Option<(RowChange, f64)> {
    let (old, new) = (before.value?, after.value?);
    let z = normal_quantile(0.5 + level / 2.0);
    let error = |row: &EstimateRow| match (row.se, row.lower, row.upper) {
        (Some(se), _, _) => Some(se),
        (None, Some(lower), Some(upper)) => Some((upper - lower) / (2.0 * z)),
        _ => None,
    };
    let se = error(before)?.hypot(error(after)?);
    if !se.is_finite() || se <= 1e-12 {
        return None;
    }
    let ends = |row: &EstimateRow| Some((row.value?, row.lower?, row.upper?));
    let (lower, upper) = match (ends(after), ends(before)) {
        (Some(after), Some(before)) => mover_difference(after, before, 0.0),
        _ => (new - old - z * se, new - old + z * se),
    };
    let row = RowChange {
        section: after.section.into(),
        metric: after.metric.clone(),
        slice: after.slice.clone(),
        before: old,
        after: new,
        change: new - old,
        lower,
        upper,
        q_value: 1.0,
        reported: false,
    };
    Some((row, t_two_sided_p((new - old) / se, 1e9)))
}
