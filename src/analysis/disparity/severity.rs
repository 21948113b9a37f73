//! How often groups of annotators give each label beside the others, on the items that both saw.

mod compared;
mod contrast;
mod distances;
mod measures;
mod options;
mod result;
mod shared;
mod spread;
mod workload;

pub use options::SeverityOptions;
pub use result::{
    AttributeSeverity, GroupDistance, GroupSeverity, LabelContrast, LabelSpread, RateRatio, Severity,
};

use super::Asked;
use super::grouping::{Grouping, no_groups};
use crate::analysis::inference::benjamini_hochberg;
use crate::tally::QuestionTallies;
use crate::vocabulary::{Outcome, Reason};
use compared::Compared;
use rayon::prelude::*;

/// Share of false reports among the reported, over one family: all attributes, groups and labels of a question.
pub const MAX_Q: f64 = 0.05;

/// How often groups of annotators give each label beside the others, on the items that both saw; how far groups are apart.
/// Not estimable where nothing is known of the annotators, or where the tallies came without rows.
pub fn measure(
    tallies: &QuestionTallies,
    groupings: &[Grouping],
    options: &SeverityOptions,
    asked: Asked<'_>,
) -> Outcome<Severity> {
    if groupings.is_empty() {
        return Outcome::NotEstimable(no_groups());
    }
    let Some(index) = &tallies.index else { return Outcome::NotEstimable(Reason::NeedsRows) };
    let compared: Vec<Compared<'_>> =
        groupings.iter().map(|grouping| Compared::of(tallies, grouping, asked)).collect();
    let planned: u64 = compared.iter().map(Compared::tests).sum();
    let mut attributes: Vec<AttributeSeverity> =
        compared.par_iter().map(|one| one.measure(tallies, index, asked, planned)).collect();
    let tests = adjust(&mut attributes, &compared, options.margin);
    Outcome::Estimated(Severity {
        attributes,
        tests,
        labels_left_out: compared.iter().map(Compared::labels_left_out).max().unwrap_or(0),
        margin: options.margin,
    })
}

/// Holds every p against the one family, and says what is reported; how many tests the family has.
fn adjust(attributes: &mut [AttributeSeverity], compared: &[Compared<'_>], margin: f64) -> u64 {
    let p: Vec<f64> = attributes
        .iter()
        .zip(compared)
        .flat_map(|(attribute, of)| of.family(attribute))
        .filter_map(|contrast| contrast.p.estimated().copied())
        .collect();
    let q = benjamini_hochberg(&p);
    // A contrast and the one that says the same with the sign turned have one p, and equal p have equal q.
    let mut by_p: Vec<(f64, f64)> = p.iter().copied().zip(q).collect();
    by_p.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (attribute, of) in attributes.iter_mut().zip(compared) {
        for group in &mut attribute.groups {
            for contrast in group.contrasts.estimated_mut().into_iter().flatten() {
                let Some(&p) = contrast.p.estimated() else { continue };
                let at = by_p.partition_point(|own| own.0 < p);
                contrast.q = by_p.get(at).map(|own| own.1);
                let least = margin * of.width(contrast.label.as_deref());
                let matters = contrast.difference.value.abs() >= least - 1e-12;
                contrast.reported = matters && contrast.q.is_some_and(|q| q <= MAX_Q);
            }
        }
    }
    p.len() as u64
}

#[cfg(test)]
mod tests;
