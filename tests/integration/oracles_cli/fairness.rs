//! A model over groups of items, against fairlearn's MetricFrame.

use crate::oracles::{Ledger, reference};
use crate::program::{Row, estimates, json, place, put, raterscope};
use serde_json::Value;
use std::path::Path;

const KIND: &str = "fairlearn_metricframe";
const KEY: &str = "model=a;item_attribute=region";

#[test]
fn rates_by_group_of_items_meet_fairlearn() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in oracles.iter().filter(|oracle| oracle["metric"] == KIND) {
        let (rows, audit) = audited(&folder.join(oracle["data"].as_str().expect("one CSV")));
        check(oracle, &rows, &mut ledger);
        counts(oracle, &audit, &mut ledger);
    }
    ledger.tell();
    assert!(ledger.checked() >= 39 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

/// Gold stands in for the annotator too, whom every log has; the predicted label is a model's, the group an attribute of the
/// item.
fn audited(table: &Path) -> (Vec<Row>, Value) {
    let mut reader = csv::Reader::from_path(table).expect("a readable table");
    let mut log = String::from("item_id,annotator_id,label,gold,model_a,region\n");
    for record in reader.records() {
        let record = record.expect("a row");
        let (item, who, group, gold, given) = (&record[0], &record[1], &record[2], &record[3], &record[4]);
        log.push_str(&format!("{item},{who},{gold},{gold},{given},{group}\n"));
    }
    let place = place();
    put(place.path(), "log.csv", log);
    put(
        place.path(),
        "raterscope.toml",
        "[columns]\nitem_attribute = [\"region\"]\n[fairness]\npositive = \"1\"\n",
    );
    let ran = raterscope(place.path(), &["audit", "log.csv", "-o", "out", "--replicates", "200"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let out = place.path().join("out");
    (estimates(&out.join("estimates.csv")), json(&out.join("audit.json")))
}

fn find<'a>(rows: &'a [Row], metric: &str, slice: &str) -> Result<&'a Row, String> {
    let of = |row: &&Row| row.section == "fairness" && row.metric == metric && row.slice == slice;
    rows.iter().find(of).ok_or_else(|| format!("no row {metric} of {slice}"))
}

/// Our names of fairlearn's rates, and the part of the key that names the positive label.
const RATES: [(&str, &str, &str); 4] = [
    ("accuracy", "accuracy", ""),
    ("selection_rate", "selection_rate", ";label=1"),
    ("tpr", "true_positive_rate", ";label=1"),
    ("fpr", "false_positive_rate", ";label=1"),
];

fn check(oracle: &Value, rows: &[Row], ledger: &mut Ledger) {
    let expected = &oracle["expected"];
    let value = |metric: &str, slice: &str| -> Result<f64, String> {
        let row = find(rows, metric, slice)?;
        row.value.ok_or_else(|| row.reason.clone())
    };
    let number = |value: &Value| value.as_f64().expect("a number");
    for (theirs, ours, label) in RATES {
        let key = format!("{KEY}{label}");
        ledger.judge(KIND, oracle, theirs, value(ours, &key), number(&expected["overall"][theirs]));
        for (part, suffix) in [
            ("difference_between_groups", "difference"),
            ("difference_to_overall", "difference_to_overall"),
            ("ratio_between_groups", "ratio"),
            ("ratio_to_overall", "ratio_to_overall"),
        ] {
            let found = value(&format!("{ours}_{suffix}"), &key);
            ledger.judge(KIND, oracle, part, found, number(&expected[part][theirs]));
        }
        for (group, wanted) in expected["by_group"].as_object().expect("groups") {
            let key = format!("{key};group={group}");
            ledger.judge(KIND, oracle, group, value(ours, &key), number(&wanted[theirs]));
        }
    }
    let key = format!("{KEY};label=1");
    for (theirs, ours) in [
        ("demographic_parity_difference", "selection_rate_difference"),
        ("demographic_parity_ratio", "selection_rate_ratio"),
        ("equalized_odds_difference", "equalized_odds_difference"),
        ("equalized_odds_ratio", "equalized_odds_ratio"),
    ] {
        ledger.judge(KIND, oracle, theirs, value(ours, &key), number(&expected[theirs]));
    }
    let under = value("selection_rate_ratio", &key).expect("three groups") < 0.8;
    assert_eq!(Some(under), expected["four_fifths_flag"].as_bool());
}

/// Items by group.
fn counts(oracle: &Value, audit: &Value, ledger: &mut Ledger) {
    let model = &audit["questions"][0]["disparity"]["fairness"]["estimated"]["models"][0];
    for own in model["groups"].as_array().expect("groups") {
        let wanted = &oracle["expected"]["by_group"][own[0].as_str().expect("a name")]["count"];
        let found = own[1].as_f64().ok_or_else(|| "no count".to_owned());
        ledger.judge(KIND, oracle, "count", found, wanted.as_f64().expect("a count"));
    }
}
