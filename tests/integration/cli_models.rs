//! Every road by which models' labels come in, and everything that may be wrong with them, through the command line.

use crate::program::{Row, estimates, json, place, put, raterscope};
use serde_json::Value;
use std::fmt::Write as _;

const LABELS: [&str; 3] = ["cat", "dog", "fox"];

/// An audit of a log with files of predictions.
struct Audited {
    folder: tempfile::TempDir,
    rows: Vec<Row>,
    audit: Value,
}

impl Audited {
    fn of(files: &[(&str, &str)], flags: &[&str]) -> Self {
        let folder = place();
        for (name, content) in files {
            put(folder.path(), name, content);
        }
        let mut args = vec!["audit", "log.csv", "-o", "out", "--replicates", "100"];
        for (name, _) in files.iter().filter(|(name, _)| *name != "log.csv") {
            args.extend(["--predictions", name]);
        }
        args.extend(flags);
        let ran = raterscope(folder.path(), &args);
        assert_eq!(ran.status, 0, "{ran:?}");
        let out = folder.path().join("out");
        let (rows, audit) = (estimates(&out.join("estimates.csv")), json(&out.join("audit.json")));
        Self { folder, rows, audit }
    }

    fn human_model(&self) -> &Value {
        &self.audit["questions"][0]["human_model"]["estimated"]
    }

    fn model(&self, name: &str) -> &Value {
        let models = self.human_model()["models"].as_array().expect("models");
        models.iter().find(|model| model["model"] == name).unwrap_or_else(|| panic!("no {name}: {models:#?}"))
    }

    fn models(&self) -> Vec<&str> {
        let models = self.human_model()["models"].as_array().expect("models");
        models.iter().filter_map(|model| model["model"].as_str()).collect()
    }

    fn page(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("out/report.html")).expect("a page")
    }

    /// Everything that the audit says of how it read its files.
    fn said(&self) -> String {
        self.audit["intake"]["notes"].to_string() + &self.audit["intake"]["field_defects"].to_string()
    }

    fn row(&self, metric: &str, slice: &str) -> &Row {
        let of = |row: &&Row| row.section == "human_model" && row.metric == metric && row.slice == slice;
        self.rows.iter().find(of).unwrap_or_else(|| panic!("no {metric} of {slice}"))
    }
}

/// The label of an item that is right.
fn truth(item: usize) -> &'static str {
    LABELS[item % 3]
}

/// What a model says that is wrong on every fifth item.
fn answer(item: usize) -> &'static str {
    if item.is_multiple_of(5) { LABELS[(item + 1) % 3] } else { truth(item) }
}

/// Sixty items by three people, who err on one item in seven, with more cells in each row.
fn log(header: &str, more: impl Fn(usize) -> String) -> String {
    let mut log = format!("item_id,annotator_id,label{header}\n");
    for item in 0..60 {
        for who in 0..3 {
            let label = if (item + 2 * who) % 7 == 0 { LABELS[(item + 2) % 3] } else { truth(item) };
            writeln!(log, "i{item:02},a{who},{label}{}", more(item)).expect("in memory");
        }
    }
    log
}

fn plain_log() -> String {
    log("", |_| String::new())
}

/// A predictions file of items 0 to 59.
fn predictions(header: &str, row: impl Fn(usize) -> String) -> String {
    let mut file = format!("{header}\n");
    (0..60).for_each(|item| writeln!(file, "i{item:02},{}", row(item)).expect("in memory"));
    file
}

