use crate::analysis::disparity::fairness::Fairness;
use crate::audit::shown_groups::ShownGroups;

/// Takes out what groups that are withheld would tell.
pub(super) fn fold(found: &mut Fairness, shown: &ShownGroups<'_>) {
    found.attributes.retain(|attribute| !shown.nameless(attribute));
}
