use super::HumanModel;
use super::shown_groups::ShownGroups;
use super::slice_people::SlicePeople;
use crate::vocabulary::{Estimate, Outcome, Reason};

/// Takes out of the numbers on models what small groups of annotators, and slices that are such groups, must not show.
///
/// Beside the groups that are withheld everywhere, a number on a model is withheld where fewer than `min_group` of a
/// group's people annotated what this model answered.
pub(super) fn fold(found: &mut HumanModel, shown: &ShownGroups<'_>, slices: &SlicePeople) {
    for model in &mut found.models {
        model.groups.retain(|row| !shown.nameless(&row.attribute));
        for row in &mut model.groups {
            let few = |outcome: &Outcome<Estimate>| {
                outcome.estimated().is_some_and(|found| found.sample.annotators < shown.min_group)
            };
            let reason = match shown.reason(&row.attribute, &row.group) {
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
