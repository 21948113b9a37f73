use crate::analysis::disparity::cohesion::Cohesion;
use crate::audit::shown_groups::ShownGroups;
use crate::vocabulary::Outcome;

/// Takes out what groups that are withheld would tell. A shown group's numbers rest on it and on all others together, in
/// which nobody stands out.
pub(super) fn fold(found: &mut Cohesion, shown: &ShownGroups<'_>) {
    found.attributes.retain(|attribute| !shown.nameless(&attribute.attribute));
    for attribute in &mut found.attributes {
        for group in &mut attribute.groups {
            if let Some(reason) = shown.reason(&attribute.attribute, &group.group) {
                group.numbers = Outcome::NotEstimable(reason.clone());
            }
        }
    }
}