#[test]
fn columns_of_several_models_with_gold_beside_the_consensus() {
    let more = |item: usize| format!(",{},{},{}", answer(item), truth(item), truth(item));
    let found = Audited::of(&[("log.csv", &log(",model_gpt,model_llama,gold", more))], &[]);
    assert_eq!(found.models(), ["gpt", "llama"]);
    assert_eq!(found.row("accuracy", "model=gpt").value, Some(0.8));
    assert_eq!(found.row("accuracy", "model=llama").value, Some(1.0));
    assert!(found.row("agreement_with_consensus", "model=gpt").value.is_some());
    let difference = found.row("accuracy_difference", "model=gpt;model=llama");
    assert!((difference.value.expect("the same items") + 0.2).abs() < 1e-12);
    assert!(difference.method.contains("paired"), "{difference:?}");
    let exact = found.row("mcnemar_exact_p", "model=gpt;model=llama;against=gold");
    assert!((exact.value.expect("twelve items") - 2.0 * 0.5_f64.powi(12)).abs() < 1e-12);
    let page = found.page();
    assert!(page.contains("Two models on the same items") && page.contains("against gold"), "tables");
    for chart in ["confusion-gpt", "confusion-gold-gpt", "model-labels-gpt"] {
        assert!(found.folder.path().join(format!("out/charts/{chart}.png")).exists(), "{chart}");
    }
    let pair = &found.model("gpt")["gold"]["estimated"]["most_confused"][0];
    assert_eq!(pair["items"], 4);
    assert_eq!(pair["example_items"][0], "i00");
}

#[test]
fn versions_in_a_column_are_models() {
    let version = |item: usize| if item < 30 { "v1" } else { "v2" };
    let more = |item: usize| format!(",{},{}", answer(item), version(item));
    let found = Audited::of(&[("log.csv", &log(",model_label,model_version", more))], &[]);
    assert_eq!(found.models(), ["v1", "v2"]);
    assert_eq!((&found.model("v1")["items"], &found.model("v1")["unanswered"]), (&30.into(), &30.into()));
}

#[test]
fn annotators_of_kind_model_are_models_and_no_people() {
    let mut log = log(",annotator_kind,model_version", |_| ",human,".into());
    for item in 0..60 {
        writeln!(log, "i{item:02},gpt,{},model,v1", answer(item)).expect("in memory");
        writeln!(log, "i{item:02},gpt,{},model,v2", truth(item)).expect("in memory");
    }
    let found = Audited::of(&[("log.csv", &log)], &[]);
    assert_eq!(found.models(), ["gpt v1", "gpt v2"]);
    assert_eq!(found.audit["intake"]["annotators"], 3);
    assert!(!found.said().contains("more than one answer"), "{}", found.said());
}

#[test]
fn a_predictions_file_with_models_and_versions() {
    let mut file = predictions("item_id,model,model_version,label,confidence", |item| {
        format!("gpt,v1,{},0.{}", answer(item), 50 + item % 40)
    });
    (0..60).for_each(|item| writeln!(file, "i{item:02},gpt,v2,{},0.9", truth(item)).expect("in memory"));
    let found = Audited::of(&[("log.csv", &plain_log()), ("predictions.csv", &file)], &[]);
    assert_eq!(found.models(), ["gpt v1", "gpt v2"]);
    let confident =
        |row: &&Row| row.section == "calibration" && row.slice.contains("gpt v1") && row.value.is_some();
    assert!(found.rows.iter().any(|row| confident(&row)), "its confidence is read");
}

#[test]
fn a_predictions_file_of_probabilities() {
    let share = |label: &str, item: usize| if answer(item) == label { "0.8" } else { "0.1" };
    let file = predictions("item_id,model,p_cat,p_dog,p_fox", |item| {
        format!("soft,{},{},{}", share("cat", item), share("dog", item), share("fox", item))
    });
    let found = Audited::of(&[("log.csv", &plain_log()), ("predictions.csv", &file)], &[]);
    let hard = predictions("item_id,model,label", |item| format!("soft,{}", answer(item)));
    let likewise = Audited::of(&[("log.csv", &plain_log()), ("predictions.csv", &hard)], &[]);
    assert_eq!(found.models(), ["soft"]);
    let both = [&found, &likewise].map(|own| own.row("agreement_with_consensus", "model=soft").value);
    assert!(both[0].is_some() && both[0] == both[1], "{both:?}");
}

