use super::bland_altman::{self, BlandAltman};
use super::lin;
use super::shared_values::SharedValues;
use crate::tally::QuestionTallies;
use crate::vocabulary::{Estimate, Outcome};
use serde::{Deserialize, Serialize};

/// Points of the chart: more would be a blot.
const POINTS: usize = 400;

/// Two annotators who gave numbers and are the whole pool: by how much they differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TwoAnnotators {
    /// First by name.
    pub first: String,
    /// Second by name.
    pub second: String,
    /// Items both judged.
    pub items: u64,
    /// Mean of first − second, in the labels' unit.
    pub bias: Estimate,
    /// Standard deviation of the differences, over n − 1.
    pub sd: f64,
    /// Lower limit of agreement.
    pub lower: Estimate,
    /// Upper limit of agreement.
    pub upper: Estimate,
    /// Lin's concordance.
    pub concordance: Outcome<Estimate>,
    /// C_b of Lin, scale shift, location shift.
    pub lin_parts: Outcome<[f64; 3]>,
    /// (mean, difference) of up to 400 items, evenly spread over the items in order of their mean; no ids.
    pub points: Vec<(f64, f64)>,
}

/// The comparison of two annotators; `None` where the question is not theirs alone or no question of numbers.
pub(in crate::analysis::agreement) fn two_annotators(
    tallies: &QuestionTallies,
    level: f64,
) -> Option<TwoAnnotators> {
    let shared = SharedValues::of(tallies).ok()?;
    let BlandAltman { bias, sd, lower, upper } = bland_altman::of_shared(&shared, level);
    let lin = lin::of_shared(&shared, level);
    let name = |at: usize| tallies.annotators.name(shared.annotators[at]).to_owned();
    Some(TwoAnnotators {
        first: name(0),
        second: name(1),
        items: shared.values.len() as u64,
        bias,
        sd,
        lower,
        upper,
        lin_parts: match &lin {
            Ok(lin) => Outcome::Estimated([lin.bias_correction, lin.scale_shift, lin.location_shift]),
            Err(reason) => Outcome::NotEstimable(reason.clone()),
        },
        concordance: lin.map_or_else(Outcome::NotEstimable, |lin| Outcome::Estimated(lin.concordance)),
        points: points(&shared.values),
    })
}

fn points(values: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut all: Vec<(f64, f64)> =
        values.iter().map(|(first, second)| (first.midpoint(*second), first - second)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let step = all.len().div_ceil(POINTS).max(1);
    all.into_iter().step_by(step).collect()
}
