//! `compare` and `gate` on audits that the program itself wrote: text and exit status never disagree.

use crate::program::{Ran, place, put, raterscope, small_log};
use std::path::Path;

fn gate(folder: &Path, rules: &str, more: &[&str]) -> Ran {
    put(folder, "raterscope.toml", rules);
    let mut args = vec!["gate", "out/audit.json"];
    args.extend(more);
    raterscope(folder, &args)
}

/// A folder with the audits `out` and `worse`, a log with more disagreement.
fn audited() -> tempfile::TempDir {
    let place = place();
    put(place.path(), "log.csv", small_log(120));
    let spoil =
        |(i, line): (usize, &str)| if i % 7 < 2 { line.replace(",ham,", ",unsure,") } else { line.into() };
    let worse: Vec<String> = small_log(120).lines().enumerate().map(spoil).collect();
    put(place.path(), "worse.csv", worse.join("\n"));
    for (log, out) in [("log.csv", "out"), ("worse.csv", "worse")] {
        let ran = raterscope(place.path(), &["audit", log, "-o", out, "--replicates", "200"]);
        assert_eq!(ran.status, 0, "{ran:?}");
    }
    place
}

#[test]
fn a_gate_passes_fails_and_stays_open() {
    let place = audited();
    let rule = |limit: &str| format!("[[gate.rules]]\nmetric = \"krippendorff_alpha\"\n{limit}\n");
    let passes = gate(place.path(), &rule("min = 0.1"), &[]);
    assert!(passes.status == 0 && passes.stdout.ends_with("The gate: passed.\n"), "{passes:?}");
    assert!(passes.stdout.contains("krippendorff_alpha"), "{}", passes.stdout);
    let fails = gate(place.path(), &rule("min = 0.99"), &[]);
    assert!(fails.status == 1 && fails.stdout.ends_with("The gate: failed. 1 limit broken.\n"), "{fails:?}");
    let warns = gate(place.path(), &rule("min = 0.99\nlevel = \"warn\""), &[]);
    assert!(warns.status == 0 && warns.stdout.contains("FAIL (WARNING)"), "{warns:?}");
    let open = gate(place.path(), &rule("max_drop = 0.1"), &[]);
    assert!(
        open.status == 4 && open.stdout.ends_with("The gate: inconclusive. 1 limit could not be judged.\n"),
        "{open:?}"
    );
    let both = format!("{}{}", rule("max_drop = 0.1"), rule("min = 0.99"));
    assert_eq!(gate(place.path(), &both, &[]).status, 1, "a failure beats what is open");
    let settled =
        gate(place.path(), &format!("[gate]\ninconclusive = \"fail\"\n{}", rule("max_drop = 0.1")), &[]);
    assert!(settled.status == 1 && settled.stdout.contains("count as failed"), "{settled:?}");
    let same = gate(
        place.path(),
        &format!("[inference]\npanel = \"fixed\"\n{}", rule("max_drop = 0.1")),
        &["--baseline", "out/audit.json", "--format", "json"],
    );
    assert!(same.status == 0 && same.stdout.contains("\"pass\""), "{same:?}");
}

#[test]
fn a_rule_that_names_nothing_is_wrong_usage() {
    let place = audited();
    let unknown = gate(place.path(), "[[gate.rules]]\nmetric = \"krippendorf_alpha\"\nmin = 0.5\n", &[]);
    assert!(
        unknown.status == 2 && unknown.stderr.contains("did you mean \"krippendorff_alpha\""),
        "{unknown:?}"
    );
    let none = gate(place.path(), "", &[]);
    assert!(none.status == 2 && none.stderr.contains("hold no rule"), "{none:?}");
}

#[test]
fn a_group_too_small_to_be_shown_never_passes() {
    let place = place();
    let group = |line: &str| match line.split(',').nth(1) {
        Some("annotator_id") => "gender",
        Some(annotator) if annotator.ends_with(['0', '1']) => "x",
        _ => "y",
    };
    let log: Vec<String> = small_log(60).lines().map(|line| format!("{line},{}", group(line))).collect();
    put(place.path(), "log.csv", log.join("\n"));
    let args = ["audit", "log.csv", "-o", "out", "--attribute", "gender", "--replicates", "100"];
    assert_eq!(raterscope(place.path(), &args).status, 0);
    let rule = "[[gate.rules]]\nmetric = \"krippendorff_alpha\"\nslice = \"gender=x\"\nmin = 0.1\n";
    let small = gate(place.path(), rule, &["--format", "json"]);
    assert!(small.status == 4 && small.stdout.contains("Insufficient"), "{small:?}");
    let unknown = gate(place.path(), &rule.replace("gender=x", "gander=x"), &[]);
    assert!(unknown.status == 2 && unknown.stderr.contains("did you mean \"gender=x\""), "{unknown:?}");
}

#[test]
fn two_audits_are_compared() {
    let place = audited();
    let ran = raterscope(place.path(), &["compare", "out/audit.json", "worse/audit.json"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.stdout.contains("Krippendorff's alpha") && ran.stdout.contains('−'), "{}", ran.stdout);
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 140), "{}", ran.stdout);
    let other = raterscope(place.path(), &["compare", "log.csv", "worse/audit.json"]);
    assert_eq!(other.status, 3, "{other:?}");
}
