use super::*;
use crate::analysis::test_log::TestLog;
use crate::audit::Plan;
use crate::audit::test_audit::{audit_of, two_people};
use crate::compare::{Panel, between};
use crate::gate::{Effect, Settling, Standing};
use proptest::prelude::*;

fn rule(metric: &str) -> Rule {
    Rule { metric: metric.into(), ..Rule::default() }
}

fn policy(rules: Vec<Rule>) -> Policy {
    Policy { rules, ..Policy::default() }
}

fn ruled(rules: Vec<Rule>, audit: &Audit) -> Ruling {
    judge(&policy(rules), audit, None, None, Panel::Random).expect("a good policy")
}

fn judgement(rule: Rule, audit: &Audit) -> Judgement {
    ruled(vec![rule], audit).verdicts[0].judgement
}

fn words(ruling: &Ruling) -> Vec<&'static str> {
    ruling.verdicts.iter().map(|verdict| verdict.judgement.name()).collect()
}

#[test]
fn the_interval_decides() {
    let audit = two_people(240);
    let percent = |min| Rule { min: Some(min), ..rule("percent_agreement") };
    assert_eq!(judgement(percent(0.70), &audit), Judgement::Pass);
    assert_eq!(judgement(percent(0.79), &audit), Judgement::Inconclusive);
    assert_eq!(judgement(percent(0.90), &audit), Judgement::Fail);
    assert_eq!(judgement(Rule { max: Some(0.9), ..rule("percent_agreement") }, &audit), Judgement::Pass);
    assert_eq!(judgement(Rule { max: Some(0.7), ..rule("percent_agreement") }, &audit), Judgement::Fail);
}

#[test]
fn a_point_decides_where_it_is_asked_for() {
    let audit = two_people(240);
    let percent = |min| Rule { min: Some(min), evidence: Some(Evidence::Point), ..rule("percent_agreement") };
    assert_eq!(judgement(percent(0.79), &audit), Judgement::Pass);
    assert_eq!(judgement(percent(0.81), &audit), Judgement::Fail);
    let strict = Rule { evidence: Some(Evidence::Level(0.9999)), ..percent(0.74) };
    assert_eq!(judgement(strict, &audit), Judgement::Inconclusive, "a higher level is wider");
}

#[test]
fn what_cannot_be_judged_never_passes() {
    let audit = two_people(300);
    let no_gold = Rule { min: Some(0.0), ..rule("majority_accuracy") };
    assert_eq!(judgement(no_gold, &audit), Judgement::Inconclusive);
    let no_interval = Rule { min: Some(0.5), ..rule("krippendorff_alpha") };
    assert_eq!(judgement(no_interval, &audit), Judgement::Inconclusive);
    let no_baseline = Rule { max_drop: Some(0.5), ..rule("krippendorff_alpha") };
    assert_eq!(judgement(no_baseline, &audit), Judgement::Inconclusive);
}

#[test]
fn a_drop_is_judged_by_its_own_interval() {
    let (before, after) = (two_people(270), two_people(180));
    let comparison = between(&before, &after, &Plan::default().inference).expect("comparable");
    let drop = |max_drop| Rule { max_drop: Some(max_drop), ..rule("krippendorff_alpha") };
    let policy = policy(vec![drop(0.1), drop(0.6), drop(0.9)]);
    let ruling =
        judge(&policy, &after, Some(&before), Some(&comparison), Panel::Random).expect("a good policy");
    assert_eq!(words(&ruling), ["fail", "inconclusive", "pass"]);
    assert_eq!(ruling.standing(), Standing::Failed, "a failure beats what is open");
    assert_eq!((ruling.families[0].tests, ruling.families[0].error), (3, (1.0 - 0.95) / 2.0));
    let fell = ruling.verdicts[0].before.zip(ruling.verdicts[0].after).expect("both sides are known");
    assert!((fell.1 - fell.0 - ruling.verdicts[0].value.expect("a change")).abs() < 1e-12);
}

#[test]
fn several_rules_share_one_error() {
    let audit = two_people(240);
    // .8 with an error of .023: 2.2 errors from the limit it fails alone, and among many it does not.
    let close = || Rule { min: Some(0.85), ..rule("percent_agreement") };
    assert_eq!(words(&ruled(vec![close()], &audit)), ["fail"]);
    let kept = (0..30).map(|_| Rule { min: Some(0.1), ..rule("percent_agreement") });
    let many = ruled(std::iter::once(close()).chain(kept).collect(), &audit);
    assert_eq!(many.verdicts[0].judgement, Judgement::Inconclusive);
    assert!(many.verdicts[0].why.contains("Holm"));
    assert_eq!(many.verdicts[1].judgement, Judgement::Pass, "to pass needs no adjustment");
    // Warnings are a family of their own.
    let kept = (0..30).map(|_| Rule { min: Some(0.1), level: Level::Warn, ..rule("percent_agreement") });
    assert_eq!(words(&ruled(std::iter::once(close()).chain(kept).collect(), &audit))[0], "fail");
}

