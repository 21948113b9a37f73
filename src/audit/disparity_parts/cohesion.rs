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

/// Leaves out groups and attributes past so many of each; whether there were more.
pub(super) fn shorten(found: &mut Cohesion, limit: usize) -> bool {
    let mut shortened = found.attributes.len() > limit;
    found.attributes.truncate(limit);
    for attribute in &mut found.attributes {
        shortened |= attribute.groups.len() > limit;
        attribute.groups.truncate(limit);
    }
    shortened
}
