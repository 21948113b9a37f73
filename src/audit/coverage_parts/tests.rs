use crate::analysis::coverage::Targets;
use crate::analysis::test_log::TestLog;
use crate::audit::test_audit::audit_of;
use crate::audit::{Audit, Plan, TargetComparison};

/// Forty people on the same ten items: 24 of a, 8 of b, 6 unknown, 2 of c.
fn log() -> TestLog {
    let rows = (0..10).flat_map(|item| (0..40).map(move |who| (item, who, (item + who) % 2)));
    let group = |who: u32| match who {
        0..24 => "a",
        24..32 => "b",
        32..38 => "unknown",
        _ => "c",
    };
    TestLog {
        rows: rows.collect(),
        labels: 2,
        items: 10,
        annotators: 40,
        roster: vec![("team", (0..40).map(group).collect())],
        ..TestLog::default()
    }
}

fn audited(log: &TestLog, target: &[(&str, f64)]) -> Audit {
    let shares = target.iter().map(|&(group, share)| (group.to_string(), share)).collect();
    let targets = Targets([("team".to_string(), shares)].into());
    audit_of(log, &Plan { targets, ..Plan::default() })
}

fn comparison(audit: &Audit) -> TargetComparison {
    let coverage = audit.questions[0].coverage.estimated().expect("a roster");
    let found = coverage.attributes[0].against_target.as_ref().expect("a target");
    found.estimated().cloned().expect("somebody")
}

fn shares(found: &TargetComparison) -> Vec<(String, u64, f64)> {
    let value = |group: &crate::audit::TargetGroup| {
        group.annotators.share.estimated().map_or(f64::NAN, |share| share.value)
    };
    found.groups.iter().map(|group| (group.group.clone(), group.annotators.count, value(group))).collect()
}

#[test]
fn groups_without_a_target_are_left_out_of_what_shares_are_of() {
    // c has two people and takes the unknown with it: neither has a target.
    let found = comparison(&audited(&log(), &[("a", 0.5), ("b", 0.5)]));
    assert_eq!(shares(&found), [("a".into(), 24, 0.75), ("b".into(), 8, 0.25)]);
    assert_eq!((found.annotators, found.annotations), (32, 320));
    let b = &found.groups[1];
    assert_eq!((b.annotators.missing, b.annotations.missing), (Some(16), Some(160)));
    assert_eq!(found.groups[0].annotators.missing, Some(0));
    assert!(b.reported && !found.groups[0].reported, "half of its target: {b:?}");
    let fit = found.fit.estimated().expect("two groups");
    assert!((fit.chi2 - 8.0).abs() < 1e-9, "(24 − 16)² / 16 twice");
}

#[test]
fn withheld_groups_of_the_target_stand_together_with_whatever_is_withheld() {
    let found = comparison(&audited(&log(), &[("a", 0.5), ("b", 0.3), ("c", 0.2)]));
    assert_eq!(
        shares(&found),
        [("a".into(), 24, 0.6), ("b".into(), 8, 0.2), (String::new(), 8, 0.2)],
        "c's two stand with six of whom nothing is known"
    );
    assert_eq!(found.groups[2].together, ["c"]);
}

#[test]
fn a_group_that_nobody_is_in_is_told_where_nothing_is_withheld() {
    let mut log = log();
    log.roster = vec![("team", (0..40).map(|who| if who < 30 { "a" } else { "b" }).collect())];
    let audit = audited(&log, &[("a", 0.5), ("b", 0.25), ("z", 0.25)]);
    let found = comparison(&audit);
    assert_eq!(shares(&found)[2], ("z".into(), 0, 0.0));
    assert!(found.groups[2].reported);
    assert!((found.groups[2].unseen_at_target - 0.75_f64.powi(40)).abs() < 1e-15);
    let coverage = audit.questions[0].coverage.estimated().expect("a roster");
    assert_eq!(coverage.tests, 3);
    let told = audit.findings.iter().any(|finding| finding.metric == "annotator_share_ratio_to_target");
    assert!(told, "{:?}", audit.findings);
}

#[test]
fn without_a_target_no_share_is_judged() {
    let audit = audit_of(&log(), &Plan::default());
    let coverage = audit.questions[0].coverage.estimated().expect("a roster");
    assert!(coverage.attributes[0].against_target.is_none());
    assert!(audit.findings.iter().all(|finding| !finding.metric.contains("target")));
}
