//! How groups see the items, under "Coverage and groups", and how models serve groups of items.

mod cohesion;
mod fairness;
mod severity;
mod views;

use super::place::Place;
use super::section::Section;
use crate::audit::Disparity;
use crate::vocabulary::Outcome;

/// What is known of groups of annotators, after who they are. What no group allows is told once, by the coverage itself.
pub(super) fn of_annotators(place: &mut Place<'_, '_>, section: &mut Section, found: &Disparity) {
    if let Outcome::Estimated(part) = &found.cohesion {
        cohesion::fill(place, section, part);
    }
    if let Outcome::Estimated(part) = &found.severity {
        severity::fill(place, section, part);
    }
    if let Outcome::Estimated(part) = &found.views {
        views::fill(place, section, part);
    }
}

/// How models serve groups of items.
pub(super) fn of_items(place: &mut Place<'_, '_>, section: &mut Section, found: &Disparity) {
    if let Outcome::Estimated(part) = &found.fairness {
        fairness::fill(place, section, part);
    }
}
