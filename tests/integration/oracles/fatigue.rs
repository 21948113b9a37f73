//! `conditional_logit`: R survival's clogit (exact) and statsmodels agree on it.

use super::{Ledger, reference};
use raterscope::analysis::fatigue::{ConditionalLogit, Stratum};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn the_conditional_logit_meets_its_oracles() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in oracles.iter().filter(|oracle| oracle["metric"] == "conditional_logit") {
        let strata = strata(&folder.join(oracle["data"].as_str().expect("one CSV")));
        let fit = ConditionalLogit::fit(&strata).expect("a maximum");
        let [[a, b], [c, d]] = fit.information;
        for (key, wanted) in oracle["expected"].as_object().expect("named values") {
            let found = match key.as_str() {
                "beta_pos10" => fit.beta[0],
                "beta_hard" => fit.beta[1],
                "se_pos10" => (d / (a * d - b * c)).sqrt(),
                "loglik" => fit.log_likelihood,
                _ => panic!("an expected value that nobody checks: {key}"),
            };
            ledger.judge("conditional_logit", oracle, key, Ok(found), wanted.as_f64().expect("a number"));
        }
    }
    ledger.tell();
    assert!(ledger.checked() >= 4 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

/// One stratum per annotator; x = position / 10 and whether the item is hard.
fn strata(path: &Path) -> Vec<Stratum<2>> {
    let mut reader = csv::Reader::from_path(path).expect("a readable CSV");
    let names: Vec<String> = reader.headers().expect("a header").iter().map(String::from).collect();
    let column = |name: &str| names.iter().position(|n| n == name).expect("the oracle's column");
    let [annotator, position, hard, correct] = ["annotator", "position", "hard", "correct"].map(column);
    let mut strata: BTreeMap<String, Stratum<2>> = BTreeMap::new();
    for row in reader.records().map(|row| row.expect("a row")) {
        let number = |at: usize| row[at].parse::<f64>().expect("a number");
        let next = strata.len() as u32;
        let own = strata.entry(row[annotator].to_owned()).or_insert_with(|| Stratum {
            annotator: next,
            x: Vec::new(),
            success: Vec::new(),
        });
        own.x.push([number(position) / 10.0, number(hard)]);
        own.success.push(number(correct) > 0.5);
    }
    strata.into_values().collect()
}
