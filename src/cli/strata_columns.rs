//! The columns of `cohesion.strata`: known only once the log is read.

use super::Trouble;
use super::settings::Settings;
use super::settings::nearest::nearest;
use crate::tally::Tallies;
use std::collections::BTreeSet;

/// Every column that is to part strata must be a slicing column of the log.
pub fn check(settings: &Settings, tallies: &Tallies) -> Result<(), Trouble> {
    let Some(named) = &settings.plan.disparity.cohesion.strata else { return Ok(()) };
    let known: BTreeSet<&str> = tallies
        .questions
        .iter()
        .flat_map(|question| {
            let slices = question.summaries.slices.iter().map(|slice| slice.name.as_str());
            slices.chain(question.summaries.slices_left_out.iter().map(|(name, _)| name.as_str()))
        })
        .collect();
    let Some(unknown) = named.iter().find(|name| !known.contains(name.as_str())) else { return Ok(()) };
    let remedy = match nearest(unknown, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("name a slicing column: --slice {unknown}, where the log has that column"),
    };
    Err(Trouble::usage(format!("cohesion.strata: the log has no slicing column `{unknown}`"), remedy))
}
