//! Change along the calendar, and the sheets that annotators are handed, from the command line.

use crate::program::{estimates, files, json, place, put, raterscope};
use std::fs;
use std::path::Path;

/// A simulated log of some three months, audited; flags plant what is in it.
fn audited(planted: &[&str], flags: &[&str]) -> tempfile::TempDir {
    let place = place();
    let mut simulate =
        vec!["simulate", "--out", "log.csv", "--items", "6000", "--annotators", "16", "--per-item", "3"];
    simulate.extend(["--session-length", "15", "--no-model", "--difficulty", "0.1", "--seed", "7"]);
    simulate.extend(planted);
    let ran = raterscope(place.path(), &simulate);
    assert_eq!(ran.status, 0, "{ran:?}");
    let mut audit = vec!["audit", "log.csv", "-o", "out", "--replicates", "100", "--quiet"];
    audit.extend(flags);
    let ran = raterscope(place.path(), &audit);
    assert_eq!(ran.status, 0, "{ran:?}");
    place
}

fn trend(place: &Path) -> serde_json::Value {
    let audit = json(&place.join("out/audit.json"));
    audit["questions"][0]["course"]["estimated"]["agreement"]["estimated"]["trend"]["estimated"].clone()
}

fn drift_is_reported(place: &Path) -> bool {
    let audit = json(&place.join("out/audit.json"));
    let findings = audit["findings"].as_array().expect("findings").clone();
    findings.iter().any(|finding| finding["pattern"] == "drift" && finding["reported"] == true)
}

#[test]
fn planted_drift_is_told_everywhere_and_none_where_none_is() {
    let falling = audited(&["--drift", "-0.02"], &[]);
    let found = trend(falling.path());
    assert_eq!(found["verdict"], "falls", "{found}");
    assert!(drift_is_reported(falling.path()));
    let slope = found["slope"]["value"].as_f64().expect("a slope");
    // .02 a week less of being right: two people agree less by about twice p times as much.
    assert!((-0.05..-0.015).contains(&slope), "{slope}");
    let rows = estimates(&falling.path().join("out/estimates.csv"));
    let metric = |name: &str| rows.iter().filter(|row| row.metric == name).count();
    assert!(metric("weekly_agreement") >= 10 && metric("weekly_median_seconds") >= 10);
    assert_eq!(rows.iter().filter(|row| row.metric == "agreement_trend" && row.slice.is_empty()).count(), 1);
    let page = fs::read_to_string(falling.path().join("out/report.html")).expect("a page");
    assert!(page.contains("agreement with others falls") && page.contains("From week to week"));
    assert!(falling.path().join("out/charts/course-agreement.png").exists());
    let summary = fs::read_to_string(falling.path().join("out/summary.md")).expect("a summary");
    assert!(summary.contains("Drift: "));

    let steady = audited(&[], &[]);
    assert_eq!(trend(steady.path())["verdict"], "no_evidence");
    assert!(!drift_is_reported(steady.path()));
}

/// Worse annotators whose sessions end early work at other times than the others: no drift.
#[test]
fn who_works_when_is_no_drift() {
    let place = audited(&["--dropout", "0.5", "--skill-sd", "0.12", "--fatigue", "-0.05"], &[]);
    assert_eq!(trend(place.path())["verdict"], "no_evidence");
    let audit = json(&place.path().join("out/audit.json"));
    let people =
        audit["questions"][0]["course"]["estimated"]["annotators"].as_array().expect("people").clone();
    assert_eq!(people.len(), 16);
    let told = |one: &&serde_json::Value| {
        !["no_evidence", "too_few"].contains(&one["verdict"].as_str().unwrap_or(""))
    };
    assert_eq!(people.iter().filter(told).count(), 0, "{people:?}");
}

#[test]
fn each_annotator_has_a_sheet_that_names_nobody_else() {
    let place = audited(&[], &["--annotator-sheets", "sheets"]);
    let folder = place.path().join("sheets");
    let names = files(&folder);
    let sheets: Vec<&String> =
        names.iter().filter(|name| name.starts_with('a') && name.ends_with(".html")).collect();
    assert_eq!(sheets.len(), 16, "{names:?}");
    for sheet in sheets {
        let page = fs::read_to_string(folder.join(sheet)).expect("a page");
        let own = &sheet[..3];
        assert!(page.contains(&format!("<bdi>{own}</bdi>")), "{sheet}");
        for other in (1..=16).map(|n| format!("a{n:02}")).filter(|other| other != own) {
            assert!(!page.contains(&format!("<bdi>{other}</bdi>")), "{sheet} names {other}");
        }
        assert!(
            page.contains("not for pay") && page.contains("of them gave your label") && page.len() < 200_000
        );
        assert!(!page.contains(" src=") && !page.contains("NaN"));
    }
    let index = fs::read_to_string(folder.join("index.html")).expect("an index");
    for target in index.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(folder.join(target).exists(), "{target}");
    }
    // Again over what is there: exchanged whole, the same bytes.
    let before = fs::read(folder.join("index.html")).expect("an index");
    let again = raterscope(
        place.path(),
        &["audit", "log.csv", "--annotator-sheets", "sheets", "--replicates", "100", "-q"],
    );
    assert_eq!(again.status, 0, "{again:?}");
    assert_eq!(fs::read(folder.join("index.html")).expect("an index"), before);
    fs::write(folder.join("own.txt"), "mine").expect("a file of the user's");
    let refused = raterscope(place.path(), &["audit", "log.csv", "--annotator-sheets", "sheets", "-q"]);
    assert_eq!(refused.status, 5, "{refused:?}");
    assert!(folder.join("own.txt").exists());
}

#[test]
fn sheets_obey_pseudonyms_and_stay_apart_from_the_report() {
    let place = audited(&[], &[]);
    put(place.path(), "key", "0123456789abcdef0123456789abcdef");
    let args = [
        "audit",
        "log.csv",
        "--annotator-sheets",
        "sheets",
        "--key-file",
        "key",
        "--replicates",
        "100",
        "-q",
    ];
    let ran = raterscope(place.path(), &args);
    assert_eq!(ran.status, 0, "{ran:?}");
    let folder = place.path().join("sheets");
    let names = files(&folder);
    assert!(names.iter().all(|name| (1..=16).all(|n| !name.starts_with(&format!("a{n:02}-")))), "{names:?}");
    let index = fs::read_to_string(folder.join("index.html")).expect("an index");
    assert!(!index.contains("<bdi>a01</bdi>"));
    for inside in ["out", "out/sheets", "."] {
        let ran =
            raterscope(place.path(), &["audit", "log.csv", "-o", "out", "--annotator-sheets", inside, "-q"]);
        assert!([2, 5].contains(&ran.status), "{inside}: {ran:?}");
    }
}
