use crate::analysis::disparity::views::Views;
use crate::audit::shown_groups::ShownGroups;

/// Takes out what groups that are withheld would tell.
pub(super) fn fold(found: &mut Views, shown: &ShownGroups<'_>) {
    found.attributes.retain(|attribute| !shown.nameless(attribute));
}
