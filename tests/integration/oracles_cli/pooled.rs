//! Pooled coefficients with their analytic errors and intervals, kappas by label, and the program of Gwet's handbook.

use super::{Told, audited};
use crate::oracles::{Ledger, reference};
use crate::program::Row;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything that one audit gives beside its default set.
const ASKED: &str = "\"krippendorff_alpha\", \"percent_agreement\", \"fleiss_kappa\", \"gwet_ac1\", \
    \"brennan_prediger\", \"scott_pi\", \"randolph_kappa\", \"fleiss_kappa_by_label\", \"weighted_agreement\", \
    \"weighted_alpha\", \"weighted_fleiss_kappa\", \"weighted_scott_pi\", \"gwet_ac2\", \
    \"weighted_brennan_prediger\", \"conger_kappa\"";

/// Audits of tables under settings, each made once.
#[derive(Default)]
struct Audits {
    told: BTreeMap<(PathBuf, String), Told>,
}

impl Audits {
    fn of(&mut self, table: &Path, settings: &str) -> &Told {
        let key = (table.to_path_buf(), settings.to_owned());
        self.told.entry(key).or_insert_with(|| audited(table, settings, None))
    }
}

/// The settings that an oracle's options are.
fn settings(params: &Value, declared: &str) -> String {
    let weights = params["weights"].as_str().unwrap_or("identity");
    let scale = match (params["level"].as_str(), weights) {
        (Some(level), _) => level,
        (None, "identity") => "nominal",
        (None, _) => "interval",
    };
    format!(
        "[labels]\nscale = \"{scale}\"\n{declared}[inference]\nreplicates = 100\n[agreement]\n\
         weights = \"{weights}\"\ncoefficients = [{ASKED}]\n"
    )
}

/// The id under which an audit gives what an oracle calls `metric`, with Gwet's error.
fn metric(name: &str, params: &Value) -> &'static str {
    let plain = params["weights"].as_str().is_none_or(|weights| weights == "identity");
    match (name, plain) {
        // Alpha's own error is the jackknife's; Gwet's belongs to its form with weights, identity among them.
        ("krippendorff_alpha", _) if params["level"].is_null() => "weighted_alpha",
        ("krippendorff_alpha", _) => "krippendorff_alpha",
        ("gwet_ac" | "gwet_ac1" | "gwet_ac2", true) => "gwet_ac1",
        ("gwet_ac" | "gwet_ac1" | "gwet_ac2", false) => "gwet_ac2",
        ("brennan_prediger", true) => "brennan_prediger",
        ("brennan_prediger", false) => "weighted_brennan_prediger",
        ("percent_agreement", true) => "percent_agreement",
        ("percent_agreement", false) => "weighted_agreement",
        ("scott_pi", true) => "scott_pi",
        ("scott_pi", false) => "weighted_scott_pi",
        ("fleiss_kappa", true) => "fleiss_kappa",
        ("fleiss_kappa", false) => "weighted_fleiss_kappa",
        ("conger_kappa", _) => "conger_kappa",
        (other, _) => panic!("{other} is no pooled coefficient"),
    }
}

/// The value of an oracle's key in the row of a coefficient and the one with its analytic error.
fn found(key: &str, row: &Row, analytic: Option<&Row>) -> Option<f64> {
    match key {
        "value" | "alpha" | "kappa" => row.value,
        "se" => analytic?.se,
        "ci_low" => analytic?.lower,
        "ci_high" => analytic?.upper,
        _ => None,
    }
}

fn judge(
    ledger: &mut Ledger,
    oracle: &Value,
    kind: &str,
    expected: &Map<String, Value>,
    told: &Told,
    metric: &str,
) {
    let (row, analytic) = (told.row(metric, ""), told.analytic(metric));
    for (key, wanted) in expected {
        let Some(wanted) = wanted.as_f64() else { continue };
        if ["pa", "pe", "p", "observed_disagreement", "expected_disagreement"].contains(&key.as_str()) {
            ledger.skip("observed and expected agreement, p: met in the library");
            continue;
        }
        let (key, found) = match key.as_str() {
            "randolph_kappa" => (key, told.row("randolph_kappa", "").value),
            _ => (key, found(key, row, analytic)),
        };
        ledger.judge(kind, oracle, key, found.ok_or_else(|| format!("no value of {key}")), wanted);
    }
}

