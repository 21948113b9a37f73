//! Words for groups that agree among themselves.

use super::number;
use super::prose::Prose;
use crate::audit::{AttributeCohesion, Cohesion, CohesionVerdict, GroupAgreement};
use crate::vocabulary::Reason;

/// The sentence to read if nothing else is read.
pub fn lead(found: &Cohesion) -> Prose {
    let reported = reported(found);
    if found.tests == 0 {
        return Prose::default().strong("No group could be tested.");
    }
    if reported.is_empty() {
        let groups = number::counted(found.tests, "group", "groups");
        return Prose::default().strong(format!(
            "None of the {groups} tested agrees more, or less, within itself than chance explains."
        ));
    }
    let mut prose = Prose::default().strong(format!(
        "{} of {} tested:",
        number::count(reported.len() as u64),
        number::counted(found.tests, "group", "groups")
    ));
    for (at, (attribute, group, numbers)) in reported.iter().take(LISTED).enumerate() {
        let says = match numbers.verdict {
            CohesionVerdict::Divided => " less within itself than with the others",
            _ => " more within itself than with the others",
        };
        let before = if at == 0 { " “" } else { "; “" };
        prose = prose
            .say(before)
            .strong_name(group)
            .say("” (")
            .name(&attribute.attribute)
            .say(") agrees")
            .say(says);
    }
    if reported.len() > LISTED {
        prose = prose.say(format!("; and {} more", number::count((reported.len() - LISTED) as u64)));
    }
    prose.say(".")
}

/// Groups named in a sentence.
const LISTED: usize = 4;

/// Groups of which something is said: attribute, group, numbers.
fn reported(found: &Cohesion) -> Vec<(&AttributeCohesion, &str, &GroupAgreement)> {
    let groups = found.attributes.iter().flat_map(|own| own.groups.iter().map(move |group| (own, group)));
    groups
        .filter_map(|(own, group)| Some((own, group.group.as_str(), group.numbers.estimated()?)))
        .filter(|(_, _, numbers)| numbers.verdict.reported())
        .collect()
}

/// What may be said of a group, in the space of a table cell.
pub fn said(numbers: &GroupAgreement) -> String {
    match (numbers.verdict, &numbers.test.estimated()) {
        (CohesionVerdict::OwnView, _) => "a view of its own".into(),
        (CohesionVerdict::Divided, _) => "no one view".into(),
        (CohesionVerdict::NoEvidence, test) => {
            let seen = test.and_then(|test| test.smallest_seen);
            let seen =
                seen.map_or(String::new(), |far| format!("; ±{} would have been seen", number::share(far)));
            format!("no evidence of a difference{seen}")
        }
        (CohesionVerdict::Untested, _) => match numbers.test.reason() {
            Some(Reason::TooFew { needed: 40, .. }) => "cannot be tested: others saw other items".into(),
            Some(Reason::NothingPairable) => "cannot be tested: nothing to compare".into(),
            _ => "cannot be tested: too few others".into(),
        },
    }
}
