//! Confidence, probabilities and routing against scikit-learn, Guo et al. and Geifman & El-Yaniv. Every table goes the
//! product's way: file → log → tallies → analysis.

use super::{Ledger, reference};
use raterscope::analysis::calibration::{self, Binning, Reference, against_gold, reliability};
use raterscope::analysis::inference::InferenceOptions;
use raterscope::analysis::routing::RiskCoverage;
use raterscope::log::{AnnotationLog, ModelAnswers, Names, QuestionRows};
use raterscope::tally::{QuestionTallies, count};
use raterscope::vocabulary::{Label, LabelSet, Outcome, Question, Reason, Scale};
use serde_json::Value;
use std::path::Path;

const CLAIMED: [&str; 3] = ["ece_top_label", "proper_scores", "risk_coverage"];

#[test]
fn confidence_and_routing_meet_every_oracle() {
    let Some((folder, oracles)) = reference() else { return };
    let mut ledger = Ledger::default();
    for oracle in &oracles {
        let metric = oracle["metric"].as_str().unwrap_or_default();
        if !CLAIMED.contains(&metric) {
            continue;
        }
        let (tallies, second) = read(&folder.join(oracle["data"].as_str().expect("one CSV")));
        match metric {
            "ece_top_label" => check_bands(oracle, &tallies, &mut ledger),
            "proper_scores" => check_scores(oracle, &tallies, &second, &mut ledger),
            _ => check_curve(oracle, &tallies, &mut ledger),
        }
    }
    ledger.tell();
    assert_eq!(ledger.kinds.len(), CLAIMED.len());
    assert!(ledger.misses.is_empty(), "missed:\n{}", ledger.misses.join("\n"));
}

/// `item, gold, model, model_b, p_…`: one person labels every item as gold does, so that there is somebody. With it the
/// second class, which binary scores speak of.
fn read(path: &Path) -> (QuestionTallies, String) {
    let mut reader = csv::Reader::from_path(path).expect("a readable CSV");
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    let column = |name: &str| header.iter().position(|known| known == name).expect("a column");
    let classes: Vec<String> =
        header.iter().filter_map(|name| name.strip_prefix("p_")).map(str::to_owned).collect();
    let mut names = classes.clone();
    names.sort();
    let label = |name: &str| Label(names.iter().position(|own| own == name).expect("a label") as u32);
    let labels = |name: &str| -> Vec<Label> { rows.iter().map(|row| label(&row[column(name)])).collect() };
    let chances = |class: &str| -> Vec<f32> {
        let at = column(&format!("p_{class}"));
        rows.iter().map(|row| row[at].parse().expect("a probability")).collect()
    };
    let probabilities: Vec<(Label, Vec<f32>)> =
        names.iter().map(|name| (label(name), chances(name))).collect();
    let highest = |item: usize| probabilities.iter().map(|(_, own)| own[item]).fold(0.0, f32::max);
    let (gold, said) = (labels("gold"), labels("model"));
    let confidence = Some((0..rows.len()).map(highest).collect());
    let model = ModelAnswers { name: "model".into(), label: said, confidence, probabilities };
    let question = Question {
        name: "label".into(),
        labels: LabelSet { names: names.clone(), values: None, declared: false, used: Vec::new() },
        scale: Scale::Nominal,
    };
    let tallies = counted(question, gold, model);
    (tallies, classes[1].clone())
}

/// The tallies of one person who says what gold says, beside one model.
fn counted(question: Question, gold: Vec<Label>, model: ModelAnswers) -> QuestionTallies {
    let missing = |what: &str| Reason::NotInLog { what: what.into(), columns: what.into() };
    let items: Vec<String> = (0..gold.len()).map(|item| format!("i{item:05}")).collect();
    let rows_of = QuestionRows {
        question,
        item: (0..gold.len() as u32).collect(),
        annotator: vec![0; gold.len()],
        label: gold.clone(),
        sequence: Err(missing("order")),
        periods: Err(Reason::NeedsRows),
        slices: Vec::new(),
        gold: Some(gold),
        second_gold: None,
        models: vec![model],
        repeats: Vec::new(),
        interventions: None,
        no_repeats: Some(missing("repeats")),
        skips: vec![0],
        item_skips: Vec::new(),
    };
    let log = AnnotationLog {
        clusters: None,
        items: Names::from_sorted(items.iter().map(String::as_str)),
        annotators: Names::from_sorted(["a"]),
        questions: vec![rows_of],
        roster: Vec::new(),
        item_attributes: Vec::new(),
        model_attributes: Vec::new(),
        account: Default::default(),
    };
    count(log).0.questions.into_iter().next().expect("one question")
}

