use crate::analysis::disparity::views::{GroupView, ViewDistance, Views, WeightedFlips};
use crate::audit::shown_groups::ShownGroups;
use crate::vocabulary::{Estimate, Outcome, Reason};

/// Takes out what groups that are withheld would tell.
///
/// Small groups are in no weighting, so weights of those that are shown give nobody away; where a larger group is withheld
/// for others' sake its weight, and what is summed over all weights, would give its size.
pub(super) fn fold(found: &mut Views, shown: &ShownGroups<'_>) {
    found.attributes.retain(|own| !shown.nameless(&own.attribute));
    for own in &mut found.attributes {
        for group in &mut own.groups {
            if let Some(reason) = shown.reason(&own.attribute, &group.group) {
                group.numbers = Outcome::NotEstimable(reason.clone());
            }
            if let Outcome::Estimated(numbers) = &mut group.numbers {
                of_group(numbers, shown.min_group);
            }
        }
    }
    found.weighted.retain(|own| own.attributes.iter().all(|attribute| !shown.nameless(attribute)));
    for own in &mut found.weighted {
        let attributes = std::mem::take(&mut own.attributes);
        if let Outcome::Estimated(numbers) = &mut own.numbers {
            of_weights(numbers, &attributes, shown);
        }
        own.attributes = attributes;
    }
}

/// Numbers of a large group may rest on few of its people.
fn of_group(numbers: &mut GroupView, min_group: u64) {
    let few = |outcome: &Outcome<Estimate>| {
        outcome.estimated().is_some_and(|found| found.sample.annotators < min_group)
    };
    let of = |distance: &mut ViewDistance| {
        for outcome in [&mut distance.agreement, &mut distance.difference] {
            if few(outcome) {
                *outcome = Outcome::NotEstimable(Reason::Insufficient);
            }
        }
        if distance.difference.estimated().is_none() {
            (distance.p, distance.q, distance.reported, distance.smallest_seen) = (None, None, false, None);
        }
    };
    of(&mut numbers.consensus);
    if numbers.consensus.agreement.estimated().is_none() {
        numbers.beyond_chance = Outcome::NotEstimable(Reason::Insufficient);
    }
    if let Some(chosen) = &mut numbers.chosen {
        of(chosen);
    }
}

fn of_weights(numbers: &mut WeightedFlips, attributes: &[String], shown: &ShownGroups<'_>) {
    let mut told_of_all = true;
    for (attribute, groups) in attributes.iter().zip(&mut numbers.weights) {
        told_of_all &=
            groups.iter().all(|group| !group.weighted || shown.reason(attribute, &group.group).is_none());
        groups.retain(|group| shown.reason(attribute, &group.group).is_none());
    }
    if !told_of_all {
        numbers.capped = Outcome::NotEstimable(Reason::WithheldForOthers);
        numbers.design_effect = Outcome::NotEstimable(Reason::WithheldForOthers);
        numbers.effective_annotators = Outcome::NotEstimable(Reason::WithheldForOthers);
    }
}

/// Leaves out groups, attributes and flipped items past so many of each; whether there were more.
pub(super) fn shorten(found: &mut Views, limit: usize) -> bool {
    let mut more = found.attributes.len() > limit;
    found.attributes.truncate(limit);
    for own in &mut found.attributes {
        more |= own.groups.len() > limit;
        own.groups.truncate(limit);
    }
    for own in found.weighted.iter_mut().filter_map(|own| own.numbers.estimated_mut()) {
        more |= own.items.len() > limit;
        own.items.truncate(limit);
    }
    more
}
