//! Counts against stated shares, and how many groups there are in effect.

use super::{Ledger, reference};
use raterscope::analysis::inference::{Stream, diversity, goodness_of_fit};
use raterscope::vocabulary::Seed;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn coverage_meets_its_oracles() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in &oracles {
        match oracle["metric"].as_str().expect("a kind") {
            "coverage_gof" => of_fit(oracle, &folder, &mut ledger),
            "diversity" => of_diversity(oracle, &folder, &mut ledger),
            _ => {}
        }
    }
    ledger.tell();
    assert!(ledger.checked() > 35 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

/// The rows of the oracle's table.
fn rows(oracle: &Value, folder: &Path) -> Vec<Vec<String>> {
    let path = folder.join(oracle["data"].as_str().expect("one CSV"));
    let mut reader = csv::Reader::from_path(path).expect("a readable CSV");
    reader.records().map(|row| row.expect("a row").iter().map(String::from).collect()).collect()
}

fn of_fit(oracle: &Value, folder: &Path, ledger: &mut Ledger) {
    let rows = rows(oracle, folder);
    let observed: Vec<u64> = rows.iter().map(|row| row[1].parse().expect("a count")).collect();
    let shares: Vec<f64> = rows.iter().map(|row| row[2].parse().expect("a share")).collect();
    let stream = Stream { seed: Seed::default(), question: "oracle", slice: "group", purpose: "annotators" };
    let found = goodness_of_fit(&observed, &shares, stream).expect("a fit");
    let single = [
        ("chi2", found.chi2),
        ("df", found.df as f64),
        ("p", found.p_value),
        ("g2", found.g2),
        ("cohens_w", found.cohens_w),
        ("total_variation", found.total_variation),
    ];
    for (key, own) in single {
        let wanted = oracle["expected"][key].as_f64().expect("a number");
        ledger.judge("coverage_gof", oracle, key, Ok(own), wanted);
    }
    for (key, own) in
        [("pearson_residuals", found.pearson_residuals), ("std_residuals", found.standard_residuals)]
    {
        for (own, wanted) in own.into_iter().zip(oracle["expected"][key].as_array().expect("a list")) {
            ledger.judge("coverage_gof", oracle, key, Ok(own), wanted.as_f64().expect("a number"));
        }
    }
}

fn of_diversity(oracle: &Value, folder: &Path, ledger: &mut Ledger) {
    let mut counts: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for row in rows(oracle, folder) {
        counts.entry(row[0].clone()).or_default().push(row[2].parse().expect("a count"));
    }
    for (group, wanted) in oracle["expected"].as_object().expect("groups") {
        let found = diversity(&counts[group]).expect("somebody");
        let nats = found.shannon_bits * std::f64::consts::LN_2;
        for (key, own) in [
            ("shannon_nats", nats),
            ("shannon_bits", found.shannon_bits),
            ("gini_simpson", found.gini_simpson),
            ("hill_0", found.groups as f64),
            ("hill_1", found.hill_1),
            ("hill_2", found.hill_2),
            ("hill_inf", found.hill_inf),
            ("pielou_evenness_q", found.evenness.expect("several groups")),
        ] {
            let wanted = wanted[key].as_f64().expect("a number");
            ledger.judge("diversity", oracle, &format!("{group} {key}"), Ok(own), wanted);
        }
    }
}
