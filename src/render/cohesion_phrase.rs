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
        let tested = match found.tests {
            1 => "The one group tested does not agree".to_owned(),
            tests => format!("None of the {} groups tested agrees", number::count(tests)),
        };
        return Prose::default()
            .strong(format!("{tested} more, or less, within itself than chance explains."));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{CohesionTest, GroupCohesion, SideEstimate};
    use crate::render::sample_audit;
    use crate::vocabulary::Outcome;

    fn group(name: &str, verdict: CohesionVerdict, test: Outcome<CohesionTest>) -> GroupCohesion {
        let estimate = || SideEstimate {
            fixed: sample_audit::estimate(0.5, 0.1, 40),
            redrawn: sample_audit::estimate(0.5, 0.2, 40),
        };
        let numbers = GroupAgreement {
            annotators: 8,
            others: 20,
            within: estimate(),
            across: estimate(),
            difference: estimate(),
            association: estimate(),
            test,
            verdict,
        };
        GroupCohesion { group: name.into(), numbers: Outcome::Estimated(numbers) }
    }

    fn tested(q: f64) -> Outcome<CohesionTest> {
        Outcome::Estimated(CohesionTest {
            exchangeable: 8,
            exchangeable_all: 28,
            draws: 1999,
            expected: 0.0,
            p: q,
            q,
            smallest_seen: Some(0.04),
        })
    }

    fn cohesion(groups: Vec<GroupCohesion>) -> Cohesion {
        let tests = groups.iter().filter_map(|one| one.numbers.estimated()?.test.estimated()).count() as u64;
        Cohesion {
            attributes: vec![AttributeCohesion { attribute: "team".into(), groups }],
            tests,
            ..Cohesion::default()
        }
    }

    #[test]
    fn what_is_reported_is_named_and_what_is_not_says_what_would_have_been_seen() {
        let few = Outcome::NotEstimable(Reason::TooFew { what: "ways".into(), found: 1, needed: 40 });
        let groups = vec![
            group("night", CohesionVerdict::OwnView, tested(0.01)),
            group("day", CohesionVerdict::NoEvidence, tested(0.4)),
            group("abroad", CohesionVerdict::Untested, few.clone()),
        ];
        let words = |at: usize| said(groups[at].numbers.estimated().expect("numbers"));
        assert_eq!(words(1), "no evidence of a difference; ±.04 would have been seen");
        assert_eq!(words(2), "cannot be tested: others saw other items");
        let told = lead(&cohesion(groups.clone())).to_text();
        assert_eq!(
            told,
            "1 of 2 groups tested: “night” (team) agrees more within itself than with the others."
        );
        let none = lead(&cohesion(groups[1..].to_vec())).to_text();
        assert!(none.starts_with("The one group tested does not agree more, or less,"), "{none}");
        assert_eq!(lead(&cohesion(groups[2..].to_vec())).to_text(), "No group could be tested.");
    }
}
