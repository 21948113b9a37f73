//! `audit --consensus`: what is written of items and annotators, and that nothing but the log decides it.

use crate::program::{files, json, place, put, raterscope};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Thirty items by six annotators, one of whom (`=eve`) is wrong each time; two items are tied; names try to be formulas.
fn log(reversed: bool) -> String {
    let labels = ["cat", "dog", "owl"];
    let mut rows = Vec::new();
    for item in 0..30 {
        for (place, annotator) in ["ann", "bob", "cid", "dee", "=eve", "fay"].iter().enumerate() {
            let tied = item >= 28 && place >= 3;
            let wrong = *annotator == "=eve" || tied || (item + place) % 9 == 0;
            let label = labels[(item + usize::from(wrong)) % 3];
            rows.push(format!("+item{item:02},{annotator},{label}"));
        }
    }
    if reversed {
        rows.reverse();
    }
    format!("item_id,annotator_id,label\n{}\n", rows.join("\n"))
}

fn audited(text: &str, flags: &[&str]) -> tempfile::TempDir {
    let place = place();
    put(place.path(), "log.csv", text);
    let mut args = vec!["audit", "log.csv", "-o", "out", "--replicates", "100", "--quiet"];
    args.extend(flags);
    let ran = raterscope(place.path(), &args);
    assert_eq!(ran.status, 0, "{flags:?}: {ran:?}");
    place
}

fn table(folder: &Path, name: &str) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_path(folder.join("out").join(name)).expect(name);
    reader.records().map(|r| r.expect("a record").iter().map(String::from).collect()).collect()
}

#[test]
fn every_item_and_every_annotator_is_told_and_named_in_the_manifest() {
    for model in ["majority", "dawid_skene", "one_coin", "mace", "glad", "wawa"] {
        let place = audited(&log(false), &["--consensus", model]);
        let items = table(place.path(), "consensus.csv");
        assert_eq!(items[0], ["item", "question", "label", "confidence", "n", "tie", "tied"]);
        assert_eq!(items.len(), 31, "{model}");
        assert_eq!(items[2][..3], ["'+item01", "label", "dog"], "{model}");
        assert_eq!((items[2][4].as_str(), items[2][5].as_str()), ("6", "false"));
        let confidence: f64 = items[2][3].parse().expect("a number");
        assert!((0.5..=1.0).contains(&confidence), "{model}: {confidence}");

        let annotators = table(place.path(), "annotators.csv");
        assert_eq!(
            annotators[0][..5],
            ["annotator", "question", "reliability", "annotations", "given cat where cat"]
        );
        assert_eq!(annotators[0].len(), 4 + 9, "{model}");
        let names: Vec<&str> = annotators[1..].iter().map(|row| row[0].as_str()).collect();
        assert_eq!(names, ["'=eve", "ann", "bob", "cid", "dee", "fay"], "alphabetical, whatever the model");
        let reliability = |row: usize| annotators[row][2].parse::<f64>().expect("a number");
        assert!((2..7).all(|row| reliability(row) > reliability(1)), "{model}: {annotators:?}");

        let manifest = json(&place.path().join("out/.raterscope-manifest.json"));
        let named =
            |name: &str| manifest["files"].as_array().is_some_and(|f| f.iter().any(|f| f["name"] == name));
        assert!(named("consensus.csv") && named("annotators.csv"));
        let page = fs::read_to_string(place.path().join("out/report.html")).expect("a page");
        assert!(page.contains(">Consensus</h") && page.contains("no basis for pay"), "{model}");
        let again =
            raterscope(place.path(), &["audit", "log.csv", "-o", "out", "--quiet", "--replicates", "100"]);
        assert_eq!(again.status, 0, "a folder with streamed files is ours: {again:?}");
        assert!(
            !files(&place.path().join("out")).iter().any(|name| name == "consensus.csv"),
            "not asked for"
        );
    }
}

#[test]
fn a_tie_has_no_label_and_lists_those_that_share_it() {
    let place = audited(&log(false), &["--consensus", "majority"]);
    let items = table(place.path(), "consensus.csv");
    let tied: Vec<&Vec<String>> = items[1..].iter().filter(|row| row[5] == "true").collect();
    assert!(!tied.is_empty());
    for row in tied {
        assert_eq!((row[2].as_str(), row[3].as_str(), row[6].split('|').count()), ("", "0.5", 2), "{row:?}");
    }
    let audit = json(&place.path().join("out/audit.json"));
    assert_eq!(audit["questions"][0]["consensus"]["chosen"]["estimated"]["model"], "majority");
}

