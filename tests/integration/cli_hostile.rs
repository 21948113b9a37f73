//! Names and labels that mean harm do nothing, and no artifact tells of groups under five annotators.

use crate::program::{assert_whole, estimates, files, json, place, put, raterscope};
use std::fmt::Write;
use std::fs;
use std::path::Path;

const SCRIPT: &str = "<script>alert(1)</script>";
const FORMULA: &str = "=cmd|' /C calc'!A0";
const PATH: &str = "../../etc/passwd";
const NAMES: [&str; 8] = [FORMULA, PATH, SCRIPT, "+1", "-x", "@sum(a1)", "a\u{202e}b", "nul\tl"];

/// Eight annotators with such names on `items` items; labels, attribute, slice and question alike.
fn hostile_log(items: usize) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer
        .write_record(["item_id", "annotator_id", "label", "gold", "model_label", "batch", "gender"])
        .expect("in memory");
    for item in 0..items {
        for (i, name) in NAMES.iter().enumerate() {
            let label = |turn: usize| if turn.is_multiple_of(3) { SCRIPT } else { FORMULA };
            let own = label(item + usize::from((item * 5 + i * 3) % 7 == 0));
            let id = format!("{SCRIPT}{item}");
            writer
                .write_record([id.as_str(), name, own, label(item), label(item), PATH, SCRIPT])
                .expect("in memory");
        }
    }
    String::from_utf8(writer.into_inner().expect("in memory")).expect("it was text")
}

#[test]
fn hostile_names_do_nothing() {
    let place = place();
    put(place.path(), "log.csv", hostile_log(60));
    let flags = ["--slice", "batch", "--attribute", "gender", "--replicates", "100", "--title", SCRIPT];
    let mut args = vec!["audit", "log.csv", "-o", "out/report", "--set-aside", "aside.csv"];
    args.extend(flags);
    let ran = raterscope(place.path(), &args);
    assert_eq!(ran.status, 0, "{ran:?}");
    let out = place.path().join("out/report");
    assert_whole(&out);
    for name in files(place.path()) {
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c)), "{name}");
        let bytes = fs::read(place.path().join(&name)).expect("read");
        let text = String::from_utf8_lossy(&bytes);
        if name.ends_with(".html") || name.ends_with(".md") {
            assert!(!text.contains(SCRIPT), "{name} holds a script of the log's");
        }
    }
    assert_no_formula(&out.join("estimates.csv"));
    assert_no_formula(&place.path().join("aside.csv"));
    assert!(!ran.stdout.contains('\u{202e}') && !ran.stdout.contains('\u{1b}'), "{}", ran.stdout);
}

/// No cell begins as a formula, unless it is a number.
fn assert_no_formula(path: &Path) {
    let mut reader = csv::Reader::from_path(path).expect("readable");
    for record in reader.records() {
        for cell in &record.expect("a row") {
            let number = cell.parse::<f64>().is_ok();
            assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
    }
}

/// Eleven annotators, of whom the three in `tiny` are in a group of their own.
fn grouped_log(tiny: [u32; 3]) -> String {
    let mut log = String::from("item_id,annotator_id,label,gender\n");
    for item in 0..80u32 {
        for annotator in 0..11u32 {
            let label = (item + u32::from((item * 3 + annotator * annotator * 7) % (4 + annotator) == 0)) % 3;
            let group = if tiny.contains(&annotator) { "Zyx" } else { "Abc" };
            writeln!(log, "i{item:02},a{annotator:02},l{label},{group}").expect("in memory");
        }
    }
    log
}

#[test]
fn nothing_of_a_group_under_five_annotators_can_be_read_from_any_artifact() {
    // Whoever the three are, every artifact is the same but for the digest of the log: so nothing of the group can be
    // read, not even by subtracting the other group from the whole.
    let told = [[0, 1, 2], [3, 9, 10]].map(|tiny| {
        let place = place();
        put(place.path(), "log.csv", grouped_log(tiny));
        let args = [
            "audit",
            "log.csv",
            "-o",
            "out",
            "--attribute",
            "gender",
            "--replicates",
            "100",
            "--format",
            "terminal",
        ];
        let ran = raterscope(place.path(), &args);
        assert_eq!(ran.status, 0, "{ran:?}");
        let out = place.path().join("out");
        let audit = json(&out.join("audit.json"));
        let digest = audit["intake"]["inputs"][0]["sha256"].as_str().expect("a digest").to_string();
        let groups: Vec<String> = estimates(&out.join("estimates.csv"))
            .into_iter()
            .filter(|row| row.slice.contains("gender=") && row.value.is_some())
            .map(|row| format!("{} {}", row.metric, row.slice))
            .collect();
        assert!(groups.is_empty(), "estimates of groups: {groups:?}");
        let mut texts = vec![("terminal".to_string(), ran.stdout.into_bytes())];
        for name in files(&out).into_iter().filter(|name| !name.starts_with('.')) {
            let bytes = fs::read(out.join(&name)).expect("read");
            let bytes = match String::from_utf8(bytes) {
                Ok(text) => text.replace(&digest, "DIGEST").replace(&digest[..12], "DIGEST").into_bytes(),
                Err(png) => png.into_bytes(),
            };
            texts.push((name, bytes));
        }
        texts
    });
    let [one, other] = told;
    for ((name, one), (_, other)) in one.iter().zip(&other) {
        if one != other {
            let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
            let at = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
            let near: String = one.chars().skip(at.saturating_sub(200)).take(400).collect();
            panic!("{name} tells who is in the small group, near: {near}");
        }
    }
}

#[test]
fn pseudonyms_leave_no_name_in_any_artifact() {
    let place = place();
    put(place.path(), "log.csv", grouped_log([0, 1, 2]).replace(",a0", ",annotator-called-0"));
    put(place.path(), "key.txt", "0123456789abcdef0123456789abcdef\n");
    let args = ["audit", "log.csv", "-o", "out", "--key-file", "key.txt", "--replicates", "100"];
    let ran = raterscope(place.path(), &args);
    assert_eq!(ran.status, 0, "{ran:?}");
    for name in files(&place.path().join("out")) {
        let bytes = fs::read(place.path().join("out").join(&name)).expect("read");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("annotator-called-") && !text.contains("0123456789abcdef"), "{name}");
    }
    assert!(!ran.stdout.contains("annotator-called-"), "{}", ran.stdout);
}
