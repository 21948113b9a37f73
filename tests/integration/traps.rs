//! Inputs that other programs stumble over, one test a row of the list, named after it.

mod groups;
mod scales;

use crate::program::{Ran, Row, estimates, json, place, put, raterscope};
use std::path::Path;

/// An audit of a log.
struct Audited {
    folder: tempfile::TempDir,
    rows: Vec<Row>,
}

impl Audited {
    /// The one row of a metric for the whole log.
    fn whole(&self, metric: &str) -> &Row {
        whole(&self.rows, metric)
    }

    fn part(&self, metric: &str, slice: &str) -> &Row {
        let of = |row: &&Row| row.metric == metric && row.slice == slice;
        self.rows.iter().find(of).unwrap_or_else(|| panic!("no {metric} of {slice}"))
    }

    fn out(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join("out").join(name)
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.out(name)).expect("an artifact")
    }

    fn audit(&self) -> serde_json::Value {
        json(&self.out("audit.json"))
    }
}

fn run(folder: &Path, log: &str, flags: &[&str]) -> Ran {
    put(folder, "log.csv", log);
    raterscope(folder, &[&["audit", "log.csv", "-o", "out"], flags].concat())
}

fn audit_of(log: &str, flags: &[&str]) -> Audited {
    let folder = place();
    let ran = run(folder.path(), log, flags);
    assert_eq!(ran.status, 0, "{ran:?}");
    let rows = estimates(&folder.path().join("out/estimates.csv"));
    Audited { folder, rows }
}

/// The audit of a log, as rows of its `estimates.csv`.
fn audited(log: &str, flags: &[&str]) -> Vec<Row> {
    audit_of(log, flags).rows
}

/// The one row of a metric for the whole log, with the interval that its section names first.
fn whole<'r>(rows: &'r [Row], metric: &str) -> &'r Row {
    rows.iter().find(|row| row.metric == metric && row.slice.is_empty()).expect("a row of the metric")
}

/// A log of items by what annotators a1, a2 … said of each; an empty text is no row.
fn log_of<'a>(items: impl IntoIterator<Item = Vec<&'a str>>) -> String {
    let mut log = String::from("item_id,annotator_id,label\n");
    for (item, given) in items.into_iter().enumerate() {
        for (who, label) in given.iter().enumerate().filter(|(_, label)| !label.is_empty()) {
            log.push_str(&format!("i{item:04},a{},{label}\n", who + 1));
        }
    }
    log
}

fn near(row: &Row, expected: f64) {
    let value = row.value.unwrap_or_else(|| panic!("{row:?} has no value"));
    assert!((value - expected).abs() < 1e-9, "{row:?}, not {expected}");
}

#[test]
fn everyone_uses_one_label() {
    let log = log_of((0..30).map(|_| vec!["yes", "yes", "yes"]));
    let shown = audit_of(&log, &[]);
    for metric in ["krippendorff_alpha", "fleiss_kappa"] {
        let row = shown.whole(metric);
        assert_eq!((row.value, row.reason.as_str()), (None, "no_expected_disagreement"), "{row:?}");
    }
    near(shown.whole("percent_agreement"), 1.0);
    assert_eq!(shown.whole("gwet_ac1").reason, "one_label_in_set");
    let pair = shown.part("cohen_kappa", "annotator=a1;annotator=a2");
    assert_eq!((pair.value, pair.reason.as_str()), (None, "no_expected_disagreement"));
    let declared = audit_of(&log, &["--labels", "no,yes"]);
    assert_eq!(declared.whole("krippendorff_alpha").reason, "no_expected_disagreement");
    near(declared.whole("gwet_ac1"), 1.0);
    near(declared.whole("brennan_prediger"), 1.0);
    assert_eq!(declared.whole("gwet_ac1").reason, "no_error_to_estimate", "1 is no interval of [1, 1]");
}

#[test]
fn ninety_nine_items_agree_and_one_does_not() {
    let given = (0..100).map(|item| vec!["benign", if item == 7 { "toxic" } else { "benign" }]);
    let found = audit_of(&log_of(given), &[]);
    near(found.whole("krippendorff_alpha"), 0.0);
    // π of the rare label is 1/200: p_e = 2 π (1 − π).
    let chance = 2.0 * 0.005 * 0.995;
    near(found.whole("gwet_ac1"), (0.99 - chance) / (1.0 - chance));
    let page = found.text("report.html");
    for word in ["benign", "99.5", "AC1"] {
        assert!(page.contains(word), "the page tells the prevalence: {word}");
    }
}

#[test]
fn one_annotator_and_nothing_pairable() {
    let given = (0..30).map(|item| vec![if item % 3 == 0 { "yes" } else { "no" }]);
    let found = audit_of(&log_of(given), &[]);
    let metrics = [
        "krippendorff_alpha",
        "percent_agreement",
        "fleiss_kappa",
        "gwet_ac1",
        "brennan_prediger",
        "cohen_kappa",
    ];
    for metric in metrics {
        let row = found.whole(metric);
        assert_eq!((row.value, row.reason.as_str()), (None, "nothing_pairable"), "{row:?}");
    }
}

