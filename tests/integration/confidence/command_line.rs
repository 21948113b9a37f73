//! From a file to the page: over-confidence in words, thresholds, and what is told where nothing can be.

use std::path::Path;
use std::process::Command;

fn raterscope(arguments: &[&str]) -> (bool, String) {
    let out =
        Command::new(env!("CARGO_BIN_EXE_raterscope")).args(arguments).output().expect("the program runs");
    (out.status.success(), String::from_utf8_lossy(&out.stderr).into_owned())
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Value of a metric of a slice in estimates.csv.
fn estimate(folder: &Path, metric: &str, slice: &str) -> Option<f64> {
    let mut reader = csv::Reader::from_path(folder.join("estimates.csv")).expect("estimates.csv");
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|own| own == name).expect("a column");
    let (m, s, v) = (at("metric"), at("slice"), at("value"));
    let found =
        reader.records().map(|row| row.expect("a row")).find(|row| &row[m] == metric && &row[s] == slice);
    found.and_then(|row| row[v].parse().ok())
}

#[test]
fn a_planted_over_confidence_is_told_with_a_threshold_and_its_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let (log, out) = (folder.path().join("log.csv"), folder.path().join("out"));
    let simulated = raterscope(&[
        "simulate",
        "-o",
        text(&log),
        "--items=1500",
        "--over-confidence=0.06",
        "--confidence-spread=0.1",
        "--gold=1",
        "--seed=5",
    ]);
    assert!(simulated.0, "{}", simulated.1);
    let audited =
        raterscope(&["audit", text(&log), "-o", text(&out), "--target-error=0.12", "--human-hours=1", "-q"]);
    assert!(audited.0, "{}", audited.1);
    let slice = "model=model;against=gold";
    let difference = estimate(&out, "calibration_difference", slice).expect("a difference");
    assert!((difference - 0.06).abs() < 0.03, "{difference}");
    let asked = format!("{slice};target_error=0.12");
    let share = estimate(&out, "routed_to_model_share", &asked).expect("a threshold is certified");
    let people = estimate(&out, "routed_to_people", &asked).expect("a number of items");
    assert!((share - (1.0 - people / 1500.0)).abs() < 1e-9);
    let hours = estimate(&out, "routing_hours", &format!("{slice};human_hours=1")).expect("hours");
    assert!(hours > 0.9 && hours <= 1.0, "{hours}");
    let page = std::fs::read_to_string(out.join("report.html")).expect("the page");
    for words in ["is over-confident by", "label alone from a confidence of", "When to trust the model"] {
        assert!(page.contains(words), "{words}");
    }
    for chart in ["risk-coverage-model.png", "reliability-model.png"] {
        assert!(out.join("charts").join(chart).exists(), "{chart}");
    }
}

/// No confidence; one for all; none in 0–1; all right; all wrong: nothing is lost and nothing made up.
#[test]
fn degenerate_confidences_have_words_instead_of_numbers() {
    let folder = tempfile::tempdir().expect("a folder");
    let audit = |name: &str, row: &dyn Fn(u32) -> String| {
        let (log, out) = (folder.path().join(format!("{name}.csv")), folder.path().join(name));
        let mut lines = String::from("item_id,annotator_id,label,gold,model_label,model_confidence\n");
        for item in 0..80 {
            for who in 0..2 {
                lines.push_str(&format!("i{item},a{who},{}\n", row(item)));
            }
        }
        std::fs::write(&log, lines).expect("a log");
        let (done, said) = raterscope(&["audit", text(&log), "-o", text(&out), "--target-error=0.05", "-q"]);
        assert!(done, "{name}: {said}");
        let page = std::fs::read_to_string(out.join("report.html")).expect("the page");
        assert!(!page.contains("NaN"), "{name}");
        (out, page)
    };
    let label = |item: u32| ["cat", "dog"][(item % 2) as usize];
    let (_, page) = audit("none", &|item| format!("{0},{0},{0},", label(item)));
    assert!(page.contains("how confident"), "it says what is missing");
    let (_, page) = audit("beyond", &|item| format!("{0},{0},{0},7", label(item)));
    assert!(page.contains("is no number in 0–1"), "counted among what is wrong with rows");
    let slice = "model=model;against=gold";
    let (out, page) = audit("right", &|item| format!("{0},{0},{0},0.99", label(item)));
    assert!(page.contains("no evidence that"), "80 of 80 do not contradict .99");
    assert_eq!(estimate(&out, "routing_threshold", &format!("{slice};target_error=0.05")), Some(0.99));
    assert_eq!(estimate(&out, "aurc", slice), Some(0.0));
    let (out, page) = audit("wrong", &|item| format!("{0},{0},{1},0.9", label(item), label(item + 1)));
    assert!(page.contains("is over-confident by"));
    assert!(page.contains("None certified"), "no threshold");
    assert_eq!(estimate(&out, "aurc", slice), Some(1.0));
}

/// Columns of probabilities are scores, and a confidence where no column states one. By hand: p of the gold label is .8
/// on four items and .3 on two of six, so Brier (sum form) is (4 · .08 + 2 · .98) / 6.
#[test]
fn columns_of_probabilities_are_scored() {
    let folder = tempfile::tempdir().expect("a folder");
    let (log, said, out) =
        (folder.path().join("log.csv"), folder.path().join("said.csv"), folder.path().join("out"));
    let mut lines = String::from("item_id,annotator_id,label,gold\n");
    let mut answers = String::from("item_id,model,label,p_cat,p_dog\n");
    for item in 0..6 {
        let gold = ["cat", "dog"][item % 2];
        let right = item < 4;
        for who in 0..3 {
            lines.push_str(&format!("i{item},a{who},{gold},{gold}\n"));
        }
        let of_gold = if right { 0.8 } else { 0.3 };
        let cat = if gold == "cat" { of_gold } else { 1.0 - of_gold };
        let label = if (cat > 0.5) == (gold == "cat") { gold } else { ["dog", "cat"][item % 2] };
        answers.push_str(&format!("i{item},m,{label},{cat:.1},{:.1}\n", 1.0 - cat));
    }
    answers.push_str("i5,n,cat,0.9,0.9\n");
    std::fs::write(&log, lines).expect("a log");
    std::fs::write(&said, answers).expect("predictions");
    let (done, told) =
        raterscope(&["audit", text(&log), "--predictions", text(&said), "-o", text(&out), "-q"]);
    assert!(done, "{told}");
    let value = |metric: &str, slice: &str| estimate(&out, metric, slice);
    let near = |found: Option<f64>, wanted: f64| found.is_some_and(|found| (found - wanted).abs() < 1e-9);
    let brier = (4.0 * 0.08 + 2.0 * 0.98) / 6.0;
    for against in ["gold", "consensus", "people"] {
        assert!(near(value("brier", &format!("model=m;against={against}")), brier), "{against}");
    }
    let loss = -(4.0 * 0.8_f64.ln() + 2.0 * 0.3_f64.ln()) / 6.0;
    assert!(near(value("log_loss", "model=m;against=gold"), loss));
    assert!(near(value("mean_confidence", "model=m;against=gold"), (4.0 * 0.8 + 2.0 * 0.7) / 6.0));
    // Ranked by p(cat): gold cats .8 .8 .3, gold dogs .2 .2 .7: eight of nine pairs in order.
    assert!(near(value("roc_auc", "model=m;against=gold;label=cat"), 8.0 / 9.0));
    let page = std::fs::read_to_string(out.join("report.html")).expect("the page");
    assert!(page.contains("Scores of the probabilities of all labels"));
}