#[test]
fn several_predictions_files_without_a_models_name_are_called_like_the_files() {
    let old = predictions("item_id,label", |item| answer(item).into());
    let new = predictions("item_id,label", |item| truth(item).into());
    let found = Audited::of(&[("log.csv", &plain_log()), ("old.csv", &old), ("new.csv", &new)], &[]);
    assert_eq!(found.models(), ["new", "old"]);
    let alone = Audited::of(&[("log.csv", &plain_log()), ("old.csv", &old)], &[]);
    assert_eq!(alone.models(), ["model"]);
}

#[test]
fn a_log_with_no_model_says_so_in_one_line() {
    let found = Audited::of(&[("log.csv", &plain_log())], &[]);
    let page = found.page();
    let sentence = "The log does not tell what any model said: add model_label, or rows with annotator_kind = model, or a \
                    predictions file.";
    let section = page.split("id=\"model\"").nth(1).and_then(|rest| rest.split("</section>").next());
    assert_eq!(section.expect("a section").matches(sentence).count(), 1);
    let rows: Vec<&Row> = found.rows.iter().filter(|row| row.section == "human_model").collect();
    assert_eq!((rows.len(), rows[0].reason.as_str()), (1, "not_in_log"));
}

#[test]
fn labels_that_people_never_use() {
    let said = |item: usize| if item < 4 { "wolf" } else { answer(item) };
    let file = predictions("item_id,model,label", |item| format!("gpt,{}", said(item)));
    let found = Audited::of(&[("log.csv", &plain_log()), ("predictions.csv", &file)], &[]);
    let gpt = found.model("gpt");
    assert!(gpt["notes"].to_string().contains("Labels that people never use: wolf."), "{}", gpt["notes"]);
    assert_eq!(gpt["items"], 60, "nothing is lost");
    let labels = gpt["consensus"]["estimated"]["labels"].as_array().expect("labels");
    let wolf = labels.iter().find(|label| label["label"] == "wolf").expect("a row for wolf");
    assert_eq!((&wolf["support"], &wolf["predicted"]), (&0.into(), &4.into()));
    let recall = found.row("recall_against_consensus", "model=gpt;label=wolf");
    assert_eq!((recall.value, recall.reason.as_str()), (None, "too_few"));
    assert_eq!(found.row("precision_against_consensus", "model=gpt;label=wolf").value, Some(0.0));
    assert!(found.page().contains("Labels that people never use"));
}

#[test]
fn missing_predictions() {
    let mut file = String::from("item_id,model,label\n");
    (0..45).for_each(|item| writeln!(file, "i{item:02},gpt,{}", answer(item)).expect("in memory"));
    writeln!(file, "i50,gpt,\n,gpt,cat").expect("in memory");
    let found = Audited::of(&[("log.csv", &plain_log()), ("predictions.csv", &file)], &[]);
    let gpt = found.model("gpt");
    assert_eq!((&gpt["items"], &gpt["unanswered"]), (&45.into(), &15.into()));
    assert!(gpt["notes"].to_string().contains("15 rated items have no answer"), "{}", gpt["notes"]);
    assert!(found.said().contains("[\"prediction rows without an item or a label\",2]"), "{}", found.said());
    assert_eq!(found.audit["intake"]["rows_used"], 180, "people's rows stay");
}

#[test]
fn confidences_outside_0_to_1() {
    let confidence = |item: usize| ["1.7", "-0.2", "high"].get(item).copied().unwrap_or("0.9").to_owned();
    let row = |item: usize| format!("gpt,{},{}", answer(item), confidence(item));
    let file = predictions("item_id,model,label,confidence", row);
    let found = Audited::of(&[("log.csv", &plain_log()), ("predictions.csv", &file)], &[]);
    let said = found.said();
    assert!(said.contains("[\"confidence is no number in 0–1, read as unknown\",3]"), "{said}");
    assert_eq!(found.model("gpt")["items"], 60, "the labels stay");
    let percent = predictions("item_id,model,label,confidence", |item| format!("gpt,{},90", answer(item)));
    let found = Audited::of(&[("log.csv", &plain_log()), ("predictions.csv", &percent)], &[]);
    assert!(found.said().contains("call it `confidence_pct`"), "{}", found.said());
}

