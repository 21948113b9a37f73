//! Exports of Prodigy through the program.

use crate::program::{Row, assert_whole, estimates, json, place, put, raterscope};
use std::path::Path;

/// Published by the authors of the PRESTO corpus, an empty `accept` being a label of its own.
const KAPPAS: [(&str, f64); 4] = [
    ("annotator=presto_distortion-ann2;annotator=presto_distortion-ann3", 0.645_984_374_910_307),
    ("model=pre-ann-category.distortion;annotator=presto_distortion-ann1", 0.754_399_737_901_107),
    ("model=pre-ann-category.distortion;annotator=presto_distortion-ann2", 0.649_869_918_999_206_1),
    ("model=pre-ann-category.distortion;annotator=presto_distortion-ann3", 0.636_347_858_283_387),
];

#[test]
fn the_four_published_kappas_are_met_from_one_file_and_from_a_file_per_annotator() {
    let Ok(reference) = std::env::var("RATERSCOPE_REFERENCE") else {
        println!("LEFT OUT: RATERSCOPE_REFERENCE is not set, so no export of Prodigy was audited");
        return;
    };
    let export = Path::new(&reference).join("exports/prodigy/presto_distortion.jsonl");
    let text = std::fs::read_to_string(&export).expect("the export is readable");
    let place = place();
    for annotator in 1..=3 {
        let own = format!("\"_annotator_id\": \"presto_distortion-ann{annotator}\"");
        let lines: Vec<&str> = text.lines().filter(|line| line.contains(&own)).collect();
        assert_eq!(lines.len(), 593);
        put(place.path(), &format!("ann{annotator}.jsonl"), lines.join("\n"));
    }
    let export = export.to_str().expect("a text");
    for logs in [&[export][..], &["ann3.jsonl", "ann1.jsonl", "ann2.jsonl"]] {
        let mut args = vec!["audit"];
        args.extend(logs);
        let ran = raterscope(place.path(), &[&args[..], &["-o", "out"]].concat());
        assert_eq!(ran.status, 0, "{ran:?}");
        assert_whole(&place.path().join("out"));
        let rows = estimates(&place.path().join("out/estimates.csv"));
        for (slice, kappa) in KAPPAS {
            let met = |row: &&Row| row.metric == "cohen_kappa" && row.slice == slice;
            let found = rows.iter().find(met).and_then(|row| row.value).unwrap_or(f64::NAN);
            println!("{slice}: {found}, published {kappa}");
            assert!((found - kappa).abs() < 1e-12, "{slice}: {found}, not {kappa}");
        }
    }
}

/// Thirty texts by two people: which emotions, and a yes or no about each.
fn export() -> String {
    let options = r#"[{"id": "fear", "text": "Fear"}, {"id": "joy", "text": "Joy"}]"#;
    let mut lines = String::new();
    for item in 0..30 {
        for (who, name) in ["ann", "bo"].iter().enumerate() {
            let accept = match (item + who * usize::from(item % 5 == 0)) % 4 {
                0 => "[]",
                1 => r#"["joy"]"#,
                2 => r#"["joy", "fear"]"#,
                _ => r#"["fear"]"#,
            };
            let answer = if item == 7 { "ignore" } else { "accept" };
            let head = format!("\"_input_hash\": {item}, \"_timestamp\": {}", 1_652_787_105 + item * 20);
            let tail = format!("\"_annotator_id\": \"emo-{name}\", \"_session_id\": \"emo-{name}\"");
            lines.push_str(&format!(
                "{{{head}, \"_task_hash\": {item}1, \"options\": {options}, \"accept\": {accept}, \
                 \"answer\": \"{answer}\", \"config\": {{\"choice_style\": \"multiple\"}}, {tail}}}\n"
            ));
            let yes = if (item + who) % 3 == 0 { "accept" } else { "reject" };
            lines.push_str(&format!(
                "{{{head}, \"_task_hash\": {item}2, \"label\": \"IRONY\", \"answer\": \"{yes}\", \
                 \"_is_binary\": true, {tail}}}\n"
            ));
        }
    }
    lines
}

#[test]
fn several_questions_of_one_export_are_audited_each_on_its_scale() {
    let place = place();
    put(place.path(), "emo.jsonl", export());
    let told = raterscope(place.path(), &["columns", "emo.jsonl"]);
    assert!(told.status == 0 && told.stdout.contains("an export of Prodigy"), "{told:?}");
    let ran = raterscope(place.path(), &["audit", "emo.jsonl", "-o", "out"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let audit = json(&place.path().join("out/audit.json"));
    let scales: Vec<(&str, &str)> = audit["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .map(|q| {
            (
                q["question"]["name"].as_str().expect("a name"),
                q["question"]["scale"].as_str().expect("a scale"),
            )
        })
        .collect();
    assert_eq!(scales, [("IRONY", "nominal"), ("fear / joy", "set")]);
    assert_eq!(audit["intake"]["skips"], 2);
    let notes = audit["intake"]["notes"].to_string();
    assert!(notes.contains("read as an export of Prodigy") && notes.contains("compared as sets"), "{notes}");
}

#[test]
fn init_names_the_tool_and_its_settings_read_the_export() {
    let place = place();
    put(place.path(), "emo.jsonl", export());
    let ran = raterscope(place.path(), &["init", "emo.jsonl", "-o", "raterscope.toml"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let settings = std::fs::read_to_string(place.path().join("raterscope.toml")).expect("written");
    assert!(
        settings.contains("an export of Prodigy") && settings.contains("\nformat = \"prodigy\""),
        "{settings}"
    );
    let ran = raterscope(place.path(), &["audit", "emo.jsonl", "-o", "out"]);
    assert_eq!(ran.status, 0, "{ran:?}");
}

#[test]
fn an_export_of_spans_is_refused_with_the_remedy() {
    let place = place();
    let line =
        r#"{"_input_hash": 1, "_task_hash": 2, "_view_id": "ner_manual", "answer": "accept", "spans": []}"#;
    put(place.path(), "ner.jsonl", line);
    let ran = raterscope(place.path(), &["audit", "ner.jsonl", "-o", "out"]);
    assert_eq!(ran.status, 3, "{ran:?}");
    assert!(ran.stderr.contains("marks spans (view ner_manual)"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--input-format json_lines"), "{}", ran.stderr);
}