fn all_met(ledger: &Ledger, least: u32) {
    ledger.tell();
    assert!(ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
    assert!(ledger.checked() >= least, "only {} values", ledger.checked());
}

fn table(folder: &Path, oracle: &Value) -> PathBuf {
    folder.join(oracle["data"].as_str().expect("one CSV"))
}

fn named(oracle: &Value) -> &Map<String, Value> {
    oracle["expected"].as_object().expect("named values")
}

#[test]
fn pooled_coefficients_meet_every_oracle_from_the_command_line() {
    let Some((folder, oracles)) = reference() else { return };
    let (mut ledger, mut audits) = (Ledger::default(), Audits::default());
    let kinds = [
        "krippendorff_alpha",
        "gwet_ac",
        "brennan_prediger",
        "percent_agreement",
        "scott_pi",
        "fleiss_kappa",
    ];
    for oracle in oracles.iter().filter(|oracle| kinds.iter().any(|kind| oracle["metric"] == *kind)) {
        let (kind, params) = (oracle["metric"].as_str().expect("a kind"), &oracle["params"]);
        let told = audits.of(&table(&folder, oracle), &settings(params, ""));
        judge(&mut ledger, oracle, kind, named(oracle), told, metric(kind, params));
    }
    all_met(&ledger, 500);
}

#[test]
fn what_the_program_of_gwets_handbook_prints_is_met_from_the_command_line() {
    let Some((folder, oracles)) = reference() else { return };
    let (mut ledger, mut audits) = (Ledger::default(), Audits::default());
    let ours = |oracle: &&Value| oracle["metric"].as_str().is_some_and(|kind| kind.starts_with("irrCAC_"));
    for oracle in oracles.iter().filter(ours) {
        let told = audits.of(&table(&folder, oracle), &settings(&oracle["params"], ""));
        for (name, values) in named(oracle).iter().filter(|(name, _)| *name != "cohen_kappa") {
            let values = values.as_object().expect("named values");
            judge(&mut ledger, oracle, "irrCAC_README", values, told, metric(name, &oracle["params"]));
        }
    }
    all_met(&ledger, 30);
}

#[test]
fn labels_by_value_declared_and_one_by_one_meet_every_oracle_from_the_command_line() {
    let Some((folder, oracles)) = reference() else { return };
    let (mut ledger, mut audits) = (Ledger::default(), Audits::default());
    for oracle in &oracles {
        let (kind, params) = (oracle["metric"].as_str().unwrap_or_default(), &oracle["params"]);
        let mut judge = |name: &str, wanted: &Value, row: &Row| {
            let found = row.value.ok_or_else(|| format!("no value: {row:?}"));
            ledger.judge(kind, oracle, name, found, wanted.as_f64().expect("a number"));
        };
        match kind {
            "weighted_agreement_values" => {
                let told = audits.of(&table(&folder, oracle), &settings(params, ""));
                for (name, wanted) in named(oracle) {
                    judge(name, wanted, told.row(metric(name, params), ""));
                }
            }
            "declared_categories" => {
                for (name, wanted) in named(oracle) {
                    let (set, coefficient) = name.split_once('_').expect("observed_ or declared_");
                    let declared = if set == "declared" { "declared = [1, 2, 5, 6]\n" } else { "" };
                    let told = audits.of(&table(&folder, oracle), &settings(params, declared));
                    judge(name, wanted, told.row(metric(coefficient, params), ""));
                }
            }
            "fleiss_kappa_by_category" => {
                let told = audits.of(&table(&folder, oracle), &settings(params, ""));
                for (label, wanted) in named(oracle) {
                    judge(label, wanted, told.row("fleiss_kappa_by_label", &format!("label={label}")));
                }
            }
            _ => {}
        }
    }
    all_met(&ledger, 23);
}

/// Where nothing can be said, the row says why, and the audit goes on.
#[test]
fn degenerate_tables_are_audited_with_reasons() {
    let Some((folder, oracles)) = reference() else { return };
    let mut seen = 0;
    for oracle in oracles.iter().filter(|oracle| oracle["metric"] == "degenerate_peer_behaviour") {
        seen += 1;
        let told = audited(&table(&folder, oracle), &settings(&Value::Null, ""), None);
        let reason = |metric| told.row(metric, "").reason.clone();
        let id = oracle["id"].as_str().expect("an id");
        match id.trim_start_matches("degenerate/") {
            "no_pairable" | "single_rater" => {
                for metric in ["krippendorff_alpha", "fleiss_kappa", "gwet_ac1", "percent_agreement"] {
                    assert_eq!(reason(metric), "nothing_pairable", "{id} {metric}");
                }
            }
            "one_item_agree" | "single_category" => {
                assert_eq!(reason("krippendorff_alpha"), "no_expected_disagreement", "{id}");
                assert_eq!(reason("gwet_ac1"), "one_label_in_set", "{id}");
                assert_eq!(told.row("percent_agreement", "").value, Some(1.0), "{id}");
            }
            "perfect_2cat" => {
                for metric in ["krippendorff_alpha", "fleiss_kappa", "gwet_ac1", "brennan_prediger"] {
                    assert_eq!(told.row(metric, "").value, Some(1.0), "{id} {metric}");
                    assert_eq!(told.analytic(metric).and_then(|row| row.se), None, "{id} {metric}");
                }
            }
            "total_disagreement" => {
                assert_eq!(told.row("krippendorff_alpha", "").value, Some(-0.75));
                assert_eq!(told.row("fleiss_kappa", "").value, Some(-1.0));
            }
            other => panic!("{other} is not judged yet"),
        }
    }
    assert_eq!(seen, 6);
}