#[test]
fn an_open_verdict_says_what_would_settle_it() {
    let audit = two_people(240);
    let ruling = ruled(vec![Rule { min: Some(0.79), ..rule("percent_agreement") }], &audit);
    // .8 of 300 items is .01 from the limit: n = .16 · (1.96 / .01)² ≈ 6 150, less the 300 that are there.
    let settling = ruling.verdicts[0].settling;
    assert!(matches!(settling, Some(Settling::MoreItems { more: 5_000..7_500 })), "{settling:?}");
    let on = ruled(vec![Rule { min: Some(0.80), ..rule("percent_agreement") }], &audit);
    assert_eq!(on.verdicts[0].settling, Some(Settling::OnTheLimit));
}

#[test]
fn off_is_off_and_limits_are_judged_one_by_one() {
    let off = Rule { level: Level::Off, min: Some(2.0), ..rule("krippendorff_alpha") };
    let both = Rule { min: Some(0.1), max: Some(0.2), level: Level::Warn, ..rule("krippendorff_alpha") };
    let ruling = ruled(vec![off, both], &two_people(240));
    assert_eq!(words(&ruling), ["pass", "fail"]);
    assert_eq!(ruling.standing(), Standing::Passed, "a warning fails nothing");
    assert_eq!(ruling.verdicts[1].effect(), Effect::Told);
}

#[test]
fn parts_are_named_one_by_one_or_all_at_once() {
    let rows = (0..60).flat_map(|i| (0..12).map(move |a| (i, a, u32::from((i * 7 + a * 5) % 4 == 0))));
    let team = (0..12).map(|a| if a < 6 { "A" } else { "B" }).collect();
    let log = TestLog {
        rows: rows.collect(),
        labels: 2,
        items: 60,
        annotators: 12,
        roster: vec![("team", team)],
        ..TestLog::default()
    };
    let audit = audit_of(&log, &Plan::default());
    let of = |slice: &str| Rule { slice: Some(slice.into()), min: Some(0.1), ..rule("annotator_share") };
    let all = ruled(vec![of("team=*")], &audit);
    assert_eq!(all.verdicts.iter().map(|v| v.slice.as_str()).collect::<Vec<_>>(), ["team=A", "team=B"]);
    assert_eq!(ruled(vec![of("team=B")], &audit).verdicts.len(), 1);
    let none = Rule { slice: None, ..of("") };
    let error =
        judge(&policy(vec![none]), &audit, None, None, Panel::Random).expect_err("which team?").to_string();
    assert!(error.contains("slice = \"team=*\""), "{error}");
}

#[test]
fn facts_are_judged_as_they_stand() {
    let audit = two_people(240);
    let pairable = |min| Rule { min: Some(min), ..rule("pairable_share") };
    assert_eq!(judgement(pairable(1.0), &audit), Judgement::Pass);
    let asked = Rule { evidence: Some(Evidence::Interval), ..pairable(0.5) };
    assert_eq!(judgement(asked, &audit), Judgement::Inconclusive, "it has no interval");
}

#[test]
fn names_that_are_not_known_suggest_the_nearest() {
    let audit = two_people(240);
    let check = |rule: Rule| {
        judge(&policy(vec![rule]), &audit, None, None, Panel::Random).expect_err("wrong").to_string()
    };
    let limited = |metric: &str| Rule { min: Some(0.5), ..rule(metric) };
    assert!(check(limited("kripendorff_alfa")).contains("did you mean \"krippendorff_alpha\"?"));
    let question = Rule { question: Some("labels".into()), ..limited("fleiss_kappa") };
    assert!(check(question).contains("unknown question \"labels\" in a gate rule: did you mean \"label\"?"));
    let slice = Rule { slice: Some("gender=Femal".into()), ..limited("krippendorff_alpha") };
    assert!(check(slice).contains("unknown slice"));
    let person = Rule { slice: Some("annotator=*".into()), ..limited("annotator_accuracy") };
    assert!(check(person).contains("not people"));
    assert!(check(rule("fleiss_kappa")).contains("give min, max, max_drop or max_rise"));
    let crossed = Rule { min: Some(0.5), max: Some(0.2), ..rule("fleiss_kappa") };
    assert!(check(crossed).contains("min lies above max"));
    let level = Rule { evidence: Some(Evidence::Level(0.2)), ..limited("fleiss_kappa") };
    assert!(check(level).contains("a level from 0.5"));
}

proptest! {
    /// Whatever the rules, the standing is the worst effect, and only a kept limit lets a gate of errors pass.
    #[test]
    fn the_standing_is_the_worst_effect(
        limits in prop::collection::vec((0.0..1.0f64, 0usize..3, 0usize..3), 1..6), agreeing in 100u32..300,
    ) {
        let levels = [Level::Off, Level::Warn, Level::Error];
        let counts = [Inconclusive::Pass, Inconclusive::Fail, Inconclusive::Report];
        let rules = limits.iter().map(|&(min, level, count)| Rule {
            min: Some(min),
            level: levels[level],
            inconclusive: Some(counts[count]),
            ..rule("percent_agreement")
        });
        let ruling = ruled(rules.collect(), &two_people(agreeing));
        let errors = || ruling.verdicts.iter().filter(|verdict| verdict.level == Level::Error);
        let failed = errors().any(|v| v.judgement == Judgement::Fail
            || (v.judgement == Judgement::Inconclusive && v.inconclusive == Inconclusive::Fail));
        let open = errors().any(|v| v.judgement == Judgement::Inconclusive && v.inconclusive == Inconclusive::Report);
        let expected = if failed { 1 } else if open { 4 } else { 0 };
        prop_assert_eq!(ruling.standing().exit_code(), expected);
    }
}
