//! `raterscope compare`, and guideline versions inside one log, as users meet them.

use crate::program::{assert_whole, json, place, put, raterscope};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A log of `items` items × 6 annotators, who differ on one item in `every`.
fn week(items: u32, every: u32) -> String {
    let mut log = String::from("item_id,annotator_id,label,batch\n");
    for item in 0..items {
        for annotator in 0..6 {
            let noisy = (item * 7 + annotator * 13 + item * annotator * 5) % every == 0;
            let label = ["spam", "ham", "unsure"][((item + u32::from(noisy)) % 3) as usize];
            log.push_str(&format!(
                "item-{item:04},ann-{annotator},{label},{}\n",
                ["x", "y"][(item % 4 / 3) as usize]
            ));
        }
    }
    log
}

fn audited(place: &Path, name: &str, log: &str, flags: &[&str]) {
    put(place, &format!("{name}.csv"), log);
    let file = format!("{name}.csv");
    let mut args = vec!["audit", &file, "-o", name, "--replicates", "200", "--quiet"];
    args.extend(flags);
    let ran = raterscope(place, &args);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{name}");
}

fn compared(place: &Path, flags: &[&str]) -> Value {
    let mut args = vec!["compare", "old/audit.json", "new/audit.json", "--format", "json", "--quiet"];
    args.extend(flags);
    let ran = raterscope(place, &args);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    serde_json::from_str(&ran.stdout).expect("JSON")
}

fn width(change: &Value, of: &str) -> f64 {
    let interval = &change[of]["estimated"]["interval"]["estimated"];
    let end = |name: &str| interval[name].as_f64().unwrap_or_else(|| panic!("{of}: {change:#}"));
    end("upper") - end("lower")
}

#[test]
fn two_audits_become_page_tables_and_charts() {
    let place = place();
    audited(place.path(), "old", &week(240, 17), &["--slice", "batch"]);
    audited(place.path(), "new", &week(240, 4), &["--slice", "batch"]);
    // Errors follow annotators here: that agreement fell is told of these people, not of others like them.
    let ran = raterscope(
        place.path(),
        &["compare", "old/audit.json", "new/audit.json", "-o", "out", "-o", "pr.md", "--panel", "fixed"],
    );
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("Agreement fell: Krippendorff's alpha"), "{}", ran.stdout);
    assert_whole(&place.path().join("out"));
    let read = |name: &str| fs::read_to_string(place.path().join(name)).expect("it is there");
    let page = read("out/comparison.html");
    for heading in [
        "Agreement",
        "Slices and groups",
        "Label pairs mended and newly broken",
        "What moved observed agreement",
    ] {
        assert!(page.contains(&format!(">{heading}</h2>")), "{heading}");
    }
    assert!(page.contains("<svg") && place.path().join("out/charts/changes.png").is_file());
    assert_eq!(read("out/comparison.md"), read("pr.md"));
    assert!(read("pr.md").contains("**Newly broken:** "), "{}", read("pr.md"));
    assert!(
        read("out/changes.csv").lines().any(|line| line.starts_with("label,agreement,krippendorff_alpha,,"))
    );

    let found = compared(place.path(), &["--panel", "fixed"]);
    let question = &found["questions"][0];
    let change = &question["changes"][0];
    assert_eq!((&change["metric"], &change["reported"]), (&"krippendorff_alpha".into(), &true.into()));
    let split = &question["drivers"]["splits"][0];
    let part = |name: &str| split[name].as_f64().expect("a number");
    assert!((part("mix") + part("within") - part("change")).abs() < 1e-12);
    assert!(part("mix").abs() < 1e-12, "the same items came up: {split}");
    assert_eq!(question["drivers"]["people"]["in_both"], 6);
    assert_eq!(change["change"], change["fixed"]);
    let random = compared(place.path(), &[]);
    let change = &random["questions"][0]["changes"][0];
    assert_eq!(change["change"], change["redrawn"], "the wider one leads");
    assert_eq!(change["reported"], false);
}

