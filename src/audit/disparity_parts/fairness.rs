use crate::analysis::disparity::fairness::{Fairness, ModelFairness};
use crate::audit::slice_people::SlicePeople;

/// Takes out attributes of items that are groups of people under another name, a slicing column of teams, where some of them
/// are withheld: what is over all groups would tell of those. Other groups of items tell of no annotator.
pub(super) fn fold(found: &mut Fairness, slices: &SlicePeople) {
    let hides = |own: &ModelFairness| slices.columns().any(|(name, _)| name == own.attribute);
    found.models.retain(|own| !hides(own));
}

/// Leaves out models' attributes past so many; whether there were more.
pub(super) fn shorten(found: &mut Fairness, limit: usize) -> bool {
    let more = found.models.len() > limit;
    found.models.truncate(limit);
    more
}
