use super::{Audit, CoverageGrid, InputReport, QuestionAudit};
use crate::tally::AttributeTally;
use std::collections::BTreeSet;

/// An audit that readers already have: last week's. The new one must not tell, beside it, of the few people who came or went.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    /// The earlier audit.
    pub audit: Audit,
    /// Its file, for the new audit's provenance.
    pub input: InputReport,
}

impl Baseline {
    /// The earlier audit of a question.
    pub(super) fn question(&self, name: &str) -> Option<&QuestionAudit> {
        self.audit.questions.iter().find(|question| question.question.name == name)
    }
}

/// Groups of an attribute that the baseline shows with 1 to `min_group` − 1 annotators more or fewer than there are now:
/// what the two differ by is those people's. `now` are the groups by name, with their annotators.
///
/// An audit carries no ids of groups' members, so equally many annotators count as the same ones: where people were
/// exchanged, the difference mixes those who went with those who came, and is let pass.
pub(super) fn telling<'a>(
    before: &QuestionAudit,
    attribute: &str,
    now: impl Iterator<Item = (&'a str, u64)>,
    min_group: u64,
) -> BTreeSet<usize> {
    let changed = |(place, (group, annotators)): (usize, (&str, u64))| {
        let earlier = annotators_of(before, attribute, group)?;
        let telling = annotators >= min_group && (1..min_group).contains(&annotators.abs_diff(earlier));
        telling.then_some(place)
    };
    now.enumerate().filter_map(changed).collect()
}

/// How many annotators the baseline shows of a group, or of a slice that is one under another name.
fn annotators_of(before: &QuestionAudit, attribute: &str, group: &str) -> Option<u64> {
    let by_attribute = || {
        let coverage = before.coverage.estimated()?;
        let found = coverage.attributes.iter().find(|own| own.attribute == attribute)?;
        let found = found.groups.iter().find(|own| own.group == group)?;
        Some(found.numbers.estimated()?.annotators)
    };
    let by_slice = || {
        let mut slices = before.agreement.slices.iter();
        let found = slices.find(|own| own.name == attribute && own.value == group)?;
        Some(found.percent_agreement.estimated()?.sample.annotators).filter(|&annotators| annotators > 0)
    };
    by_attribute().or_else(by_slice)
}

/// What the baseline tells of an attribute by a slicing column or period.
pub(super) fn grid<'a>(
    before: &'a QuestionAudit,
    attribute: &AttributeTally,
    by: &str,
) -> Option<&'a CoverageGrid> {
    let all = &before.coverage.estimated()?.attributes;
    let own = all.iter().find(|own| own.attribute == attribute.attribute.0)?;
    let timed = own.over_time.as_ref().and_then(|grid| grid.estimated());
    own.by_slice.iter().chain(timed).find(|grid| grid.by == by)
}

