//! Every JSON file that the program writes keeps its schema.

use super::kept;
use super::validate::mistakes;
use crate::program::{json, place, put, raterscope, small_log};
use serde_json::Value;
use std::path::Path;

fn assert_kept(schema: &str, document: &Value, what: &str) {
    let wrong = mistakes(&kept(schema), document);
    assert!(
        wrong.is_empty(),
        "{what} does not keep schemas/{schema}.json: {:#?}",
        &wrong[..wrong.len().min(20)]
    );
}

/// The audit of a log of this kind; its logs are written here.
pub fn audit(kind: &str) -> Value {
    let place = place();
    let (log, flags) = log(kind);
    put(place.path(), "log.csv", log);
    put(place.path(), "annotators.csv", roster(&[9, 3, 6]));
    let mut args = vec!["audit", "log.csv", "-o", "out", "--replicates", "100", "--quiet"];
    args.extend(flags);
    let ran = raterscope(place.path(), &args);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{kind}");
    assert_kept("manifest", &json(&place.path().join("out/.raterscope-manifest.json")), kind);
    json(&place.path().join("out/audit.json"))
}

/// Groups `A`, `B`, … of so many annotators.
fn roster(sizes: &[u32]) -> String {
    let mut text = String::from("annotator_id,race\n");
    let mut annotator = 0;
    for (group, size) in ["A", "B", "C"].iter().zip(sizes) {
        for _ in 0..*size {
            text.push_str(&format!("ann-{annotator},{group}\n"));
            annotator += 1;
        }
    }
    text
}

/// A log of this kind and the flags that read it.
fn log(kind: &str) -> (String, Vec<&'static str>) {
    match kind {
        "everything" => {
            (everything(), vec!["--attribute", "gender", "--slice", "batch", "--target-error", "0.1"])
        }
        "suppressed" => (
            rows(18, |item, annotator| format!("l{}", (item + annotator / 5) % 2)),
            vec!["--roster", "annotators.csv"],
        ),
        "numbers" => {
            (rows(6, |item, annotator| format!("{}.{annotator}", item * 3 % 40)), vec!["--scale", "interval"])
        }
        _ => (
            rows(6, |item, annotator| ["a", "b", "a|b", "{}"][((item + annotator / 4) % 4) as usize].into()),
            vec!["--scale", "set", "--set-separator", "|"],
        ),
    }
}

/// Forty items × so many annotators.
fn rows(annotators: u32, label: impl Fn(u32, u32) -> String) -> String {
    let mut text = String::from("item_id,annotator_id,label\n");
    for annotator in 0..annotators {
        for item in 0..40 {
            text.push_str(&format!("i{item},ann-{annotator},{}\n", label(item, annotator)));
        }
    }
    text
}

/// Times, attributes, slices, gold, a model with confidence, suggestions and what was done with them.
fn everything() -> String {
    let mut text = String::from(
        "item_id,annotator_id,label,submitted_at,time_on_item_secs,gender,batch,gold,model_label,model_confidence,suggestion,action\n",
    );
    for annotator in 0..12u32 {
        for item in 0..60u32 {
            let truth = item % 3;
            let label = (truth + u32::from((item * 11 + annotator * 17 + item * annotator) % 5 == 0)) % 3;
            let model = (truth + u32::from(item % 9 == 0)) % 3;
            let gender = ["f", "m"][(annotator % 2) as usize];
            let action = if model == label { "approve" } else { "edit" };
            text.push_str(&format!(
                "i{item},ann-{annotator},l{label},2026-{:02}-{:02}T09:{:02}:00Z,{}.5,{gender},b{},l{truth},l{model},0.{},l{model},{action}\n",
                1 + item % 6,
                annotator + 1,
                item,
                5 + item % 7,
                item % 2,
                50 + item % 45
            ));
        }
    }
    text
}

#[test]
fn audits_of_all_kinds_of_logs_keep_the_schema() {
    for kind in ["everything", "suppressed", "numbers", "sets"] {
        assert_kept("audit", &audit(kind), kind);
    }
}

#[test]
fn what_other_commands_print_as_json_keeps_its_schema() {
    let place = place();
    put(place.path(), "log.csv", small_log(60));
    let rule = "[[gate.rules]]\nmetric = \"krippendorff_alpha\"\nmin = 0.1\nmax_drop = 0.2\n";
    put(place.path(), "raterscope.toml", rule);
    let run = |args: &[&str]| {
        let ran = raterscope(place.path(), args);
        assert!(ran.status == 0 || ran.status == 4, "{args:?}: {ran:?}");
        ran.stdout
    };
    run(&["audit", "log.csv", "-o", "a.json", "-o", "b.json", "--replicates", "100"]);
    for (schema, args) in [
        ("comparison", ["compare", "a.json", "a.json", "--format", "json"].as_slice()),
        ("trend", &["trend", "a.json", "b.json", "--format", "json"]),
        ("verdicts", &["gate", "a.json", "--baseline", "a.json", "--format", "json"]),
        ("plan", &["plan", "a.json", "--drop", "0.2", "--allowance", "0.1", "--format", "json"]),
        ("plan", &["plan", "--alpha", "0.7", "--shares", "0.7,0.3", "--width", "0.1", "--format", "json"]),
        ("coefficients", &["coefficients", "--format", "json"]),
    ] {
        let document = serde_json::from_str(&run(args)).expect("JSON");
        assert_kept(schema, &document, schema);
    }
    run(&["simulate", "-o", "s.csv", "--items", "30", "--truth-file", "truth.json", "--speeders", "0.1"]);
    assert_kept("truth", &json(&place.path().join("truth.json")), "truth.json");
}

#[test]
fn audits_of_real_logs_keep_the_schema() {
    let Ok(reference) = std::env::var("RATERSCOPE_REFERENCE") else {
        println!(
            "LEFT OUT: RATERSCOPE_REFERENCE is not set, so no audit of a real log was held against its schema"
        );
        return;
    };
    let attributes = ["--attribute", "gender", "--attribute", "race"];
    for (name, flags) in
        [("toxicity_demographics.csv", attributes.as_slice()), ("crowdtruth_reldir.csv", &[])]
    {
        let log = Path::new(&reference).join("logs").join(name);
        let place = place();
        let log = log.to_string_lossy().into_owned();
        let mut args = vec!["audit", log.as_str(), "-o", "a.json", "--replicates", "100", "--quiet"];
        args.extend(flags);
        let ran = raterscope(place.path(), &args);
        assert_eq!(ran.status, 0, "{name}: {}", ran.stderr);
        assert_kept("audit", &json(&place.path().join("a.json")), name);
    }
}

#[test]
fn the_validator_notices() {
    let schema = kept("audit");
    let audit = audit("suppressed");
    let wrong = |path: &str, value: Value| {
        let mut changed = audit.clone();
        *changed.pointer_mut(path).unwrap_or_else(|| panic!("no {path}")) = value;
        mistakes(&schema, &changed)
    };
    assert_eq!(mistakes(&schema, &audit), [""; 0]);
    assert!(!wrong("/schema_version", 2.into()).is_empty());
    assert!(!wrong("/title", 7.into()).is_empty());
    assert!(!wrong("/intake/rows_read", (-1).into()).is_empty());
    assert!(!wrong("/questions/0/question/scale", "ordinary".into()).is_empty());
    assert!(!wrong("/questions/0/coverage", serde_json::json!({ "estimated": null })).is_empty());
    assert!(!wrong("/suppression/0", serde_json::json!({ "question": "a", "what": "b" })).is_empty());
}
