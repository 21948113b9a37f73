use super::HumanModel;
use super::slice_people::SlicePeople;
use super::withheld::Withheld;
use crate::vocabulary::{Estimate, Outcome, Reason};
use std::collections::BTreeMap;

/// Takes out of the numbers on models what small groups of annotators, and slices that are such groups, must not show.
///
/// Beside the groups that are withheld everywhere, a number on a model is withheld where fewer than `min_group` of a
/// group's people annotated what this model answered.
pub(super) fn fold(
    found: &mut HumanModel,
    judged: &BTreeMap<&str, Withheld>,
    reasons: &BTreeMap<(&str, &str), Reason>,
    slices: &SlicePeople,
    min_group: u64,
) {
    for model in &mut found.models {
        model.groups.retain(|row| judged.get(row.attribute.as_str()).is_none_or(|own| !own.names_too));
        for row in &mut model.groups {
            let few = |outcome: &Outcome<Estimate>| {
                outcome.estimated().is_some_and(|found| found.sample.annotators < min_group)
            };
            let reason = match reasons.get(&(row.attribute.as_str(), row.group.as_str())) {
                None if few(&row.agreement) => Some(&Reason::Insufficient),
                known => known,
            };
            if let Some(reason) = reason {
                row.agreement = Outcome::NotEstimable(reason.clone());
            }
            if reason.is_some() || few(&row.difference) {
                row.difference = Outcome::NotEstimable(reason.cloned().unwrap_or(Reason::Insufficient));
                (row.q_value, row.reported) = (None, false);
            }
        }
        model.slices.retain(|row| !slices.nameless(&row.name));
        for row in &mut model.slices {
            if let Some(reason) = slices.reason(&row.name, &row.value) {
                row.agreement = Outcome::NotEstimable(reason.clone());
                row.difference = Outcome::NotEstimable(reason.clone());
                (row.q_value, row.reported) = (None, false);
            }
        }
    }
}
