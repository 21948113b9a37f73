//! The shipped demo log is what `simulate` writes, and the golden report is what `audit` makes of it. After a change
//! that is meant, `RATERSCOPE_BLESS=1 cargo test --release demo` writes both anew.

use std::path::{Path, PathBuf};
use std::process::Command;

const TRUTH: &[&str] = &[
    "--items=1000",
    "--annotators=36",
    "--per-item=5",
    "--seed=11",
    "--repeats=0.02",
    "--skill=0.95",
    "--skill-sd=0.03",
    "--difficulty=0.12",
    "--fatigue=-0.12",
    "--session-length=70",
    "--severity=gender=female:3:0.03",
    "--over-confidence=0.08",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn raterscope(arguments: &[&str]) {
    let out =
        Command::new(env!("CARGO_BIN_EXE_raterscope")).args(arguments).output().expect("the program runs");
    assert!(out.status.success(), "{arguments:?}\n{}", String::from_utf8_lossy(&out.stderr));
}

fn text(path: &Path) -> String {
    path.to_str().expect("a path in UTF-8").to_owned()
}

/// Compares files of two folders, or copies them over where the change is blessed.
fn same(made: &Path, kept: &Path, names: &[&str]) {
    for name in names {
        let new = std::fs::read(made.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        if std::env::var_os("RATERSCOPE_BLESS").is_some() {
            std::fs::create_dir_all(kept).expect("a folder");
            std::fs::write(kept.join(name), new).expect("a writable checkout");
        } else {
            let old = std::fs::read(kept.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(old == new, "{name} is not what the program makes: see the head of this file");
        }
    }
}

#[test]
fn the_demo_log_is_what_simulate_writes() {
    let place = tempfile::tempdir().expect("a place for the test");
    let files = ["log.csv", "annotators.csv", "predictions.csv", "truth.json"];
    let at = |name: &str| text(&place.path().join(name));
    let mut arguments: Vec<String> = vec!["simulate".into()];
    for (flag, name) in ["-o", "--roster", "--predictions", "--truth-file"].iter().zip(files) {
        arguments.extend([(*flag).to_owned(), at(name)]);
    }
    arguments.extend(TRUTH.iter().map(|flag| (*flag).to_owned()));
    raterscope(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    same(place.path(), &root().join("fixtures/demo"), &files);
}

#[test]
fn the_golden_report_is_what_audit_makes_of_the_demo_log() {
    let place = tempfile::tempdir().expect("a place for the test");
    let out = place.path().join("demo");
    let demo = |name: &str| text(&root().join("fixtures/demo").join(name));
    let (log, roster, predictions, out_text) =
        (demo("log.csv"), demo("annotators.csv"), demo("predictions.csv"), text(&out));
    let title = "Comment moderation, demo log";
    raterscope(&[
        "audit",
        &log,
        "--roster",
        &roster,
        "--predictions",
        &predictions,
        "--title",
        title,
        "-o",
        &out_text,
    ]);
    same(&out, &root().join("reports/samples/demo"), &["report.html", "summary.md", "estimates.csv"]);
}
