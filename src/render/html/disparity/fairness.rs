use crate::audit::Fairness;
use crate::render::html::place::Place;
use crate::render::html::section::Section;

/// This part of the section on groups.
pub(super) fn fill(_place: &mut Place<'_, '_>, _section: &mut Section, _found: &Fairness) {}
