use super::shown_groups::ShownGroups;
use super::slice_people::SlicePeople;
use super::withheld::Withheld;
use super::{HumanModel, ModelGroup};
use crate::vocabulary::{Estimate, Outcome, Reason};
use std::collections::BTreeSet;

/// Takes out of the numbers on models what small groups of annotators, and slices that are such groups, must not show.
///
/// Beside the groups that are withheld everywhere, a number on a model is withheld where fewer than `min_group` of a
/// group's people annotated what this model answered, and then for one more group as everywhere: the model's agreement with
/// all annotations less that with the other groups' would be theirs.
pub(super) fn fold(found: &mut HumanModel, shown: &ShownGroups<'_>, slices: &SlicePeople) {
    for model in &mut found.models {
        model.groups.retain(|row| !shown.nameless(&row.attribute));
        model.groups.chunk_by_mut(|a, b| a.attribute == b.attribute).for_each(|rows| groups(rows, shown));
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

/// One model beside the groups of one attribute.
fn groups(rows: &mut [ModelGroup], shown: &ShownGroups<'_>) {
    let people = |row: &ModelGroup| row.agreement.estimated().map_or(0, |found| found.sample.annotators);
    let sizes: Vec<u64> = rows.iter().map(people).collect();
    let everywhere = |&place: &usize| shown.reason(&rows[place].attribute, &rows[place].group).is_some();
    let forced: BTreeSet<usize> = (0..rows.len()).filter(everywhere).collect();
    let here = Withheld::beside(&sizes, shown.min_group, &forced);
    let few = |outcome: &Outcome<Estimate>| {
        outcome.estimated().is_some_and(|found| found.sample.annotators < shown.min_group)
    };
    for (row, here) in rows.iter_mut().zip(here.reasons) {
        // A group without an annotation of what the model answered says so itself.
        let here = here.filter(|_| row.agreement.estimated().is_some());
        let reason = shown.reason(&row.attribute, &row.group).cloned().or(here);
        if let Some(reason) = &reason {
            row.agreement = Outcome::NotEstimable(reason.clone());
        }
        if reason.is_some() || few(&row.difference) {
            row.difference = Outcome::NotEstimable(reason.unwrap_or(Reason::Insufficient));
            (row.q_value, row.reported) = (None, false);
        }
    }
}
