//! Kappas of two and of many, and whether two annotators use the labels alike.

use super::{Told, audited};
use crate::oracles::{Ledger, reference};
use serde_json::Value;
use std::path::Path;

/// What the annotators' tables call two annotators.
const PAIR: &str = "annotator=r1;annotator=r2";

fn each(kinds: &[&str], least: u32, check: impl Fn(&Value, &Path, &mut Ledger)) {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    let ours = |oracle: &&Value| kinds.iter().any(|kind| oracle["metric"] == *kind);
    for oracle in oracles.iter().filter(ours) {
        check(oracle, &folder.join(oracle["data"].as_str().expect("one CSV")), &mut ledger);
    }
    ledger.tell();
    assert!(ledger.checked() >= least, "only {} values", ledger.checked());
    assert!(ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

fn judge(oracle: &Value, ledger: &mut Ledger, found: impl Fn(&str) -> Option<f64>) {
    let kind = oracle["metric"].as_str().expect("a metric");
    let plain = oracle["params"]["weights"].as_str().is_none_or(|weights| weights == "identity");
    for (key, wanted) in oracle["expected"].as_object().expect("named values") {
        if ["pa", "pe"].contains(&key.as_str()) && (!plain || kind == "conger_kappa") {
            ledger.skip("observed and expected agreement of weighted and pooled kappas: met in the library");
            continue;
        }
        let found = found(key).ok_or_else(|| "no such row".to_owned());
        ledger.judge(kind, oracle, key, found, wanted.as_f64().expect("a number"));
    }
}

/// The settings that an oracle's options are.
fn settings(params: &Value, coefficients: &str) -> String {
    let weights = params["weights"].as_str().unwrap_or("identity");
    let by_position = params["spacing"].as_str().is_some_and(|spacing| spacing.contains("index"));
    let scale = match weights {
        "identity" => "nominal",
        _ if by_position => "ordinal",
        _ => "interval",
    };
    let mut settings = format!(
        "[labels]\nscale = \"{scale}\"\n[inference]\nreplicates = 100\nmin_overlap = 2\n[agreement]\n"
    );
    settings.push_str(&format!("coefficients = [{coefficients}]\n"));
    if params["disagreement_weights"].is_array() {
        settings.push_str("distance = \"distances.csv\"\n");
    } else {
        settings.push_str(&format!("weights = \"{weights}\"\n"));
    }
    settings
}

/// The pair's row of a kappa, weighted where the oracle is.
fn kappa<'t>(told: &'t Told, params: &Value, kind: &str) -> &'t crate::program::Row {
    let weighted = params["weights"].as_str().is_some_and(|weights| weights != "identity")
        || params["disagreement_weights"].is_array();
    told.row(&format!("cohen_kappa{}{kind}", if weighted { "_weighted" } else { "" }), PAIR)
}

/// A file of distances as the settings take it.
fn distances(params: &Value) -> Option<String> {
    let rows = params["disagreement_weights"].as_array()?;
    let names: Vec<&str> =
        params["categories"].as_array()?.iter().map(|name| name.as_str().expect("a label")).collect();
    let mut file = format!("label,{}\n", names.join(","));
    for (name, row) in names.iter().zip(rows) {
        let cells: Vec<String> = row.as_array()?.iter().map(Value::to_string).collect();
        file.push_str(&format!("{name},{}\n", cells.join(",")));
    }
    Some(file)
}

#[test]
fn kappas_of_two_annotators_meet_every_oracle_from_the_command_line() {
    each(&["cohen_kappa", "cohen_kappa_gwet_se"], 224, |oracle, path, ledger| {
        let params = &oracle["params"];
        let told = audited(path, &settings(params, "\"cohen_kappa_gwet\""), distances(params));
        let gwet = oracle["metric"] == "cohen_kappa_gwet_se";
        let own = if gwet { told.row("cohen_kappa_gwet", PAIR) } else { kappa(&told, params, "") };
        judge(oracle, ledger, |key| match key {
            "kappa" | "kappa_w" | "value" => own.value,
            "se" => own.se,
            "ci_low" => own.lower,
            "ci_high" => own.upper,
            "se_null" => kappa(&told, params, "_null_se").value,
            "z_null" => kappa(&told, params, "_null_z").value,
            "kappa_max" => told.row("max_kappa", PAIR).value,
            "pa" => told.row("percent_agreement", PAIR).value,
            "pe" => told.row("chance_agreement", PAIR).value,
            _ => None,
        });
    });
}

#[test]
fn bundles_of_two_annotators_meet_every_oracle_from_the_command_line() {
    each(&["two_rater_bundle"], 70, |oracle, path, ledger| {
        let told = audited(path, &settings(&oracle["params"], ""), None);
        judge(oracle, ledger, |key| match key {
            "observed_agreement" => told.row("percent_agreement", PAIR).value,
            "cohen_kappa" => told.row("cohen_kappa", PAIR).value,
            "scott_pi" => told.row("fleiss_kappa", "").value,
            "bennett_s" => told.row("pabak", PAIR).value,
            "krippendorff_alpha" => told.row("krippendorff_alpha", "").value,
            _ => None,
        });
    });
}

#[test]
fn congers_kappa_meets_every_oracle_from_the_command_line() {
    each(&["conger_kappa"], 48, |oracle, path, ledger| {
        let told = audited(path, &settings(&oracle["params"], "\"conger_kappa\""), None);
        let row = told.row("conger_kappa", "");
        judge(oracle, ledger, |key| match key {
            "value" => row.value,
            "se" => row.se,
            "ci_low" => row.lower,
            "ci_high" => row.upper,
            _ => None,
        });
    });
}

#[test]
fn equal_use_of_labels_meets_its_oracle_from_the_command_line() {
    each(&["marginal_homogeneity"], 8, |oracle, path, ledger| {
        let mut log = String::from("item,annotator,label\n");
        let mut item = 0;
        for record in csv::Reader::from_path(path).expect("a readable CSV").records() {
            let record = record.expect("a CSV record");
            for _ in 0..record[2].parse::<u32>().expect("a count") {
                log.push_str(&format!("i{item},r1,{}\ni{item},r2,{}\n", &record[0], &record[1]));
                item += 1;
            }
        }
        let place = crate::program::place();
        crate::program::put(place.path(), "vision.csv", log);
        let told = audited(&place.path().join("vision.csv"), &settings(&oracle["params"], ""), None);
        judge(oracle, ledger, |key| {
            let metric =
                if key.contains("_df") || key.contains("_p") { key.into() } else { format!("{key}_chi2") };
            told.row(&metric, PAIR).value
        });
    });
}
