//! Baselines for version control.

use crate::program::{place, put, raterscope, small_log};
use std::fs;

#[test]
fn a_baseline_is_the_same_every_time_and_names_nobody() {
    let place = place();
    put(place.path(), "log.csv", small_log(60));
    put(place.path(), "raterscope.toml", "[inference]\npanel = \"fixed\"\n");
    let shuffled: Vec<String> = {
        let log = small_log(60);
        let (header, rows) = log.split_once('\n').expect("a header");
        let mut rows: Vec<&str> = rows.lines().collect();
        rows.reverse();
        std::iter::once(header).chain(rows).map(String::from).collect()
    };
    put(place.path(), "again/log.csv", shuffled.join("\n") + "\n");
    let make = |log: &str, out: &str, threads: &str| {
        let args = [
            "gate",
            log,
            "--baseline",
            out,
            "--update-baseline",
            "--replicates",
            "100",
            "--threads",
            threads,
        ];
        let ran = raterscope(place.path(), &args);
        assert!(ran.status == 0 && ran.stdout.is_empty() && ran.stderr.contains("was not judged"), "{ran:?}");
        fs::read_to_string(place.path().join(out)).expect("a baseline")
    };
    let (one, other) = (make("log.csv", "one.json", "1"), make("again/log.csv", "other.json", "2"));
    assert!(one == other, "the same log gives the same bytes, in any order of its rows, on any threads");
    for name in ["ann-0", "item-0", "log.csv\"", "sha256\": \""] {
        assert!(!one.contains(name), "{name}");
    }
    assert!(one.lines().count() > 100 && one.lines().all(|line| line.len() < 20_000));
    // It serves every command that reads an audit.
    let same =
        raterscope(place.path(), &["gate", "log.csv", "--baseline", "one.json", "--replicates", "100"]);
    assert!(same.status == 0 && same.stdout.contains("The gate: passed"), "{same:?}");
    assert_eq!(raterscope(place.path(), &["compare", "one.json", "other.json"]).status, 0);
    assert_eq!(raterscope(place.path(), &["render", "one.json", "-o", "page.html"]).status, 0);
}