#[test]
fn rows_in_any_order_on_any_threads_give_the_same_bytes() {
    for model in ["majority", "dawid_skene", "one_coin", "mace", "glad", "wawa"] {
        let read = |reversed: bool, threads: &str| {
            let place = audited(&log(reversed), &["--consensus", model, "--threads", threads]);
            ["consensus.csv", "annotators.csv", "estimates.csv"]
                .map(|name| fs::read(place.path().join("out").join(name)).expect(name))
        };
        let first = read(false, "1");
        assert!(first == read(true, "1") && first == read(true, "2"), "{model}");
    }
}

#[test]
fn crowdlab_takes_probability_columns_and_says_so_where_there_are_none() {
    let place = audited(&log(false), &["--consensus", "crowdlab"]);
    assert_eq!(table(place.path(), "consensus.csv").len(), 1, "a header alone");
    let estimates = fs::read_to_string(place.path().join("out/estimates.csv")).expect("estimates");
    assert!(estimates.contains("consensus_tie_rate,,,,,,,,,,not_estimable,not_in_log"), "{estimates}");

    let mut text = String::from("item_id,model,p_cat,p_dog,p_owl\n");
    for item in 0..30 {
        let p = |label: usize| if item % 3 == label { 0.8 } else { 0.1 };
        writeln!(text, "+item{item:02},m,{},{},{}", p(0), p(1), p(2)).expect("in memory");
    }
    put(place.path(), "predictions.csv", text);
    let flags =
        ["--consensus", "crowdlab", "--predictions", "predictions.csv", "--replicates", "100", "--quiet"];
    let ran = raterscope(place.path(), &[&["audit", "log.csv", "-o", "out"], &flags[..]].concat());
    assert_eq!(ran.status, 0, "{ran:?}");
    let items = table(place.path(), "consensus.csv");
    assert!(items[1..].iter().all(|row| row[5] == "false"), "the model settles ties: {items:?}");
    assert_eq!(items[29][2], "dog", "item 28 is the model's too");
}

#[test]
fn the_settings_name_it_too_and_a_word_that_is_none_is_refused() {
    let place = audited(&log(false), &[]);
    assert!(
        !files(&place.path().join("out")).iter().any(|name| name == "consensus.csv"),
        "only where asked for"
    );
    put(place.path(), "raterscope.toml", "[consensus]\nmodel = \"wawa\"\n");
    let ran = raterscope(place.path(), &["audit", "log.csv", "-o", "out", "--quiet"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(files(&place.path().join("out")).iter().any(|name| name == "annotators.csv"));
    let audit = json(&place.path().join("out/audit.json"));
    assert_eq!(audit["provenance"]["plan"]["settings"]["consensus.model"], "wawa");
    let ran = raterscope(place.path(), &["audit", "log.csv", "--consensus", "mmsr"]);
    assert!(ran.status == 2 && ran.stderr.contains("dawid_skene"), "{ran:?}");
    let ran = raterscope(place.path(), &["audit", "log.csv", "-o", "page.html", "--consensus", "wawa"]);
    assert!(ran.status == 0 && ran.stderr.contains("name one with -o"), "{ran:?}");
}

#[test]
fn the_report_is_made_again_from_the_audit_but_for_the_files_that_need_the_log() {
    let place = place();
    put(place.path(), "log.csv", log(false));
    put(place.path(), "key", "a key of thirty-two letters or so!");
    let flags = ["--consensus", "dawid_skene", "--key-file", "key", "--replicates", "100", "--quiet"];
    let ran = raterscope(place.path(), &[&["audit", "log.csv", "-o", "out"], &flags[..]].concat());
    assert_eq!(ran.status, 0, "{ran:?}");
    let ran = raterscope(place.path(), &["render", "out/audit.json", "-o", "again", "--quiet"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let read = |folder: &str, name: &str| fs::read(place.path().join(folder).join(name)).expect(name);
    for name in ["report.html", "audit.json", "estimates.csv", "summary.md"] {
        assert!(read("out", name) == read("again", name), "{name}");
    }
    let annotators = String::from_utf8(read("out", "annotators.csv")).expect("text");
    assert!(!annotators.contains("eve") && !annotators.contains("fay"), "{annotators}");
}
