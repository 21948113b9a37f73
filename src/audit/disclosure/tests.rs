use super::*;
use crate::analysis::test_log::TestLog;
use crate::audit::estimates;
use crate::audit::test_audit::audit_of;
use proptest::prelude::*;

/// A log in which annotator `a` says label `a % 2` on every item, with these groups.
fn log(groups: &[&'static str], items: u32) -> TestLog {
    let people = groups.len() as u32;
    let rows = (0..items).flat_map(|i| (0..people).map(move |a| (i, a, (a + i / 3) % 2)));
    TestLog {
        rows: rows.collect(),
        labels: 2,
        items,
        annotators: people,
        roster: vec![("race", groups.to_vec())],
        ..TestLog::default()
    }
}

fn groups(sizes: &[(&'static str, usize)]) -> Vec<&'static str> {
    sizes.iter().flat_map(|&(name, n)| std::iter::repeat_n(name, n)).collect()
}

/// What a reader of `audit.json` can work out of the withheld groups of one attribute: annotators and annotations that
/// are in the totals and in no shown group, and how many named groups they may belong to.
fn remainder(audit: &Audit) -> (u64, u64, u64) {
    let question = &audit.questions[0];
    let attribute = &question.coverage.estimated().expect("a roster").attributes[0];
    let shown: Vec<_> = attribute.groups.iter().filter_map(|group| group.numbers.estimated()).collect();
    let rated = question.agreement.rated;
    (
        rated.annotators - shown.iter().map(|numbers| numbers.annotators).sum::<u64>(),
        rated.annotations - shown.iter().map(|numbers| numbers.annotations).sum::<u64>(),
        attribute.groups.iter().filter(|group| group.numbers.reason().is_some()).count() as u64,
    )
}

#[test]
fn one_small_group_cannot_be_had_by_subtraction() {
    let audit = audit_of(&log(&groups(&[("A", 9), ("B", 3), ("C", 6)]), 6), &Plan::default());
    let (annotators, annotations, hidden) = remainder(&audit);
    assert_eq!((annotators, hidden), (9, 2), "C hides B");
    assert_eq!(annotations, 54);
    assert_eq!(audit.suppression.len(), 2);
    assert!(audit.suppression[1].why.contains("subtraction"));
    let coverage = audit.questions[0].coverage.estimated().expect("a roster");
    assert_eq!(coverage.attributes[0].effective_groups.reason(), Some(&Reason::WithheldForOthers));
    assert_eq!(coverage.attributes[0].suppressed_groups, 2);
}

/// The race column of the toxicity log: two groups of 3 and 2, five together.
#[test]
fn two_small_groups_that_are_five_together_need_no_third() {
    let audit = audit_of(
        &log(&groups(&[("Asian", 8), ("Hawaiian", 3), ("American", 2), ("White", 9)]), 6),
        &Plan::default(),
    );
    assert_eq!(remainder(&audit), (5, 30, 2));
    let hidden: Vec<_> = audit.questions[0].tables.iter().filter(|t| t.patterns.reason().is_some()).collect();
    assert_eq!(
        hidden.iter().map(|t| t.slice.0.as_str()).collect::<Vec<_>>(),
        ["race=American", "race=Hawaiian"]
    );
    assert!(hidden.iter().all(|table| table.patterns.reason() == Some(&Reason::Insufficient)));
}

/// Eight in the roster, three of whom answered this question.
#[test]
fn a_group_is_judged_by_those_who_answered() {
    let mut log = log(&groups(&[("A", 9), ("B", 8), ("C", 7)]), 4);
    log.rows.retain(|&(_, annotator, _)| !(9..14).contains(&annotator));
    let audit = audit_of(&log, &Plan::default());
    let coverage = audit.questions[0].coverage.estimated().expect("a roster");
    let codes: Vec<_> =
        coverage.attributes[0].groups.iter().map(|g| g.numbers.reason().map(Reason::code)).collect();
    assert_eq!(codes, [None, Some("insufficient"), Some("withheld_for_others")]);
}

#[test]
fn a_panel_of_four_keeps_even_its_groups_names() {
    let audit = audit_of(&log(&groups(&[("Zoroastrian", 4)]), 6), &Plan::default());
    assert!(!audit.to_json().contains("Zoroastrian"));
    assert_eq!(audit.suppression.len(), 1);
}

#[test]
fn without_small_groups_nothing_is_withheld() {
    let audit = audit_of(&log(&groups(&[("A", 9), ("B", 6)]), 6), &Plan::default());
    assert!(audit.suppression.is_empty());
    assert_eq!(audit.questions[0].tables.len(), 3);
    assert!(audit.questions[0].tables.iter().all(|table| table.patterns.estimated().is_some()));
    let all_shown =
        estimates(&audit).iter().all(|row| !["insufficient", "withheld_for_others"].contains(&&*row.reason));
    assert!(all_shown, "two groups of several people each have every number");
}

#[test]
fn an_audit_survives_its_json() {
    let audit = audit_of(&log(&groups(&[("A", 9), ("B", 3), ("C", 6)]), 7), &Plan::default());
    let json = audit.to_json();
    let read = Audit::from_json(json.as_bytes()).expect("just written");
    assert_eq!(read, audit);
    assert_eq!(read.to_json(), json);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_artifact_row_tells_a_withheld_groups_numbers(sizes in prop::collection::vec(1usize..9, 1..5)) {
        let names = ["A", "B", "C", "D"];
        let sized: Vec<(&'static str, usize)> = names.into_iter().zip(sizes).collect();
        let plan = Plan { inference: crate::analysis::inference::InferenceOptions { replicates: 20, ..Default::default() }, ..Plan::default() };
        let audit = audit_of(&log(&groups(&sized), 4), &plan);
        let (annotators, _, hidden) = remainder(&audit);
        let attribute = &audit.questions[0].coverage.estimated().expect("a roster").attributes[0];
        prop_assert!(annotators == 0 || attribute.groups.is_empty() || (annotators >= 5 && hidden >= 2));
        let rows = estimates(&audit);
        for &(name, n) in sized.iter().filter(|(_, n)| *n < 5) {
            let own = format!("race={name}");
            let telling = |row: &&crate::audit::EstimateRow| row.slice.starts_with(&own) && (row.value.is_some() || row.n_annotators.is_some());
            prop_assert!(!rows.iter().any(|row| telling(&row)), "{name} has {n} annotators");
            prop_assert!(audit.questions[0].tables.iter().all(|t| t.slice.0 != own || t.patterns.estimated().is_none()));
        }
    }
}