#[test]
fn duplicate_predictions_that_agree_count_once() {
    let mut file = predictions("item_id,model,label", |item| format!("gpt,{}", answer(item)));
    writeln!(file, "i03,gpt,{}\ni04,gpt,{}", answer(3), answer(4)).expect("in memory");
    let found = Audited::of(&[("log.csv", &plain_log()), ("predictions.csv", &file)], &[]);
    assert_eq!(found.model("gpt")["items"], 60);
    let said = found.said();
    assert!(
        said.contains("model `gpt`: 2 predictions say again what another says, and count once"),
        "{said}"
    );
}

#[test]
fn duplicate_predictions_that_conflict_are_read_as_unanswered() {
    let mut file = predictions("item_id,model,label", |item| format!("gpt,{}", answer(item)));
    writeln!(file, "i07,gpt,{}", LABELS[(7 + 1) % 3]).expect("in memory");
    let found = Audited::of(&[("log.csv", &plain_log()), ("predictions.csv", &file)], &[]);
    let gpt = found.model("gpt");
    assert_eq!((&gpt["items"], &gpt["unanswered"]), (&59.into(), &1.into()));
    let said = found.said();
    let told = "model `gpt`: 1 item has different answers (`i07`), and is read as unanswered";
    assert!(said.contains(told), "{said}");
}

#[test]
fn predictions_for_items_that_are_not_in_the_log() {
    let mut file = predictions("item_id,model,label", |item| format!("gpt,{}", answer(item)));
    writeln!(file, "zz2,gpt,cat\nzz1,gpt,cat").expect("in memory");
    let found = Audited::of(&[("log.csv", &plain_log()), ("predictions.csv", &file)], &[]);
    assert_eq!(found.model("gpt")["unrated"], 2);
    let told = "predictions.csv: 2 items are not in the log (`zz1` for one): predicted, and rated by nobody";
    assert!(found.said().contains(told), "{}", found.said());
}

#[test]
fn slices_and_groups_of_annotators_and_small_groups_nowhere() {
    let mut log = String::from("item_id,annotator_id,label,batch,gender\n");
    for item in 0..60 {
        for who in 0..13 {
            let group = if who < 6 {
                "women"
            } else if who < 11 {
                "men"
            } else {
                "small"
            };
            let label = if (item + who) % 9 == 0 { LABELS[(item + 2) % 3] } else { truth(item) };
            writeln!(log, "i{item:02},a{who:02},{label},b{},{group}", item / 30).expect("in memory");
        }
    }
    let wrong_in_b1 = |item: usize| if item >= 30 { LABELS[(item + 1) % 3] } else { truth(item) };
    let file = predictions("item_id,model,label", |item| format!("gpt,{}", wrong_in_b1(item)));
    let found = Audited::of(&[("log.csv", &log), ("predictions.csv", &file)], &["--attribute", "gender"]);
    assert_eq!(found.row("agreement_with_consensus", "model=gpt;batch=b1").value, Some(0.0));
    let difference = found.row("agreement_with_consensus_difference_to_rest", "model=gpt;batch=b1");
    assert_eq!(difference.value, Some(-1.0));
    let small = found.row("model_agreement_with_group", "model=gpt;gender=small");
    assert_eq!((small.value, small.reason.as_str()), (None, "insufficient"));
    let small = found.row("model_agreement_with_group_difference", "model=gpt;gender=small");
    assert_eq!((small.value, small.reason.as_str()), (None, "insufficient"));
    let page = found.page();
    assert!(page.contains("The model inside slices") && page.contains("The model beside groups"));
    let shown = found.row("model_agreement_with_group", "model=gpt;gender=women");
    assert!(shown.value.is_some() || shown.reason == "withheld_for_others", "{shown:?}");
}
