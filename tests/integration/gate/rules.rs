//! Rules on everything that an audit tells.

use crate::program::{json, place, put, raterscope, small_log};
use serde_json::Value;

fn judged(rules: &str, log: &str, more: &[&str]) -> (i32, Vec<Value>, String) {
    let place = place();
    put(place.path(), "log.csv", log);
    put(place.path(), "raterscope.toml", rules);
    let args = [&["gate", "log.csv", "--replicates", "100", "-q", "-o", "gate.json"], more].concat();
    let ran = raterscope(place.path(), &args);
    if ran.status == 2 {
        return (2, Vec::new(), ran.stderr);
    }
    let told = json(&place.path().join("gate.json"));
    assert_eq!(told["exit_status"], ran.status, "{ran:?}");
    let verdicts =
        told["verdicts"].as_array().expect("a list").iter().map(|one| one["verdict"].clone()).collect();
    (ran.status, verdicts, ran.stderr)
}

fn rule(metric: &str, rest: &str) -> String {
    format!("[[gate.rules]]\nmetric = \"{metric}\"\n{rest}\n")
}

#[test]
fn a_log_is_audited_and_its_data_judged() {
    let rules = [rule("set_aside_share", "max = 0.01"), rule("pairable_share", "min = 0.9")].concat();
    let (status, verdicts, _) = judged(&rules, &small_log(60), &[]);
    assert_eq!((status, verdicts.len()), (0, 2), "{verdicts:?}");
    assert_eq!((&verdicts[0]["question"], &verdicts[0]["evidence"]), (&"".into(), &"point".into()));
    let broken = small_log(60).replacen("item-0001,ann-0,ham", "item-0001,,ham", 1)
        + &"item-0002,,spam,2026-03-01T09:00:00Z\n".repeat(9);
    let (status, verdicts, _) = judged(&rules, &broken, &[]);
    assert_eq!((status, &verdicts[0]["judgement"]), (1, &"fail".into()), "{verdicts:?}");
}

#[test]
fn fatigue_coverage_and_groups_can_be_judged() {
    let group = |line: &str| match line.split(',').nth(1) {
        Some("annotator_id") => "team",
        Some(annotator) if annotator.ends_with(['0', '1', '2']) => "x",
        _ => "y",
    };
    let log: Vec<String> = small_log(60).lines().map(|line| format!("{line},{}", group(line))).collect();
    let rules = [
        rule("outcome_slope", "min = -0.5"),
        rule("annotator_share", "slice = \"team=*\"\nmin = 0.2"),
        rule("krippendorff_alpha", "slice = \"team=*\"\nmin = 0.1"),
    ];
    let flags = ["--attribute", "team", "--min-group", "3"];
    let (_, verdicts, _) = judged(&rules.concat(), &log.join("\n"), &flags);
    let of: Vec<(&str, &str)> = verdicts
        .iter()
        .map(|one| (one["metric"].as_str().unwrap_or(""), one["slice"].as_str().unwrap_or("")))
        .collect();
    let parts =
        [("annotator_share", "team=x"), ("annotator_share", "team=y"), ("krippendorff_alpha", "team=x")];
    assert!(parts.iter().all(|part| of.contains(part)) && of[0].0 == "outcome_slope", "{of:?}");
    // A group that must not be shown is told as such, whatever the rule asks of it.
    let hidden = ["--attribute", "team"];
    let (status, verdicts, _) = judged(&rules[2], &log.join("\n"), &hidden);
    assert!(status == 4 && verdicts.iter().all(|one| one["judgement"] == "inconclusive"), "{verdicts:?}");
}

#[test]
fn points_and_levels_are_evidence_where_a_rule_says_so() {
    let point = |evidence: &str| {
        let rest = format!("min = 0.5\nevidence = {evidence}\nmax = 0.95");
        judged(&rule("percent_agreement", &rest), &small_log(60), &[])
    };
    let (status, verdicts, _) = point("\"point\"");
    assert!(status == 0 && verdicts[0]["lower"].is_null(), "{verdicts:?}");
    let width = |found: (i32, Vec<Value>, String)| {
        found.1[0]["upper"].as_f64().expect("an interval")
            - found.1[0]["lower"].as_f64().expect("an interval")
    };
    assert!(width(point("0.8")) < width(point("\"interval\"")));
    let (status, _, said) = point("7");
    assert!(status == 2 && said.contains("a level from 0.5"), "{said}");
}

#[test]
fn what_is_read_is_not_written_over() {
    let place = place();
    put(place.path(), "log.csv", small_log(30));
    put(place.path(), "raterscope.toml", rule("pairable_share", "min = 0.5"));
    assert_eq!(
        raterscope(place.path(), &["audit", "log.csv", "-o", "a.json", "--replicates", "100", "-q"]).status,
        0
    );
    let before = std::fs::read(place.path().join("a.json")).expect("an audit");
    for args in [
        ["gate", "a.json", "-o", "a.json", "-q"].as_slice(),
        &["gate", "log.csv", "--baseline", "a.json", "-o", "a.json", "-q"],
        &["gate", "a.json", "--baseline", "a.json", "--update-baseline", "-q"],
    ] {
        let ran = raterscope(place.path(), args);
        assert!(ran.status == 2 && ran.stderr.contains("written over"), "{args:?} {ran:?}");
    }
    assert_eq!(std::fs::read(place.path().join("a.json")).expect("an audit"), before);
}
