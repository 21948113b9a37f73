use crate::analysis::disparity::severity::{AttributeSeverity, Severity};
use crate::audit::shown_groups::ShownGroups;
use crate::vocabulary::{Outcome, Reason};

/// Takes out what groups that are withheld would tell. What a shown group is held against, all other annotators, is told by
/// the totals in any case.
pub(super) fn fold(found: &mut Severity, shown: &ShownGroups<'_>) {
    found.attributes.retain(|attribute| !shown.nameless(&attribute.attribute));
    found.attributes.iter_mut().for_each(|attribute| of_attribute(attribute, shown));
}

fn of_attribute(found: &mut AttributeSeverity, shown: &ShownGroups<'_>) {
    let name = found.attribute.as_str();
    let reason = |group: &str| shown.reason(name, group);
    // Ranges and associations are over all groups that were compared, those withheld for others' sake among them.
    let all_shown =
        found.groups.iter().all(|own| own.contrasts.estimated().is_none() || reason(&own.group).is_none());
    for group in &mut found.groups {
        if let Some(reason) = reason(&group.group) {
            group.contrasts = Outcome::NotEstimable(reason.clone());
        }
    }
    if let Outcome::Estimated(pairs) = &mut found.distances {
        pairs.retain(|pair| reason(&pair.first).is_none() && reason(&pair.second).is_none());
    }
    if !all_shown {
        found.spreads = Outcome::NotEstimable(Reason::WithheldForOthers);
        found.association = Outcome::NotEstimable(Reason::WithheldForOthers);
    }
}
