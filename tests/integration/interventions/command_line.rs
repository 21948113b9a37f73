//! From `simulate` to the report, and logs that say odd things.

use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_raterscope")).current_dir(folder).args(arguments).output().expect("runs")
}

/// The row of estimates.csv that begins so.
fn row(folder: &Path, start: &str) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join("out/estimates.csv")).expect("estimates");
    let line =
        text.lines().find(|line| line.starts_with(start)).unwrap_or_else(|| panic!("no {start}:\n{text}"));
    line.split(',').map(str::to_owned).collect()
}

fn page(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("out/report.html")).expect("a page")
}

#[test]
fn a_planted_excess_comes_out_of_simulate_into_the_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let simulate = "simulate -o log.csv --seed 11 --items 900 --annotators 20 --per-item 5 --gold 1 --suggestions 0.5 \
                    --acceptance-excess 0.25 --model-accuracy 0.7 --session-length 15 --truth-file truth.json";
    let simulated = run(folder.path(), &simulate.split_whitespace().collect::<Vec<_>>());
    assert!(simulated.status.success(), "{}", String::from_utf8_lossy(&simulated.stderr));
    let truth = std::fs::read_to_string(folder.path().join("truth.json")).expect("a truth");
    assert!(truth.contains("\"acceptance_excess\": 0.25"), "{truth}");
    let audit = run(folder.path(), &["audit", "log.csv", "-q", "-o", "out", "--randomised-suggestions"]);
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stderr));
    let bias = row(folder.path(), "label,interventions,automation_bias,,");
    let number = |place: usize| bias[place].parse::<f64>().expect("a number");
    assert!((number(4) - 0.25).abs() < 3.0 * number(8) && number(5) > 0.1, "{bias:?}");
    let page = page(folder.path());
    for words in [
        "Showing a wrong suggestion adds to the share of its label",
        "Chance decided what was shown to whom",
        "What is wrong comes from gold",
        "Reviews by annotator, in alphabetical order",
        "without annotations made under a shown suggestion",
    ] {
        assert!(page.to_lowercase().contains(&words.to_lowercase()), "{words}");
    }
    assert!(folder.path().join("out/charts/suggestions-shown.png").exists());
}

#[test]
fn without_chance_nothing_is_called_an_effect() {
    let folder = tempfile::tempdir().expect("a folder");
    let simulate = "simulate -o log.csv --seed 12 --items 400 --annotators 12 --per-item 4 --gold 1 --suggestions 0.5 \
                    --acceptance-excess 0.4 --model-accuracy 0.6";
    assert!(run(folder.path(), &simulate.split_whitespace().collect::<Vec<_>>()).status.success());
    assert!(run(folder.path(), &["audit", "log.csv", "-q", "-o", "out"]).status.success());
    let page = page(folder.path());
    assert!(page.contains("its label is given more often") && page.contains("not left to chance"));
    assert!(!page.contains("makes people give its label"));
}

#[test]
fn suggestions_that_everybody_saw_leave_the_bias_open_and_say_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let simulate = "simulate -o log.csv --seed 13 --items 300 --annotators 9 --per-item 3 --suggestions 1";
    assert!(run(folder.path(), &simulate.split_whitespace().collect::<Vec<_>>()).status.success());
    assert!(run(folder.path(), &["audit", "log.csv", "-q", "-o", "out"]).status.success());
    let bias = row(folder.path(), "label,interventions,automation_bias,,");
    assert!(bias.contains(&"not_estimable".to_owned()) && bias.contains(&"too_few".to_owned()), "{bias:?}");
    assert!(page(folder.path()).contains("saw with a suggestion and others without one"));
}

#[test]
fn odd_actions_are_counted_and_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = "item,annotator,label,suggestion,action\n\
               1,ann,cat,cat,Accepted\n1,bob,dog,cat,approve\n1,cid,,cat,approve\n\
               2,ann,,dog,reject\n2,bob,dog,dog,snoozed\n2,cid,dog,,edit\n\
               3,ann,dog,dog,\n3,bob,cat,eel,modified\n3,cid,cat,,\n";
    std::fs::write(folder.path().join("log.csv"), log).expect("written");
    let audit = run(folder.path(), &["audit", "log.csv", "-o", "out"]);
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stderr));
    let share = |action: &str| {
        row(folder.path(), &format!("label,interventions,action_share,action={action},"))[4].clone()
    };
    // Seven reviews: four approvals (one implied, one without a label of its own), an edit, a refusal, an unknown word.
    let parsed = |action: &str| share(action).parse::<f64>().expect("a share");
    assert!((parsed("approve") - 4.0 / 7.0).abs() < 1e-12 && (parsed("reject") - 1.0 / 7.0).abs() < 1e-12);
    assert!((parsed("other") - 1.0 / 7.0).abs() < 1e-12);
    let page = page(folder.path());
    for words in [
        "Approvals that carry another label than the suggested one, counted as approvals: 1",
        "Actions in rows without a suggestion, left out: 1",
        "without a label, counted in the rates alone: 1",
        "so that their label tells it: 1",
        "snoozed",
        "for which the suggestion counts as label: 1",
    ] {
        assert!(page.contains(words), "{words}");
    }
}

#[test]
fn a_log_without_suggestions_says_so_in_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("log.csv"), "item,annotator,label\n1,a,x\n1,b,y\n2,a,x\n2,b,x\n")
        .expect("written");
    assert!(run(folder.path(), &["audit", "log.csv", "-q", "-o", "out"]).status.success());
    let page = page(folder.path());
    assert_eq!(page.matches("what was suggested").count(), 1);
    assert!(!page.contains("whether people still look"));
}