/// Krippendorff's 4 × 12 table; Fleiss' kappa with gaps as gaps: .76117 (Gwet, README of irrCAC). Taking the empty cell for
/// a label gives .568.
#[test]
fn missing_cells_are_no_label() {
    let folder = place();
    put(folder.path(), "log.csv", include_str!("../../fixtures/krippendorff2011_p4.csv"));
    let ran = raterscope(folder.path(), &["audit", "log.csv", "--wide", "-o", "out"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let rows = estimates(&folder.path().join("out/estimates.csv"));
    let fleiss = whole(&rows, "fleiss_kappa").value.expect("labels vary");
    assert!((fleiss - 0.76117).abs() < 6e-6, "{fleiss}");
    assert!(rows.iter().all(|row| row.slice != "label="), "no empty label");
}

#[test]
fn the_same_annotator_and_item_twice() {
    let mut log = String::from("item_id,annotator_id,label,submitted_at\n");
    for item in 0..30 {
        let label = ["yes", "no", "maybe"][item % 3];
        for who in ["a1", "a2"] {
            log.push_str(&format!("i{item},{who},{label},2026-03-02T10:{item:02}:00Z\n"));
        }
        // a1 had said something else an hour before.
        log.push_str(&format!("i{item},a1,other,2026-03-02T09:{item:02}:00Z\n"));
    }
    let last = audit_of(&log, &[]);
    near(last.whole("percent_agreement"), 1.0);
    let intake = last.audit()["intake"].clone();
    assert_eq!(intake["rows_read"], 90);
    assert_eq!(intake["revisions"], 30, "counted: {intake}");
    let first = audit_of(&log, &["--repeats", "first"]);
    near(first.whole("percent_agreement"), 0.0);
    // The same row again is the same row; a contradiction without a time is set aside, not guessed.
    let copies =
        audit_of("item_id,annotator_id,label\n1,a,x\n1,a,x\n1,b,x\n2,a,y\n2,b,x\n3,a,x\n3,a,y\n3,b,x\n", &[]);
    near(copies.whole("percent_agreement"), 0.5);
}

#[test]
fn a_real_label_spelled_nan_is_kept() {
    let given = (0..30).map(|item| {
        let label = ["nan", "naan", "roti"][item % 3];
        vec![label, label, if item % 5 == 0 { "nan" } else { label }]
    });
    let found = audit_of(&log_of(given), &[]);
    assert!(found.part("specific_agreement", "label=nan").value.is_some());
    assert_eq!(found.audit()["intake"]["rows_used"], 90);
}

#[test]
fn a_tie_in_a_majority_vote_stays_a_tie() {
    // "apple" stands first in the alphabet and must not win for it.
    let given = (0..40).map(|item| if item < 10 { vec!["apple", "pear"] } else { vec!["pear", "pear"] });
    let found = audit_of(&log_of(given), &[]);
    near(found.whole("tie_rate"), 0.25);
    let mut gold = String::from("item_id,annotator_id,label,gold\n");
    for item in 0..40 {
        let first = if item < 10 { "apple" } else { "pear" };
        gold.push_str(&format!("i{item},a1,{first},apple\ni{item},a2,pear,apple\n"));
    }
    // A tie counts its part: half of 10 items of 40.
    near(audit_of(&gold, &[]).whole("majority_accuracy"), 0.125);
}

#[test]
fn a_confidence_bound_stays_in_range_and_no_interval_has_width_0() {
    let logs = [
        log_of([vec!["x", "y"], vec!["y", "x"], vec!["x", "x"], vec!["y", "y"]]),
        log_of([vec!["x", "y"], vec!["y", "x"]]),
        log_of((0..30).map(|i| if i % 2 == 0 { vec!["x", "x", "x"] } else { vec!["y", "y", "y"] })),
        log_of((0..30).map(|i| vec!["x", "x", if i == 3 { "y" } else { "x" }])),
        log_of((0..250).map(|i| if i < 249 { vec!["x", "x"] } else { vec!["x", "y"] })),
    ];
    for log in logs {
        for row in audited(&log, &["--replicates", "300"]) {
            let (Some(lower), Some(upper)) = (row.lower, row.upper) else { continue };
            assert!(upper - lower > 1e-9, "width 0: {row:?}");
            // Differences of two coefficients reach from −2 to 2.
            let difference = ["change", "adjusted", "gain"].iter().any(|word| row.metric.contains(word));
            let most = if difference { 2.0 } else { 1.0 };
            assert!(lower >= -most && upper <= most, "out of range: {row:?}");
        }
    }
}

/// Two annotators, one set each per item.
fn sets(pairs: &[(&str, &str)]) -> String {
    let mut log = String::from("item,annotator,labels\n");
    for (item, (first, second)) in pairs.iter().enumerate() {
        log.push_str(&format!("i{item},a1,{first}\ni{item},a2,{second}\n"));
    }
    log
}

#[test]
fn empty_against_empty_in_set_valued_labels_is_distance_0() {
    let flags = ["--scale", "set", "--set-separator", "|"];
    let agreed = audited(&sets(&[("{}", "{}"), ("a|b", "b|a"), ("c", "c")]), &flags);
    assert_eq!(whole(&agreed, "krippendorff_alpha").value, Some(1.0));
    // Against anything else the empty set is as far as can be, as disjoint sets are.
    let apart = audited(&sets(&[("{}", "a"), ("b", "b"), ("{}", "{}")]), &flags);
    let disjoint = audited(&sets(&[("x", "a"), ("b", "b"), ("x", "x")]), &flags);
    let alpha = |rows: &[Row]| whole(rows, "krippendorff_alpha").value.expect("two labels or more");
    assert!((alpha(&apart) - alpha(&disjoint)).abs() < 1e-12);
    let nothing = audited(&sets(&[("{}", "{}"), ("{}", "{}")]), &flags);
    assert_eq!(whole(&nothing, "krippendorff_alpha").status, "not_estimable");
    assert_eq!(whole(&nothing, "percent_agreement").value, Some(1.0));
}