#[test]
fn items_that_both_kept_are_paired_by_hash() {
    let place = place();
    audited(place.path(), "old", &week(240, 9), &["--keep-items"]);
    audited(place.path(), "new", &week(260, 7), &["--keep-items"]);
    let kept = fs::read_to_string(place.path().join("old/items.json")).expect("kept");
    assert!(!kept.contains("item-"), "no ids");
    let found = compared(place.path(), &[]);
    let shared = &found["questions"][0]["shared"];
    assert_eq!(
        (&shared["in_both"], &shared["only_before"], &shared["only_after"]),
        (&240.into(), &0.into(), &20.into())
    );
    let change = &found["questions"][0]["changes"][1];
    let text = change["fixed"]["estimated"]["interval"]["estimated"]["method"].to_string();
    assert!(text.contains("paired where both have them"), "{text}");
    assert!(width(change, "fixed") > 0.0 && width(change, "redrawn") > 0.0);

    // Items of another audit are refused, not paired with the wrong ones.
    put(place.path(), "old/items.json", fs::read(place.path().join("new/items.json")).expect("kept"));
    let ran = raterscope(place.path(), &["compare", "old/audit.json", "new/audit.json"]);
    assert_eq!(ran.status, 3);
    assert!(ran.stderr.contains("does not fit the audit.json beside it"), "{}", ran.stderr);
}

#[test]
fn apples_and_pears_are_refused_with_status_3() {
    let place = place();
    audited(place.path(), "old", &week(60, 9), &[]);
    audited(place.path(), "new", &week(60, 9).replace("spam", "junk"), &[]);
    let ran = raterscope(place.path(), &["compare", "old/audit.json", "new/audit.json"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (3, ""));
    assert!(ran.stderr.contains("two label sets (only before: spam; only after: junk)"), "{}", ran.stderr);
    let ran = raterscope(place.path(), &["compare", "old/audit.json", "nowhere/audit.json"]);
    assert_eq!(ran.status, 3);
    assert!(ran.stderr.contains("cannot read it"), "{}", ran.stderr);
    let ran = raterscope(place.path(), &["compare", "old/audit.json", "new/audit.json", "--panel", "same"]);
    assert_eq!(ran.status, 2);
}

/// Items 0..120 under v9, those of `second` under v10, where people differ more often. Ten people work under both, nobody
/// twice on an item (of two labels of one person for one item the last counts).
fn versions(second: std::ops::Range<u32>) -> String {
    let mut log = String::from("item_id,annotator_id,label,guideline_version\n");
    let mut give = |item: u32, annotator: u32, every: u32, version: &str| {
        let noisy = (item * 7 + annotator * 13 + item * annotator * 5).is_multiple_of(every);
        let label = ["spam", "ham"][((item + u32::from(noisy)) % 2) as usize];
        log.push_str(&format!("item-{item:04},ann-{annotator},{label},{version}\n"));
    };
    for item in 0..120 {
        (0..5).for_each(|k| give(item, (item + k) % 10, 11, "v9"));
    }
    for item in second {
        (5..10).for_each(|k| give(item, (item + k) % 10, 3, "v10"));
    }
    log
}

#[test]
fn guideline_versions_are_compared_on_the_same_items_where_there_are_any() {
    for (second, basis) in [(0..120, "same_items"), (100..220, "same_items"), (200..320, "other_items")] {
        let place = place();
        audited(place.path(), "out", &versions(second.clone()), &[]);
        let audit = json(&place.path().join("out/audit.json"));
        let step = &audit["questions"][0]["guideline_versions"]["estimated"]["steps"][0];
        assert_eq!((&step["before"], &step["after"]), (&"v9".into(), &"v10".into()), "numbers, not letters");
        assert_eq!(step["basis"], basis, "{second:?}");
        let change = &step["changes"][0];
        assert!(change["change"]["estimated"]["value"].as_f64().expect("a change") < 0.0);
        assert!(width(change, "redrawn") > 0.0);
        let csv = fs::read_to_string(place.path().join("out/estimates.csv")).expect("estimates");
        assert!(csv.contains(
            "guideline_versions,percent_agreement_change,guideline_version=v9;guideline_version=v10,"
        ));
        let page = fs::read_to_string(place.path().join("out/report.html")).expect("a page");
        assert!(page.contains(">Guideline versions</h2>"));
    }
}
