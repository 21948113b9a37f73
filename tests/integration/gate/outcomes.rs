//! Whole outcomes: status, standard output, standard error and every file of a run, held against `outcomes/`. After a
//! change that is meant, `RATERSCOPE_BLESS=1 cargo test --release gate::outcomes` writes them anew.

use crate::program::{files, place, put, raterscope, small_log};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder with the audits `now.json` and `worse.json` and the baseline `base.json`.
fn audited() -> tempfile::TempDir {
    let place = place();
    put(place.path(), "log.csv", small_log(120));
    let spoil =
        |(i, line): (usize, &str)| if i % 7 < 2 { line.replace(",ham,", ",unsure,") } else { line.into() };
    put(
        place.path(),
        "worse.csv",
        small_log(120).lines().enumerate().map(spoil).collect::<Vec<_>>().join("\n"),
    );
    put(place.path(), "other.csv", small_log(120).replace("unsure", "maybe"));
    put(place.path(), "unrelated.toml", "");
    for (log, out) in [("log.csv", "now.json"), ("worse.csv", "worse.json"), ("other.csv", "other.json")] {
        let ran = raterscope(place.path(), &["audit", log, "-o", out, "--replicates", "200", "-q"]);
        assert_eq!(ran.status, 0, "{ran:?}");
    }
    let made = [
        "gate",
        "now.json",
        "--baseline",
        "base.json",
        "--update-baseline",
        "-q",
        "--config",
        "unrelated.toml",
    ];
    assert_eq!(raterscope(place.path(), &made).status, 0);
    place
}

/// Runs the gate in `folder` with these rules, and tells everything that came of it.
fn told(folder: &Path, rules: &str, args: &[&str]) -> String {
    put(folder, "raterscope.toml", rules);
    let before = files(folder);
    let ran = raterscope(folder, &[&["gate"], args].concat());
    let mut out = String::new();
    let _ = writeln!(out, "{}\n$ raterscope gate {}\nstatus: {}", rules.trim(), args.join(" "), ran.status);
    let _ = write!(out, "--- stdout\n{}--- stderr\n{}", ran.stdout, ran.stderr);
    for name in files(folder).into_iter().filter(|name| !before.contains(name)) {
        let content = fs::read_to_string(folder.join(&name)).expect("text");
        let _ = write!(out, "--- {name}\n{content}");
        fs::remove_file(folder.join(&name)).expect("one's own file");
    }
    out
}

fn holds(name: &str, told: &str) {
    let kept = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/integration/gate/outcomes")
        .join(format!("{name}.txt"));
    if std::env::var_os("RATERSCOPE_BLESS").is_some() {
        fs::create_dir_all(kept.parent().expect("a folder")).expect("made");
        fs::write(&kept, told).expect("written");
    }
    let expected = fs::read_to_string(&kept).unwrap_or_default();
    assert!(expected == told, "{name}: see the head of this file\n{told}");
}

const FILES: [&str; 6] = ["-o", "gate.xml", "-o", "gate.md", "-o", "gl-code-quality-report.json"];

#[test]
fn outcomes_are_as_they_were() {
    let place = audited();
    let run = |name: &str, rules: &str, args: &[&str]| holds(name, &told(place.path(), rules, args));
    let alpha = |limit: &str| format!("[[gate.rules]]\nmetric = \"krippendorff_alpha\"\n{limit}\n");
    let fixed = |rules: &str| format!("[inference]\npanel = \"fixed\"\n{rules}");
    let against = ["--baseline", "base.json"];
    let with = |audit: &'static str, more: &[&'static str]| [&[audit], against.as_slice(), more].concat();

    run("pass", &fixed(&alpha("min = 0.3\nmax_drop = 0.1")), &with("now.json", &FILES));
    run("fail", &fixed(&alpha("max_drop = 0.01")), &with("worse.json", &FILES));
    run("inconclusive", &alpha("min = 0.7\nmax_drop = 0.02"), &with("now.json", &FILES));
    run(
        "inconclusive_counts_as_failed",
        &format!("[gate]\ninconclusive = \"fail\"\n{}", alpha("min = 0.7")),
        &["now.json"],
    );
    run("default_rules", &fixed(""), &with("now.json", &[]));
    run(
        "warning",
        &alpha("min = 0.99\nlevel = \"warn\""),
        &["now.json", "-o", "gate.xml", "--format", "github"],
    );
    run(
        "unknown_metric",
        "[[gate.rules]]\nmetric = \"kripendorf_alpha\"\nmin = 0.5\n",
        &["now.json", "-o", "gate.xml"],
    );
    run("missing_baseline", &alpha("max_drop = 0.1"), &["now.json", "--baseline", "nowhere.json"]);
    let older = fs::read_to_string(place.path().join("base.json")).expect("a baseline");
    put(place.path(), "older.json", older.replace("\"schema_version\": 1", "\"schema_version\": 0"));
    run("older_schema", &alpha("max_drop = 0.1"), &["now.json", "--baseline", "older.json"]);
    run("other_label_set", &alpha("max_drop = 0.1"), &with("other.json", &[]));
    run("nothing_to_judge_by", "", &["now.json"]);
    run("flag_without_effect", &alpha("min = 0.3"), &["now.json", "--min-group", "7"]);
}
