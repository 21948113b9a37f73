use super::Section;
use crate::audit::Views;
use crate::vocabulary::Outcome;

/// Rows of this part.
pub(super) fn rows(_found: &Outcome<Views>, _section: &mut Section<'_>) {}