fn check_bands(oracle: &Value, tallies: &QuestionTallies, ledger: &mut Ledger) {
    let pairs = against_gold(&tallies.summaries.models[0].gold_confidence);
    let count = oracle["params"]["bins"].as_u64().expect("a number of bins") as u32;
    let (bins, ece, mce) = reliability(&pairs, Binning::EqualWidth(count), 0.95);
    let mut judge = |key: &str, found: f64, wanted: &Value| {
        ledger.judge("ece_top_label", oracle, key, Ok(found), wanted.as_f64().expect("a number"));
    };
    let expected = &oracle["expected"];
    judge("ece", ece, &expected["ece"]);
    judge("mce", mce, &expected["mce"]);
    let wanted = expected["bins_right_closed[index,count,mean_conf,accuracy]"].as_array().expect("bins");
    assert_eq!(wanted.len(), bins.len(), "{}", oracle["id"]);
    for (own, wanted) in bins.iter().zip(wanted) {
        let accuracy = own.agreement.estimated().map_or(f64::NAN, |e| e.value);
        judge("index", (own.from * f64::from(count)).round(), &wanted[0]);
        judge("count", own.items as f64, &wanted[1]);
        judge("mean_conf", own.mean_confidence, &wanted[2]);
        judge("accuracy", accuracy, &wanted[3]);
    }
    // What an audit tells of ten bins is the same.
    if count == 10 {
        let found = calibration::measure(tallies, &InferenceOptions::default());
        let model = &found.estimated().expect("a model")[0];
        let told = &model.gold.estimated().expect("gold").equal_width;
        judge("ece", told.ece, &expected["ece"]);
        judge("mce", told.mce, &expected["mce"]);
    }
}

fn check_scores(oracle: &Value, tallies: &QuestionTallies, second: &str, ledger: &mut Ledger) {
    let found = calibration::measure(tallies, &InferenceOptions::default());
    let model = &found.estimated().expect("a model")[0];
    let all = model.probabilities.estimated().expect("probabilities");
    let scores = all.iter().find(|scores| scores.reference == Reference::Gold).expect("gold");
    let label = scores.labels.iter().find(|label| label.label == second).expect("two classes");
    for (key, wanted) in oracle["expected"].as_object().expect("named values") {
        let number = |outcome: &Outcome<f64>| outcome.estimated().copied();
        let found = match key.as_str() {
            "log_loss" => scores.log_loss.estimated().map(|e| e.value),
            "brier_multiclass_sum" => scores.brier.estimated().map(|e| e.value),
            "brier_multiclass_half" => number(&scores.brier_half),
            "roc_auc_ovr_macro" => number(&scores.roc_auc),
            "brier_binary_p1" => Some(label.brier),
            "average_precision" => number(&label.average_precision),
            other => panic!("{other} is not known"),
        };
        let wanted = wanted.as_f64().expect("a number");
        ledger.judge("proper_scores", oracle, key, found.ok_or("undefined".into()), wanted);
    }
}

fn check_curve(oracle: &Value, tallies: &QuestionTallies, ledger: &mut Ledger) {
    let curve = RiskCoverage::of(&against_gold(&tallies.summaries.models[0].gold_confidence));
    let expected = &oracle["expected"];
    let mut judge = |key: &str, found: f64, wanted: &Value| {
        ledger.judge("risk_coverage", oracle, key, Ok(found), wanted.as_f64().expect("a number"));
    };
    judge("aurc_tie_averaged", curve.aurc(), &expected["aurc_tie_averaged"]);
    judge("oracle_aurc", curve.least_aurc(), &expected["oracle_aurc"]);
    judge("e_aurc_exact", curve.aurc() - curve.least_aurc(), &expected["e_aurc_exact"]);
    for (coverage, wanted) in expected["risk_at_coverage"].as_object().expect("coverages") {
        let share: f64 = coverage.parse().expect("a share");
        judge("risk_at_coverage", curve.error_at(share).expect("items"), wanted);
    }
}
