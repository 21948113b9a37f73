//! What an audit trail needs: where numbers come from, in `audit.json` and on the page, and the same bytes every time.

use super::panel::panel;
use crate::program::{command, files, json, place, put};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

const WRITTEN: [&str; 3] = ["out", "sheets", "aside.csv"];

fn audited(folder: &Path, threads: &str) {
    let panel = panel(3);
    put(folder, "log.csv", format!("{}i1,,yes,b0,,\n", panel.log));
    put(folder, "annotators.csv", panel.roster);
    let args = [
        "audit",
        "log.csv",
        "--roster",
        "annotators.csv",
        "--slice",
        "batch",
        "--pseudonymize",
        "--consensus",
        "dawid_skene",
        "--annotator-sheets",
        "sheets",
        "--set-aside",
        "aside.csv",
        "--replicates",
        "100",
        "--seed",
        "77",
        "-o",
        "out",
        "--threads",
        threads,
        "--quiet",
    ];
    let ran =
        command(folder).args(args).env("RATERSCOPE_KEY", "a key of sixteen or more").output().expect("runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
}

/// Every file that a run wrote, manifests too.
fn everything(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for name in WRITTEN {
        let path = folder.join(name);
        if path.is_dir() {
            out.extend(files(&path).into_iter().map(|file| (format!("{name}/{file}"), path.join(file))));
        } else {
            out.push((name.into(), path));
        }
    }
    out.into_iter().map(|(name, path)| (name, fs::read(path).expect("written"))).collect()
}

#[test]
fn two_runs_give_the_same_bytes_in_every_artifact() {
    let (one, other) = (place(), place());
    audited(one.path(), "1");
    audited(other.path(), "2");
    let (one, other) = (everything(one.path()), everything(other.path()));
    let names = |all: &[(String, Vec<u8>)]| all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other));
    assert!(one.len() > 20, "{:?}", names(&one));
    for ((name, one), (_, other)) in one.iter().zip(&other) {
        assert!(one == other, "{name} differs");
    }
}

#[test]
fn a_report_tells_where_its_numbers_come_from() {
    let place = place();
    audited(place.path(), "2");
    let audit = json(&place.path().join("out/audit.json"));
    let page = fs::read_to_string(place.path().join("out/report.html")).expect("a page");
    let inputs = audit["intake"]["inputs"].as_array().expect("inputs");
    for file in ["log.csv", "annotators.csv"] {
        let bytes = fs::read(place.path().join(file)).expect("there");
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(inputs.iter().any(|input| input["sha256"] == digest.as_str()), "{file}");
        assert!(page.contains(&digest), "{file} on the page");
    }
    let intake = &audit["intake"];
    let used = intake["rows_used"].as_u64().expect("rows");
    let aside: u64 =
        intake["set_aside"].as_array().expect("reasons").iter().filter_map(|one| one[1].as_u64()).sum();
    assert_eq!(intake["rows_read"].as_u64(), Some(used + aside));
    assert!(aside > 0 && !audit["suppression"].as_array().expect("a log").is_empty());
    let provenance = &audit["provenance"];
    assert_eq!(provenance["raterscope"], env!("CARGO_PKG_VERSION"));
    assert_eq!(provenance["plan"]["inference"]["seed"], 77);
    for (key, words) in
        [("inference.replicates", "100"), ("privacy.pseudonymize", "yes"), ("columns.slice", "batch")]
    {
        assert_eq!(provenance["plan"]["settings"][key], words, "{key}");
        assert!(page.contains(key), "{key} on the page");
    }
    // The suppression log is the same in three places.
    let csv = fs::read_to_string(place.path().join("out/suppression.csv")).expect("a log");
    for note in audit["suppression"].as_array().expect("notes") {
        let what = note["what"].as_str().expect("a name");
        assert!(csv.contains(what) && page.contains(what), "{what}");
    }
}
