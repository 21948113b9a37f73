//! Intervals of shares in which every unit counts once, and of their differences.

use super::{Ledger, reference};
use raterscope::analysis::inference::{DifferenceInterval, ShareInterval, fisher_exact_p, pooled_z};
use raterscope::vocabulary::ConfidenceInterval;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

const LEVEL: f64 = 0.95;

#[test]
fn shares_and_their_differences_meet_their_oracles() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in &oracles {
        match oracle["metric"].as_str().expect("a kind") {
            "proportion_ci" => of_shares(oracle, &folder, &mut ledger),
            "two_proportion_ci" => of_differences(oracle, &folder, &mut ledger),
            _ => {}
        }
    }
    ledger.tell();
    assert!(ledger.checked() > 60 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

/// By case, its counts.
fn counts(oracle: &Value, folder: &Path) -> BTreeMap<String, Vec<u64>> {
    let path = folder.join(oracle["data"].as_str().expect("one CSV"));
    let mut reader = csv::Reader::from_path(path).expect("a readable CSV");
    let rows = reader.records().map(|row| row.expect("a row"));
    let numbers = |row: &csv::StringRecord| row.iter().skip(1).map(|n| n.parse().expect("a count")).collect();
    rows.map(|row| (row[0].to_owned(), numbers(&row))).collect()
}

fn judge_ends(
    oracle: &Value,
    kind: &str,
    key: &str,
    own: &ConfidenceInterval,
    wanted: &Value,
    ledger: &mut Ledger,
) {
    for (own, wanted) in [own.lower, own.upper].into_iter().zip(wanted.as_array().expect("two ends")) {
        // A difference of shares is 1 at most; statsmodels lets Agresti–Caffo's interval leave that range.
        let wanted = wanted.as_f64().expect("a number").clamp(-1.0, 1.0);
        ledger.judge(kind, oracle, key, Ok(own), wanted);
    }
}

fn of_shares(oracle: &Value, folder: &Path, ledger: &mut Ledger) {
    let counts = counts(oracle, folder);
    for (case, wanted) in oracle["expected"].as_object().expect("cases") {
        let [hits, n] = counts[case][..] else { panic!("two counts") };
        for (key, wanted) in wanted.as_object().expect("intervals") {
            let kind =
                ShareInterval::ALL.into_iter().find(|kind| kind.name() == key).expect("a known interval");
            let own = kind.of(hits, n, LEVEL).expect("units");
            judge_ends(oracle, "proportion_ci", &format!("{case} {key}"), &own, wanted, ledger);
        }
    }
}

fn of_differences(oracle: &Value, folder: &Path, ledger: &mut Ledger) {
    let counts = counts(oracle, folder);
    for (case, wanted) in oracle["expected"].as_object().expect("cases") {
        let [x, n, y, m] = counts[case][..] else { panic!("four counts") };
        let (first, second) = ((x, n), (y, m));
        let (z, p) = pooled_z(first, second).expect("units");
        for (key, wanted) in wanted.as_object().expect("values") {
            let name = format!("{case} {key}");
            let own = match key.as_str() {
                "diff" => x as f64 / n as f64 - y as f64 / m as f64,
                "z_pooled" => z,
                "p_pooled" => p,
                "fisher_p" => fisher_exact_p(first, second),
                "miettinen_nurminen_score" => {
                    // Newcombe 1998, table II, prints .0528 to .3382 for the first case, which ours meets (its unit
                    // test); statsmodels has .0526 to .3440, and fails on the others.
                    ledger.skip(
                        "statsmodels' score interval is not Miettinen and Nurminen's of Newcombe's table",
                    );
                    continue;
                }
                interval => {
                    let kind = DifferenceInterval::ALL.into_iter().find(|kind| kind.name() == interval);
                    let own = kind.expect("a known interval").of(first, second, LEVEL).expect("units");
                    judge_ends(oracle, "two_proportion_ci", &name, &own, wanted, ledger);
                    continue;
                }
            };
            ledger.judge("two_proportion_ci", oracle, &name, Ok(own), wanted.as_f64().expect("a number"));
        }
    }
}