/// Whether a group is told in the same part of the log by both grids, with 1 to `min_group` − 1 annotators more or fewer. As
/// of groups over the whole log, equally many count as the same ones, and everybody else is not looked at.
pub(super) fn grid_tells(before: &CoverageGrid, now: &CoverageGrid, min_group: u64) -> bool {
    let few = |part: &str, group: &str, annotators: u64| {
        let earlier = || {
            let place = before.groups.iter().position(|own| own == group)?;
            before.parts.iter().find(|own| own.part == part)?.annotators.get(place).copied()
        };
        earlier().is_some_and(|earlier| (1..min_group).contains(&annotators.abs_diff(earlier)))
    };
    now.parts.iter().any(|part| {
        now.groups.iter().zip(&part.annotators).any(|(group, &annotators)| few(&part.part, group, annotators))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::test_log::TestLog;
    use crate::audit::test_audit::{audit_beside, audit_of};
    use crate::audit::{Plan, SuppressionRule};
    use crate::vocabulary::Reason;
    use proptest::prelude::*;

    const NAMES: [&str; 3] = ["A", "B", "C"];

    fn audit(sizes: &[usize], baseline: Option<&Audit>) -> Audit {
        let groups: Vec<&'static str> =
            NAMES.iter().zip(sizes).flat_map(|(name, &n)| std::iter::repeat_n(*name, n)).collect();
        let people = groups.len() as u32;
        let rows = (0..5).flat_map(|i| (0..people).map(move |a| (i, a, (a + i / 3) % 2)));
        let log = TestLog {
            rows: rows.collect(),
            labels: 2,
            items: 5,
            annotators: people,
            roster: vec![("race", groups)],
            ..TestLog::default()
        };
        let input = InputReport { name: "b".into(), kind: "baseline".into(), sha256: String::new(), rows: 0 };
        match baseline {
            None => audit_of(&log, &Plan::default()),
            Some(earlier) => {
                audit_beside(&log, &Plan::default(), Some(&Baseline { audit: earlier.clone(), input }))
            }
        }
    }

    fn shown(audit: &Audit) -> Vec<Option<u64>> {
        let coverage = audit.questions[0].coverage.estimated().expect("a roster");
        let numbers = coverage.attributes[0].groups.iter().map(|group| group.numbers.estimated());
        numbers.map(|numbers| numbers.map(|numbers| numbers.annotators)).collect()
    }

    #[test]
    fn a_group_that_grew_by_one_is_withheld_with_another() {
        let last = audit(&[5, 9, 8], None);
        let now = audit(&[6, 9, 8], Some(&last));
        assert_eq!(shown(&now), [None, Some(9), None]);
        assert!(now.suppression.iter().any(|note| note.rule == SuppressionRule::Baseline));
        let tables = &now.questions[0].tables;
        let grown = tables.iter().find(|table| table.slice.0 == "race=A").expect("named");
        assert_eq!(grown.patterns.reason(), Some(&Reason::WithheldForOthers));
        assert_eq!(shown(&audit(&[6, 9, 8], None)), [Some(6), Some(9), Some(8)], "alone it may be shown");
    }

    #[test]
    fn a_cell_that_grew_by_a_few_tells_of_them() {
        let grid = |groups: [&str; 2], parts: [(&str, u64); 2]| CoverageGrid {
            by: "week".into(),
            groups: groups.map(String::from).to_vec(),
            others: false,
            parts: parts
                .map(|(part, n)| crate::audit::GridPart {
                    part: part.into(),
                    annotators: vec![n, 9],
                    annotations: vec![n, 9],
                })
                .to_vec(),
            together: 0,
        };
        let last = grid(["A", "B"], [("W1", 6), ("W2", 7)]);
        for (groups, parts, tells) in [
            (["A", "B"], [("W1", 6), ("W2", 7)], false),
            (["A", "B"], [("W1", 6), ("W2", 8)], true),
            (["A", "B"], [("W1", 6), ("W2", 11)], true),
            (["A", "B"], [("W1", 6), ("W2", 12)], false),
            (["A", "B"], [("W1", 6), ("W3", 8)], false),
            (["C", "B"], [("W1", 7), ("W2", 8)], false),
        ] {
            assert_eq!(grid_tells(&last, &grid(groups, parts), 5), tells, "{groups:?} {parts:?}");
        }
        assert!(!grid_tells(&last, &grid(["A", "B"], [("W1", 7), ("W2", 8)]), 1), "nobody is few");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn no_shown_group_differs_by_a_few(
            before in prop::collection::vec(1usize..16, 3),
            after in prop::collection::vec(1usize..16, 3),
        ) {
            let last = audit(&before, None);
            let now = audit(&after, Some(&last));
            for (earlier, later) in shown(&last).into_iter().zip(shown(&now)) {
                if let (Some(earlier), Some(later)) = (earlier, later) {
                    prop_assert!(!(1..5).contains(&earlier.abs_diff(later)));
                }
            }
        }
    }
}
