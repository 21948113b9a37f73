//! Takes what groups that are withheld would tell out of every part on disparity.

mod cohesion;
mod fairness;
mod severity;
mod views;

use super::Disparity;
use super::shown_groups::ShownGroups;
use super::slice_people::SlicePeople;
use crate::vocabulary::Outcome;

/// Leaves out groups and attributes past so many of each; whether there were more.
pub(super) fn shorten(found: &mut Disparity, limit: usize) -> bool {
    let mut shortened = found.cohesion.estimated_mut().is_some_and(|part| cohesion::shorten(part, limit));
    shortened |= found.views.estimated_mut().is_some_and(|part| views::shorten(part, limit));
    shortened |= found.fairness.estimated_mut().is_some_and(|part| fairness::shorten(part, limit));
    shortened
}

/// Every part as it may be shown. Models by group of items tell of no annotator.
pub(super) fn fold(mut found: Disparity, shown: &ShownGroups<'_>, slices: &SlicePeople) -> Disparity {
    if let Outcome::Estimated(part) = &mut found.cohesion {
        cohesion::fold(part, shown);
    }
    if let Outcome::Estimated(part) = &mut found.severity {
        severity::fold(part, shown);
    }
    if let Outcome::Estimated(part) = &mut found.views {
        views::fold(part, shown);
    }
    if let Outcome::Estimated(part) = &mut found.fairness {
        fairness::fold(part, slices);
    }
    found
}
