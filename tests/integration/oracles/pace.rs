//! Each annotator's seconds and early against late work, from the CSV through the command line.

use super::{Ledger, reference};
use crate::program::{json, place, put, raterscope};
use serde_json::Value;
use std::path::Path;

#[test]
fn one_annotators_numbers_meet_their_oracle() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in oracles.iter().filter(|oracle| oracle["metric"] == "per_annotator_summary") {
        let audit = audited(&folder.join(oracle["data"].as_str().expect("one CSV")));
        let annotators = &audit["questions"][0]["pace"]["estimated"]["annotators"];
        for own in annotators.as_array().expect("annotators") {
            let name = own["annotator"].as_str().expect("a name");
            let wanted = oracle["expected"][name].as_object().expect("the oracle knows everybody");
            for (key, wanted) in wanted {
                let found = value(own, key).as_f64().ok_or_else(|| "not there".to_owned());
                let name = format!("{name} {key}");
                ledger.judge(
                    "per_annotator_summary",
                    oracle,
                    &name,
                    found,
                    wanted.as_f64().expect("a number"),
                );
            }
        }
        assert_eq!(
            annotators.as_array().map(Vec::len),
            oracle["expected"].as_object().map(serde_json::Map::len)
        );
    }
    ledger.tell();
    assert!(ledger.checked() > 80 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

/// The log under the names that raterscope knows; the label is what was right or wrong, and 1 is gold everywhere.
fn audited(path: &Path) -> Value {
    let mut reader = csv::Reader::from_path(path).expect("a readable CSV");
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|column| column == name).expect("the oracle's column");
    let columns = ["item", "annotator", "position", "duration_s", "correct"].map(at);
    let mut log = String::from("item_id,annotator_id,order,time_on_item_secs,label,gold\n");
    for row in reader.records() {
        let row = row.expect("a row");
        log.push_str(&columns.map(|at| row[at].to_owned()).join(","));
        log.push_str(",1\n");
    }
    let place = place();
    put(place.path(), "log.csv", log);
    let args = ["audit", "log.csv", "--order", "order", "-o", "audit.json", "--replicates", "100", "-q"];
    let ran = raterscope(place.path(), &args);
    assert_eq!(ran.status, 0, "{ran:?}");
    json(&place.path().join("audit.json"))
}

fn value<'a>(own: &'a Value, key: &str) -> &'a Value {
    let (seconds, right) = (&own["seconds"]["estimated"], &own["correctness"]["estimated"]);
    match key {
        "spearman_position_duration" => &seconds["order_correlation"],
        "p" => &seconds["order_p"],
        "median_duration" => &seconds["median"],
        "q1_duration_type7" => &seconds["first_quartile"],
        "mad_duration" => &seconds["deviation"],
        "mean_correct" => &right["all"]["value"],
        "early_accuracy" => &right["early"]["value"],
        "late_accuracy" => &right["late"]["value"],
        other => panic!("unknown value {other}"),
    }
}
