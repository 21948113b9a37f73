//! `raterscope plan`, from an audit, from a log, and from assumptions.

use crate::program::{place, put, raterscope, small_log};

#[test]
fn a_plan_is_made_from_an_audit_a_log_or_assumptions() {
    let place = place();
    put(place.path(), "log.csv", small_log(200));
    assert_eq!(
        raterscope(place.path(), &["audit", "log.csv", "-o", "a.json", "--replicates", "200", "-q"]).status,
        0
    );
    let run = |args: &[&str]| raterscope(place.path(), &[&["plan"], args].concat());
    let saved = run(&["a.json", "--width", "0.1"]);
    assert!(saved.status == 0 && saved.stdout.contains("annotators per item"), "{saved:?}");
    let log = run(&["log.csv", "--width", "0.1", "--replicates", "200", "-q"]);
    assert_eq!((log.status, &log.stdout), (0, &saved.stdout), "the same from the log itself");
    let stated = run(&[
        "--alpha",
        "0.6",
        "--shares",
        "0.5,0.5",
        "--metric",
        "percent_agreement",
        "--width",
        "0.1",
        "--format",
        "json",
    ]);
    let stated: serde_json::Value = serde_json::from_str(&stated.stdout).expect("JSON");
    assert_eq!(stated["needs"][0]["items"], 246);
    let drop =
        run(&["a.json", "--drop", "0.2", "--allowance", "0.1", "--power", "0.9", "--format", "markdown"]);
    assert!(drop.status == 0 && drop.stdout.contains("| items |"), "{drop:?}");
}

#[test]
fn what_cannot_be_planned_is_told() {
    let place = place();
    let run = |args: &[&str]| raterscope(place.path(), &[&["plan"], args].concat());
    for (args, said) in [
        ([].as_slice(), "what is the plan for?"),
        (&["--width", "0.1"], "nothing to plan by"),
        (&["--alpha", "0.5", "--shares", "1", "--width", "0.1"], "two labels or more"),
        (&["--alpha", "0.5", "--shares", "1,1", "--width", "3"], "narrower than 2"),
        (
            &["--alpha", "0.5", "--shares", "1,1", "--drop", "0.1", "--allowance", "0.2"],
            "above its --allowance",
        ),
        (
            &["--alpha", "0.5", "--shares", "1,1", "--width", "0.1", "--per-item", "1"],
            "two annotators per item",
        ),
        (&["--alpha", "0.5", "--shares", "1,1", "--width", "0.1", "--annotator-sd", "0.2"], "--pool 20"),
    ] {
        let ran = run(args);
        assert!(ran.status == 2 && ran.stderr.contains(said), "{args:?}: {ran:?}");
    }
}
