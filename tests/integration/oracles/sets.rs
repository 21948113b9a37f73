//! Sets of labels: distances of pairs, and alpha.

use super::{Ledger, read_as, reference};
use raterscope::analysis::agreement::{Distance, Pool, Pooled, SetDistance, coefficient};
use raterscope::vocabulary::set_name;
use std::collections::BTreeMap;
use std::path::Path;

/// `b|a` and `{}` as the tables have them, as a label of ours.
fn set(text: &str) -> String {
    let mut members: Vec<&str> = if text == "{}" { Vec::new() } else { text.split('|').collect() };
    members.sort_unstable();
    set_name(members)
}

#[test]
fn distances_of_sets_meet_every_oracle() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in oracles.iter().filter(|oracle| oracle["metric"] == "masi_distance") {
        let path = folder.join(oracle["data"].as_str().expect("one CSV"));
        let (_, labels) = read_as(&path, set);
        let Distance::Matrix(matrix) = SetDistance::Masi.of_labels(&labels) else { panic!("few sets") };
        let place = |name: &String| labels.names.iter().position(|own| own == name).expect("a label");
        for (item, pair) in pairs(&path) {
            let [first, second] = pair.as_slice() else { panic!("{item} is no pair") };
            let found = matrix.values[place(first) * matrix.labels + place(second)];
            let wanted = oracle["expected"][&item].as_f64().expect("a number");
            ledger.judge("masi_distance", oracle, &item, Ok(found), wanted);
        }
    }
    ledger.tell();
    assert!(ledger.checked() >= 5 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

fn pairs(path: &Path) -> BTreeMap<String, Vec<String>> {
    let mut pairs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for record in csv::Reader::from_path(path).expect("a readable CSV").records() {
        let record = record.expect("a CSV record");
        pairs.entry(record[0].to_owned()).or_default().push(set(&record[2]));
    }
    pairs
}

#[test]
fn alpha_of_sets_meets_every_oracle() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in oracles.iter().filter(|oracle| oracle["metric"] == "set_alpha") {
        let (table, labels) = read_as(&folder.join(oracle["data"].as_str().expect("one CSV")), set);
        let word = oracle["params"]["distance"].as_str().expect("a distance");
        let distance = SetDistance::ALL.into_iter().find(|own| own.word() == word).expect("masi or jaccard");
        let alpha =
            coefficient(Pooled::KrippendorffAlpha, &Pool::new(&table, &labels), distance.of_labels(&labels));
        let alpha = alpha.map_err(|reason| format!("{reason:?}"));
        for (key, wanted) in oracle["expected"].as_object().expect("named values") {
            let found = alpha.clone().and_then(|alpha| match key.as_str() {
                "alpha" => Ok(alpha.value),
                "observed_disagreement" => Ok(alpha.observed),
                "expected_disagreement" => Ok(alpha.expected),
                other => Err(format!("nobody computes {other}")),
            });
            ledger.judge("set_alpha", oracle, key, found, wanted.as_f64().expect("a number"));
        }
    }
    ledger.tell();
    assert!(ledger.checked() >= 6 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}
