//! Confusion matrices with what sums them up, and two models on the same items.

use crate::oracles::{Ledger, reference};
use crate::program::{Row, estimates, json, place, put, raterscope};
use serde_json::Value;
use std::path::Path;

/// One table of gold and two models, audited.
struct Told {
    rows: Vec<Row>,
    audit: Value,
}

impl Told {
    /// Gold stands in for the annotator too, whom every log has.
    fn of(table: &Path) -> Self {
        let mut reader = csv::Reader::from_path(table).expect("a readable table");
        let mut log = String::from("item_id,annotator_id,label,gold,model_a,model_b\n");
        for record in reader.records() {
            let record = record.expect("a row");
            let (item, gold, a, b) = (&record[0], &record[1], &record[2], &record[3]);
            log.push_str(&format!("{item},annotator,{gold},{gold},{a},{b}\n"));
        }
        let place = place();
        put(place.path(), "log.csv", log);
        let ran = raterscope(place.path(), &["audit", "log.csv", "-o", "out", "--replicates", "100"]);
        assert_eq!(ran.status, 0, "{ran:?}");
        let out = place.path().join("out");
        Self { rows: estimates(&out.join("estimates.csv")), audit: json(&out.join("audit.json")) }
    }

    fn value(&self, metric: &str, slice: &str) -> Result<f64, String> {
        let of = |row: &&Row| row.section == "human_model" && row.metric == metric && row.slice == slice;
        let row = self.rows.iter().find(of).ok_or_else(|| format!("no row {metric} of {slice}"))?;
        row.value.ok_or_else(|| row.reason.clone())
    }

    fn human_model(&self) -> &Value {
        &self.audit["questions"][0]["human_model"]["estimated"]
    }

    /// Items with this gold label that the model calls so.
    fn cell(&self, gold: &str, given: &str) -> Option<f64> {
        let matrix = &self.human_model()["models"][0]["gold"]["estimated"]["confusion"];
        let place = |side: &str, name: &str| {
            matrix[side].as_array().and_then(|names| names.iter().position(|own| own == name))
        };
        let (row, column) = (place("rows", gold)?, place("columns", given)?);
        let side = matrix["columns"].as_array()?.len();
        matrix["cells"][row * side + column].as_f64()
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[test]
fn confusion_matrices_and_their_summaries_meet_scikit_learn() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in oracles.iter().filter(|oracle| oracle["metric"] == "classification_report") {
        let told = Told::of(&folder.join(oracle["data"].as_str().expect("one CSV")));
        check_report(oracle, &told, &mut ledger);
    }
    ledger.tell();
    assert!(ledger.checked() >= 40 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

fn check_report(oracle: &Value, told: &Told, ledger: &mut Ledger) {
    let kind = "classification_report";
    let expected = &oracle["expected"];
    let labels: Vec<&str> =
        expected["labels"].as_array().expect("labels").iter().filter_map(Value::as_str).collect();
    for (row, gold) in labels.iter().enumerate() {
        for (column, given) in labels.iter().enumerate() {
            let wanted = number(&expected["confusion_rows_gold"][row][column]);
            let found = told.cell(gold, given).ok_or_else(|| "no cell".to_owned());
            ledger.judge(kind, oracle, "confusion_rows_gold", found, wanted);
        }
        let key = format!("model=a;label={gold}");
        for measure in ["precision", "recall", "f1"] {
            let found = told.value(&format!("{measure}_against_gold"), &key);
            ledger.judge(kind, oracle, measure, found, number(&expected["per_class"][gold][measure]));
        }
        let support = labels.iter().filter_map(|given| told.cell(gold, given)).sum();
        ledger.judge(kind, oracle, "support", Ok(support), number(&expected["per_class"][gold]["support"]));
    }
    for (key, metric) in [
        ("accuracy", "accuracy"),
        ("balanced_accuracy", "balanced_accuracy"),
        ("balanced_accuracy_adjusted", "balanced_accuracy_adjusted"),
        ("mcc", "mcc_against_gold"),
        ("cohen_kappa", "kappa_with_gold"),
    ] {
        ledger.judge(kind, oracle, key, told.value(metric, "model=a"), number(&expected[key]));
    }
    for (average, measure, metric) in [
        ("macro", "precision", "macro_precision_against_gold"),
        ("macro", "recall", "macro_recall_against_gold"),
        ("macro", "f1", "macro_f1_against_gold"),
        ("weighted", "precision", "weighted_precision_against_gold"),
        ("weighted", "f1", "weighted_f1_against_gold"),
        // One label an item: these four are the share of equal labels, and the report says so.
        ("weighted", "recall", "accuracy"),
        ("micro", "precision", "accuracy"),
        ("micro", "recall", "accuracy"),
        ("micro", "f1", "accuracy"),
    ] {
        let wanted = number(&expected[average][measure]);
        ledger.judge(kind, oracle, average, told.value(metric, "model=a"), wanted);
    }
}

#[test]
fn two_models_on_the_same_items_meet_statsmodels_and_r() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    let kind = "mcnemar_model_vs_model_b";
    for oracle in oracles.iter().filter(|oracle| oracle["metric"] == kind) {
        let told = Told::of(&folder.join(oracle["data"].as_str().expect("one CSV")));
        let pairs = told.human_model()["pairs"]["pairs"].as_array().expect("pairs");
        let pair = pairs.iter().find(|pair| pair["against"] == "gold").expect("a pair against gold");
        for (key, wanted) in oracle["expected"].as_object().expect("named values") {
            let metric = match key.as_str() {
                "exact_p" => "mcnemar_exact_p",
                "mid_p" => "mcnemar_mid_p",
                "chi2" => "mcnemar_chi2",
                "p" => "mcnemar_p",
                "chi2_cc" => "mcnemar_chi2_corrected",
                "p_cc" => "mcnemar_p_corrected",
                _ => {
                    let cells = ["both", "first_only", "second_only", "neither"];
                    for (place, cell) in cells.into_iter().enumerate() {
                        let wanted = number(&wanted[place / 2][place % 2]);
                        ledger.judge(kind, oracle, key, Ok(number(&pair[cell])), wanted);
                    }
                    continue;
                }
            };
            let found = told.value(metric, "model=a;model=b;against=gold");
            ledger.judge(kind, oracle, key, found, number(wanted));
        }
    }
    ledger.tell();
    assert!(ledger.checked() >= 20 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}
