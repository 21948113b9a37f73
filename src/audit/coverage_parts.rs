//! Coverage as it may be shown: numbers of withheld groups go, and what beholds several groups at once (targets, slices,
//! time) is made of what is left.

use super::shown_groups::ShownGroups;
use super::slice_people::SlicePeople;
use super::withheld::Withheld;
use super::{AttributeCoverage, Coverage, Plan, QuestionAudit, SuppressionNote, TargetGroup, grids};
use crate::analysis::coverage;
use crate::analysis::inference::benjamini_hochberg;
use crate::tally::{AttributeTally, QuestionTallies};
use crate::vocabulary::{Outcome, Reason};

/// False discovery rate over all groups with a target.
const MAX_Q: f64 = 0.05;

/// Folds the coverage of one question.
pub(super) fn fold(
    mut found: Coverage,
    tallies: &QuestionTallies,
    (shown, slices): (&ShownGroups<'_>, &SlicePeople),
    before: Option<&QuestionAudit>,
    plan: &Plan,
    suppression: &mut Vec<SuppressionNote>,
) -> Coverage {
    for attribute in &mut found.attributes {
        hide(attribute, shown);
        let tally =
            tallies.summaries.attributes.iter().find(|tally| tally.attribute.0 == attribute.attribute);
        if let Some(tally) = tally {
            of_shown(attribute, (tallies, tally), shown, plan);
        }
    }
    suppression.extend(grids::tell(&mut found.attributes, tallies, (shown, slices), before));
    found.tests = judge(&mut found, plan.coverage.far_below);
    found
}

/// Takes out what is said of groups that are withheld.
fn hide(attribute: &mut AttributeCoverage, shown: &ShownGroups<'_>) {
    attribute.suppressed_groups = shown.judged.get(attribute.attribute.as_str()).map_or(0, Withheld::count);
    for group in &mut attribute.groups {
        if let Some(reason) = shown.reason(&attribute.attribute, &group.group) {
            group.numbers = Outcome::NotEstimable(reason.clone());
        }
    }
    if shown.hides(&attribute.attribute) {
        // Known shares and the number of groups would otherwise give the shares of two hidden groups.
        attribute.effective_groups = Outcome::NotEstimable(Reason::WithheldForOthers);
        attribute.diversity = None;
    }
    if shown.nameless(&attribute.attribute) {
        attribute.groups.clear();
    }
}

/// Beside the target: made of shown groups, and of all others together.
fn of_shown(
    attribute: &mut AttributeCoverage,
    (tallies, tally): (&QuestionTallies, &AttributeTally),
    shown: &ShownGroups<'_>,
    plan: &Plan,
) {
    let name = attribute.attribute.as_str();
    let hidden = |group: &str| shown.reason(name, group).is_some();
    let target = plan.targets.0.get(name);
    if shown.nameless(name) {
        attribute.against_target = target.map(|_| Outcome::NotEstimable(Reason::Insufficient));
        return;
    }
    let found =
        target.map(|target| coverage::against_target((tallies, tally), target, &hidden, &plan.inference));
    attribute.against_target = found;
}

/// Judges all groups with a target in one family; how many they are.
fn judge(found: &mut Coverage, far_below: f64) -> u64 {
    let mut groups: Vec<&mut TargetGroup> = found
        .attributes
        .iter_mut()
        .filter_map(|attribute| attribute.against_target.as_mut()?.estimated_mut())
        .flat_map(|comparison| &mut comparison.groups)
        .collect();
    let p: Vec<f64> = groups.iter().map(|group| group.p_value).collect();
    for (group, q) in groups.iter_mut().zip(benjamini_hochberg(&p)) {
        let ratio = group.annotators.ratio.estimated().map(|ratio| ratio.value);
        group.q_value = Some(q);
        group.reported = q <= MAX_Q && ratio.is_some_and(|ratio| ratio < far_below);
    }
    p.len() as u64
}

#[cfg(test)]
mod tests;
