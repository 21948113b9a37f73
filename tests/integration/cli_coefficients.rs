//! Coefficients that are asked for: the list of them, slips of the hand, distances from a file, and where they show.

use crate::program::{estimates, place, put, raterscope};
use std::path::Path;

const LOG: &str = "item_id,annotator_id,label\n1,a,low\n1,b,mid\n2,a,low\n2,b,low\n3,a,high\n3,b,mid\n\
    4,a,high\n4,b,high\n5,a,low\n5,b,high\n6,a,mid\n6,b,mid\n7,a,low\n7,b,low\n8,a,high\n8,b,high\n";
const ORDER: [&str; 4] = ["--labels", "low,mid,high", "--scale", "ordinal"];
const DISTANCES: &str = ",low,mid,high\nlow,0,1,3\nmid,1,0,2\nhigh,3,2,0\n";

fn audit(folder: &Path, more: &[&str]) -> crate::program::Ran {
    put(folder, "log.csv", LOG);
    let mut args = vec!["audit", "log.csv", "-o", "out"];
    args.extend(more);
    raterscope(folder, &args)
}

#[test]
fn the_list_names_every_coefficient_in_every_format() {
    let place = place();
    let terminal = raterscope(place.path(), &["coefficients"]);
    assert_eq!(terminal.status, 0, "{terminal:?}");
    let json = raterscope(place.path(), &["coefficients", "--format", "json"]);
    let listed: Vec<serde_json::Value> = serde_json::from_str(&json.stdout).expect("JSON");
    let csv = raterscope(place.path(), &["coefficients", "--format", "csv"]);
    assert_eq!(csv.stdout.lines().count(), listed.len() + 1);
    assert!(listed.len() >= 15);
    for entry in &listed {
        let metric = entry["metric"].as_str().expect("an id");
        assert!(terminal.stdout.contains(metric), "{metric}\n{}", terminal.stdout);
        for told in ["name", "answers", "scales", "missing", "annotators", "reference"] {
            assert!(entry[told].as_str().is_some_and(|text| !text.is_empty()), "{metric} {told}");
        }
    }
    assert!(terminal.stdout.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn what_is_asked_for_is_in_the_table_the_page_and_the_audit() {
    let place = place();
    let mut flags = ORDER.to_vec();
    flags.extend(["--coefficients", "scott_pi,weighted_alpha,fleiss_kappa_by_label", "--weights", "linear"]);
    let ran = audit(place.path(), &flags);
    assert_eq!(ran.status, 0, "{ran:?}");
    let rows = estimates(&place.path().join("out/estimates.csv"));
    for (metric, slice) in
        [("scott_pi", ""), ("weighted_alpha", ""), ("gwet_ac2", ""), ("fleiss_kappa_by_label", "label=mid")]
    {
        let row = rows.iter().find(|row| row.metric == metric && row.slice == slice);
        let row = row.unwrap_or_else(|| panic!("no {metric} {slice}"));
        assert!(row.value.is_some() && row.status == "estimated", "{row:?}");
    }
    let linear = rows.iter().find(|row| row.metric == "weighted_alpha").expect("asked for");
    assert!(linear.method.contains("linear"), "{linear:?}");
    let page = std::fs::read_to_string(place.path().join("out/report.html")).expect("a page");
    for words in ["Coefficients asked for", "Scott's pi", "linear weights", "linearisation"] {
        assert!(page.contains(words) || page.contains(&words.replace('\'', "&#x27;")), "{words}");
    }
}

#[test]
fn an_unknown_coefficient_suggests_the_nearest() {
    let place = place();
    let ran = audit(place.path(), &["--coefficients", "gwet_ac3"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("unknown coefficient `gwet_ac3`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("did you mean `gwet_ac"), "{}", ran.stderr);
}

#[test]
fn distances_from_a_file_take_the_place_of_the_scales() {
    let place = place();
    put(place.path(), "d.csv", DISTANCES);
    let ran = audit(place.path(), &["--distance", "d.csv", "--coefficients", "gwet_ac2,weighted_alpha"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let rows = estimates(&place.path().join("out/estimates.csv"));
    let row = |metric: &str| rows.iter().find(|row| row.metric == metric).expect("a row");
    let (alpha, weighted) = (row("krippendorff_alpha"), row("weighted_alpha"));
    assert!(alpha.method.contains("d.csv"), "{alpha:?}");
    let (a, w) = (alpha.value.expect("a value"), weighted.value.expect("a value"));
    assert!((a - w).abs() < 1e-12, "alpha with these distances and with 1 − d as weights: {a} {w}");
    // By hand: Σ d over the eight pairs is 1 + 0 + 2 + 0 + 3 = 6, twice over n = 16; the margins are 6, 4 and 6.
    let observed = 2.0 * 6.0 / 16.0;
    let expected = 2.0 * (6.0 * 4.0 * 1.0 + 6.0 * 6.0 * 3.0 + 4.0 * 6.0 * 2.0) / (16.0 * 15.0);
    assert!((a - (1.0 - observed / expected)).abs() < 1e-12, "{a}");
}

#[test]
fn a_file_of_distances_that_does_not_fit_is_refused() {
    for (file, told) in [
        (",low,mid\nlow,0,1\nmid,1,0\n", "no distances of `high`"),
        (",low,mid,high\nlow,0,1,3\nmid,1,0,2\nhigh,3,9,0\n", "row 4, column 3"),
        ("", "the file is empty"),
    ] {
        let place = place();
        put(place.path(), "d.csv", file);
        let ran = audit(place.path(), &["--distance", "d.csv"]);
        assert_eq!(ran.status, 2, "{ran:?}");
        assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
        assert!(!place.path().join("out").exists());
    }
    let place = place();
    let ran = audit(place.path(), &["--distance", "none.csv"]);
    assert_eq!(ran.status, 2);
    put(place.path(), "d.csv", DISTANCES);
    let ran = audit(place.path(), &["--distance", "d.csv", "--weights", "linear"]);
    assert!(ran.status == 2 && ran.stderr.contains("both set"), "{ran:?}");
}

#[test]
fn circles_poles_and_ratios_are_scales() {
    let place = place();
    let log = "item_id,annotator_id,label\n1,a,1\n1,b,12\n2,a,6\n2,b,5\n3,a,12\n3,b,12\n4,a,3\n4,b,4\n";
    put(place.path(), "log.csv", log);
    let alpha = |scale: &str| {
        let ran = raterscope(place.path(), &["audit", "log.csv", "-o", "out", "--scale", scale]);
        assert_eq!(ran.status, 0, "{ran:?}");
        let rows = estimates(&place.path().join("out/estimates.csv"));
        rows.iter().find(|row| row.metric == "krippendorff_alpha").and_then(|row| row.value).expect(scale)
    };
    // December is next to January on a circle alone.
    assert!(alpha("circular") > alpha("interval") + 0.3);
    assert!(alpha("ratio") < alpha("circular"));
    assert!(alpha("bipolar").is_finite());
    let words = raterscope(place.path(), &["audit", "log.csv", "-o", "out", "--scale", "circles"]);
    assert_eq!(words.status, 2);
}
