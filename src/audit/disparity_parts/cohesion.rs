use crate::analysis::disparity::cohesion::Cohesion;
use crate::audit::shown_groups::ShownGroups;

/// Takes out what groups that are withheld would tell.
pub(super) fn fold(found: &mut Cohesion, shown: &ShownGroups<'_>) {
    found.attributes.retain(|attribute| !shown.nameless(attribute));
}
