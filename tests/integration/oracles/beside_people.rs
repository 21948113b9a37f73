//! The alternative annotator test against its authors' published table and a definition script, and cross-replication
//! reliability against google-research's own test value.

use super::{Ledger, reference};
use raterscope::analysis::agreement::{AgreementOptions, CrossCell, Distance, cross_replication};
use raterscope::analysis::human_model::{
    AlternativeTest, AlternativeTestOptions, HumanModelOptions, measure,
};
use raterscope::analysis::inference::{InferenceOptions, Stream};
use raterscope::log::{self, Inputs, Options, QuestionOptions};
use raterscope::source;
use raterscope::tally::{self, QuestionTallies};
use raterscope::vocabulary::{Label, Scale, Seed};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn the_alternative_annotator_test_meets_every_oracle() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    let mut measured: BTreeMap<String, BTreeMap<String, AlternativeTest>> = BTreeMap::new();
    for oracle in
        oracles.iter().filter(|oracle| oracle["metric"].as_str().unwrap_or("").starts_with("alt_test"))
    {
        let key = format!("{} {}", oracle["data"], oracle["params"]["epsilon"]);
        let tests = measured.entry(key).or_insert_with(|| tests_of(oracle, &folder));
        let model = oracle["params"]["model"].as_str().expect("a model");
        check(oracle, &tests[model], &mut ledger);
    }
    ledger.tell();
    assert!(ledger.checked() > 300 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

fn check(oracle: &Value, test: &AlternativeTest, ledger: &mut Ledger) {
    let metric = oracle["metric"].as_str().expect("a metric");
    let mut number = |key: &str, found: f64, wanted: &Value| {
        ledger.judge(metric, oracle, key, Ok(found), wanted.as_f64().expect("a number"));
    };
    number("winning_rate", test.winning_rate, &oracle["expected"]["winning_rate"]);
    number("advantage_prob", test.advantage.value, &oracle["expected"]["advantage_prob"]);
    let Some(annotators) = oracle["expected"]["annotators"].as_object() else { return };
    let tested: Vec<_> = test.annotators.iter().filter(|one| one.p.estimated().is_some()).collect();
    assert_eq!(tested.len(), annotators.len(), "{}: annotators tested", oracle["id"]);
    for (name, wanted) in annotators {
        let own = tested.iter().find(|one| one.annotator == *name);
        let own = own.unwrap_or_else(|| panic!("{}: {name} was not tested", oracle["id"]));
        number(&format!("{name} rho_llm"), own.advantage, &wanted["rho_llm"]);
        number(&format!("{name} p"), *own.p.estimated().expect("tested"), &wanted["p"]);
        number(&format!("{name} n"), own.items as f64, &wanted["n"]);
        assert_eq!(wanted["reject_by"].as_bool(), Some(own.wins), "{} {name}", oracle["id"]);
    }
}

/// Every model's test, as an audit makes it.
fn tests_of(oracle: &Value, folder: &Path) -> BTreeMap<String, AlternativeTest> {
    let params = &oracle["params"];
    assert_eq!((params["q"].as_f64(), params["min_items_per_annotator"].as_f64()), (Some(0.05), Some(30.0)));
    let scale = match params["scoring"].as_str() {
        Some("neg_rmse") => Scale::Interval,
        _ => Scale::Nominal,
    };
    let epsilon = params["epsilon"].as_f64().expect("epsilon");
    let own =
        HumanModelOptions { alternative_test: AlternativeTestOptions { epsilon, ..Default::default() } };
    let question = tallied(&oracle["data"], folder, scale);
    let options = InferenceOptions { replicates: 100, ..InferenceOptions::default() };
    let found = measure(&question, &AgreementOptions::default(), &own, &options);
    let models = &found.estimated().expect("models").models;
    let test = |people: &raterscope::analysis::human_model::BesidePeople| {
        people.alternative.estimated().expect("three annotators and more").clone()
    };
    let named = models.iter().map(|m| (m.model.clone(), test(m.people.as_ref().expect("measured"))));
    named.collect()
}

/// People's log with the models' predictions, as the program reads them.
fn tallied(data: &Value, folder: &Path, scale: Scale) -> QuestionTallies {
    let path = |at: usize| folder.join(data[at].as_str().expect("two CSVs"));
    let open = |at: usize| source::open(&path(at), &source::Options::default()).expect("a readable CSV");
    let inputs = Inputs { logs: vec![open(0)], roster: None, items: None, predictions: vec![open(1)] };
    let asked = QuestionOptions { scale: Some(scale), ..QuestionOptions::default() };
    let options = Options { questions: [(String::from("label"), asked)].into(), ..Options::default() };
    let log = log::normalize(inputs, &options, None).expect("a usable log");
    tally::count(log).0.questions.remove(0)
}

#[test]
fn cross_replication_meets_every_oracle() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in oracles.iter().filter(|oracle| oracle["metric"] == "xrr") {
        assert_eq!(oracle["params"]["distance"], "nominal", "another distance than this test knows");
        let (cells, labels) = cells(&folder.join(oracle["data"].as_str().expect("one CSV")), oracle);
        let stream = Stream { seed: Seed::default(), question: "oracle", slice: "", purpose: "items" };
        let options = InferenceOptions::default();
        let found = cross_replication(&cells, labels, &Distance::Nominal, stream, &options);
        let xrr = found.xrr.estimated().map(|xrr| xrr.value).ok_or("not estimable".into());
        ledger.judge("xrr", oracle, "xrr", xrr, oracle["expected"]["xrr"].as_f64().expect("a number"));
    }
    ledger.tell();
    assert!(ledger.checked() > 0 && ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

/// Items with labels of both groups.
fn cells(path: &Path, oracle: &Value) -> (Vec<CrossCell>, usize) {
    let groups: Vec<&str> =
        oracle["params"]["groups"].as_array().expect("two groups").iter().filter_map(Value::as_str).collect();
    let mut labels: Vec<String> = Vec::new();
    let mut items: BTreeMap<String, [BTreeMap<Label, u32>; 2]> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(path).expect("a readable CSV");
    for record in reader.records() {
        let record = record.expect("a CSV record");
        let side = groups.iter().position(|group| *group == &record[2]).expect("a known group");
        let label = labels.iter().position(|known| known == &record[3]).unwrap_or_else(|| {
            labels.push(record[3].to_owned());
            labels.len() - 1
        });
        *items.entry(record[0].to_owned()).or_default()[side].entry(Label(label as u32)).or_default() += 1;
    }
    let both = items.into_values().filter(|[first, second]| !first.is_empty() && !second.is_empty());
    let cell = |[first, second]: [BTreeMap<Label, u32>; 2]| CrossCell {
        first: first.into_iter().collect(),
        second: second.into_iter().collect(),
        items: 1,
    };
    (both.map(cell).collect(), labels.len())
}
