use crate::analysis::disparity::cohesion::{Cohesion, GroupAgreement};
use crate::audit::shown_groups::ShownGroups;
use crate::vocabulary::{Group, Outcome};

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
        if counts_hidden(&attribute.attribute, shown) {
            attribute.groups.iter_mut().filter_map(|group| group.numbers.estimated_mut()).for_each(uncounted);
        }
    }
}

/// Whether those of whom the attribute is not known are withheld: who is known to be in no group would, beside the totals,
/// tell how many they are, and so how many are in another withheld group.
fn counts_hidden(attribute: &str, shown: &ShownGroups<'_>) -> bool {
    let withheld = shown.reasons.get(attribute);
    withheld.is_some_and(|groups| groups.keys().any(|group| Group::is_unstated(group)))
}

/// Takes out how many the others are: 0 stands for not known at this place.
fn uncounted(numbers: &mut GroupAgreement) {
    numbers.others = 0;
    if let Outcome::Estimated(test) = &mut numbers.test {
        test.exchangeable_all = 0;
    }
    for both in [&mut numbers.across, &mut numbers.difference, &mut numbers.association] {
        for estimate in [&mut both.fixed, &mut both.redrawn].into_iter().filter_map(Outcome::estimated_mut) {
            estimate.sample.annotations = 0;
            estimate.sample.annotators = 0;
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

#[cfg(test)]
mod tests {
    use crate::analysis::test_log::TestLog;
    use crate::audit::{Plan, conduct};
    use crate::tally::{Intake, Tallies};
    use crate::vocabulary::Outcome;

    /// Thirty people: twelve in “a”, eleven in “b”, four in “c”, of three nothing is known.
    #[test]
    fn nobody_learns_how_many_withheld_people_are() {
        let group = |who: u32| match who {
            0..12 => "a",
            12..23 => "b",
            23..27 => "c",
            _ => "unknown",
        };
        let log = TestLog {
            rows: (0..20)
                .flat_map(|i| (0..30).map(move |a| (i, a, u32::from((i * 7 + a * 5) % 3 == 0))))
                .collect(),
            labels: 2,
            items: 20,
            annotators: 30,
            roster: vec![("team", (0..30).map(group).collect())],
            ..TestLog::default()
        };
        let audit =
            conduct(&Tallies { questions: vec![log.tallies()] }, &Intake::default(), &Plan::default());
        let disparity = audit.questions[0].disparity.as_ref().expect("measured");
        let groups = &disparity.cohesion.estimated().expect("a roster").attributes[0].groups;
        let names: Vec<&str> = groups.iter().map(|group| group.group.as_str()).collect();
        assert_eq!(names, ["a", "b", "c"]);
        for own in &groups[..2] {
            let own = own.numbers.estimated().expect("twelve and eleven");
            let xrr = own.across.redrawn.estimated().expect("shared items");
            assert_eq!((own.others, xrr.sample.annotators, xrr.sample.annotations), (0, 0, 0));
            assert!(matches!(&own.test, Outcome::Estimated(test) if test.exchangeable_all == 0));
        }
        assert!(groups[2].numbers.reason().is_some());
    }
}
